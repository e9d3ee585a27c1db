package import ConfigurationModel

/// What can happen to a finding.
package enum FindingEvent: Sendable {
  case opened(snapshot: Int)
  case reopened(snapshot: Int)
  case acknowledged
  case accepted(until: Timestamp)
  case reverted(snapshot: Int)
  case approved(record: String)
  case promoted
  case ignored(by: String)

  /// The kinds that end a finding, as they are stored.
  package static let endings: Set<String> = ["reverted", "approved", "promoted", "ignored"]

  /// The same as a list in SQL.
  static let endingsInSQL = endings.sorted().map { "'\($0)'" }.joined(separator: ", ")

  /// Kind, snapshot, record and end, as they are stored.
  var columns: (kind: String, snapshot: Int?, record: String?, until: Timestamp?) {
    switch self {
    case .opened(let snapshot): ("opened", snapshot, nil, nil)
    case .reopened(let snapshot): ("reopened", snapshot, nil, nil)
    case .acknowledged: ("acknowledged", nil, nil, nil)
    case .accepted(let until): ("accepted", nil, nil, until)
    case .reverted(let snapshot): ("reverted", snapshot, nil, nil)
    case .approved(let record): ("approved", nil, record, nil)
    case .promoted: ("promoted", nil, nil, nil)
    case .ignored(let name): ("ignored", nil, name, nil)
    }
  }
}

extension AuditSession {
  /// The finding of what stands of a resource that is not over, and whether its risk was accepted.
  package func standingFinding(of resource: Int64) throws -> (number: Int, isAccepted: Bool)? {
    let row = try database.row(
      """
      SELECT f.number, e.kind FROM finding f JOIN finding_event e ON e.finding = f.number
      WHERE f.resource = ? AND f.baseline = ? AND NOT EXISTS (
        SELECT 1 FROM passing_edit p JOIN judgement j ON j.id = p.judgement
        WHERE j.finding = f.number)
      ORDER BY f.number DESC, e.id DESC LIMIT 1
      """, [resource, baseline])
    guard let row, let kind: String = try row.get(1),
      !FindingEvent.endings.contains(kind)
    else { return nil }
    return (try row.get(0), kind == "accepted")
  }

  /// Opens a finding and returns its number.
  package func openFinding(_ resource: Int64, change: ResourceChange, snapshot: Int) throws -> Int {
    let number = try Int(
      database.insertedRow(
        """
        INSERT INTO finding (baseline, resource, change, event, first_snapshot)
        VALUES (?, ?, ?, ?, ?) RETURNING number
        """, [baseline, resource, change.rawValue, event, snapshot]))
    try append(.opened(snapshot: snapshot), to: number)
    return number
  }

  /// What an audit did to findings by now, in order: their numbers, each with a word as `opened`.
  ///
  /// - Parameter audit: The event of another audit; nil for this one.
  package func doneToFindings(by audit: Int64? = nil) throws -> [(finding: Int, word: String)] {
    try database.rows(
      "SELECT finding, kind FROM finding_event WHERE event = ? ORDER BY id", [audit ?? event]
    ).map { try ($0.get(0), $0.get(1)) }
  }

  /// Something happened to a finding, by this audit.
  package func append(_ finding: FindingEvent, to number: Int) throws {
    try database.append(finding, to: number, event: event)
  }
}

extension StoreTransaction {
  func append(_ finding: FindingEvent, to number: Int, event: Int64) throws {
    let columns = finding.columns
    try run(
      """
      INSERT INTO finding_event (finding, event, kind, snapshot, record, until)
      VALUES (?, ?, ?, ?, ?, ?)
      """, [number, event, columns.kind, columns.snapshot, columns.record, columns.until])
    try tellOn(of: number, columns.kind, event: event)
  }
}
