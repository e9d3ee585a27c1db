package import ConfigurationModel
import GRDB

/// How one scope was last read, as of a snapshot.
package struct StoredReading: Sendable {
  package let scope: Scope
  /// The newest reading in the period; nil where the period has none.
  package let reading: ScopeReading?
  /// When it was last read completely, at the end of the period or before.
  package let lastRead: Timestamp?
  package let isInBaseline: Bool
}

extension AuditStore {
  /// Every scope that was ever looked at, or that the baseline knows, with its newest reading in
  /// the snapshots after one and up to another.
  package func readings(after: Int, to: Int, baseline: String) throws(Problem) -> [StoredReading] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT s.account, s.region, s.type, g.status, g.resource_count, g.problem_code,
            g.problem_message, g.problem_hint,
            (SELECT n.taken_at FROM scope_reading l JOIN snapshot n ON n.number = l.snapshot
              WHERE l.scope = s.id AND l.snapshot <= :to AND l.status = 'read'
              ORDER BY l.snapshot DESC LIMIT 1) AS last_read,
            EXISTS (SELECT 1 FROM baseline_scope b JOIN baseline n ON n.id = b.baseline
              WHERE b.scope = s.id AND n.name = :baseline) AS is_in_baseline
          FROM scope s LEFT JOIN scope_reading g ON g.scope = s.id AND g.snapshot =
            (SELECT max(snapshot) FROM scope_reading WHERE scope = s.id
              AND snapshot > :after AND snapshot <= :to)
          WHERE EXISTS (SELECT 1 FROM scope_reading WHERE scope = s.id AND snapshot <= :to)
            OR EXISTS (SELECT 1 FROM expected x JOIN resource r ON r.id = x.resource
              JOIN baseline n ON n.id = x.baseline WHERE r.scope = s.id AND n.name = :baseline
              AND x.until_event IS NULL)
          ORDER BY s.account, s.region, s.type
          """, arguments: ["after": after, "to": to, "baseline": baseline]
      ).map(StoredReading.init)
    }
  }

  /// Parts of resources that could not be read: each part, the type it is of, and how many
  /// resources lack it.
  package func unreadParts(after: Int, to: Int) throws(Problem)
    -> [(type: ResourceType, part: String, count: Int)]
  {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT s.type, p.part, sum(p.resource_count) FROM unread_part p
          JOIN scope s ON s.id = p.scope
          WHERE p.snapshot > ?1 AND p.snapshot <= ?2 AND p.snapshot =
            (SELECT max(snapshot) FROM scope_reading WHERE scope = p.scope AND snapshot <= ?2)
          GROUP BY s.type, p.part ORDER BY s.type, p.part
          """, arguments: [after, to]
      ).map { try (ResourceType($0.get(0)), $0.get(1), $0.get(2)) }
    }
  }
}

extension StoredReading {
  fileprivate init(_ row: Row) throws {
    scope = try Scope(
      account: row.get("account"), region: row.get("region"), type: ResourceType(row.get("type")))
    lastRead = try row.get("last_read")
    isInBaseline = try row.get("is_in_baseline")
    let status: String? = try row.get("status")
    reading =
      switch status {
      case "read": try .read(count: row.get("resource_count"))
      case "seen": try .seen(count: row.get("resource_count"))
      case "unread":
        try .unread(
          Problem(
            row.get("problem_code") ?? "unread", row.get("problem_message") ?? "",
            hint: row.get("problem_hint")))
      default: nil
      }
  }
}

extension AuditStore {
  /// How many standing resources no baseline covers, where the baseline is golden documents only:
  /// they are not judged. 0 as soon as the baseline took any scope whole.
  package func unjudgedCount(baseline: String) throws(Problem) -> Int {
    try read { database in
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM version v JOIN baseline b ON b.name = ?
          WHERE v.until_snapshot IS NULL
            AND NOT EXISTS (SELECT 1 FROM baseline_scope s WHERE s.baseline = b.id)
            AND NOT EXISTS (SELECT 1 FROM expected x WHERE x.resource = v.resource
              AND x.baseline = b.id AND x.until_event IS NULL)
          """, arguments: [baseline]) ?? 0
    }
  }
}
