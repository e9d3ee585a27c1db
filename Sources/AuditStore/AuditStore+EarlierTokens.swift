package import ConfigurationModel

extension AuditStore {
  /// The last event that may have written tokens of the value alone; nil in a store that never did.
  package func lastEventOfEarlierTokens() throws(Problem) -> Int? {
    try read { database in
      try database.value(
        Int.self, "SELECT after_event FROM migration WHERE name LIKE '%_tokens_by_place'")
    }
  }

  /// The documents of change records that events up to this one registered, with the records' numbers.
  package func recordDocuments(to event: Int) throws(Problem) -> [(number: String, text: String)] {
    try read { database in
      try database.rows(
        "SELECT number, document FROM change_record WHERE event <= ? ORDER BY number, revision",
        [event]
      ).map { try ($0.get(0), $0.get(1)) }
    }
  }

  /// Every document that the store holds of a resource, whatever its region: what was observed and what
  /// is or was expected.
  package func documents(of resource: ResourceID) throws(Problem) -> [StoredDocument] {
    try read { database in
      let rows = try database.values(
        Int64.self,
        """
        SELECT r.id FROM resource r JOIN scope s ON s.id = r.scope
        WHERE r.external_id = ? AND s.account = ? AND s.type = ?
        """, [resource.id, resource.account, resource.type.name])
      return try rows.flatMap { row in
        let versions = try database.values(
          Int64.self, "SELECT id FROM version WHERE resource = ? AND same_as IS NULL", [row])
        let expected = try database.values(
          String.self, "SELECT body FROM expected WHERE resource = ? AND body IS NOT NULL", [row])
        return try versions.map { try database.document(of: $0, store: self) }
          + expected.map { StoredDocument(form: .document, body: Array($0.utf8)) }
      }
    }
  }
}
