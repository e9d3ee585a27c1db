import ConfigurationJSON
import ConfigurationModel

/// What names an item to AWS Config. Its scope is one that can be named (`PlaceName`).
struct RecordedKey: Hashable, Sendable {
  let account: String
  /// `global` for what is of no region.
  let region: String
  let type: String
  let id: String
  let name: String?
  let tags: ConfigurationValue?

  /// A result of an advanced query, which is JSON in a text.
  init?(result: String) {
    guard let value = try? ConfigurationValue(json: result),
      let account = value["accountId"]?.scalarText, let region = value["awsRegion"]?.string,
      let type = value["resourceType"]?.string, let id = value["resourceId"]?.scalarText,
      (try? ResourceID(checking: account, region, ResourceType(type), id: id)) != nil
    else { return nil }
    self.account = account
    self.region = region
    self.type = type
    self.id = id
    name = value["resourceName"]?.string
    tags = value["tags"]
  }

  /// What tells it from every other: `ACCOUNT REGION TYPE ID`.
  var place: String { "\(account) \(region) \(type) \(id)" }

  /// The fields that `init(result:)` needs.
  static let query = "SELECT accountId, awsRegion, resourceType, resourceId, resourceName, tags"

  /// As `BatchGetResourceConfig` takes it.
  var direct: ConfigurationValue {
    .object(["resourceType": .string(type), "resourceId": .string(id)])
  }

  /// As `BatchGetAggregateResourceConfig` takes it.
  var aggregate: ConfigurationValue {
    .object([
      "SourceAccountId": .string(account), "SourceRegion": .string(region),
      "ResourceId": .string(id), "ResourceType": .string(type),
    ])
  }
}
