package import ConfigurationModel

/// What one call did to one resource, as far as the event tells it.
package struct CallEffect: Hashable, Sendable {
  /// One step of the change, on a document in the AWS CLI's spelling.
  package enum Step: Hashable, Sendable {
    /// The members of its lists are there now, and its other fields are as it says; perhaps they were before.
    case put(ConfigurationValue)
    /// The members of its lists are there now, and were not before: AWS refuses to add what is there.
    case add(ConfigurationValue)
    /// Those of the members of its lists that were there before have these fields now, and so have its other fields of
    /// fields: what they do not name stays.
    case amend(ConfigurationValue)
    /// Those of the members of its lists that were there before do not have this field any more.
    case strip(ConfigurationValue, field: String)
    /// The members of its lists are no longer there.
    case take(ConfigurationValue)
    /// Its fields are as it says, lists whole.
    case replace(ConfigurationValue)
    /// The members of a list whose field has this text are no longer there.
    case drop(list: String, field: String, value: String)
    /// These fields are no longer there.
    case clear([String])
    /// All members of a list are gone but those that AWS itself put there, whose names begin with `aws:`.
    case empty(String)
    /// These fields may have changed, and the event does not say to what.
    case unsure([String])
    /// The resource begins: what it is like, only its next snapshot tells.
    case create
    case delete
    /// Something of it changed, and the event does not say to what.
    case touch
  }

  /// The type of the resource.
  package let type: ResourceType
  /// What events may call the resource by: what this one does, and what its ARN ends in.
  package var names: [String] {
    guard resource.hasPrefix("arn:") else { return [resource] }
    let ends = [resource.split(separator: ":").last, resource.split(separator: "/").last]
    return [resource] + ends.compactMap { $0.map(String.init) }
  }
  /// What the event calls the resource: its id, its name or its ARN, or the id of one of its associations.
  package let resource: String
  /// The steps of the change, in the order in which they apply; empty for what only belongs to the
  /// resource, as a new association's id.
  package let steps: [Step]

  /// Makes the effect of a call on one resource, called as the event calls it.
  package init(_ type: ResourceType, _ resource: String, _ steps: [Step]) {
    self.type = type
    self.resource = resource
    self.steps = steps
  }
}

/// What calls do, each by the service and the operation that its events name: one entry a call, one file a service.
package enum CallTable {
  /// Reads the effects of one call from its event.
  package typealias Rule = @Sendable (ActivityEvent) -> [CallEffect]

  /// Every call that is known, as `ec2.amazonaws.com AuthorizeSecurityGroupIngress`.
  package static let rules: [String: Rule] = {
    var all: [String: Rule] = [:]
    for (source, rules) in services {
      for (name, rule) in rules { all["\(source) \(name)"] = rule }
    }
    return all
  }()

  /// The types of the resources that these calls are on: of a resource of another type no call's effects are known.
  package static let types: Set<ResourceType> = [
    "AWS::CloudTrail::Trail", "AWS::Config::ConfigRule", "AWS::Config::ConfigurationRecorder",
    "AWS::Config::DeliveryChannel", "AWS::EC2::EIP", "AWS::EC2::FlowLog",
    "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::NetworkAcl",
    "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet", "AWS::EC2::VPC",
    "AWS::EC2::VPCEndpoint", "AWS::EC2::VPCPeeringConnection", "AWS::IAM::AccountPasswordPolicy",
    "AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User", "AWS::KMS::Key",
    "AWS::S3::AccountPublicAccessBlock", "AWS::S3::Bucket",
  ]

  private static let services: [(String, [String: Rule])] = [
    ("ec2.amazonaws.com", ec2), ("ec2.amazonaws.com", ec2Groups), ("ec2.amazonaws.com", ec2Links),
    ("iam.amazonaws.com", iam), ("s3.amazonaws.com", s3),
    ("cloudtrail.amazonaws.com", cloudTrail), ("config.amazonaws.com", config),
    ("kms.amazonaws.com", kms),
  ]
}

extension ActivityEvent {
  /// What the call did: nothing where it failed or is not known. Parts that it names by their ids are those of `parts`,
  /// and what its answer says of them.
  package var effects: [CallEffect] {
    guard case .succeeded = outcome, let rule = CallTable.rules["\(source) \(name)"] else {
      return []
    }
    var event = self
    event.parts.learn(answerOf: self)
    return rule(event)
  }
}

extension ConfigurationValue {
  /// A text under a path of fields: `re.securityGroup.groupId`; empty texts are none.
  func text(_ path: String...) -> String? {
    var value = self
    for step in path {
      guard let next = value[step] else { return nil }
      value = next
    }
    return value.scalarText.flatMap { value == .null || $0.isEmpty ? nil : $0 }
  }

  /// The members of a list in any of the forms of events: `{"items": […]}`, a list, one member alone.
  var listed: [ConfigurationValue] {
    if let items = self["items"] { return items.listed }
    switch self {
    case .list(let members): return members
    case .object(let fields): return fields.isEmpty ? [] : [self]
    case .null, .bool, .number, .string, .elements: return []
    }
  }

  /// An object with those of these fields that the value has, under other names.
  func picking(_ names: [(from: String, to: String)]) -> [String: ConfigurationValue] {
    var fields: [String: ConfigurationValue] = [:]
    for name in names {
      guard let value = self[name.from], value != .null, value != .string("") else { continue }
      fields[name.to] = value
    }
    return fields
  }
}

extension CallEffect.Step {
  /// The same step with another document in its place.
  package func mapped(_ change: (ConfigurationValue) -> ConfigurationValue) -> CallEffect.Step {
    switch self {
    case .put(let document): .put(change(document))
    case .add(let document): .add(change(document))
    case .amend(let document): .amend(change(document))
    case .strip(let document, let field): .strip(change(document), field: field)
    case .take(let document): .take(change(document))
    case .replace(let document): .replace(change(document))
    case .drop(let list, let field, let value):
      .drop(
        list: list, field: field,
        value: change(.object([list: .list([.object([field: .string(value)])])]))[list]?
          .members?.first?[field]?.string ?? value)
    case .clear, .empty, .unsure, .create, .delete, .touch: self
    }
  }
}
