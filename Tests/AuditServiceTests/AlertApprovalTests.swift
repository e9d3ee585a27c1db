import AlertRules
import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// Which calls `unless: approved` keeps silent: those of which records cover all that they did.
@Suite struct AlertApprovalTests {
  /// A resource before and after, the calls between, and what a record allows.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let type: String
    /// The files of exports, by their names.
    let before: [String: String]
    let after: [String: String]
    let source: String
    /// The operation, what it was asked with, and what it answered.
    let calls: [(String, String, String)]
    let edits: String
    let told: [String]
  }

  private static func statement(_ id: String, _ principal: String) -> String {
    #"{"Sid":"\#(id)","Effect":"Allow","Principal":\#(principal),"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}"#
  }

  private static func policy(_ statements: [String]) -> String {
    #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
  }

  private static let own = #"{"AWS":"arn:aws:iam::111122223333:root"}"#
  private static let base = statement("base", own)
  private static let good = statement("a", own)
  private static let bad = statement("bad", "\"*\"")

  private static func bucket(_ statements: String...) -> [String: String] {
    let text = policy(statements).replacing("\"", with: "\\\"")
    return [
      "s3api-list-buckets":
        #"{"Buckets":[{"Name":"b","CreationDate":"2024-01-01T00:00:00Z"}],"Owner":{"ID":"y"}}"#,
      "s3api-get-bucket-policy-b": #"{"Policy":"\#(text)"}"#,
    ]
  }

  private static func put(_ statements: String...) -> (String, String, String) {
    ("PutBucketPolicy", #"{"bucketName":"b","bucketPolicy":\#(policy(statements))}"#, "null")
  }

  private static func policies(
    _ name: String, _ calls: [(String, String, String)], _ told: [String]
  ) -> Case {
    Case(
      testDescription: name, type: "AWS::S3::Bucket", before: bucket(base),
      after: bucket(base, good), source: "s3", calls: calls,
      edits: #"{ added: "Policy.Statement[a]" }"#, told: told)
  }

  private static func group(_ rules: String = "") -> [String: String] {
    [
      "ec2-describe-security-groups":
        #"{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"web","OwnerId":"111122223333","VpcId":"v","Description":"d","IpPermissions":[\#(rules)],"IpPermissionsEgress":[],"Tags":[]}]}"#
    ]
  }

  private static let rule =
    #"{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.0.0.0/8"}],"Ipv6Ranges":[],"PrefixListIds":[],"UserIdGroupPairs":[]}"#

  private static let authorize = (
    "AuthorizeSecurityGroupIngress",
    #"{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"}]}}]}}"#,
    #"{"_return":true,"securityGroupRuleSet":{"items":[{"groupId":"sg-1","securityGroupRuleId":"sgr-1","isEgress":false,"ipProtocol":"tcp","fromPort":443,"toPort":443,"cidrIpv4":"10.0.0.0/8"}]}}"#
  )

  private static let table = (
    "RouteTables",
    #""RouteTableId":"rtb-1","VpcId":"vpc-1","OwnerId":"111122223333","Tags":[],"PropagatingVgws":[],"Routes":[]"#
  )

  private static func routes(isAssociated: Bool) -> [String: String] {
    let association =
      #"{"RouteTableAssociationId":"rtbassoc-1","RouteTableId":"rtb-1","SubnetId":"subnet-1","Main":false,"AssociationState":{"State":"associated"}}"#
    return [
      "ec2-describe-route-tables":
        #"{"RouteTables":[{\#(table.1),"Associations":[\#(isAssociated ? association : "")]}]}"#
    ]
  }

  private static func address(_ more: String = "") -> [String: String] {
    [
      "ec2-describe-addresses":
        #"{"Addresses":[{"AllocationId":"eipalloc-1","PublicIp":"203.0.113.9","Domain":"vpc","Tags":[]\#(more)}]}"#
    ]
  }

  private static func ec2(
    _ name: String, _ type: String, _ before: [String: String], _ after: [String: String],
    _ calls: [(String, String, String)], _ edits: String, _ told: [String] = []
  ) -> Case {
    Case(
      testDescription: name, type: "AWS::EC2::\(type)", before: before, after: after, source: "ec2",
      calls: calls, edits: edits, told: told)
  }

  private static func cases() -> [Case] {
    policyCases() + ruleCases() + associationCases() + addressCases()
  }

  private static func policyCases() -> [Case] {
    [
      policies("a policy as it was approved", [put(base, good)], []),
      policies("a policy with more than was approved", [put(base, good, bad)], ["e0"]),
      policies(
        "the same, and somebody puts it back", [put(base, good, bad), put(base, good)],
        ["e0", "e1"]),
      policies("without what stood there", [put(good), put(base, good)], ["e0", "e1"]),
    ]
  }

  private static func ruleCases() -> [Case] {
    let revoked = (
      "RevokeSecurityGroupIngress",
      #"{"groupId":"sg-1","ipPermissions":{},"securityGroupRuleIds":{"items":[{"securityGroupRuleId":"sgr-1"}]}}"#,
      #"{"_return":true}"#
    )
    return [
      ec2(
        "a rule, and its id", "SecurityGroup", group(), group(rule), [authorize],
        "{ added: IpPermissions }"),
      ec2(
        "a rule that nobody approved, and its id", "SecurityGroup", group(), group(rule),
        [authorize], "{ removed: IpPermissions }", ["e0"]),
      ec2(
        "a rule that goes by its id, which a call told", "SecurityGroup", group(), group(),
        [authorize, revoked], "{ added: IpPermissions }, { removed: IpPermissions }"),
      ec2(
        "a rule that nobody approved to go", "SecurityGroup", group(), group(),
        [authorize, revoked], "{ added: IpPermissions }", ["e1"]),
    ]
  }

  private static func associationCases() -> [Case] {
    [
      ec2(
        "an association", "RouteTable", routes(isAssociated: false), routes(isAssociated: true),
        [
          (
            "AssociateRouteTable", #"{"routeTableId":"rtb-1","subnetId":"subnet-1"}"#,
            #"{"associationId":"rtbassoc-1"}"#
          )
        ], "{ added: Associations }"),
      ec2(
        "an association that ends", "RouteTable", routes(isAssociated: true),
        routes(isAssociated: false),
        [("DisassociateRouteTable", #"{"associationId":"rtbassoc-1"}"#, #"{"_return":true}"#)],
        "{ removed: Associations }"),
      ec2(
        "an association that nobody ended with leave", "RouteTable", routes(isAssociated: true),
        routes(isAssociated: false),
        [("DisassociateRouteTable", #"{"associationId":"rtbassoc-1"}"#, #"{"_return":true}"#)],
        "{ added: Associations }", ["e0"]),
    ]
  }

  private static func addressCases() -> [Case] {
    let link = #","AssociationId":"eipassoc-1","NetworkInterfaceId":"eni-1""#
    let attached = (
      "AssociateAddress", #"{"allocationId":"eipalloc-1","networkInterfaceId":"eni-1"}"#,
      #"{"_return":true,"associationId":"eipassoc-1"}"#
    )
    let detached = ("DisassociateAddress", #"{"associationId":"eipassoc-1"}"#, #"{"_return":true}"#)
    return [
      ec2(
        "an address", "EIP", address(), address(link), [attached],
        "{ added: AssociationId }, { added: NetworkInterfaceId }"),
      ec2(
        "an address that leads nowhere again", "EIP", address(link), address(), [detached],
        "{ removed: AssociationId }, { removed: NetworkInterfaceId }"),
      ec2(
        "an address of which only the id was approved", "EIP", address(link), address(), [detached],
        "{ removed: AssociationId }", ["e0"]),
    ]
  }

  private let temporary: TemporaryStore
  private let start = Timestamp(seconds: 1_793_491_200)

  init() throws { temporary = try TemporaryStore() }

  private func at(_ hours: Int64) -> Timestamp { start.advanced(bySeconds: hours * 3600) }

  private func take(_ files: [String: String], at moment: Timestamp) throws {
    for (name, text) in files {
      _ = try temporary.write(text, to: "exports/111122223333/eu-west-1/\(name).json")
    }
    _ = try ImportSnapshot(
      store: temporary.store, paths: [temporary.folder + "/exports"], capturedAt: moment,
      now: moment
    ).run()
  }

  private func approve(_ type: String, _ edits: String, _ more: String = "") throws {
    let path = try temporary.write(
      """
      change: CHG1
      kind: normal
      state: approved
      requestedBy: carol@example.com
      approvals: [{ by: bob@example.com, at: 2026-10-01T00:00:00Z }]
      \(more)
      allows:
        - resource: { type: \(type) }
          action: modify
          edits: [\(edits)]
      """, to: "changes/CHG1.yaml")
    _ = try ManageChangeRecords(store: temporary.store, at: start).register(
      ManageChangeRecords.read([path]), by: "gitops@example.com")
  }

  private func keep(_ row: Case, at moment: Timestamp) throws {
    let events = row.calls.enumerated().map { place, call in
      """
      {"eventVersion":"1.08","eventID":"e\(place)","eventTime":"\(at(1).advanced(bySeconds: Int64(place) * 60))",
      "eventSource":"\(row.source).amazonaws.com","eventName":"\(call.0)","awsRegion":"eu-west-1",
      "recipientAccountId":"111122223333","readOnly":false,"userIdentity":{"type":"IAMUser",
      "userName":"alice","arn":"arn:aws:iam::111122223333:user/alice"},
      "requestParameters":\(call.1),"responseElements":\(call.2)}
      """
    }
    let path = try temporary.write(
      #"{"Records":[\#(events.joined(separator: ","))]}"#, to: "activity/a.json")
    _ = try ImportActivity(store: temporary.store, paths: [path], at: moment).run()
  }

  /// The calls that an audit tells of.
  private func told(at moment: Timestamp) throws -> [String] {
    let store = temporary.store
    let rules = try LoadRules().load(from: store)
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: moment).run()
    var compose = ComposeReport(store: store, baseline: "default", rules: rules, at: moment)
    compose.alerts = AlertRuleBook([
      AlertRule(
        id: "r", title: "T", severity: .high, rationale: "w", source: "s",
        pattern: try FilterPattern(parsing: "{ $.eventName = * }"), threshold: nil,
        isUnlessApproved: true, place: Problem.Place(file: "r.yaml"))
    ])
    return try compose.audit().alerts.map(\.event)
  }

  private func begin(_ row: Case) throws {
    try take(row.before, at: start)
    _ = try ManageBaselines(store: temporary.store, name: "default", at: start)
      .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
  }

  @Test(arguments: cases())
  func `what records cover whole is silent, and nothing else`(row: Case) throws {
    try begin(row)
    try approve(row.type, row.edits)
    try keep(row, at: at(3))
    try take(row.after, at: at(4))
    #expect(try told(at: at(4)) == row.told)
  }

  @Test(
    arguments: [
      ("", false), (#"implementers: ["arn:aws:iam::111122223333:user/dave"]"#, true),
      (#"implementers: ["arn:aws:iam::111122223333:user/alice"]"#, false),
      ("window: { from: 2026-11-01T02:00:00Z, until: 2026-11-01T08:00:00Z }", true),
      ("window: { from: 2026-11-01T00:30:00Z, until: 2026-11-01T01:30:00Z }", false),
    ])
  func `a late call that speaks against its approval is told`(more: String, isTold: Bool) throws {
    let row = Self.ec2(
      "late", "SecurityGroup", Self.group(), Self.group(Self.rule), [Self.authorize],
      "{ added: IpPermissions }")
    try begin(row)
    try approve(row.type, row.edits, more)
    try take(row.after, at: at(4))
    #expect(try told(at: at(4)).isEmpty)
    try keep(row, at: at(5))
    #expect(try told(at: at(5)) == (isTold ? ["e0"] : []))
  }
}
