package import ConfigurationModel
import Foundation

/// Writes one snapshot within the transaction of `AuditStore.writeSnapshots`.
///
/// It knows every head (the version of each resource that stands) by its digest, so that an item
/// whose bytes are known costs a lookup and no row.
package final class SnapshotWriter {
  /// The version of a resource that stands.
  package typealias Head = StandingHeads.Head

  let database: StoreTransaction
  private let now: Timestamp
  /// The store that the snapshot is written to.
  package let store: AuditStore
  /// The heads as they were before this snapshot.
  package private(set) var standing: StandingHeads
  var isSeen: [Bool]
  private var scopes: [Scope: Int64] = [:]
  var readScopes: [Int64: Bool] = [:]
  var lastOldResource: Int64 = 0
  /// Older resources that this snapshot gave a version, whose row may still be to come.
  var begun: Set<Int64> = []
  var number = 0
  /// The event of the snapshot that was begun last.
  private var event: Int64 = 0
  private var isBegun = false
  /// What was read without a time of its own was read then.
  private var moment: Timestamp
  /// The moment of the snapshot as an entry of the store.
  private var entry: Timestamp

  /// - Parameter standing: The heads that stand at the beginning of the transaction.
  init(
    _ database: StoreTransaction, store: AuditStore, now: Timestamp, standing: StandingHeads
  ) throws {
    self.database = database
    self.store = store
    self.now = now
    self.standing = standing
    isSeen = Array(repeating: false, count: standing.heads.count)
    (moment, entry) = (now, now)
    lastOldResource = try database.value(Int64.self, "SELECT max(id) FROM resource") ?? 0
  }

  /// The heads by their positions.
  package var heads: [Head] { standing.heads }

  /// A second snapshot of one transaction looks at what the first left.
  private func readHeads() throws {
    standing = try StandingHeads(database, of: standing.accounts)
    isSeen = Array(repeating: false, count: standing.heads.count)
    readScopes = [:]
    lastOldResource = try database.value(Int64.self, "SELECT max(id) FROM resource") ?? 0
  }

  // MARK: Snapshots and scopes

  /// The kind of the events that snapshots are.
  static let eventKind = "snapshot"

  /// Begins the next snapshot; what follows is part of it.
  package func begin(takenAt: Timestamp, source: String) throws -> Int {
    number = (try database.lastSnapshotNumber(path: store.path) ?? 0) + 1
    event = try database.insertEvent(
      Self.eventKind, at: try database.momentAfterAll(takenAt, by: now), reason: source)
    try database.run(
      "INSERT INTO snapshot (number, taken_at, imported_at, source) VALUES (?, ?, ?, ?)",
      [number, takenAt, now, source])
    try correct(takenAt: takenAt)
    if isBegun { try readHeads() }
    isBegun = true
    begun = []
    return number
  }

  /// What the snapshot that was begun has was read at this moment, where its scopes have no time of their own.
  /// Throws `moment-in-future` where it is yet to come.
  ///
  /// The snapshot is an entry of the store, and never before the one before it: what another source read since is no
  /// reason to refuse it. One that was taken back does not count, nor does one whose moment is yet to come.
  package func correct(takenAt: Timestamp) throws {
    guard !takenAt.liesAhead(of: now) else { throw Problem.momentInFuture(takenAt, now: now) }
    let latest = try database.value(
      Timestamp.self,
      """
      SELECT max(taken_at) FROM snapshot WHERE number < ? AND taken_at <= ?
        AND number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
      """, [number, now.clockEdge])
    moment = takenAt
    entry = max(takenAt, latest ?? takenAt)
    try database.run("UPDATE snapshot SET taken_at = ? WHERE number = ?", [entry, number])
    try database.run(
      "UPDATE event SET at = ? WHERE id = ?",
      [try database.momentAfterAll(entry, by: now, but: event), event])
  }

  /// The newest reading of a scope before this snapshot that told something of it, be it of some of its resources
  /// only: until when it took, and its snapshot. Readings whose moment is yet to come do not count: a clock was ahead.
  package func lastReading(of scope: Scope) throws -> (ended: Timestamp, snapshot: Int)? {
    try database.row(
      """
      SELECT coalesce(g.ended_at, n.taken_at) AS ended, n.number FROM scope_reading g
      JOIN snapshot n ON n.number = g.snapshot
      WHERE g.scope = ? AND g.snapshot < ? AND ended <= ? AND (g.status <> 'unread' OR EXISTS (
        SELECT 1 FROM version v JOIN resource r ON r.id = v.resource AND r.scope = g.scope
        WHERE v.first_snapshot = g.snapshot OR v.until_snapshot = g.snapshot))
      ORDER BY g.snapshot DESC LIMIT 1
      """, [row(of: scope), isBegun ? number : Int.max, now.clockEdge]
    ).map { try ($0.get(0), $0.get(1)) }
  }

  /// The newest complete reading of a scope before this snapshot: its moment, and the name of its source.
  package func lastListing(of scope: Scope) throws -> (at: Timestamp, source: String)? {
    try database.row(
      """
      SELECT n.taken_at, n.source FROM scope_reading g JOIN snapshot n ON n.number = g.snapshot
      WHERE g.scope = ? AND g.snapshot < ? AND g.status = 'read'
        AND n.number NOT IN (SELECT snapshot FROM withdrawn_snapshot)
      ORDER BY g.snapshot DESC LIMIT 1
      """, [row(of: scope), isBegun ? number : Int.max]
    ).map { try ($0.get(0), $0.get(1)) }
  }

  /// The row of a scope, made where there is none. Throws `HeadsNotLoaded` where the writer does not know what stands
  /// in its account.
  package func row(of scope: Scope) throws -> Int64 {
    if let row = scopes[scope] { return row }
    guard standing.hold(scope.account) else { throw HeadsNotLoaded(account: scope.account) }
    let row = try database.scopeRow(scope)
    scopes[scope] = row
    return row
  }

  /// Says how far a scope was read, and when; nil for the moment of what the snapshot has. For one read completely,
  /// every resource that was not seen is gone: its rows are returned, already closed. Throws `out-of-order` where it
  /// was read before the scope's last reading had ended: which of the two is newer, nobody can say.
  package func finish(_ scope: Scope, _ reading: ScopeReading, at time: ReadingTime? = nil) throws
    -> [Head]
  {
    let time = time ?? ReadingTime(moment)
    if let last = try lastReading(of: scope), time.began < last.ended {
      throw Problem.outOfOrder(time.began, latest: last.ended, number: last.snapshot)
    }
    let row = try row(of: scope)
    try insertReading(row, reading, time)
    guard case .read = reading else { return [] }
    let gone = heads.indices.filter { heads[$0].scope == row && !isSeen[$0] }
    for index in gone {
      isSeen[index] = true
      try close(heads[index].version)
    }
    return gone.map { heads[$0] }
  }

  private func insertReading(_ scope: Int64, _ reading: ScopeReading, _ time: ReadingTime) throws {
    let (status, count, problem): (String, Int, Problem?) =
      switch reading {
      case .read(let count): ("read", count, nil)
      case .seen(let count): ("seen", count, nil)
      case .unread(let problem): ("unread", 0, problem)
      }
    try database.run(
      """
      INSERT INTO scope_reading (scope, snapshot, status, resource_count, problem_code,
        problem_message, problem_hint, began_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        scope, number, status, count, problem?.code, problem?.message, problem?.hint,
        time.began == entry ? nil : time.began, time.ended == entry ? nil : time.ended,
      ])
  }

  /// Says that a part of resources was not read: of how many, of which first, and why.
  package func insertUnreadPart(
    _ scope: Scope, part: String, count: Int, resources: [String], problem: Problem
  ) throws {
    try database.run(
      """
      INSERT INTO unread_part (scope, snapshot, part, resource_count, problem_code,
        problem_message, resources) VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        row(of: scope), number, part, count, problem.code, problem.message,
        UnreadPartNames.encoded(resources),
      ])
  }
}
