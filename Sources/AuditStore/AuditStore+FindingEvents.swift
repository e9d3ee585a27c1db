package import ConfigurationModel
import GRDB

extension AuditStore {
  /// Somebody did something with findings, by one decision.
  package func append(
    _ event: FindingEvent, to numbers: [Int], at: Timestamp, by actor: String, reason: String?
  ) throws(Problem) {
    try write { database in
      let row = try append(
        "finding \(event.columns.kind)", at: at, by: actor, reason: reason, in: database)
      for number in numbers { try database.append(event, to: number, event: row) }
    }
  }

  /// Makes what was observed the expectation: for each resource the state given for it. Ends the
  /// findings.
  package func promote(
    _ expectations: [(resource: Resource, state: ExpectedState, snapshot: Int)],
    findings: [Int], baseline: String, at: Timestamp, by actor: String, reason: String
  ) throws(Problem) {
    try write { database in
      let event = try append("promote", at: at, by: actor, reason: reason, in: database)
      let row = try database.baselineRow(baseline, making: false)
      for finding in findings { try database.append(.promoted, to: finding, event: event) }
      for expectation in expectations {
        let resource = try database.resourceRow(expectation.resource)
        try database.execute(
          sql: "DELETE FROM deviation WHERE baseline = ? AND resource = ?",
          arguments: [row, resource])
        try database.setExpected(
          resource, baseline: row, event: event, snapshot: expectation.snapshot, expectation.state)
      }
    }
  }
}
