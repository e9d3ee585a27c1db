package import ConfigurationModel

extension AuditStore {
  /// Writes down which files of change records cannot be read now: those that stand and are not among them are over.
  /// Where nothing is new, nothing is written.
  ///
  /// - Parameter unread: Why, by the path from the root of the file system.
  package func setUnreadDocuments(_ unread: [String: Problem], at: Timestamp) throws(Problem) {
    let known = try unreadDocuments()
    let isSame = { (document: Coverage.UnreadDocument) in
      unread[document.path].map { document.problem.isSame(as: $0) } ?? false
    }
    let kept = Set(known.filter(isSame).map(\.path))
    let new = unread.filter { !kept.contains($0.key) }
    guard !new.isEmpty || kept.count < known.count else { return }
    try write { database in
      let event = try append(
        new.isEmpty ? "change records read after all" : "change records unread", at: at,
        in: database)
      for document in known where !kept.contains(document.path) {
        try database.endUnreadDocument(document.path, by: event)
      }
      for (path, problem) in new.sorted(by: { $0.key < $1.key }) {
        try database.run(
          """
          INSERT INTO unread_document (event, path, problem_code, problem_message)
          VALUES (?, ?, ?, ?)
          """, [event, path, problem.code, problem.message])
      }
    }
  }

  /// The files of change records that could not be read, by their paths, as the log says it up to an event.
  package func unreadDocuments(knownBy event: Int64 = .max) throws(Problem)
    -> [Coverage.UnreadDocument]
  {
    try read { database in
      try database.rows(
        """
        SELECT u.path, u.problem_code, u.problem_message, e.at FROM unread_document u
        JOIN event e ON e.id = u.event
        WHERE u.event <= :event AND (u.until_event IS NULL OR u.until_event > :event) ORDER BY u.path
        """, ["event": event]
      ).map { row in
        try Coverage.UnreadDocument(
          path: row.get(0), problem: Problem(row.get(1), row.get(2)), since: row.get(3))
      }
    }
  }
}

extension StoreTransaction {
  fileprivate func endUnreadDocument(_ path: String, by event: Int64) throws {
    try run(
      "UPDATE unread_document SET until_event = ? WHERE path = ? AND until_event IS NULL",
      [event, path])
  }
}

extension Problem {
  /// Whether it says the same, wherever it says that.
  fileprivate func isSame(as other: Problem) -> Bool {
    code == other.code && message.isIdentical(to: other.message)
  }
}
