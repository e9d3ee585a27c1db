package import ConfigurationDiff
package import ConfigurationModel

extension ResourceKind {
  /// The kind of a type that has no rules of its own: order counts, tag lists are keyed, fields
  /// whose names say so are secrets, and the moments of its last use and last update are left out.
  package static func generic(_ type: ResourceType) -> ResourceKind {
    ResourceKind(
      type, listings: [], identity: Identity(id: []),
      rules: [.tags("Tags"), .tags("TagList"), .tags("TagSet"), .tags("tags")] + lastMoments,
      secrets: commonSecrets)
  }

  /// Top-level fields that AWS writes when a resource is used or updated. A type that nobody has
  /// looked at can have any field, so the list is short, names are whole, and only a moment is left
  /// out: what was updated is an edit of its own.
  private static let lastMoments: [NormalizationRule] = [
    "LastAccessed", "LastAccessedAt", "LastAccessedDate", "LastAccessedTime", "LastModified",
    "LastModifiedAt", "LastModifiedDate", "LastModifiedDateTime", "LastModifiedTime",
    "LastModifiedTimestamp", "LastUpdateDate", "LastUpdateTime", "LastUpdated", "LastUpdatedAt",
    "LastUpdatedDate", "LastUpdatedTime", "LastUpdatedTimestamp", "LastUsed", "LastUsedAt",
    "LastUsedDate", "LastUsedTime",
  ].flatMap { name in
    [name, name.prefix(1).lowercased() + name.dropFirst()].map { .droppedMoment(FieldPath($0)) }
  }
}
