import AuditStore
package import ConfigurationModel

/// What a store knows of a source before it is read again; nothing where there is no store yet.
package struct SourcePast: Sendable {
  /// How many of each scope stand.
  package let standing: @Sendable () throws -> [Scope: Int]
  /// The last object of each folder that was read, of a source that is delivered.
  package let delivered: @Sendable () throws -> [String: String]
  /// When the newest snapshot was taken.
  package let latest: @Sendable () throws -> Timestamp?
  /// When anything of an account and region was last read, by `ACCOUNT/REGION`.
  package let readings: @Sendable () throws -> [String: Timestamp]

  /// Of no store.
  package init() {
    standing = { [:] }
    delivered = { [:] }
    latest = { nil }
    readings = { [:] }
  }

  /// Of the store in a file, if there is one.
  package init(of source: String, at path: String) {
    standing = { try AuditStore.existing(at: path)?.standingCounts() ?? [:] }
    delivered = { try AuditStore.existing(at: path)?.delivered(to: source) ?? [:] }
    latest = { try AuditStore.existing(at: path)?.standingSnapshots().last?.takenAt }
    readings = { try AuditStore.existing(at: path)?.lastReadings() ?? [:] }
  }
}
