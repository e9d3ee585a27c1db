package import ConfigurationModel

/// One revision of a change record, as it stands in the store.
package struct StoredChangeRecord: Sendable {
  /// The record's number.
  package let number: String
  /// From 1, one after the other.
  package let revision: Int
  /// The event that registered it.
  package let event: Int64
  /// When it was registered.
  package let registered: Timestamp
  /// Since when what it says is known: a revision that was registered once a snapshot was there, at the
  /// same moment, was not known when that was taken.
  package let known: Timestamp
  /// Who registered it or moved the record; nil where nobody was named.
  package let actor: String?
  /// Why; nil where no reason was given.
  package let reason: String?
  /// Whether a document or a person's step made it.
  package let origin: Origin
  /// The record's kind as its document writes it: `standard`, `normal`, `emergency`.
  package let kind: String
  /// The record's state as its document writes it: `approved`, `closed`.
  package let state: String
  /// What the record calls itself; nil where it has no title.
  package let title: String?
  /// The record as canonical YAML.
  package let document: String

  /// What made a revision, as its event's kind says it.
  package enum Origin: String, Sendable {
    /// A document of the record was registered.
    case document = "change record"
    /// A person moved the record to another state.
    case transition = "change transition"
  }
}

extension AuditStore {
  /// The newest revision of every change record, by number. Throws as `allRevisions`.
  package func changeRecords() throws(Problem) -> [StoredChangeRecord] {
    try read { database in
      try require(Facet.records, database)
      return try Self.records(
        database,
        """
        WHERE c.revision = (SELECT max(l.revision) FROM change_record l WHERE l.number = c.number)
        """, [])
    }
  }

  /// Every revision of every change record, by number, oldest first. Throws where one of them, or an
  /// event, is not what was written: verdicts go by them.
  ///
  /// - Parameter event: The last event that counts.
  package func allRevisions(until event: Int64 = .max) throws(Problem) -> [StoredChangeRecord] {
    try read { database in
      try require(Facet.records, database)
      return try Self.records(database, "WHERE c.event <= ?", [event])
    }
  }

  /// Every revision of a change record, oldest first. Throws as `allRevisions`.
  package func revisions(of number: String) throws(Problem) -> [StoredChangeRecord] {
    try read { database in
      try require(Facet.records, database)
      return try Self.records(database, "WHERE c.number = ?", [number])
    }
  }

  private static func records(
    _ database: StoreTransaction, _ sql: String, _ arguments: SQLArguments
  )
    throws -> [StoredChangeRecord]
  {
    try database.rows(
      """
      SELECT c.number, c.revision, c.event, e.at, e.at + EXISTS (SELECT 1 FROM event s
          WHERE s.kind = 'snapshot' AND s.id < e.id AND s.at = e.at) AS known, e.actor, e.reason,
        e.kind AS origin, c.kind, c.state, c.title, c.document
      FROM change_record c JOIN event e ON e.id = c.event \(sql) ORDER BY c.number, c.revision
      """, arguments
    ).map {
      try StoredChangeRecord(
        number: $0.get("number"), revision: $0.get("revision"), event: $0.get("event"),
        registered: $0.get("at"), known: $0.get("known"), actor: $0.get("actor"),
        reason: $0.get("reason"),
        origin: $0.word("origin"), kind: $0.get("kind"), state: $0.get("state"),
        title: $0.get("title"), document: $0.get("document"))
    }
  }

  /// A revision to be registered.
  package struct NewRevision: Sendable {
    /// The record as it is to be.
    package let record: ChangeRecord
    /// The record as canonical YAML.
    package let document: String

    /// Makes a revision; `document` is the canonical YAML of `record`.
    package init(record: ChangeRecord, document: String) {
      self.record = record
      self.document = document
    }
  }

  /// Registers revisions of change records, all or none.
  package func register(
    _ revisions: [NewRevision], from origin: StoredChangeRecord.Origin, at: Timestamp,
    by actor: String?, reason: String?
  ) throws(Problem) {
    try write { database in
      let event = try append(
        origin.rawValue, at: at, by: actor, reason: reason,
        notBefore: database.takenAt(
          database.value(Int.self, "SELECT max(number) FROM snapshot")), in: database)
      for new in revisions {
        try database.run(
          """
          INSERT INTO change_record (number, revision, event, kind, state, title, document)
          VALUES (?1, coalesce((SELECT max(revision) FROM change_record WHERE number = ?1), 0) + 1,
            ?2, ?3, ?4, ?5, ?6)
          """,
          [
            new.record.number, event, new.record.kind.rawValue, new.record.state.rawValue,
            new.record.title, new.document,
          ])
      }
    }
  }
}
