import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Testing

/// Who made edits by calls that name parts of resources by their ids alone.
@Suite struct PartAttributionTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(2, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 2)
  }

  private func event(_ id: String, on day: Int, _ name: String, _ fields: String) -> String {
    """
    {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(shop.day(day))",\
    "eventSource":"ec2.amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
    "recipientAccountId":"111122223333","readOnly":false,\
    "userIdentity":{"type":"IAMUser","userName":"alice"},\(fields)}
    """
  }

  private var authorized: String {
    event(
      "e1", on: 1, "AuthorizeSecurityGroupIngress",
      """
      "requestParameters":{"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp",\
      "fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"10.0.1.0/24"}]}}]}},\
      "responseElements":{"securityGroupRuleSet":{"items":[{"securityGroupRuleId":"sgr-1",\
      "groupId":"sg-a","isEgress":false,"ipProtocol":"tcp","fromPort":443,"toPort":443,\
      "cidrIpv4":"10.0.1.0/24"}]}}
      """)
  }

  private var modified: String {
    event(
      "e2", on: 3, "ModifySecurityGroupRules",
      """
      "requestParameters":{"ModifySecurityGroupRulesRequest":{"GroupId":"sg-a","SecurityGroupRule":\
      {"SecurityGroupRuleId":"sgr-1","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":443,\
      "ToPort":443,"CidrIpv4":"0.0.0.0/0"}}}}
      """)
  }

  private func keep(_ events: String...) throws {
    let text = #"{"Records":[\#(events.joined(separator: ","))]}"#
    let path = try shop.temporary.write(text, to: "activity/a.json")
    _ = try ImportActivity(store: shop.store, paths: [path], at: shop.day(4)).run()
  }

  /// How sure each edit of the finding is whose.
  private func grades() throws -> [EditAttribution.Grade?] {
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
    let report = try ListFindings(store: shop.store, at: shop.day(5)).report(on: "F-1")
    return report.findings.flatMap(\.edits).map { $0.attribution?.grade }
  }

  @Test func `a rule that nobody knows is touched by whoever modifies it`() throws {
    try keep(modified)
    #expect(try grades() == [.byResourceAndTime, .byResourceAndTime])
  }

  @Test func `the answer of the call that made a rule tells what it is`() throws {
    try keep(authorized, modified)
    #expect(try grades() == [.exact, .exact])
  }

  @Test func `an export of the rules tells what they are`() throws {
    _ = try shop.temporary.write(
      """
      {"SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-1","GroupId":"sg-a","IsEgress":false,
        "GroupOwnerId":"111122223333","IpProtocol":"tcp","FromPort":443,"ToPort":443,
        "CidrIpv4":"10.0.1.0/24","Tags":[]}]}
      """, to: "rules/111122223333/eu-west-1/ec2-describe-security-group-rules.json")
    _ = try ImportSnapshot(
      store: shop.store, paths: [shop.temporary.folder + "/rules"], capturedAt: shop.day(2),
      now: shop.day(2)
    ).run()
    try keep(modified)
    #expect(try grades() == [.exact, .exact])
  }

  @Test func `a rule that was opened, and revoked by its id, is one that came and went`() throws {
    let answer =
      #""securityGroupRuleSet":{"items":[{"securityGroupRuleId":"sgr-2","groupId":"sg-a","isEgress":false,"ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIpv4":"0.0.0.0/0"}]}"#
    try keep(
      event(
        "e3", on: 3, "AuthorizeSecurityGroupIngress",
        #""requestParameters":{"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}},"responseElements":{\#(answer)}"#
      ),
      event(
        "e4", on: 3, "RevokeSecurityGroupIngress",
        #""requestParameters":{"groupId":"sg-a","securityGroupRuleIds":["sgr-2"]}"#
      ).replacing("00:00:00Z", with: "00:10:00Z"))
    try shop.take(4, "10.0.1.0/24")
    try shop.audit(on: 4)
    let report = try ListFindings(store: shop.store, at: shop.day(5)).report(on: "F-1")
    let edits = report.findings.flatMap(\.edits)
    #expect(edits.map { $0.passage?.isClosedExactly } == [true])
  }

  /// What a route led to, how somebody took it away, and what is left of the route.
  struct Target: Sendable {
    let field: String
    let id: String
    let call: String
    let request: String
    /// Whether the route goes too; it drops traffic otherwise.
    var takesRoute = false

    static let all = [
      Target(
        field: "NatGatewayId", id: "nat-1", call: "DeleteNatGateway",
        request: #"{"DeleteNatGatewayRequest":{"NatGatewayId":"nat-1"}}"#),
      Target(
        field: "GatewayId", id: "igw-1", call: "DetachInternetGateway",
        request: #"{"internetGatewayId":"igw-1","vpcId":"vpc-1"}"#),
      Target(
        field: "GatewayId", id: "igw-1", call: "DeleteInternetGateway",
        request: #"{"internetGatewayId":"igw-1"}"#),
      Target(
        field: "VpcPeeringConnectionId", id: "pcx-1", call: "DeleteVpcPeeringConnection",
        request: #"{"DeleteVpcPeeringConnectionRequest":{"VpcPeeringConnectionId":"pcx-1"}}"#),
      Target(
        field: "VpcPeeringConnectionId", id: "pcx-1", call: "RejectVpcPeeringConnection",
        request: #"{"RejectVpcPeeringConnectionRequest":{"VpcPeeringConnectionId":"pcx-1"}}"#),
      Target(
        field: "GatewayId", id: "vpce-1", call: "DeleteVpcEndpoints",
        request: #"{"DeleteVpcEndpointsRequest":{"VpcEndpointId":{"tag":1,"content":"vpce-1"}}}"#,
        takesRoute: true),
    ]

    func tables(isThere: Bool) -> String {
      let route =
        isThere || !takesRoute
        ? #"{"DestinationCidrBlock":"0.0.0.0/0","\#(field)":"\#(id)","Origin":"CreateRoute","State":"\#(isThere ? "active" : "blackhole")"}"#
        : ""
      return
        #"{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","OwnerId":"111122223333","Associations":[],"PropagatingVgws":[],"Tags":[],"Routes":[\#(route)]}]}"#
    }
  }

  @Test(arguments: Target.all)
  func `whoever takes away what a route leads to touched the route`(target: Target) throws {
    let shop = try Shop()
    let place = "exports/111122223333/eu-west-1/ec2-describe-route-tables.json"
    _ = try shop.temporary.write(target.tables(isThere: true), to: place)
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.keep(
      [shop.call("gone", afterMinutes: 5, target.call, request: target.request, by: "mallory")],
      as: "gone.json", on: 3)
    _ = try shop.temporary.write(target.tables(isThere: false), to: place)
    try shop.take(4, "10.0.1.0/24")
    let report = try shop.report([], ignores: [], on: 4)
    let edits = report.findings.filter { $0.resource.id.id == "rtb-1" }.flatMap(\.edits)
    #expect(edits.count == 1)
    #expect(edits.map { $0.attribution?.grade } == [.byResourceAndTime])
    #expect(edits.flatMap { $0.attribution?.events ?? [] }.map(\.person) == ["mallory"])
  }

  @Test func `a call that comes late and names an association alone is looked at`() throws {
    let shop = try Shop()
    let table =
      #"{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1","OwnerId":"111122223333","Associations":[],"PropagatingVgws":[],"Tags":[],"Routes":[]}]}"#
    _ = try shop.temporary.write(
      table, to: "exports/111122223333/eu-west-1/ec2-describe-route-tables.json")
    try shop.readTwice()
    let made = shop.call(
      "made", afterMinutes: 10, "AssociateRouteTable",
      request: #"{"routeTableId":"rtb-1","subnetId":"subnet-9"}"#,
      answer: #"{"associationId":"rtbassoc-x"}"#, by: "mallory")
    try shop.keep([made], as: "made.json", on: 5)
    #expect(try shop.report([], ignores: [], on: 6).findings.isEmpty)
    let ended = shop.call(
      "ended", afterMinutes: 60, "DisassociateRouteTable",
      request: #"{"associationId":"rtbassoc-x"}"#)
    try shop.keep([ended], as: "ended.json", on: 7)
    #expect(
      try shop.report([], ignores: [], on: 8).findings.map(\.resource.id.id) == ["rtb-1"])
  }
}
