package import ConfigurationModel

/// Something that a source of activity told of, or that an import was given, and that could not be read, or not used.
package struct UnreadActivity: Hashable, Sendable {
  /// What it is.
  package enum Subject: Hashable, Sendable {
    /// A message, by its text, and the id of the event of CloudTrail that it says to hold.
    case message(String, holding: String?)
    /// An object of a bucket; its account and region where its key tells them.
    case object(bucket: String, key: String, account: String?, region: String?)
    /// A file, by its path from the root; its account and region where it has the name of a log file of CloudTrail.
    case file(String, account: String?, region: String?)
    /// A scope whose resources a call changed.
    case scope(Scope)
  }

  /// What it is.
  package let subject: Subject
  /// Why.
  package let problem: Problem

  /// What could not be read, and why.
  package init(_ subject: Subject, _ problem: Problem) {
    (self.subject, self.problem) = (subject, problem)
  }
}

/// Unread activity as the store holds it.
package struct StoredUnreadActivity: Hashable, Sendable {
  /// By which people name it, as `U-7`.
  package let number: Int64
  /// The source of the settings that was to read it; `s3://BUCKET/PREFIX` or `activity import` where a person was.
  package let source: String
  /// `s3://BUCKET/KEY`, the path of a file, `ACCOUNT/REGION/TYPE`, or `message` and a keyed digest.
  package let name: String
  /// Whether it holds calls: a scope is what calls changed that were read.
  package let isOfCalls: Bool
  /// When it was first found unread.
  package let since: Timestamp
  /// Of what account it tells; nil where that is not known.
  package let account: String?
  /// Of what region it tells; nil where that is not known.
  package let region: String?
  /// Why it could not be read.
  package let problem: Problem
  /// Who took it back; nil where it was not asked about, or nobody did.
  package var withdrawal: Withdrawal?

  /// That unread activity was taken back: nobody waits for it any more.
  package struct Withdrawal: Hashable, Sendable {
    /// When.
    package let at: Timestamp
    /// By whom, where that is known.
    package let actor: String?
    /// Why, where that was said.
    package let reason: String?
  }

  /// Whether it is a file of another name than CloudTrail's: others may be written under its path, and stand as this one.
  package var mayBeRewritten: Bool {
    isOfCalls && account == nil && !name.hasPrefix("s3://") && !name.hasPrefix("message ")
  }
}

extension AuditStore {
  /// Writes down what could not be read. A message, an object or a log file is written once, whatever became of it since,
  /// for one that is not deleted comes again and again; a message whose event was kept is none that is unread. A file
  /// of another name is written anew once it was read whole, also where it was taken back before. A scope is another one
  /// each time, and takes the place of the one that stands: it has to be read after the last call. Returns how many are
  /// new; where none is, nothing is written.
  package func noteUnread(_ unread: [UnreadActivity], of source: String, at: Timestamp)
    throws(Problem) -> Int
  {
    try write { database in
      var seen: Set<String> = []
      let new = try unread.map { (entry: $0, name: name(of: $0.subject)) }
        .filter { try seen.insert($0.name).inserted && !database.isNoted($0.entry, as: $0.name) }
      guard !new.isEmpty else { return 0 }
      let event = try append("activity unread", at: at, reason: source, in: database)
      for (entry, name) in new {
        let place = entry.subject.place
        try database.run(
          "UPDATE unread_activity SET until_event = ? WHERE name = ? AND until_event IS NULL",
          [event, name])
        try database.run(
          """
          INSERT INTO unread_activity (event, source, name, event_id, account, region, type,
            problem_code, problem_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          [
            event, source, name, entry.subject.eventID, place.account, place.region,
            place.type?.name, entry.problem.code, entry.problem.message,
          ])
      }
      return new.count
    }
  }

  /// Ends what was read after all: subjects that were used now, objects and files by the names of log files, or by the
  /// paths of other files, that were read whole, and messages whose events were kept.
  package func endUnread(
    _ read: [UnreadActivity.Subject] = [], files: Set<String> = [], from source: String,
    at: Timestamp
  ) throws(Problem) {
    try noteWhole(files)
    try noteWholeLogs(files, from: source, at: at)
    guard try !standingUnread().isEmpty else { return }
    let names = Set(read.map(name(of:)))
    try write { database in
      let ended = try database.unreadRows().filter { row in
        if try row.get("has_event") { return true }
        let name: String = try row.get("name")
        return names.contains(name) || files.contains(name) || name.isOfLog(among: files)
      }
      guard !ended.isEmpty else { return }
      let event = try append("activity read after all", at: at, reason: source, in: database)
      for row in ended { try database.end(row.get("id"), by: event) }
    }
  }

  /// Notes down which files were read whole that were taken back last: damaged again they stand anew.
  private func noteWhole(_ files: Set<String>) throws(Problem) {
    let again = try self.read { try $0.withdrawnFiles() }.filter { files.contains($0.key) }
    guard !again.isEmpty else { return }
    try setDelivered(to: UnreadActivity.readSource, again.mapValues { String($0) })
  }

  /// Notes down by which event of the log files of CloudTrail's own names were read whole that were taken back before.
  private func noteWholeLogs(_ files: Set<String>, from source: String, at: Timestamp)
    throws(Problem)
  {
    let names = Set(try withdrawnUnread().map(\.name).filter { $0.isOfLog(among: files) })
    guard !names.isEmpty else { return }
    try write { database in
      let event = try append("activity read after all", at: at, reason: source, in: database)
      try database.setDelivered(
        to: UnreadActivity.logSource,
        Dictionary(uniqueKeysWithValues: names.map { ($0, String(event)) }))
    }
  }

  /// What may hold calls and was taken back by an event of the log, with who did; oldest first. What has the name of a log
  /// file of CloudTrail, and was read whole by then, is not among it.
  package func withdrawnUnread(knownBy event: Int64 = .max) throws(Problem)
    -> [StoredUnreadActivity]
  {
    let read = try delivered(to: UnreadActivity.logSource).compactMapValues { Int64($0) }
    return try self.read { try $0.withdrawnUnread(knownBy: event) }.filter { entry in
      read[entry.name].map { $0 > event } ?? true
    }
  }

  /// Takes unread activity back: nobody waits for it any more. That calls may stand in it stays known.
  ///
  /// - Parameter numbers: Of what stands; nil for all.
  /// - Returns: What was taken back. Throws `no-such-unread` where one of them does not stand.
  package func withdrawUnread(
    _ numbers: Set<Int64>?, at: Timestamp, by actor: String, reason: String
  ) throws(Problem) -> [StoredUnreadActivity] {
    try write { database in
      let standing = try database.standingUnread()
      let chosen = standing.filter { numbers?.contains($0.number) ?? true }
      let missing = (numbers ?? []).subtracting(chosen.map(\.number)).min()
      guard missing == nil, !chosen.isEmpty else { throw Problem.noSuchUnread(missing) }
      let event = try append(
        UnreadActivity.withdrawn, at: at, by: actor, reason: reason, in: database)
      for entry in chosen { try database.end(entry.number, by: event) }
      return chosen
    }
  }

  /// What stands as unread now, or stood so by an event of the log; oldest first.
  package func standingUnread(knownBy event: Int64 = .max) throws(Problem)
    -> [StoredUnreadActivity]
  {
    try read { try $0.standingUnread(knownBy: event) }
  }

  /// How a subject is named. A message has a keyed digest: whatever stands in it, nobody finds it out by trying.
  private func name(of subject: UnreadActivity.Subject) -> String {
    switch subject {
    case .message(var text, _):
      "message "
        + text.withUTF8 { bytes in
          key.digest(UnsafeRawBufferPointer(bytes), context: Array("message".utf8)).hex
        }
    case .object(let bucket, let key, _, _): "s3://\(bucket)/\(key)"
    case .file(let path, _, _): path
    case .scope(let scope): "\(scope.account)/\(scope.region)/\(scope.type.name)"
    }
  }
}

extension UnreadActivity.Subject {
  fileprivate var place: (account: String?, region: String?, type: ResourceType?) {
    switch self {
    case .message: (nil, nil, nil)
    case .object(_, _, let account, let region), .file(_, let account, let region):
      (account, region, nil)
    case .scope(let scope): (scope.account, scope.region, scope.type)
    }
  }

  fileprivate var eventID: String? {
    switch self {
    case .message(_, let id): id
    case .object, .file, .scope: nil
    }
  }
}

extension String {
  /// Whether what is named so is a log file of CloudTrail that is among the names of what was read whole: only those are
  /// the same wherever they lie, compressed or not, and standard input is not each file that is called so.
  fileprivate func isOfLog(among files: Set<String>) -> Bool {
    fileName.contains("_CloudTrail_") && files.containsLog(fileName)
  }
}

extension UnreadActivity {
  /// The kind of the event by which a person takes unread activity back.
  fileprivate static let withdrawn = "unread activity withdrawn"

  /// Under what is noted down which files that a person took back were read whole since, each with the number of its row.
  fileprivate static let readSource = "files taken back and read whole"

  /// Under what is noted down by which event log files were read whole that a person took back, by their names.
  fileprivate static let logSource = "log files taken back and read whole"
}

extension StoreTransaction {
  /// What stood as unread at a moment, by the events of the log up to one and the snapshots up to one, oldest first. A
  /// scope that was read since stands no more.
  func standingUnread(
    at moment: Timestamp = Timestamp(microseconds: .max), knownBy event: Int64 = .max,
    to snapshot: Int = .max
  ) throws -> [StoredUnreadActivity] {
    let rows = try rows(
      """
      SELECT u.id, u.source, u.name, u.account, u.region, u.type, u.problem_code,
        u.problem_message, e.at
      FROM unread_activity u JOIN event e ON e.id = u.event
      LEFT JOIN event f ON f.id = u.until_event
      WHERE u.event <= :event AND e.at <= :moment
        AND (f.id IS NULL OR f.id > :event OR f.at > :moment)
        AND (u.type IS NULL OR NOT EXISTS (SELECT 1 FROM scope_reading g
          JOIN scope s ON s.id = g.scope JOIN snapshot n ON n.number = g.snapshot
          WHERE s.account = u.account AND s.region = u.region AND s.type = u.type
            AND g.status = 'read' AND g.snapshot <= :snapshot
            AND coalesce(g.began_at, n.taken_at) > e.at))
      ORDER BY u.id
      """,
      ["event": event, "moment": moment, "snapshot": snapshot])
    return try rows.map(StoredUnreadActivity.init)
  }

  /// What may hold calls and was taken back by an event of the log; oldest first.
  fileprivate func withdrawnUnread(knownBy event: Int64) throws -> [StoredUnreadActivity] {
    try rows(
      """
      SELECT u.id, u.source, u.name, u.account, u.region, u.type, u.problem_code,
        u.problem_message, e.at, f.at AS withdrawn_at, f.actor, f.reason
      FROM unread_activity u JOIN event e ON e.id = u.event JOIN event f ON f.id = u.until_event
      WHERE u.type IS NULL AND f.kind = :withdrawn AND u.until_event <= :event ORDER BY u.id
      """, ["withdrawn": UnreadActivity.withdrawn, "event": event]
    ).map { row in
      var entry = try StoredUnreadActivity(row)
      entry.withdrawal = StoredUnreadActivity.Withdrawal(
        at: try row.get("withdrawn_at"), actor: try row.get("actor"),
        reason: try row.get("reason"))
      return entry
    }
  }

  /// Whether nothing is to be said of it: it was told before, or the event was kept that it holds, pruned since or not.
  fileprivate func isNoted(_ entry: UnreadActivity, as name: String) throws -> Bool {
    switch entry.subject {
    case .scope: return false
    case .file(_, account: nil, region: _): return try isNoted(file: name)
    case .message, .object, .file:
      return try value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM unread_activity WHERE name = :name)
          OR EXISTS (SELECT 1 FROM activity WHERE event_id = :id)
          OR EXISTS (SELECT 1 FROM pruned_activity WHERE event_id = :id)
        """, ["name": name, "id": entry.subject.eventID]) ?? false
    }
  }

  /// Whether a file whose content may change stands, or was taken back last and not read whole since.
  private func isNoted(file name: String) throws -> Bool {
    try value(
      Bool.self,
      """
      SELECT EXISTS (SELECT 1 FROM unread_activity u LEFT JOIN event e ON e.id = u.until_event
        WHERE u.id = (SELECT max(l.id) FROM unread_activity l WHERE l.name = :name)
          AND (u.until_event IS NULL OR e.kind = :withdrawn AND NOT \(Self.isReadSince)))
      """,
      [
        "name": name, "withdrawn": UnreadActivity.withdrawn, "source": UnreadActivity.readSource,
      ]) ?? false
  }

  /// The last row of each file that was taken back and not read whole since, by the file's name. Messages and objects are
  /// among them: nothing that was read has their names.
  fileprivate func withdrawnFiles() throws -> [String: Int64] {
    try rows(
      """
      SELECT u.name, u.id FROM unread_activity u JOIN event e ON e.id = u.until_event
      WHERE e.kind = :withdrawn AND u.account IS NULL AND NOT \(Self.isReadSince)
        AND u.id = (SELECT max(l.id) FROM unread_activity l WHERE l.name = u.name)
      """, ["withdrawn": UnreadActivity.withdrawn, "source": UnreadActivity.readSource]
    ).reduce(into: [:]) { all, row in
      let name: String = try row.get(0)
      all[name] = try row.get(1) as Int64
    }
  }

  private static let isReadSince = """
    EXISTS (SELECT 1 FROM delivered d
      WHERE d.source = :source AND d.folder = u.name AND d.object = CAST(u.id AS TEXT))
    """

  /// The rows that have no end, and whether the event was kept that each holds.
  fileprivate func unreadRows() throws -> [SQLRow] {
    try rows(
      """
      SELECT u.id, u.name, EXISTS (SELECT 1 FROM activity a WHERE a.event_id = u.event_id)
        OR EXISTS (SELECT 1 FROM pruned_activity p WHERE p.event_id = u.event_id) AS has_event
      FROM unread_activity u WHERE u.until_event IS NULL ORDER BY u.id
      """)
  }

  fileprivate func end(_ id: Int64, by event: Int64) throws {
    try run(
      "UPDATE unread_activity SET until_event = ? WHERE id = ? AND until_event IS NULL",
      [event, id])
  }
}

extension StoredUnreadActivity {
  fileprivate init(_ row: SQLRow) throws {
    self.init(
      number: try row.get("id"), source: try row.get("source"), name: try row.get("name"),
      isOfCalls: (try row.get("type") as String?) == nil, since: try row.get("at"),
      account: try row.get("account"), region: try row.get("region"),
      problem: Problem(try row.get("problem_code"), try row.get("problem_message")))
  }
}

extension Problem {
  fileprivate static func noSuchUnread(_ number: Int64?) -> Problem {
    Problem(
      "no-such-unread",
      number.map { "Nothing unread has the number U-\($0), or it stands no more." }
        ?? "No activity stands as unread.",
      hint: "'plumb activity unread' lists what stands.")
  }
}
