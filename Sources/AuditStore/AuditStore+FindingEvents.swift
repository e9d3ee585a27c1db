package import ConfigurationModel

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

  /// What a promotion makes of one resource.
  package struct Promotion: Sendable {
    /// The resource whose expectation moves.
    package let resource: Resource
    /// What is expected of it from now on.
    package let next: NextExpectation
    /// The snapshot in which what is promoted was observed.
    package let snapshot: Int
    /// The rows of the judgements that no longer stand.
    package let judgements: [Int64]

    /// Makes a promotion of one resource.
    package init(
      resource: Resource, next: NextExpectation, snapshot: Int, judgements: [Int64]
    ) {
      self.resource = resource
      self.next = next
      self.snapshot = snapshot
      self.judgements = judgements
    }
  }

  /// Makes what was observed the expectation. Ends the findings.
  package func promote(
    _ promotions: [Promotion], findings: [Int], baseline: String, at: Timestamp,
    by actor: String, reason: String
  ) throws(Problem) {
    try write { database in
      let event = try append("promote", at: at, by: actor, reason: reason, in: database)
      let row = try database.baselineRow(baseline, making: false)
      for finding in findings { try database.append(.promoted, to: finding, event: event) }
      for promotion in promotions {
        let resource = try database.resourceRow(promotion.resource)
        for judgement in promotion.judgements {
          try database.endDeviation(judgement, event: event)
          try database.run(
            "DELETE FROM deviation WHERE baseline = ? AND resource = ? AND judgement = ?",
            [row, resource, judgement])
        }
        try database.setExpected(
          resource, baseline: row, event: event, snapshot: promotion.snapshot, promotion.next)
      }
    }
  }
}
