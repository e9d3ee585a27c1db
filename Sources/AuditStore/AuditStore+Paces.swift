package import ConfigurationModel

/// How fast a service takes calls of one family.
package struct LearntPace: Hashable, Sendable {
  /// What the calls are limited by together: the account's id, or the profile's name.
  package let account: String
  /// The region that is called.
  package let region: String
  /// The service as the requests name it.
  package let service: String
  /// `*` for all operations that have no quota of their own.
  package let operation: String
  /// Calls a second.
  package let rate: Double

  /// Makes a pace; `rate` is in calls a second.
  package init(account: String, region: String, service: String, operation: String, rate: Double) {
    self.account = account
    self.region = region
    self.service = service
    self.operation = operation
    self.rate = rate
  }
}

extension AuditStore {
  /// What was learnt from that moment on.
  package func paces(since moment: Timestamp) throws(Problem) -> [LearntPace] {
    try read { database in
      try database.rows(
        "SELECT account, region, service, operation, rate FROM pace WHERE learnt_at >= ?", [moment]
      ).map { row in
        try LearntPace(
          account: row.get(0), region: row.get(1), service: row.get(2), operation: row.get(3),
          rate: row.get(4))
      }
    }
  }

  /// Notes down what a run learnt, in the place of what was known of the same.
  package func setPaces(_ paces: [LearntPace], at now: Timestamp) throws(Problem) {
    try write { database in
      for pace in paces {
        try database.run(
          """
          INSERT INTO pace (account, region, service, operation, rate, learnt_at)
          VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (account, region, service, operation)
          DO UPDATE SET rate = excluded.rate, learnt_at = excluded.learnt_at
          """, [pace.account, pace.region, pace.service, pace.operation, pace.rate, now])
      }
    }
  }
}
