import ConfigurationModel

/// Which calls a pruning drops: all of before a moment but those that something stands on, or that may be needed still.
struct DroppedActivity {
  var calls: [OldCall] = []
  var resources: [Int64: [ActivityName]] = [:]
  /// How many of before the moment stay because a verdict or a finding stands on them.
  var held = 0
  /// How many stay because an audit may still need them.
  var waiting = 0
  /// Of those, how many came to be known since the last audit of some baseline.
  var unaudited = 0
  /// What they wait for beside that; in order.
  var waitsFor: [PrunePlan.Activity.Wait] = []

  /// About how many bytes of the store's file the calls take.
  var bytes = 0
}

/// A call of before the moment, without its body.
struct OldCall {
  let row: Int64
  let id: String
  let event: Int64
  let at: Timestamp
  let account: String?
  let region: String
  let accessKey: String?
  let openedKey: String?
}

/// What events call a resource by, and its type.
struct ActivityName: Hashable {
  let type: String
  let name: String

  /// Whether it is called by the id of a part: what that stands for, or on which resources it was a call, this one alone
  /// does not tell.
  fileprivate var isNamedByPart: Bool {
    type == "AWS::EC2::SecurityGroupRule" || name.contains("assoc-")
      || type == "AWS::EC2::RouteTable" && !name.hasPrefix("rtb-")
  }
}

/// What verdicts and findings stand on: what was done to a resource in the time that they are about, and what made and
/// undid what no snapshot shows.
private struct JudgedTimes {
  var times: [ActivityName: [Occurrence]] = [:]
  /// Calls that made or undid what no snapshot shows.
  var passing: Set<String> = []

  func holds(_ call: OldCall, on resources: [ActivityName]) -> Bool {
    passing.contains(call.id)
      || resources.contains { $0.isNamedByPart || isJudged($0, at: call.at) }
  }

  private func isJudged(_ resource: ActivityName, at moment: Timestamp) -> Bool {
    times[resource]?.contains { interval in
      interval.after.map { moment.advanced(bySeconds: 1) > $0 } ?? true
        && moment <= interval.until
    } ?? false
  }
}

/// Until when every audit has judged all that was read: a later audit needs the calls of the time after.
private struct AuditedUntil {
  /// The newest event of the log that the newest audit of every baseline knew; 0 where one was never audited.
  let event: Int64
  /// By account, the scope that was read and audited longest ago.
  let oldest: [String: PrunePlan.Activity.Wait]

  /// Why an audit may still need a call; nil where none does.
  func need(of call: OldCall) -> Need? {
    // Where an event names no account, it may be of any.
    let waits = call.account.map { [oldest[$0]].compactMap { $0 } } ?? Array(oldest.values)
    let open = waits.filter { wait in
      // CloudTrail tells whole seconds.
      wait.since.map { call.at.advanced(bySeconds: 1) >= $0 } ?? true
    }
    let isUnaudited = call.event > event
    return isUnaudited || !open.isEmpty ? Need(isUnaudited: isUnaudited, waits: open) : nil
  }

  struct Need {
    /// Whether the call came to be known since the last audit of some baseline.
    let isUnaudited: Bool
    /// The scopes that were not read and audited since the call, one of each account.
    let waits: [PrunePlan.Activity.Wait]
  }
}

extension StoreTransaction {
  /// The calls of before a moment that nothing stands on, and nothing needs any more.
  func droppableActivity(before moment: Timestamp) throws -> DroppedActivity {
    let (judged, audited) = try (judgedTimes(before: moment), auditedUntil())
    var dropped = DroppedActivity()
    dropped.resources = try resourcesOfActivity(before: moment)
    var (kept, free): ([OldCall], [OldCall]) = ([], [])
    var waitsFor: Set<PrunePlan.Activity.Wait> = []
    for call in try oldCalls(before: moment) {
      if let need = audited.need(of: call) {
        dropped.waiting += 1
        dropped.unaudited += need.isUnaudited ? 1 : 0
        waitsFor.formUnion(need.waits)
        kept.append(call)
      } else if judged.holds(call, on: dropped.resources[call.row] ?? []) {
        kept.append(call)
      } else {
        free.append(call)
      }
    }
    dropped.waitsFor = waitsFor.sorted()
    try keepOpeners(of: &kept, from: &free, before: moment)
    dropped.held = kept.count - dropped.waiting
    dropped.calls = free
    dropped.bytes = try free.reduce(0) { try $0 + bytes(of: $1) }
    return dropped
  }

  /// Beside the body: the words for who, without the row that stays.
  private func bytes(of call: OldCall) throws -> Int {
    try 300 + (value(Int.self, "SELECT length(body) FROM activity WHERE id = ?", [call.row]) ?? 0)
  }

  /// Who stands behind a call is told by the call that opened its session, and that one's session by another one.
  private func keepOpeners(
    of kept: inout [OldCall], from free: inout [OldCall], before moment: Timestamp
  ) throws {
    var keys = try Set(
      values(
        String.self,
        "SELECT DISTINCT access_key FROM activity WHERE at >= ? AND access_key IS NOT NULL",
        [moment]))
    keys.formUnion(kept.compactMap(\.accessKey))
    // No session lasts longer than 36 hours (AWS STS, `GetSessionToken`): its calls may come late.
    let recent = moment.advanced(bySeconds: -36 * 3600)
    while true {
      let openers = free.filter { call in
        call.openedKey.map { keys.contains($0) || call.at >= recent } ?? false
      }
      guard !openers.isEmpty else { return }
      kept += openers
      keys.formUnion(openers.compactMap(\.accessKey))
      let rows = Set(openers.map(\.row))
      free.removeAll { rows.contains($0.row) }
    }
  }

  /// Drops calls; that they were there, when and on what is kept.
  func drop(_ activity: DroppedActivity, under event: Int64) throws {
    for call in activity.calls {
      try run(
        """
        INSERT INTO pruned_activity (event_id, event, imported, at, account, region)
        VALUES (?, ?, ?, ?, ?, ?)
        """, [call.id, event, call.event, call.at, call.account, call.region])
      for resource in Set(activity.resources[call.row] ?? []) {
        try run(
          """
          INSERT INTO pruned_activity_resource (type, resource, event_id, event)
          VALUES (?, ?, ?, ?)
          """, [resource.type, resource.name, call.id, event])
      }
      try run("DELETE FROM activity_resource WHERE activity = ?", [call.row])
      try run("DELETE FROM activity WHERE id = ?", [call.row])
    }
  }

  private func oldCalls(before moment: Timestamp) throws -> [OldCall] {
    try rows(
      """
      SELECT id, event_id, event, at, account, region, access_key, opened_key
      FROM activity WHERE at < ? ORDER BY id
      """, [moment]
    ).map { row in
      try OldCall(
        row: row.get(0), id: row.get(1), event: row.get(2), at: row.get(3), account: row.get(4),
        region: row.get(5), accessKey: row.get(6), openedKey: row.get(7))
    }
  }

  private func resourcesOfActivity(before moment: Timestamp) throws -> [Int64: [ActivityName]] {
    try rows(
      """
      SELECT r.activity, r.type, r.resource FROM activity_resource r
      JOIN activity a ON a.id = r.activity WHERE a.at < ?
      """, [moment]
    ).reduce(into: [:]) { all, row in
      try all[row.get(0), default: []].append(.init(type: row.get(1), name: row.get(2)))
    }
  }

  // MARK: What verdicts and findings stand on

  private func judgedTimes(before moment: Timestamp) throws -> JudgedTimes {
    let names = try namesOfResources()
    var judged = JudgedTimes()
    for row in try judgedIntervals(before: moment) + passedIntervals() {
      let id: String = try row.get(0)
      let interval = try Occurrence(after: row.get(2), until: row.get(3))
      for name in (names[id] ?? []).union([id] + ResourceID.ends(of: id)) {
        try judged.times[.init(type: row.get(1), name: name), default: []].append(interval)
      }
    }
    judged.passing = try Set(
      values(
        String.self,
        "SELECT opened_call FROM passing_edit UNION SELECT closed_call FROM passing_edit"))
    return judged
  }

  /// The names that resources ever had, by their ids.
  private func namesOfResources() throws -> [String: Set<String>] {
    try rows(
      """
      SELECT DISTINCT r.external_id, coalesce(v.name, r.name) FROM resource r
      LEFT JOIN version v ON v.resource = r.id AND v.name IS NOT NULL
      WHERE coalesce(v.name, r.name) IS NOT NULL
      """
    ).reduce(into: [:]) { all, row in try all[row.get(0), default: []].insert(row.get(1)) }
  }

  private func judgedIntervals(before moment: Timestamp) throws -> [SQLRow] {
    try rows(
      """
      SELECT DISTINCT r.external_id, s.type, j.occurred_after, j.occurred_until
      FROM judgement j JOIN resource r ON r.id = j.resource JOIN scope s ON s.id = r.scope
      WHERE coalesce(j.occurred_after, 0) < ?
      """, [moment])
  }

  /// What calls made and undid is judged again by all calls between the readings beside it.
  private func passedIntervals() throws -> [SQLRow] {
    try rows(
      """
      SELECT DISTINCT r.external_id, s.type,
        (SELECT max(coalesce(e.began_at, m.taken_at)) FROM scope_reading e
          JOIN snapshot m ON m.number = e.snapshot
          WHERE e.scope = s.id AND e.status = 'read' AND e.snapshot < j.snapshot),
        coalesce(g.ended_at, n.taken_at)
      FROM passing_edit p JOIN judgement j ON j.id = p.judgement
      JOIN resource r ON r.id = j.resource JOIN scope s ON s.id = r.scope
      JOIN snapshot n ON n.number = j.snapshot
      LEFT JOIN scope_reading g ON g.snapshot = j.snapshot AND g.scope = s.id
      """)
  }

  // MARK: What audits still need

  private func auditedUntil() throws -> AuditedUntil {
    let baselines = try rows(
      """
      SELECT b.name, coalesce(max(a.event), 0), coalesce(max(a.to_snapshot), 0)
      FROM baseline b LEFT JOIN audit a ON a.baseline = b.id GROUP BY b.id, b.name ORDER BY b.name
      """
    ).map { row in
      (name: try row.get(0) as String, event: try row.get(1) as Int64, to: try row.get(2) as Int)
    }
    var oldest: [String: PrunePlan.Activity.Wait] = [:]
    for baseline in baselines {
      for wait in try waits(for: baseline.name, auditedTo: baseline.to) {
        if let known = oldest[wait.scope.account], known.isOlder(than: wait) { continue }
        oldest[wait.scope.account] = wait
      }
    }
    // Where there is no baseline, nothing was audited yet.
    return AuditedUntil(event: baselines.map(\.event).min() ?? 0, oldest: oldest)
  }

  /// When each scope that is not retired, or was read again since, was last read whole, of what audits against a baseline have seen.
  private func waits(for baseline: String, auditedTo snapshot: Int) throws
    -> [PrunePlan.Activity.Wait]
  {
    try rows(
      """
      SELECT s.account, s.region, s.type, max(coalesce(g.began_at, n.taken_at)) FROM scope s
      LEFT JOIN scope_reading g ON g.scope = s.id AND g.status = 'read' AND g.snapshot <= ?
        AND NOT EXISTS (SELECT 1 FROM unread_part p
          WHERE p.scope = g.scope AND p.snapshot = g.snapshot
            AND coalesce(p.problem_code, '') <> 'part-never-looked-at')
      LEFT JOIN snapshot n ON n.number = g.snapshot
      WHERE NOT EXISTS (SELECT 1 FROM retirement t JOIN event e ON e.id = t.event
        WHERE t.scope = s.id AND t.is_retired = 1
          AND t.event = (SELECT max(l.event) FROM retirement l WHERE l.scope = s.id)
          AND NOT EXISTS (SELECT 1 FROM scope_reading q JOIN snapshot m ON m.number = q.snapshot
            WHERE q.scope = s.id AND coalesce(q.began_at, m.taken_at) > e.at))
      GROUP BY s.id, s.account, s.region, s.type ORDER BY s.account, s.region, s.type
      """, [snapshot]
    ).map { row in
      try PrunePlan.Activity.Wait(scope: Scope(row), since: row.get(3), baseline: baseline)
    }
  }
}
