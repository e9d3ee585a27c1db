@testable import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// What the declared rules of a kind say that one changed leaf must come to.
enum Prediction: Equatable {
  /// The leaf is no configuration.
  case nothing
  /// One edit, at this path.
  case one(String)
  /// The leaf is part of what its element is called: one is removed, another added.
  case replaced
  /// The leaf is a secret: one edit between two digests.
  case secret
  /// A rule that reads by meaning covers the leaf: at least one edit, which the rule decides.
  case meaning(String)
  /// The leaf decides which part of the document stands where.
  case anything
}

extension Prediction {
  init(of leaf: Leaf, in sample: Sample) {
    let rules = sample.kind.rules
    let restated = Restating(leaf, in: sample.document, rules)
    let place = "\(sample.resource.type) \(leaf.shape)"
    if Self.deciding.contains(place) {
      self = .anything
    } else if Self.silent.contains(place) || restated.isGone {
      self = .nothing
    } else if sample.kind.secrets.contains(where: { $0.covers(leaf.steps[...]) != nil }) {
      self = .secret
    } else if let rule = restated.meaning {
      self = .meaning(rule)
    } else {
      self = Self.path(of: Leaf(steps: restated.steps), in: restated.document, rules)
    }
  }

  /// Leaves that say nothing by rules which look at more than their place.
  private static let silent: Set<String> = [
    // Of the version in force the document counts; `DefaultVersionId` says which one it is.
    "AWS::IAM::Policy PolicyVersionList[i].CreateDate",
    // These say something of another group, not of this rule.
    "AWS::EC2::SecurityGroup IpPermissions[i].UserIdGroupPairs[i].GroupName",
    "AWS::EC2::SecurityGroup IpPermissions[i].UserIdGroupPairs[i].PeeringStatus",
    "AWS::EC2::SecurityGroup IpPermissions[i].UserIdGroupPairs[i].VpcId",
    // A grantee is its id; whose account a bucket is in says its place.
    "AWS::S3::Bucket Acl.Grants[i].Grantee.DisplayName",
    "AWS::S3::Bucket Acl.Grants[i].Grantee.Type", "AWS::S3::Bucket Acl.Owner.DisplayName",
    "AWS::S3::Bucket Acl.Owner.ID",
    // Counters, what follows from other attributes, and the id.
    "AWS::SNS::Topic Attributes.EffectiveDeliveryPolicy",
    "AWS::SNS::Topic Attributes.SubscriptionsConfirmed",
    "AWS::SNS::Topic Attributes.SubscriptionsDeleted",
    "AWS::SNS::Topic Attributes.SubscriptionsPending", "AWS::SNS::Topic Attributes.TopicArn",
    // Which trail the selectors are of.
    "AWS::CloudTrail::Trail Selectors.TrailARN",
    // Which recorder a status is of, and how its last deliveries went; whether it records counts.
    "AWS::Config::ConfigurationRecorder Status[i].lastStartTime",
    "AWS::Config::ConfigurationRecorder Status[i].lastStatus",
    "AWS::Config::ConfigurationRecorder Status[i].lastStatusChangeTime",
    "AWS::Config::ConfigurationRecorder Status[i].lastStopTime",
    "AWS::Config::ConfigurationRecorder Status[i].name",
  ]

  private static let deciding: Set<String> = [
    "AWS::IAM::Policy PolicyVersionList[i].VersionId",
    "AWS::IAM::Policy PolicyVersionList[i].IsDefaultVersion",
  ]

  private static func path(
    of leaf: Leaf, in document: ConfigurationValue, _ rules: [NormalizationRule]
  ) -> Prediction {
    var path = ConfigurationPath.root
    var done: [ConfigurationPath.Step] = []
    var rest = leaf.steps[...]
    while let step = rest.popFirst() {
      let isList: Bool = if case .list? = document.value(at: done) { true } else { false }
      let labelling = rules.lazy.compactMap { $0.labelling(done, isList: isList) }.first
      done.append(step)
      guard let labelling, let member = document.value(at: done) else {
        path = path.appending(step)
        continue
      }
      // A map is labelled by its keys already.
      if case .key(let key) = step {
        path = path.appending(.element(key))
        continue
      }
      let list = document.value(at: done.dropLast())?.members ?? []
      let others = list.filter { labelling.name(of: $0) == labelling.name(of: member) }
      guard others.count == 1 else { return .meaning("members of one label") }
      guard let label = labelling.label(of: member, rest) else { return .replaced }
      path = path.appending(.element(label.text))
      rest = rest.dropFirst(label.steps)
    }
    return .one(path.text)
  }
}

/// How a rule names the members of a list.
enum Labelling {
  case whole, tag
  case fields([String])

  /// What a member is called; nil where it is called by its content.
  fileprivate func name(of member: ConfigurationValue) -> String? {
    switch self {
    case .whole: member.canonicalJSON
    case .fields(let names): member.label(fromFirstOf: names) ?? member.canonicalJSON
    case .tag: (member["Key"] ?? member["key"] ?? member["TagKey"])?.string
    }
  }

  /// What a member is called, and how many of the leaf's steps below the member that leaves out; nil
  /// where the leaf is part of the label.
  fileprivate func label(of member: ConfigurationValue, _ rest: ArraySlice<ConfigurationPath.Step>)
    -> (text: String, steps: Int)?
  {
    switch self {
    case .whole: return nil
    case .fields(let names):
      guard let label = member.label(fromFirstOf: names) else { return nil }
      let used = names.first { $0.split(separator: "+").allSatisfy { member[String($0)] != nil } }
      if case .key(let field)? = rest.first, rest.count == 1,
        used?.split(separator: "+").contains(Substring(field)) == true
      {
        return nil
      }
      return (label, 0)
    // Of two tags with one key, the value says which is which; members of another shape have none.
    case .tag:
      guard case .object(let fields) = member, case .key(let field)? = rest.first,
        let key = ["Key", "key", "TagKey"].first(where: { fields[$0] != nil }), field != key,
        let label = fields[key]?.string
      else { return nil }
      return (label, fields.count == 2 ? 1 : 0)
    }
  }
}

extension NormalizationRule {
  /// The rule's name where it reads what stands around the leaf by meaning, or moves it.
  func meaning(of leaf: Leaf) -> String? {
    let (name, place): (String, FieldPath)
    switch self {
    case .document(let path): (name, place) = ("document", path)
    case .droppedMoment(let path): (name, place) = ("droppedMoment", path)
    case .policy(let path): (name, place) = ("policy", path)
    case .policies: return nil
    case .permissions(let path, _): (name, place) = ("permissions", path)
    case .networkAclEntries(let path): (name, place) = ("networkAclEntries", path)
    case .pairs(let path, _, _): (name, place) = ("pairs", path)
    case .promoted(let path, _, _, _): (name, place) = ("promoted", path)
    case .marked(let path, let key, let flag, _):
      guard [.key(key), .key(flag)].contains(leaf.steps.last) else { return nil }
      (name, place) = ("marked", path)
    case .capitalized(let path, _): (name, place) = ("capitalized", path)
    case .distinct(let path): (name, place) = ("distinct", path)
    case .inverted(let path): (name, place) = ("inverted", path)
    case .named(let path, _): (name, place) = ("named", path)
    case .lifted, .picked, .single, .only, .without, .superseded, .renamed, .dropped, .defaulted,
      .set, .unordered, .keyed, .tags, .addressBlock, .number,
      .text, .lowercased, .moment, .withoutNulls, .spelled, .nullAs, .completed:
      return nil
    }
    return place.covers(leaf.steps[...]) == nil ? nil : name
  }

  fileprivate func labelling(_ list: [ConfigurationPath.Step], isList: Bool) -> Labelling? {
    func isMeant(_ path: FieldPath) -> Bool { path.covers(list[...])?.isEmpty == true }
    switch self {
    case .set(let path): return isMeant(path) ? .whole : nil
    case .unordered(let path): return isList && isMeant(path) ? .whole : nil
    case .keyed(let path, let fields): return isMeant(path) ? .fields(fields) : nil
    case .tags(let path): return isMeant(path) ? .tag : nil
    default: return nil
    }
  }
}

extension FieldPath {
  /// What of the steps is below the place this path names; nil where it names another.
  func covers(_ steps: ArraySlice<ConfigurationPath.Step>) -> ArraySlice<ConfigurationPath.Step>? {
    Self.covers(self.steps[...], steps)
  }

  private static func covers(
    _ pattern: ArraySlice<Step>, _ steps: ArraySlice<ConfigurationPath.Step>
  ) -> ArraySlice<ConfigurationPath.Step>? {
    guard let first = pattern.first else { return steps }
    if first == .anyDepth {
      return covers(pattern.dropFirst(), steps)
        ?? (steps.isEmpty ? nil : covers(pattern, steps.dropFirst()))
    }
    guard let step = steps.first else { return nil }
    switch (first, step) {
    case (.key(let name), .key(let key)):
      return name.isIdentical(to: key) ? covers(pattern.dropFirst(), steps.dropFirst()) : nil
    case (.members, .index), (.fields, .key):
      return covers(pattern.dropFirst(), steps.dropFirst())
    default: return nil
    }
  }
}
