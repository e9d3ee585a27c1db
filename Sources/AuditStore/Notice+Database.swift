package import ConfigurationModel

/// Something that happened to a finding, as a destination is to be told of it.
package struct StoredNotice: Hashable, Sendable {
  /// In the order in which they were written.
  package let id: Int64
  /// The number of the event with which it was written.
  package let event: Int64
  /// The name of the destination that is to be told.
  package let destination: String
  /// The finding's number.
  package let finding: Int
  /// What happened to the finding.
  package let kind: NoticeKind
  /// When it happened.
  package let at: Timestamp

  init(_ row: SQLRow) throws {
    id = try row.get("id")
    event = try row.get("event")
    destination = try row.get("destination")
    finding = try row.get("finding")
    kind = try row.word("kind")
    at = try row.get("at")
  }
}

extension StoreTransaction {
  /// The kinds of the news of a finding that wait for a message to a destination.
  func noticesWaiting(for destination: String, of finding: Int) throws -> [NoticeKind] {
    try rows(
      """
      SELECT n.kind FROM notice n JOIN waiting_notice w ON w.notice = n.id
      WHERE n.finding = ? AND n.destination = ?
      """, [finding, destination]
    ).map { try $0.word("kind") }
  }

  /// Whoever was told of a finding is told how it goes on: no settings decide about that.
  func tellOn(of finding: Int, _ kind: String, event: Int64) throws {
    guard kind != "opened" else { return }
    let told = try values(
      Int64.self,
      """
      INSERT INTO notice (event, destination, finding, kind)
      SELECT DISTINCT ?1, destination, finding, ?2 FROM notice WHERE finding = ?3 RETURNING id
      """, [event, kind, finding])
    for notice in told { try setWaiting(notice, in: .notices) }
  }

  func insertNotice(_ kind: NoticeKind, of finding: Int, to destination: String, event: Int64)
    throws
  {
    let notice = try insertedRow(
      "INSERT INTO notice (event, destination, finding, kind) VALUES (?, ?, ?, ?) RETURNING id",
      [event, destination, finding, kind.rawValue])
    try setWaiting(notice, in: .notices)
  }
}

extension AuditSession {
  /// The findings to which an audit added unapproved edits that they did not have, and that it neither opened nor
  /// opened again; in order.
  ///
  /// - Parameter audit: The event of another audit; nil for this one.
  package func findingsChanged(by audit: Int64? = nil) throws -> [Int] {
    try database.values(
      Int.self,
      """
      SELECT DISTINCT j.finding FROM judgement j JOIN finding f ON f.number = j.finding
      WHERE j.event = :event AND j.verdict = 'unapproved' AND f.event < :event AND NOT EXISTS (
        SELECT 1 FROM judgement k WHERE k.resource = j.resource AND k.finding = j.finding
          AND k.event < :event AND k.path = j.path AND k.change = j.change
          AND coalesce(k.old, '') = coalesce(j.old, '') AND coalesce(k.new, '') = coalesce(j.new, ''))
      AND NOT EXISTS (SELECT 1 FROM finding_event e
        WHERE e.finding = j.finding AND e.event = :event)
      ORDER BY j.finding
      """, ["event": audit ?? event])
  }

  /// A finding as this audit leaves it, and the tags by which rules know its resource; nil where they were not read.
  package func told(_ finding: Int, baseline name: String) throws -> (
    finding: StoredFinding, tags: [String: String]?
  )? {
    guard
      let stored = try database.findings(baseline: name, in: .everything, number: finding).first
    else { return nil }
    let traits = stored.judgements.compactMap { $0.judgement.traits }.last
    return (stored, traits?.tags)
  }

  /// The destinations that were told of a finding, or are about to be.
  package func destinations(toldOf finding: Int) throws -> Set<String> {
    Set(
      try database.values(
        String.self, "SELECT DISTINCT destination FROM notice WHERE finding = ?", [finding]))
  }

  /// A destination is to be told of a finding, with what this audit writes.
  package func tell(_ destination: String, of finding: Int, _ kind: NoticeKind) throws {
    try database.insertNotice(kind, of: finding, to: destination, event: event)
  }
}
