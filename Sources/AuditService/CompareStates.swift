package import AuditReport
package import AuditStore
package import ConfigurationModel
import Foundation
import SnapshotSources

/// Compares two states that a person named: snapshots, moments, baselines, or exports without a
/// store.
package struct CompareStates {
  /// The path of the store's file; it need not be there to compare two exports.
  package let storePath: String
  /// The account of exports that do not name theirs; nil where all of them do.
  package let account: String?
  /// The region of exports that do not name theirs; nil where all of them do.
  package let region: String?
  /// For which `latest` speaks: it is stale where it is too old by then.
  package let now: Timestamp
  /// How old readings may be and what should be looked at; of exports only the former counts.
  package let demand: CoverageDemand

  /// Makes a comparison; the store is opened only for states of it.
  package init(
    storePath: String, account: String?, region: String?, now: Timestamp,
    demand: CoverageDemand = CoverageDemand()
  ) {
    self.storePath = storePath
    self.account = account
    self.region = region
    self.now = now
    self.demand = demand
  }

  /// Throws `Problem` or `Problems`.
  ///
  /// - Parameter mapping: How accounts, regions and resources of the older state are called in the newer one;
  ///   nil to compare each resource with itself.
  package func report(from old: String, to new: String, across mapping: StateMapping? = nil) throws
    -> DifferenceReport
  {
    let exists = FileManager.default.fileExists(atPath:)
    // Where no store is, files are meant: the one that is not there is named.
    let missing = [old, new].filter { !isState($0) && !exists($0) }
    if let first = missing.first, !exists(storePath), !isState(old), !isState(new) {
      throw Problem.noSuchState(first, store: storePath)
    }
    let isOfExports = !isState(old) && !isState(new) && exists(old) && exists(new)
    if let mapping {
      return try isOfExports ? exports(old, new, mapping) : states(old, new, mapping)
    }
    let comparison = try isOfExports ? exports(old, new) : states(old, new)
    return comparison.report("\(old) → \(new)")
  }

  private func states(_ old: String, _ new: String, _ mapping: StateMapping) throws
    -> DifferenceReport
  {
    let store = try AuditStore(path: storePath, mode: .reading)
    try store.requireWritten()
    let sides = try [old, new].map {
      CompareAcross.Side(store: store, side: try side($0, store), title: $0)
    }
    return try CompareAcross(old: sides[0], new: sides[1], given: mapping, demand: demand).report()
  }

  /// Each export goes through a store of its own: what one has says nothing of the other.
  private func exports(_ old: String, _ new: String, _ mapping: StateMapping) throws
    -> DifferenceReport
  {
    try inFolder { folder in
      var refused: [Problem] = []
      let sides = try [old, new].enumerated().map { number, path in
        let store = try AuditStore(
          path: folder.appendingPathComponent("diff-\(number).db").path, mode: .creating)
        let outcome = try ImportSnapshot(
          store: store, paths: [path], options: SourceOptions(account: account, region: region),
          capturedAt: now, now: now
        ).run()
        refused += outcome.refused
        let state = ComparedState.snapshot(outcome.snapshots.last ?? 0)
        return CompareAcross.Side(
          store: store, side: .init(state: state, moment: now), title: path)
      }
      return try CompareAcross(old: sides[0], new: sides[1], given: mapping, demand: ofExports)
        .report().adding(refused: refused)
    }
  }

  /// Does something with a folder that is thrown away afterwards.
  private func inFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  private func states(_ old: String, _ new: String) throws -> Comparison {
    let store = try AuditStore(path: storePath, mode: .reading)
    return try Comparison(
      from: side(old, store), to: side(new, store), in: store, demand: demand)
  }

  private func side(_ text: String, _ store: AuditStore) throws(Problem) -> Comparison.Side {
    let state = try state(text, store)
    guard case .snapshot(let number) = state else { return .init(state: state, moment: now) }
    let taken = try store.snapshots().first { $0.number == number }?.takenAt ?? now
    let moment = text == "latest" ? now : Timestamp(parsing: text) ?? taken
    return .init(
      state: state, moment: max(taken, moment), isPast: text != "latest" && moment < now)
  }

  private func isState(_ text: String) -> Bool {
    text == "latest" || text == "baseline" || text.hasPrefix("baseline:") || Int(text) != nil
  }

  private func state(_ text: String, _ store: AuditStore) throws(Problem) -> ComparedState {
    if text == "baseline" { return .baseline("default") }
    if text.hasPrefix("baseline:") { return .baseline(String(text.dropFirst(9))) }
    return .snapshot(try SnapshotName(text).number(in: store))
  }

  /// What the settings ask for says nothing of two exports.
  private var ofExports: CoverageDemand { CoverageDemand(maxAge: demand.maxAge) }

  /// Both exports go through a store of their own that is thrown away.
  private func exports(_ old: String, _ new: String) throws -> Comparison {
    try inFolder { try exports(old, new, in: $0) }
  }

  private func exports(_ old: String, _ new: String, in folder: URL) throws -> Comparison {
    let store = try AuditStore(path: folder.appendingPathComponent("diff.db").path, mode: .creating)
    // Two readings, one after the other.
    var refused: [Problem] = []
    let sides = try [(old, now.advanced(bySeconds: -1)), (new, now)].map { path, moment in
      let outcome = try ImportSnapshot(
        store: store, paths: [path], options: SourceOptions(account: account, region: region),
        capturedAt: moment, now: now
      ).run()
      refused += outcome.refused
      // A history makes several snapshots, of which the last is what it comes to.
      return Comparison.Side(state: .snapshot(outcome.snapshots.last ?? 0), moment: moment)
    }
    var comparison = try Comparison(from: sides[0], to: sides[1], in: store, demand: ofExports)
    comparison.add(refused: refused)
    return comparison
  }
}

/// A snapshot as people name it: its number, `latest`, or a moment.
package struct SnapshotName {
  private let text: String

  /// Takes a name as it was written; `number` says whether there is such a snapshot.
  package init(_ text: String) { self.text = text }

  /// The snapshot's number. Throws `no-snapshot`, `unknown-snapshot`, or `snapshot-pruned` where
  /// nothing is held of it.
  package func number(in store: AuditStore) throws(Problem) -> Int {
    let snapshots = try store.standingSnapshots()
    let number = try number(among: snapshots, in: store)
    if let pruned = snapshots.first(where: { $0.number == number })?.prunedAt {
      throw .snapshotPruned(number, at: pruned)
    }
    return number
  }

  private func number(among snapshots: [SnapshotSummary], in store: AuditStore) throws(Problem)
    -> Int
  {
    guard let latest = snapshots.last?.number else { throw .noSnapshot(store.path) }
    if text == "latest" { return latest }
    if let number = Int(text) {
      guard snapshots.contains(where: { $0.number == number }) else {
        throw .unknownSnapshot(text, latest: latest)
      }
      return number
    }
    guard let moment = Timestamp(parsing: text), let number = try store.snapshot(at: moment) else {
      throw .unknownSnapshot(text, latest: latest)
    }
    return number
  }
}

extension DifferenceReport {
  /// With what of the files could not be read, of no scope that is known.
  fileprivate func adding(refused: [Problem]) -> DifferenceReport {
    DifferenceReport(
      title: title, entries: entries,
      unread: unread + refused.map { .init(scope: nil, problem: $0) },
      neverLookedAt: neverLookedAt, across: across)
  }
}

extension Problem {
  static func noSuchState(_ path: String, store: String) -> Problem {
    Problem(
      "no-such-state",
      "There is no file or folder '\(path)', and no store '\(store)' that it could be a state of.",
      hint: "Name two exports that there are, or the store with --store.")
  }

  static func snapshotPruned(_ number: Int, at: Timestamp) -> Problem {
    Problem(
      "snapshot-pruned", "The content of snapshot \(number) was pruned at \(at).",
      hint:
        "Name one that is kept: 'plumb snapshot list' shows which. Verdicts and findings of the "
        + "time are kept, and 'plumb report --from' shows them.")
  }

  static func unknownSnapshot(_ text: String, latest: Int) -> Problem {
    Problem(
      "unknown-snapshot", "There is no snapshot '\(text)'.",
      hint: "Name one by its number (1 to \(latest)), 'latest', or a moment such as "
        + "2026-11-20T21:15:00Z; 'plumb snapshot list' shows them.")
  }
}
