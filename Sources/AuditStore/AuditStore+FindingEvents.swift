package import ConfigurationModel
import GRDB

extension AuditStore {
  /// Somebody did something with a finding.
  package func append(
    _ event: FindingEvent, to number: Int, at: Timestamp, by actor: String, reason: String?
  ) throws(Problem) {
    try write { database in
      let row = try database.insertEvent(
        "finding \(event.columns.kind)", at: at, actor: actor, reason: reason)
      try database.append(event, to: number, event: row)
    }
  }

  /// Makes what was observed the expectation: for each resource the state given for it. Ends the
  /// findings.
  package func promote(
    _ expectations: [(resource: Resource, state: ExpectedState, snapshot: Int)],
    findings: [Int], baseline: String, at: Timestamp, by actor: String, reason: String
  ) throws(Problem) {
    try write { database in
      let event = try database.insertEvent("promote", at: at, actor: actor, reason: reason)
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
