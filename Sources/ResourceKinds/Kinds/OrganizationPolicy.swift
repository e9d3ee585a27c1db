package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Organizations::Policy`: a policy of the organization, what it says, and what it is attached to. The management
  /// account has it, and delegated administrators are told of it (Organizations API Reference, "ListPolicies").
  ///
  /// AWS Config does not record it.
  package static let organizationPolicy = ResourceKind(
    "AWS::Organizations::Policy", isGlobal: true,
    listings: [
      Listing(
        "organizations", "list-policies", "Policies",
        none: [ErrorSign("AWSOrganizationsNotInUseException")], slicing: byType, keeper: management)
    ],
    details: [
      Detail(
        "organizations", "describe-policy", parameter: "policy-id", field: "Content",
        member: "Policy", namedBy: "PolicySummary.Id"),
      Detail(
        "organizations", "list-targets-for-policy", parameter: "policy-id", field: "Targets",
        member: "Targets"),
    ],
    identity: Identity(id: ["Id"], name: ["Name"], arn: "Arn"),
    facets: ["Content", "Targets"], always: ["Arn", "Name", "Type"],
    leftOut: ["Description": .string("")],
    rules: [
      .picked("Content", ["Content"]), .document("Content"), .policies,
      .keyed("Targets", by: ["TargetId"]),
    ],
    assess: assessing { watches.assess($0) }, inPlace: assessOrganizationPolicy)

  /// Every list is of one type. A type that a partition does not have is no valid input there;
  /// nor is a page's token that has gone bad, which says nothing of the type.
  private static let byType = Slicing(
    parameter: "filter", field: "Type", words: OrganizationPolicyType.allCases.map(\.rawValue),
    unknown: [ErrorSign("InvalidInputException", butNot: "oken")],
    short: ["scp": "SERVICE_CONTROL_POLICY", "rcp": "RESOURCE_CONTROL_POLICY"])

  private static let management = Keeper(
    "describe-organization", member: "Organization", field: "MasterAccountId")

  private static let watches = [
    Watch("Name", .any, .low), Watch("Description", .any, .low),
    Watch("Targets[*].Name", .any, .low),
  ]
}

/// The types of an organization's policies (Organizations API Reference, `ListPolicies`, Filter).
enum OrganizationPolicyType: String, CaseIterable {
  case serviceControl = "SERVICE_CONTROL_POLICY"
  case resourceControl = "RESOURCE_CONTROL_POLICY"
  case declarativeEC2 = "DECLARATIVE_POLICY_EC2"
  case backup = "BACKUP_POLICY"
  case tag = "TAG_POLICY"
  case chatbot = "CHATBOT_POLICY"
  case aiServicesOptOut = "AISERVICES_OPT_OUT_POLICY"
  case securityHub = "SECURITYHUB_POLICY"
  case inspector = "INSPECTOR_POLICY"
  case upgradeRollout = "UPGRADE_ROLLOUT_POLICY"
  case bedrock = "BEDROCK_POLICY"
  case s3 = "S3_POLICY"
  case networkSecurityDirector = "NETWORK_SECURITY_DIRECTOR_POLICY"

  /// What people call a policy of the type.
  var noun: String {
    switch self {
    case .serviceControl: "service control policy"
    case .resourceControl: "resource control policy"
    case .declarativeEC2: "declarative policy for EC2"
    case .backup: "backup policy"
    case .tag: "tag policy"
    case .chatbot: "chat applications policy"
    case .aiServicesOptOut: "AI services opt-out policy"
    case .securityHub: "Security Hub policy"
    case .inspector: "Amazon Inspector policy"
    case .upgradeRollout: "upgrade rollout policy"
    case .bedrock: "Amazon Bedrock policy"
    case .s3: "Amazon S3 policy"
    case .networkSecurityDirector: "network security director policy"
    }
  }

  /// Whether it says in the language of IAM what may be done.
  var isOfPermissions: Bool {
    switch self {
    case .serviceControl, .resourceControl: true
    case .declarativeEC2, .backup, .tag, .chatbot, .aiServicesOptOut, .securityHub, .inspector,
      .upgradeRollout, .bedrock, .s3, .networkSecurityDirector:
      false
    }
  }

  /// How bad it is that a policy of the type says something else, or no longer holds.
  var weight: Severity {
    switch self {
    case .serviceControl, .resourceControl, .declarativeEC2, .backup, .aiServicesOptOut,
      .securityHub, .inspector, .bedrock, .s3, .networkSecurityDirector:
      .high
    case .tag, .chatbot, .upgradeRollout: .medium
    }
  }
}

private func assessOrganizationPolicy(_ place: EditInPlace) -> Assessment? {
  guard let document = place.new ?? place.old else { return nil }
  let policy = OrganizationPolicy(document)
  let edit = place.edit
  if edit.path == .root { return edit.word == .removed ? policy.deletion : nil }
  switch edit.steps.first {
  case "Content": return policy.assessContent(place)
  case "Targets" where edit.steps.count == 2: return policy.assessTarget(edit)
  default: return nil
  }
}

/// A policy of an organization, as far as its edits are judged by it.
private struct OrganizationPolicy {
  private let document: ConfigurationValue
  private let type: OrganizationPolicyType?

  init(_ document: ConfigurationValue) {
    self.document = document
    type = document["Type"]?.string.flatMap(OrganizationPolicyType.init)
  }

  /// `service control policy DenyRegions`.
  private var words: String {
    [type?.noun ?? "policy", document["Name"]?.string].compactMap(\.self).joined(separator: " ")
  }

  private var weight: Severity { type?.weight ?? .medium }

  private var isOfPermissions: Bool { type?.isOfPermissions ?? false }

  /// Whether it is one of those with which AWS lets everything through (Organizations User Guide, "Managing
  /// organization policies": `FullAWSAccess`, `RCPFullAWSAccess`).
  private var letsAllThrough: Bool {
    document["AwsManaged"] == .bool(true)
      && document["Name"]?.string?.hasSuffix("FullAWSAccess") == true
  }

  var deletion: Assessment {
    let targets = document["Targets"]?.members ?? []
    let bound = targets.isEmpty ? "" : ", which bound \(targets.map(\.targetWords).enumeration)"
    let isOfRoot = isOfPermissions && targets.contains { $0["Type"] == .string("ROOT") }
    return Assessment(isOfRoot ? .critical : weight, "The \(words)\(bound) is gone")
  }

  func assessContent(_ place: EditInPlace) -> Assessment? {
    guard isOfPermissions else {
      return Assessment(weight, "What the \(words) demands differs")
    }
    return assessPolicies(["Content": .bound])(place) ?? assessPolicy(place.edit, .bound)
  }

  func assessTarget(_ edit: Edit) -> Assessment? {
    guard let target = edit.new ?? edit.old else { return nil }
    let (who, isGone) = (target.targetWords, edit.word == .removed)
    if letsAllThrough {
      return isGone
        ? Assessment(.medium, "The \(words) lets nothing through for \(who) any more")
        : Assessment(
          .high, "The \(words) now lets through for \(who) all that no other policy denies")
    }
    guard isGone else { return Assessment(.medium, "The \(words) now binds \(who)") }
    let isRoot = target["Type"] == .string("ROOT")
    return Assessment(
      isOfPermissions && isRoot ? .critical : weight, "The \(words) no longer binds \(who)")
  }
}

extension ConfigurationValue {
  /// `the organizational unit Prod (ou-a1b2-c3d4e5f6)`.
  fileprivate var targetWords: String {
    let id = self["TargetId"]?.string ?? ""
    let name = self["Name"]?.string ?? ""
    switch self["Type"]?.string {
    case "ROOT": return "the root (\(id)), and so every account"
    case "ORGANIZATIONAL_UNIT": return "the organizational unit \(name) (\(id))"
    case "ACCOUNT": return "the account \(name) (\(id))"
    default: return id
    }
  }
}
