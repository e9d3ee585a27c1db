package import ConfigurationModel

/// A resource with its rows.
package struct StoredResource: Sendable {
  /// The resource's row.
  package let row: Int64
  /// The row of its scope.
  package let scopeRow: Int64
  /// The resource, by the name that it has now.
  package let resource: Resource
  /// The newest snapshot that its expected configuration was made in the knowledge of; 0 where no
  /// baseline speaks of it.
  package let anchor: Int

  /// Fetches resources as a baseline sees them. The SQL goes on after the joined tables `resource r`
  /// and `scope s`, and may use `:baseline`.
  static func fetch(
    _ database: StoreTransaction, baseline: Int64, sql: String, arguments: SQLArguments = [:]
  ) throws -> [StoredResource] {
    try database.rows(
      """
      SELECT r.id, r.scope, r.external_id, r.name, s.account, s.region, s.type, coalesce(
        (SELECT x.snapshot FROM expected x WHERE x.resource = r.id AND x.baseline = :baseline
          AND x.until_event IS NULL),
        (SELECT b.snapshot FROM baseline_scope b WHERE b.baseline = :baseline
          AND b.scope = r.scope ORDER BY b.event DESC LIMIT 1), 0) AS anchor
      FROM resource r JOIN scope s ON s.id = r.scope \(sql) ORDER BY r.id
      """, arguments.with("baseline", baseline)
    ).map(StoredResource.init)
  }

  init(_ row: SQLRow) throws {
    self.row = try row.get("id")
    scopeRow = try row.get("scope")
    resource = Resource(try ResourceID(row), name: try row.get("name"))
    anchor = try row.get("anchor")
  }
}
