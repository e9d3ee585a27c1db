package import ConfigurationModel

/// One call of somebody, as it is kept: what is looked for stands in fields, the rest in its body.
package struct StoredActivity: Hashable, Sendable {
  /// A resource that the call changed, as its event names it: by id, name or ARN.
  package struct Resource: Hashable, Sendable {
    /// The resource's type.
    package let type: ResourceType
    /// Its id, name or ARN.
    package let name: String

    /// Makes a resource as an event names it.
    package init(type: ResourceType, name: String) {
      self.type = type
      self.name = name
    }
  }

  /// The id of its event.
  package let id: String
  /// When the call was made.
  package let at: Timestamp
  /// The account whose resources are concerned; nil where the event names none.
  package let account: String?
  /// The region that recorded the call.
  package let region: String
  /// `ec2.amazonaws.com`.
  package let source: String
  /// `AuthorizeSecurityGroupIngress`.
  package let name: String
  /// Who, in words.
  package let actor: String
  /// With what and from where, in words; nil where that is not known.
  package let means: String?
  /// The person behind the identity; nil where there is no telling.
  package let person: String?
  /// The key that signed the call.
  package let accessKey: String?
  /// The key of the session that the call opened.
  package let openedKey: String?
  /// Why it changed nothing; nil where it succeeded.
  package let errorCode: String?
  /// The event as JSON, without secrets.
  package let body: String
  /// What the call changed; as the store gives them, each once, in order of type and name.
  package let resources: [Resource]

  /// Makes an entry; `body` is JSON from which secrets were taken.
  package init(
    id: String, at: Timestamp, account: String?, region: String, source: String, name: String,
    actor: String, means: String?, person: String?, accessKey: String?, openedKey: String?,
    errorCode: String?,
    body: String, resources: [Resource]
  ) {
    self.id = id
    self.at = at
    self.account = account
    self.region = region
    self.source = source
    self.name = name
    self.actor = actor
    self.means = means
    self.person = person
    self.accessKey = accessKey
    self.openedKey = openedKey
    self.errorCode = errorCode
    self.body = body
    self.resources = resources
  }
}

/// Which activity is asked for; what is nil asks for any.
package struct ActivityFilter: Hashable, Sendable {
  /// Not before this moment, which counts too.
  package var from: Timestamp?
  /// Not after this moment, which counts too.
  package var until: Timestamp?
  /// The account whose resources are concerned.
  package var account: String?
  /// The person, or any text in the words for the actor.
  package var actor: String?
  /// The keys of sessions whose calls are the actor's too.
  package var sessions: Set<String> = []
  /// Whether only calls are meant that opened a session.
  package var opensSession = false
  /// The call: `AuthorizeSecurityGroupIngress`.
  package var name: String?
  /// What the event calls the resource, or its id.
  package var resource: String?
  /// At most so many, the newest; nil for all.
  package var limit: Int?

  /// A filter that asks for all activity.
  package init() {}
}

extension AuditStore {
  /// Keeps what is not kept yet, under one event of the log. Where nothing is new, nothing is written.
  ///
  /// What only a queue's message told gives way to what CloudTrail's own file says of the same event, where they differ:
  /// whoever may send to a queue can tell of a call what he likes, before its file comes.
  ///
  /// - Parameters:
  ///   - spans: The times that what was read tells of.
  ///   - isTold: Whether messages of a queue told it.
  /// - Returns: How many were new, and the ids of those that a queue had told otherwise.
  package func addActivity(
    _ activity: [StoredActivity], of spans: [ActivitySpan] = [], from source: String,
    isTold: Bool = false, at: Timestamp
  ) throws(Problem) -> (new: Int, corrected: [String]) {
    try write { database in
      var seen: Set<String> = []
      let unique = activity.filter { seen.insert($0.id).inserted }
      let new = try unique.filter { try !database.hasActivity($0.id) }
      let corrected = isTold ? [] : try unique.filter { try database.isToldOtherwise($0) }
      let added = try Dictionary(grouping: spans) { [$0.account, $0.region] }.flatMap {
        place, spans in
        let known = try database.activitySpans(place[0], place[1], touching: spans).merged
        return spans.filter { span in
          !known.contains { $0.from <= span.from && $0.until >= span.until }
        }
      }.sorted()
      if !new.isEmpty || !added.isEmpty {
        let kind = isTold ? StoredActivity.told : "activity imported"
        let event = try append(kind, at: at, reason: source, in: database)
        for entry in new { try database.insert(entry, under: event) }
        for span in added { try database.insert(span, under: event) }
      }
      if !corrected.isEmpty {
        let event = try append(Facet.correctedKind, at: at, reason: source, in: database)
        for entry in corrected { try database.replace(entry, under: event) }
      }
      return (new.count, corrected.map(\.id))
    }
  }

  /// The times of which the activity of an account is kept, as they were known by an event of the log; in order.
  ///
  /// - Parameter region: Nil for those of all regions.
  package func activitySpans(of account: String?, in region: String?, knownBy event: Int64 = .max)
    throws(Problem) -> [ActivitySpan]
  {
    try read { try $0.activitySpans(account, region, knownBy: event) }
  }

  /// The activity that a filter chooses, oldest first.
  package func activity(_ filter: ActivityFilter = ActivityFilter()) throws(Problem)
    -> [StoredActivity]
  {
    try read { database in
      let rows = try database.rows(
        """
        SELECT * FROM (SELECT a.* FROM activity a WHERE a.at >= :from AND a.at <= :until
          AND (:account IS NULL OR a.account = :account) AND (:name IS NULL OR a.name = :name)
          AND (:actor IS NULL OR a.person = :actor
            OR replace(lower(a.actor || ' ' || coalesce(a.means, '')), lower(:actor), '')
              <> lower(a.actor || ' ' || coalesce(a.means, ''))
            OR replace(a.body, :arn, '') <> a.body
            OR replace(:sessions, ' ' || a.access_key || ' ', '') <> :sessions)
          AND (:opens = 0 OR a.opened_key IS NOT NULL)
          AND (:resource IS NULL OR EXISTS (SELECT 1 FROM activity_resource r
            WHERE r.activity = a.id AND r.resource = :resource))
          ORDER BY a.at DESC, a.event_id DESC LIMIT :limit) t
        ORDER BY t.at, t.event_id
        """,
        [
          "from": filter.from?.microseconds ?? .min, "until": filter.until?.microseconds ?? .max,
          "account": filter.account, "name": filter.name, "actor": filter.actor,
          "resource": filter.resource, "limit": filter.limit ?? -1, "opens": filter.opensSession,
          "arn": filter.actor.flatMap { $0.hasPrefix("arn:") ? "\"arn\":\"\($0)\"" : nil },
          "sessions": " \(filter.sessions.sorted().joined(separator: "  ")) ",
        ])
      return try database.activities(rows)
    }
  }

  /// The event of this id; nil where none is kept.
  package func activity(_ id: String) throws(Problem) -> StoredActivity? {
    try read { database in
      try database.row("SELECT * FROM activity WHERE event_id = ?", [id]).map {
        try database.activity($0)
      }
    }
  }

  /// The configuration of a resource that a reading which began by a moment had read; nil where none had.
  package func version(of resource: ResourceID, asOf moment: Timestamp) throws(Problem)
    -> StoredVersion?
  {
    try read { database in
      guard let row = try database.row(of: resource) else { return nil }
      let found = try database.row(
        """
        SELECT v.id, v.first_snapshot, v.name,
          coalesce(u.began_at, e.taken_at, :moment + 1) > :moment AS stands
        FROM version v JOIN resource r ON r.id = v.resource
        JOIN snapshot n ON n.number = v.first_snapshot
        LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = r.scope
        LEFT JOIN snapshot e ON e.number = v.until_snapshot
        LEFT JOIN scope_reading u ON u.snapshot = e.number AND u.scope = r.scope
        WHERE v.resource = :resource AND coalesce(g.began_at, n.taken_at) <= :moment
        ORDER BY v.first_snapshot DESC LIMIT 1
        """, ["resource": row, "moment": moment.microseconds])
      guard let found, try found.get("stands") else { return nil }
      return try database.storedVersion(
        found.get("id"), first: found.get("first_snapshot"), name: found.get("name"), store: self)
    }
  }

  /// The resources of a type that were ever seen in a region of an account; in the order in which they came to be known.
  package func resources(of type: ResourceType, in account: String, region: String)
    throws(Problem) -> [ResourceID]
  {
    try read { database in
      try database.rows(
        """
        SELECT r.external_id, s.account, s.region, s.type FROM resource r
        JOIN scope s ON s.id = r.scope
        WHERE s.type = ? AND s.account = ? AND s.region = ? ORDER BY r.id
        """, [type.name, account, region]
      ).map { try ResourceID($0) }
    }
  }

  /// By the names that resources of a scope ever had, the ids of these resources, each with the beginning of the first
  /// reading that showed it so.
  package func names(in scope: Scope) throws(Problem) -> [String: [String: Timestamp]] {
    try read { database in
      var names: [String: [String: Timestamp]] = [:]
      try database.each(
        """
        SELECT coalesce(v.name, r.name), r.external_id, min(coalesce(g.began_at, n.taken_at))
        FROM scope s JOIN resource r ON r.scope = s.id JOIN version v ON v.resource = r.id
        JOIN snapshot n ON n.number = v.first_snapshot
        LEFT JOIN scope_reading g ON g.snapshot = n.number AND g.scope = s.id
        WHERE s.account = ? AND s.region = ? AND s.type = ? AND coalesce(v.name, r.name) <> ''
        GROUP BY coalesce(v.name, r.name), r.external_id
        """, [scope.account, scope.region, scope.type.name]
      ) { row in
        try names[row.get(0), default: [:]][row.get(1)] = row.get(2)
      }
      return names
    }
  }

  /// What changed a resource within an interval, oldest first, as it was known by an event of the log. Calls of
  /// another region concern another resource of the same name, but for what belongs to no region and for names of which there is one in
  /// the world. Calls of the second of the earlier moment are among them: CloudTrail tells whole seconds.
  ///
  /// - Parameter names: What events may call the resource.
  package func activity(
    of resource: ResourceID, named names: [String], in interval: Occurrence, knownBy event: Int64
  ) throws(Problem) -> [StoredActivity] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT DISTINCT a.* FROM activity_resource r JOIN activity a ON a.id = r.activity
        WHERE r.type = ? AND r.resource IN (\(names.map { _ in "?" }.joined(separator: ",")))
          AND (a.account IS NULL OR a.account = ?) AND (a.region = ? OR ? = 'global') AND a.at > ? AND a.at <= ? AND a.event <= ?
        ORDER BY a.at, a.event_id
        """,
        SQLArguments(
          [resource.type.name as any SQLStorable] + names
            + [
              resource.account, resource.region,
              resource.type.isNamedWorldwide ? Scope.global : resource.region,
              interval.earliestSecond, interval.until.microseconds, event,
            ]))
      return try database.activities(rows)
    }
  }

  /// The call that opened the session of an access key, as it was known by an event of the log; nil where none was.
  package func activity(opening key: String, knownBy event: Int64) throws(Problem)
    -> StoredActivity?
  {
    try read { database in
      try database.row(
        "SELECT * FROM activity WHERE opened_key = ? AND event <= ? ORDER BY at LIMIT 1",
        [key, event]
      ).map { try database.activity($0) }
    }
  }

  /// Whether any activity was known by an event of the log.
  package func hasActivity(knownBy event: Int64) throws(Problem) -> Bool {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM activity WHERE event <= :event)
          OR EXISTS (SELECT 1 FROM activity_span WHERE event <= :event)
        """, ["event": event]) ?? false
    }
  }

  /// Whether any activity of an account within an interval was known by an event of the log.
  package func hasActivity(of account: String, in interval: Occurrence, knownBy event: Int64)
    throws(Problem) -> Bool
  {
    try read { database in
      try database.value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM activity
          WHERE (account = ? OR account IS NULL) AND at > ? AND at <= ? AND event <= ?)
        """,
        [
          account, interval.earliestSecond, interval.until.microseconds, event,
        ]) ?? false
    }
  }
}

extension ResourceType {
  /// Whether a name is one resource's wherever it is: of buckets (Amazon S3 User Guide, "General purpose bucket naming
  /// rules"). A listing of another region may show it.
  package var isNamedWorldwide: Bool { name == "AWS::S3::Bucket" }
}

extension Occurrence {
  /// After which moment a call was recorded that may have been made after the interval began.
  var earliestSecond: Int64 { after.map { $0.microseconds - 1_000_000 } ?? .min }
}

extension StoreTransaction {
  /// Whether an event is known: one that was pruned was.
  fileprivate func hasActivity(_ id: String) throws -> Bool {
    try value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM activity WHERE event_id = :id)
        OR EXISTS (SELECT 1 FROM pruned_activity WHERE event_id = :id)
      """, ["id": id]) ?? false
  }

  fileprivate func activitySpans(_ account: String?, _ region: String?, knownBy event: Int64) throws
    -> [ActivitySpan]
  {
    let rows = try rows(
      """
      SELECT account, region, from_at, until_at FROM activity_span
      WHERE (:account IS NULL OR account = :account) AND (:region IS NULL OR region = :region)
        AND event <= :event ORDER BY account, region, from_at, until_at
      """, ["account": account, "region": region, "event": event])
    return try rows.map { row in
      try ActivitySpan(
        account: row.get(0), region: row.get(1), from: row.get(2), until: row.get(3))
    }
  }

  /// The times of a place that are known, of those that touch the time from the first to the last of some.
  fileprivate func activitySpans(
    _ account: String, _ region: String, touching spans: [ActivitySpan]
  ) throws -> [ActivitySpan] {
    let rows = try rows(
      """
      SELECT from_at, until_at FROM activity_span
      WHERE account = :account AND region = :region AND from_at <= :until AND until_at >= :from
      ORDER BY from_at, until_at
      """,
      [
        "account": account, "region": region, "from": spans.map(\.from).min(),
        "until": spans.map(\.until).max(),
      ])
    return try rows.map { row in
      try ActivitySpan(account: account, region: region, from: row.get(0), until: row.get(1))
    }
  }

  fileprivate func insert(_ span: ActivitySpan, under event: Int64) throws {
    try run(
      """
      INSERT INTO activity_span (event, account, region, from_at, until_at) VALUES (?, ?, ?, ?, ?)
      """, [event, span.account, span.region, span.from, span.until])
  }
}
