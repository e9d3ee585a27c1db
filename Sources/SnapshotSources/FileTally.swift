import ConfigurationModel

/// What one file gave.
struct FileTally: Sendable {
  private(set) var counts: [Scope: Int] = [:]
  /// The resources of each scope, each as a number that is its own in every file.
  private(set) var members: [Scope: Set<UInt64>] = [:]
  private var account = Agreement()
  /// The same, of items that another account may share with the one that lists them.
  private var sharing = Agreement()
  private var region = Agreement()
  var refusals: [Problem] = []
  var end: FileEnd?
  private(set) var latestCapture: Timestamp?

  /// Whether the items of a file carry what is said of it.
  struct Agreement: Sendable {
    private(set) var isCarried = false
    /// The first other value.
    private(set) var other: String?

    mutating func agreed() { isCarried = true }

    mutating func note(_ value: String?, said: StatedPlace?) {
      guard let value, let said else { return }
      if value.isIdentical(to: said.value) { isCarried = true } else { other = other ?? value }
    }

    /// What speaks against what was said: items that all say otherwise, or, where an item said it,
    /// any other item.
    func contradiction(of said: StatedPlace) -> String? {
      said.source == .items || !isCarried ? other : nil
    }
  }

  // A trail of all regions, or of an organization, is listed where it is not at home.
  private static let listedElsewhere: Set<ResourceType> = ["AWS::CloudTrail::Trail"]

  // What another account shares is listed with its owner's account (AWS RAM User Guide, "Shareable
  // AWS resources"): it says nothing against the account that the path or an option names.
  private static let shared: Set<ResourceType> = [
    "AWS::EC2::Image", "AWS::EC2::PrefixList", "AWS::EC2::RouteTable", "AWS::EC2::Snapshot",
    "AWS::EC2::Subnet", "AWS::EC2::TransitGateway", "AWS::EC2::TransitGatewayRouteTable",
    "AWS::EC2::VPC", "AWS::Organizations::Policy",
  ]

  // What another account may share beside the account's own (the same guide; Amazon VPC User Guide,
  // "Share your VPC subnets with other accounts": participants see what belongs to the owner). Security
  // groups and network interfaces are not among them: every account has its own, and a listing without any
  // is another account's file in the place of this one's.
  private static let shareable: Set<ResourceType> = [
    "AWS::ACMPCA::CertificateAuthority", "AWS::EC2::CapacityReservation", "AWS::EC2::DHCPOptions",
    "AWS::EC2::Host", "AWS::EC2::InternetGateway", "AWS::EC2::IpamPool", "AWS::EC2::NatGateway",
    "AWS::EC2::NetworkAcl",
    "AWS::EC2::TransitGatewayAttachment", "AWS::EC2::TransitGatewayVpcAttachment",
    "AWS::EC2::VPCEndpoint", "AWS::EC2::VPCEndpointService", "AWS::EC2::VPNGateway",
    "AWS::NetworkFirewall::FirewallPolicy", "AWS::NetworkFirewall::RuleGroup",
    "AWS::RAM::ResourceShare", "AWS::RDS::DBClusterSnapshot", "AWS::RDS::DBSnapshot",
    "AWS::Route53Resolver::FirewallRuleGroup", "AWS::Route53Resolver::ResolverQueryLogConfig",
    "AWS::Route53Resolver::ResolverRule",
  ]

  /// Whether what is of a type may be another account's than the one that lists it.
  static func mayBeShared(_ type: ResourceType) -> Bool {
    shared.contains(type) || shareable.contains(type)
  }

  /// Scopes of which an item says that AWS Config does not record it: what is missing may be there.
  private(set) var notRecorded: Set<Scope> = []

  mutating func note(_ item: IdentifiedItem, in file: PlannedFile) {
    let resource = item.resource.id
    switch item.presence {
    case .present: counts[resource.scope, default: 0] += 1
    case .deleted, .elsewhere: counts[resource.scope, default: 0] += 0
    case .notRecorded:
      counts[resource.scope, default: 0] += 0
      notRecorded.insert(resource.scope)
    }
    if let time = item.capturedAt, latestCapture.map({ $0 < time }) ?? true { latestCapture = time }
    guard !FileTally.listedElsewhere.contains(resource.type) else { return }
    if FileTally.shareable.contains(resource.type), file.account?.source != .items {
      sharing.note(item.evidence.account, said: file.account)
    } else if file.account?.source == .items || !FileTally.shared.contains(resource.type) {
      account.note(item.evidence.account, said: file.account)
    }
    if resource.region != Scope.global { region.note(item.evidence.region, said: file.region) }
  }

  mutating func note(members numbers: some Sequence<UInt64>, in scope: Scope) {
    members[scope, default: []].formUnion(numbers)
  }

  mutating func note(known count: Int, in scope: Scope) {
    counts[scope, default: 0] += count
    account.agreed()
    region.agreed()
  }

  /// Why a list of the file was not read completely.
  func problem(of kind: ListedKind, in file: PlannedFile) -> Problem? {
    if let failure = end?.failure { return failure }
    guard let member = kind.member, let counts = end?.counts, counts[member] == nil else {
      return nil
    }
    return .missingMember(file.path, members: [member])
  }

  /// Whether an item says itself that it is of the account that is said of the file.
  var confirmsAccount: Bool { account.isCarried || sharing.isCarried }

  /// What the items say against the account and the region of their file. Items that may be shared with
  /// an account say nothing against it where other items, of any file, confirm it.
  func conflicts(of file: PlannedFile, confirmed accounts: Set<String>) -> [Problem] {
    var problems: [Problem] = []
    if let said = file.account,
      let other = account.contradiction(of: said)
        ?? (accounts.contains(said.value) ? nil : sharing.contradiction(of: said))
    {
      problems.append(.conflictingAccount(file.path, said, words(said, "account \(other)")))
    }
    if let said = file.region, let other = region.contradiction(of: said) {
      problems.append(.conflictingRegion(file.path, said, words(said, "region \(other)")))
    }
    return problems
  }

  private func words(_ said: StatedPlace, _ other: String) -> String {
    said.source == .items ? "another item says \(other)" : "its items say \(other)"
  }
}
