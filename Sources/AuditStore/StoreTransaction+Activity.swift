import ConfigurationModel

extension StoreTransaction {
  func insert(_ entry: StoredActivity, under event: Int64) throws {
    let row = try insertedRow(
      """
      INSERT INTO activity (event, event_id, at, account, region, source, name, actor, means,
        person, access_key, opened_key, error_code, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
      """,
      [
        event, entry.id, entry.at, entry.account, entry.region, entry.source, entry.name,
        entry.actor, entry.means, entry.person, entry.accessKey, entry.openedKey, entry.errorCode,
        entry.body,
      ])
    for resource in Set(entry.resources) {
      try run(
        "INSERT INTO activity_resource (activity, type, resource, event) VALUES (?, ?, ?, ?)",
        [row, resource.type.name, resource.name, event])
    }
  }

  /// The call of a row of `activity`.
  func activity(_ row: SQLRow) throws -> StoredActivity {
    let id: Int64 = try row.get("id")
    return try activity(row, changing: resources(changedBy: [id])[id] ?? [])
  }

  /// The calls of rows of `activity`, in their order. What they changed is read for many at a time.
  func activities(_ rows: [SQLRow]) throws -> [StoredActivity] {
    var calls: [StoredActivity] = []
    for start in stride(from: 0, to: rows.count, by: Self.most) {
      let some = rows[start..<min(start + Self.most, rows.count)]
      let resources = try resources(changedBy: some.map { try $0.get("id") })
      calls += try some.map { row in
        try activity(row, changing: resources[row.get("id")] ?? [])
      }
    }
    return calls
  }

  /// So many calls are asked about at a time.
  private static let most = 256

  /// What calls changed, by their rows; each list in order of type and name. 256 calls at most.
  private func resources(changedBy calls: [Int64]) throws -> [Int64: [StoredActivity.Resource]] {
    guard let last = calls.last else { return [:] }
    // Few texts of statements: each is prepared once, and kept.
    let size = [1, 16].first { $0 >= calls.count } ?? Self.most
    let rows = calls + Array(repeating: last, count: size - calls.count)
    var resources: [Int64: [StoredActivity.Resource]] = [:]
    try each(
      """
      SELECT activity, type, resource FROM activity_resource
      WHERE activity IN (\(rows.map { _ in "?" }.joined(separator: ",")))
      ORDER BY activity, type, resource
      """, SQLArguments(rows)
    ) { row in
      try resources[row.get(0), default: []].append(
        .init(type: ResourceType(row.get(1)), name: row.get(2)))
    }
    return resources
  }

  private func activity(_ row: SQLRow, changing resources: [StoredActivity.Resource]) throws
    -> StoredActivity
  {
    try StoredActivity(
      id: row.get("event_id"), at: row.get("at"), account: row.get("account"),
      region: row.get("region"), source: row.get("source"), name: row.get("name"),
      actor: row.get("actor"), means: row.get("means"), person: row.get("person"),
      accessKey: row.get("access_key"), openedKey: row.get("opened_key"),
      errorCode: row.get("error_code"), body: row.get("body"), resources: resources)
  }
}
