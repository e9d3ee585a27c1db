package import AuditReport
package import AuditStore
package import ConfigurationModel
import Foundation
import SnapshotSources

/// Compares two states that a person named: snapshots, moments, baselines, or exports without a
/// store.
package struct CompareStates {
  package let storePath: String
  package let account: String?
  package let region: String?
  package let now: Timestamp

  package init(storePath: String, account: String?, region: String?, now: Timestamp) {
    self.storePath = storePath
    self.account = account
    self.region = region
    self.now = now
  }

  /// Throws `Problem` or `Problems`.
  package func report(from old: String, to new: String) throws -> DifferenceReport {
    let exists = FileManager.default.fileExists(atPath:)
    let isOfExports = !isState(old) && !isState(new) && exists(old) && exists(new)
    let comparison = try isOfExports ? exports(old, new) : states(old, new)
    return DifferenceReport(
      title: "\(old) → \(new)",
      entries: comparison.differences.map {
        DifferenceReport.Entry(resource: $0.resource, change: $0.change, edits: $0.edits)
      }, unread: comparison.unread)
  }

  private struct Comparison {
    var differences: [ResourceDifference]
    var unread: [DifferenceReport.Unread]
  }

  private func states(_ old: String, _ new: String) throws -> Comparison {
    let store = try AuditStore(path: storePath, mode: .reading)
    let (old, new) = (try state(old, store), try state(new, store))
    return Comparison(
      differences: try DiffConfigurations(store: store).difference(from: old, to: new),
      unread: try [old, new].flatMap { try unread(in: $0, store) }.unique)
  }

  private func unread(in state: ComparedState, _ store: AuditStore) throws(Problem)
    -> [DifferenceReport.Unread]
  {
    guard case .snapshot(let number) = state else { return [] }
    return try store.readings(after: number - 1, to: number, baseline: "").compactMap { reading in
      guard case .unread(let problem)? = reading.reading else { return nil }
      return DifferenceReport.Unread(scope: reading.scope, problem: problem)
    }
  }

  private func isState(_ text: String) -> Bool {
    text == "latest" || text == "baseline" || text.hasPrefix("baseline:") || Int(text) != nil
  }

  private func state(_ text: String, _ store: AuditStore) throws(Problem) -> ComparedState {
    if text == "baseline" { return .baseline("default") }
    if text.hasPrefix("baseline:") { return .baseline(String(text.dropFirst(9))) }
    return .snapshot(try SnapshotName(text).number(in: store))
  }

  /// Both exports go through a store of their own that is thrown away.
  private func exports(_ old: String, _ new: String) throws -> Comparison {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("plumb-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try AuditStore(path: folder.appendingPathComponent("diff.db").path, mode: .creating)
    let outcomes = try [old, new].map { path in
      try ImportSnapshot(
        store: store, paths: [path], options: SourceOptions(account: account, region: region),
        capturedAt: now, now: now
      ).run()
    }
    // A history makes several snapshots, of which the last is what it comes to.
    let numbers = outcomes.compactMap(\.snapshots.last)
    guard numbers.count == 2 else { return Comparison(differences: [], unread: []) }
    return Comparison(
      differences: try DiffConfigurations(store: store).difference(
        from: .snapshot(numbers[0]), to: .snapshot(numbers[1])),
      unread: outcomes.flatMap(\.unread).map { .init(scope: $0.scope, problem: $0.problem) }.unique)
  }
}

extension [DifferenceReport.Unread] {
  /// Each once, in order.
  fileprivate var unique: Self {
    var seen: Set<DifferenceReport.Unread> = []
    return filter { seen.insert($0).inserted }
  }
}

/// A snapshot as people name it: its number, `latest`, or a moment.
package struct SnapshotName {
  private let text: String

  package init(_ text: String) { self.text = text }

  package func number(in store: AuditStore) throws(Problem) -> Int {
    let snapshots = try store.snapshots()
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

extension Problem {
  static func snapshotPruned(_ number: Int, at: Timestamp) -> Problem {
    Problem(
      "snapshot-pruned", "What snapshot \(number) held was pruned at \(at).",
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
