package import ConfigurationDiff
package import ConfigurationModel

extension ResourceKind {
  /// The kind of a type that has no rules of its own: order counts unless CloudFormation's schema says that it
  /// does not, tag lists are keyed, fields whose names say so are secrets, the moment of last use is left out,
  /// that of the last update low.
  package static func generic(_ type: ResourceType) -> ResourceKind {
    ResourceKind(
      type, listings: [], identity: Identity(id: [], creation: creation),
      endStates: EndStates.byType[type],
      rules: [.tags("Tags"), .tags("TagList"), .tags("TagSet"), .tags("tags")]
        + lastUses.map { .droppedMoment(FieldPath($0)) } + SchemaRules.of(type) + [.policies],
      secrets: commonSecrets + (type == "AWS::ApiGateway::ApiKey" ? ["value", "Value"] : []),
      assess: assessLastUpdate)
  }

  /// Top-level fields that AWS writes when a resource is used or read. A type that nobody has looked
  /// at can have any field, so the list is short, names are whole, and only a moment is left out.
  private static let lastUses = spelled([
    "LastAccessed", "LastAccessedAt", "LastAccessedDate", "LastAccessedTime", "LastUsed",
    "LastUsedAt", "LastUsedDate", "LastUsedTime",
  ])

  /// Top-level fields with the moment at which a resource was made: another one is another resource.
  private static let creation = spelled([
    "CacheClusterCreateTime", "Created", "CreatedAt", "CreatedDate", "CreatedOn", "CreatedTime",
    "CreatedTimestamp", "CreateDate", "CreateTime", "CreationDate", "CreationDateTime",
    "CreationTime", "CreationTimestamp", "ReplicationGroupCreateTime", "StreamCreationTimestamp",
  ])

  /// Top-level fields with the moment of the last update. They are compared: where a document does
  /// not hold what was updated, as a stack's does not hold its template, they are all there is to see.
  private static let lastUpdates = Set(
    spelled([
      "LastModified", "LastModifiedAt", "LastModifiedDate", "LastModifiedDateTime",
      "LastModifiedTime", "LastModifiedTimestamp", "LastUpdateDate", "LastUpdateTime",
      "LastUpdated", "LastUpdatedAt", "LastUpdatedDate", "LastUpdatedTime", "LastUpdatedTimestamp",
    ]))

  /// As the CLI spells names, and as AWS Config does.
  private static func spelled(_ names: [String]) -> [String] {
    names.flatMap { [$0, $0.prefix(1).lowercased() + $0.dropFirst()] }
  }

  private static func assessLastUpdate(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.count == 1, case .key(let name)? = edit.path.steps.first,
      lastUpdates.contains(name), edit.old?.isMoment == true, edit.new?.isMoment == true
    else { return nil }
    return Assessment(.low, "It was updated")
  }
}
