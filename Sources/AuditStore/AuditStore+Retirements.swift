package import ConfigurationModel

extension AuditStore {
  /// Leaves scopes out on purpose, or counts them again. Returns those that it changed, in order.
  ///
  /// - Parameters:
  ///   - wanted: Scopes that nobody ever looked at and that may be chosen too.
  ///   - isChosen: Asked of each scope that the store knows, and of the wanted ones.
  package func setRetired(
    _ isRetired: Bool, wanted: [Scope], choosing isChosen: (Scope) -> Bool, at: Timestamp,
    by actor: String, reason: String
  ) throws(Problem) -> [Scope] {
    try write { database in
      let known = try database.rows("SELECT account, region, type FROM scope")
        .map { try Scope($0) }
      let chosen = Set(known + wanted).filter(isChosen).sorted()
      guard !chosen.isEmpty else { throw Problem.noSuchScope() }
      let event = try append(
        isRetired ? "scope retired" : "scope unretired", at: at, by: actor, reason: reason,
        notBefore: database.takenAt(database.latestSnapshot(path: path)), in: database)
      var changed: [Scope] = []
      for scope in chosen {
        let row = try database.scopeRow(scope)
        let stands = try isRetired ? database.isLeftOut(row) : !database.isRetired(row)
        guard !stands else { continue }
        try database.run(
          "INSERT INTO retirement (scope, event, is_retired) VALUES (?, ?, ?)",
          [row, event, isRetired])
        changed.append(scope)
      }
      guard !changed.isEmpty else { throw Problem.scopesAreSo(isRetired) }
      return changed
    }
  }
}

extension StoreTransaction {
  /// Whether a scope is retired and was not read since: one that was counts again, and may be retired again.
  fileprivate func isLeftOut(_ scope: Int64) throws -> Bool {
    try isRetired(scope)
      && !(value(
        Bool.self,
        """
        SELECT EXISTS (SELECT 1 FROM scope_reading g JOIN snapshot n ON n.number = g.snapshot
          WHERE g.scope = :scope AND g.status <> 'unread'
            AND coalesce(g.began_at, n.taken_at) > (SELECT e.at FROM retirement t
              JOIN event e ON e.id = t.event WHERE t.scope = :scope
              ORDER BY t.event DESC LIMIT 1))
        """, ["scope": scope]) ?? false)
  }

  fileprivate func isRetired(_ scope: Int64) throws -> Bool {
    try value(
      Bool.self, "SELECT is_retired FROM retirement WHERE scope = ? ORDER BY event DESC LIMIT 1",
      [scope]) ?? false
  }
}

extension Problem {
  static func noSuchScope() -> Problem {
    Problem(
      "no-such-scope", "No scope that is known is chosen by this.",
      hint: "Write ACCOUNT/REGION/TYPE, with * for any text; 'plumb scope list' shows the scopes.")
  }

  static func scopesAreSo(_ isRetired: Bool) -> Problem {
    Problem(
      "no-such-scope",
      isRetired ? "All of these scopes are retired already." : "None of these scopes is retired.",
      hint: "'plumb scope list' shows how scopes stand. Nothing was written.")
  }
}
