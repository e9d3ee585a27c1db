import ConfigurationModel
import SnapshotSources

/// How an import is tried.
struct ImportAttempt {
  /// The accounts whose heads it goes by: those that its files are of; nil for all of the store.
  private(set) var accounts: Set<String>?
  /// What it leaves as it was.
  var left = LeftOut()
  /// Whether it may read before its transaction.
  var mayDraft: Bool
  /// What it read before its transaction.
  var draft: ImportDraft?
  /// How often others moved the heads that it had read by.
  private var moves = 0

  init(_ plan: SnapshotPlan, _ coverage: KnownCoverage) {
    let taken = plan.files.filter(\.isTaken)
    // Standard input is read once. Histories move the heads on their way.
    let isReadOnce = taken.contains { $0.path == "-" }
    mayDraft = !isReadOnce && !taken.contains(where: \.isTimeline)
    let stated = taken.compactMap(\.account?.value)
    accounts =
      isReadOnce || stated.count < taken.count
      ? nil : Set(stated + (coverage.complete.union(coverage.unread.keys)).map(\.account))
  }

  /// Others wrote what it had read by. Whoever always meets another goes before the others at last.
  mutating func headsMoved() {
    moves += 1
    mayDraft = moves < 2
    draft = nil
    // What was too late may have been so for a snapshot that is taken back.
    left = LeftOut()
  }

  /// There were resources of other accounts than the files said.
  mutating func goByAllHeads() {
    accounts = nil
    draft = nil
  }
}

/// What an import leaves as it was: it is known when all was read.
struct LeftOut: Error {
  /// Resources of which the files say different things, with where.
  var disputes: [ResourceID: Problem] = [:]
  /// Scopes that turned out to be older than what is known of them, and why.
  var late: [Scope: Problem] = [:]

  mutating func add(_ more: LeftOut) {
    disputes.merge(more.disputes) { $1 }
    late.merge(more.late) { first, _ in first }
  }
}
