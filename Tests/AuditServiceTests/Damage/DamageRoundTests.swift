import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

/// One account's export that was damaged several times over, each after a whole one.
private struct DamageRound {
  let seed: UInt64

  private static let start = Timestamp(microseconds: 1_800_000_000_000_000)
  private static let later = Timestamp(microseconds: 1_800_086_400_000_000)

  /// Each day's export has a folder of its own.
  private func importing(
    _ files: [String: [UInt8]], _ store: TemporaryStore, _ day: String, _ moment: Timestamp
  ) throws -> ImportOutcome {
    for (name, bytes) in files {
      _ = try store.write(bytes: bytes, to: "\(day)/111122223333/\(name)")
    }
    var run = ImportSnapshot(
      store: store.store, paths: [store.folder + "/" + day], capturedAt: moment, now: moment)
    run.source = "exports/\(day)"
    return try run.run()
  }

  private func importing(
    _ files: [String: String], _ store: TemporaryStore, _ day: String, _ moment: Timestamp
  ) throws -> ImportOutcome {
    try importing(files.mapValues { Array($0.utf8) }, store, day, moment)
  }

  /// The edits of the newest snapshot; of what is new or gone not with what values, of which a part may be
  /// unread.
  private func edits(_ store: TemporaryStore) throws -> Set<String> {
    try texts(
      """
      SELECT region, type, id, change, path, iif(path = '', '', old), iif(path = '', '', new)
      FROM edits WHERE snapshot = 2
      """, store)
  }

  private func deletions(_ store: TemporaryStore) throws -> Set<String> {
    try texts(
      "SELECT region, type, id FROM edits WHERE snapshot = 2 AND change = 'removed' AND path = ''",
      store)
  }

  private func texts(_ query: String, _ store: TemporaryStore) throws -> Set<String> {
    Set(
      try store.store.query(query).rows.map { row in
        row.map { cell in
          switch cell {
          case .null: "-"
          case .number(let text), .text(let text): text
          }
        }.joined(separator: " ")
      })
  }

  /// Whether an audit finds nothing, and whether it says that all was read: `plumb audit` ends with 0
  /// where both hold.
  private func audit(_ store: TemporaryStore) throws -> (isClean: Bool, isComplete: Bool) {
    let rules = try LoadRules().load(from: store.store)
    let moment = Self.later.advanced(bySeconds: 60)
    _ = try RunAudit(store: store.store, baseline: "default", rules: rules, at: moment).run()
    let report = try ComposeReport(
      store: store.store, baseline: "default", rules: rules, at: moment
    ).audit()
    return (report.unapproved.isEmpty, report.coverage.isComplete)
  }

  func run() throws {
    var random = SeededGenerator(seed: seed)
    let foreign = Account(using: &random, names: ["e", "f"])
    var account = Account(using: &random)
    let before = account.files
    account.edit(using: &random)
    let after = account.files
    let base = try TemporaryStore()
    let first = try importing(before, base, "2027-01-15", Self.start)
    #expect(
      !first.hasUnread, "seed \(seed): \(first.readings) \(first.unreadParts) \(first.warnings)")
    _ = try ManageBaselines(store: base.store, name: "default", at: Self.start)
      .set(to: "latest", choosing: ResourceSelector(), by: "erin@example.com", reason: "first")
    let whole = try TemporaryStore(copying: base)
    let outcome = try importing(after, whole, "2027-01-16", Self.later)
    #expect(!outcome.hasUnread, "seed \(seed): \(outcome.readings) \(outcome.unreadParts)")
    let (truth, gone) = try (edits(whole), deletions(whole))
    #expect(try audit(whole) == (truth.isEmpty, true), "seed \(seed)")
    for _ in 0..<10 {
      var export = DamagedExport(after, .init(older: before, foreign: foreign.files))
      for _ in 0..<Int.random(in: 1...3, using: &random) { export.damage(using: &random) }
      try check(export, base, truth, gone)
    }
  }

  private func check(
    _ export: DamagedExport, _ base: TemporaryStore, _ truth: Set<String>, _ gone: Set<String>
  ) throws {
    let words = "seed \(seed): \(export.done)"
    let store = try TemporaryStore(copying: base)
    let outcome: ImportOutcome
    do { outcome = try importing(export.files, store, "2027-01-16", Self.later) } catch is Problems
    { return }
    guard !outcome.snapshots.isEmpty else { return }
    let (found, removed) = try (edits(store), deletions(store))
    #expect(removed.subtracting(gone) == [], "\(words): a deletion that did not happen")
    #expect(found.subtracting(truth) == [], "\(words): an edit that did not happen")
    if try audit(store).isComplete {
      #expect(found == truth, "\(words): missed, and all was said to be read")
    }
  }
}

@Suite struct DamageRoundTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["PLUMB_DAMAGE_ROUNDS"].flatMap(Int.init)
    ?? 20 * Trials.factor
  private static let seed =
    ProcessInfo.processInfo.environment["PLUMB_DAMAGE_SEED"].flatMap(UInt64.init) ?? 1

  /// Each seed damages ten copies of one account's export; every failure prints its seed.
  @Test(arguments: seed..<seed + UInt64(max(1, rounds / 10)))
  func `a damaged export makes no clean bill and invents no change`(seed: UInt64) throws {
    try DamageRound(seed: seed).run()
  }
}
