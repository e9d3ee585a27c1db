import AuditStore
package import ConfigurationModel

/// What a store knows of a source before it is read again; nothing where there is no store yet.
package struct SourcePast: Sendable {
  /// How many of each scope stand.
  package var standing: @Sendable () throws -> [Scope: Int] = { [:] }
  /// The last object of each folder that was read, of a source that is delivered.
  package var delivered: @Sendable () throws -> [String: String] = { [:] }
  /// When the newest snapshot was taken.
  package var latest: @Sendable () throws -> Timestamp? = { nil }
  /// When each scope was last read by another source.
  package var readings: @Sendable () throws -> [Scope: Timestamp] = { [:] }
  /// The scopes that the source itself spoke of.
  package var scopes: @Sendable () throws -> Set<Scope> = { [] }
  /// The regions in which resources of a type stand, by account and id.
  package var homes: @Sendable (ResourceType) throws -> [String: [String: String]] = { _ in [:] }

  /// Of no store.
  package init() {}

  /// Of the store in a file, if there is one.
  package init(of source: String, at path: String) {
    standing = { try AuditStore.existing(at: path)?.standingCounts() ?? [:] }
    delivered = { try AuditStore.existing(at: path)?.delivered(to: source) ?? [:] }
    latest = { try AuditStore.existing(at: path)?.standingSnapshots().last?.takenAt }
    readings = { try AuditStore.existing(at: path)?.lastReadings(exceptBy: source) ?? [:] }
    scopes = { try AuditStore.existing(at: path)?.scopes(of: source) ?? [] }
    homes = { try AuditStore.existing(at: path)?.regions(of: $0) ?? [:] }
  }
}
