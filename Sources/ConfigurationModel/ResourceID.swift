/// A CloudFormation type name, such as `AWS::EC2::SecurityGroup`.
package struct ResourceType: Hashable, Sendable, Comparable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  /// The name as it was given: any text, because not everything is of AWS.
  package let name: String

  /// Takes a name as it is; what comes from outside is checked by `Scope.init(checking:)`.
  package init(_ name: String) { self.name = name }
  /// Takes the name that stands in the source text.
  package init(stringLiteral name: String) { self.name = name }

  /// The type's name.
  package var description: String { name }
  /// By the bytes of the names.
  package static func < (left: ResourceType, right: ResourceType) -> Bool {
    left.name.precedes(right.name)
  }
}

/// One (account, region, type) cell: what a listing reads completely or not.
package struct Scope: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The 12-digit account, or any name for what is not AWS.
  package let account: String
  /// The region, or `global` (`Scope.global`). Never checked against a list: new regions appear.
  package let region: String
  /// The type of the resources.
  package let type: ResourceType

  /// The region of services that have none, such as IAM.
  package static let global = "global"

  /// Makes a scope of texts that are known to be good; others go through `init(checking:)`.
  package init(account: String, region: String, type: ResourceType) {
    self.account = account
    self.region = region
    self.type = type
  }

  /// From texts that come from outside. Throws where one of them cannot be such a name (`PlaceName`).
  package init(checking account: String, _ region: String, _ type: ResourceType) throws(Problem) {
    self.init(
      account: try PlaceName.account.checked(account),
      region: try PlaceName.region.checked(region),
      type: ResourceType(try PlaceName.type.checked(type.name)))
  }

  /// `account region type`, with spaces between.
  package var description: String { "\(account) \(region) \(type)" }

  /// By account, region and type, each by its bytes.
  package static func < (left: Scope, right: Scope) -> Bool {
    [left.account, left.region, left.type.name].lexicographicallyPrecedes(
      [right.account, right.region, right.type.name]) { $0.precedes($1) }
  }
}

/// What makes a resource itself: its scope and its id there.
package struct ResourceID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Where the resource is, and its type.
  package let scope: Scope
  /// The id in the service's words: a name, a generated id or an ARN.
  package let id: String

  /// Makes an id within a scope, of a text that is known to be good.
  package init(_ scope: Scope, id: String) {
    self.scope = scope
    self.id = id
  }

  /// Makes an id of texts that are known to be good; others go through `init(checking:)`.
  package init(account: String, region: String, type: ResourceType, id: String) {
    self.init(Scope(account: account, region: region, type: type), id: id)
  }

  /// From texts that come from outside. Throws where one of them cannot be such a name (`PlaceName`).
  package init(checking account: String, _ region: String, _ type: ResourceType, id: String)
    throws(Problem)
  {
    self.init(
      try Scope(checking: account, region, type), id: try PlaceName.id.checked(id))
  }

  /// The scope's account, as digits where it is one of AWS.
  package var account: String { scope.account }
  /// The scope's region, or `global`.
  package var region: String { scope.region }
  /// The scope's type.
  package var type: ResourceType { scope.type }

  /// `account/region/type/id`.
  package var description: String { "\(account)/\(region)/\(type)/\(id)" }

  /// By scope, then by the bytes of the id.
  package static func < (left: ResourceID, right: ResourceID) -> Bool {
    left.scope == right.scope ? left.id.precedes(right.id) : left.scope < right.scope
  }
}

/// A resource as people speak of it.
package struct Resource: Hashable, Sendable {
  /// The scope and the id in it.
  package let id: ResourceID
  /// The name people gave it, where it has one besides its id. Without U+0000, at which the store would
  /// cut it off.
  package let name: String?

  /// Makes a resource; U+0000 in its name becomes U+FFFD.
  package init(_ id: ResourceID, name: String? = nil) {
    self.id = id
    self.name = name.map { name in
      name.utf8.contains(0) ? name.replacingScalars { $0 == "\u{0}" ? "\u{FFFD}" : nil } : name
    }
  }
}

extension ResourceID {
  /// The partition of AWS that it is in, from its ARN or its region; nil where neither tells.
  package var partition: String? {
    if let own = Scope.partition(ofARN: id) { return own }
    return scope.region == Scope.global ? nil : Scope.partition(ofRegion: scope.region)
  }
}

extension Scope {
  /// The partition that an ARN names; nil for what is no ARN.
  package static func partition(ofARN text: String) -> String? {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "arn" && !parts[1].isEmpty ? String(parts[1]) : nil
  }

  /// The partition of AWS that a region belongs to, by its name (botocore, `partitions.json`,
  /// `regionRegex`).
  package static func partition(ofRegion region: String) -> String {
    partitions.first(where: { region.hasPrefix($0.regions) })?.name ?? "aws"
  }

  private static let partitions: [(regions: String, name: String)] = [
    ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-iso-", "aws-iso"),
    ("us-isob-", "aws-iso-b"), ("eu-isoe-", "aws-iso-e"), ("us-isof-", "aws-iso-f"),
    ("eusc-", "aws-eusc"),
  ]
}

extension ResourceID {
  /// What the ARN that is its id ends in, after the last colon and the last slash: events call some resources by that.
  /// Empty where the id is no ARN.
  package var ends: [String] { Self.ends(of: id) }

  /// What an ARN ends in, after the last colon and the last slash; empty where the text is none.
  package static func ends(of text: String) -> [String] {
    guard text.hasPrefix("arn:") else { return [] }
    return [text.split(separator: ":").last, text.split(separator: "/").last].compactMap { $0 }
      .map(String.init)
  }
}

extension ResourceID {
  /// Whether the text, which is what somebody calls a resource, may be meant for this one. An ARN is meant for one of its
  /// own partition, account and region, and for no other ARN; what is none says nothing.
  package func mayBeCalled(_ name: String) -> Bool {
    guard name.hasPrefix("arn:") else { return true }
    return id.hasPrefix("arn:") ? id.isIdentical(to: name) : scope.mayHold(arn: name)
  }
}

extension Scope {
  /// Whether a resource of an ARN may be in this place. An ARN without a region or an account, as those of IAM and S3,
  /// is one of the account that is asked (AWS General Reference, "Amazon Resource Names"); a text that is no ARN says
  /// nothing.
  package func mayHold(arn text: String) -> Bool {
    guard let place = ARNPlace(text) else { return !text.hasPrefix("arn:") }
    let isHere = region == Scope.global || (place.region ?? region) == region
    let partition = region == Scope.global ? nil : Scope.partition(ofRegion: region)
    return isHere && (place.account ?? account) == account
      && (partition ?? place.partition) == place.partition
  }
}

/// Where an ARN says that its resource is: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
package struct ARNPlace: Hashable, Sendable {
  /// `aws`, `aws-cn`.
  package let partition: String
  /// The region; nil where the ARN has none.
  package let region: String?
  /// The account; nil where the ARN has none.
  package let account: String?

  /// Reads an ARN; nil where the text is none.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty else { return nil }
    partition = String(parts[1])
    region = parts[3].isEmpty ? nil : String(parts[3])
    account = parts[4].isEmpty ? nil : String(parts[4])
  }
}
