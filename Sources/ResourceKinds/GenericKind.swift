package import ConfigurationDiff
package import ConfigurationModel

extension ResourceKind {
  /// The kind of a type that has no rules of its own: order counts, tag lists are keyed, and fields
  /// whose names say so are secrets.
  package static func generic(_ type: ResourceType) -> ResourceKind {
    ResourceKind(
      type, listings: [], identity: Identity(id: []),
      rules: [.tags("Tags"), .tags("TagList"), .tags("TagSet"), .tags("tags")],
      secrets: commonSecrets)
  }
}
