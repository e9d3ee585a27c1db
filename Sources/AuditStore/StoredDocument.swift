package import ConfigurationModel

/// A compression dictionary as it stands in the store.
package struct StoredDictionary: Sendable {
  /// The number of its row, which versions that were compressed with it name.
  package let id: Int64
  /// The dictionary as zstd trained it.
  package let bytes: [UInt8]
}

/// A document as it stands in the store.
package struct StoredDocument: Sendable {
  /// Whose spelling it has.
  package let form: DocumentForm
  /// JSON text.
  package let body: [UInt8]

  /// Makes a document of a JSON text.
  package init(form: DocumentForm, body: [UInt8]) {
    self.form = form
    self.body = body
  }
}

extension AuditStore {
  /// Writes one or several snapshots in one transaction: visible whole or not at all.
  ///
  /// - Parameter accounts: Those that `body` writes of; nil for all. Of others it knows nothing (`HeadsNotLoaded`).
  package func writeSnapshots<Value>(
    now: Timestamp, of accounts: Set<String>? = nil, _ body: (SnapshotWriter) throws -> Value
  ) throws(Problem) -> Value {
    try write { database in
      let standing = try standingHeads(of: accounts)
      return try body(SnapshotWriter(database, store: self, now: now, standing: standing))
    }
  }

  /// The same for what was read by heads that were loaded before. Nil, and nothing is done, where they are no longer
  /// what stands.
  package func writeSnapshots<Value>(
    now: Timestamp, over standing: StandingHeads, _ body: (SnapshotWriter) throws -> Value
  ) throws(Problem) -> Value? {
    try write { database in
      guard try standing.stand(in: database) else { return nil }
      return try body(SnapshotWriter(database, store: self, now: now, standing: standing))
    }
  }
}
