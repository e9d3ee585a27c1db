import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// What the entries of a prefix list open, said of the list and of the groups and routes that name it.
@Suite struct PrefixListTests {
  private func value(_ kind: ResourceKind, _ text: String) throws -> ConfigurationValue {
    kind.normalized(
      try fixture(text), form: .cli, context: NormalizationContext(account: "111122223333"))
  }

  private func beside(_ kind: ResourceKind, _ id: String, _ name: String?, _ text: String) throws
    -> RelatedResource
  {
    let id = ResourceID(account: "111122223333", region: "eu-west-1", type: kind.type, id: id)
    return RelatedResource(Resource(id, name: name), try value(kind, text))
  }

  private func said(
    _ kind: ResourceKind, from old: String, to new: String, _ related: [RelatedResource]
  ) throws -> [String] {
    let (old, new) = (try value(kind, old), try value(kind, new))
    return new.difference(from: old).map { edit in
      let said = kind.assessment(
        of: edit, from: old, to: new, beside: kind.related(edit) == nil ? [] : related)
      return "\(said?.severity.word ?? "nothing"): \(said?.sentence ?? "")"
    }
  }

  private func list(_ blocks: String...) -> String {
    let entries = blocks.map { #"{"Cidr":"\#($0)"}"# }.joined(separator: ",")
    return #"{"PrefixListId":"pl-1","OwnerId":"111122223333","Entries":[\#(entries)]}"#
  }

  private func group(_ field: String, _ ports: String, _ peer: String) -> String {
    #"{"GroupId":"sg-1","GroupName":"web","\#(field)":[{\#(ports),\#(peer)}]}"#
  }

  private static let ssh = #""IpProtocol":"tcp","FromPort":22,"ToPort":22"#
  private static let web = #""IpProtocol":"tcp","FromPort":443,"ToPort":443"#
  private static let byList = #""PrefixListIds":[{"PrefixListId":"pl-1"}]"#

  /// The blocks of the list, the field, the ports, and what is said of the rule that comes.
  static let rules: [([String], String, String, String)] = [
    (
      ["0.0.0.0/0", "10.0.0.0/8"], "IpPermissions", ssh,
      "critical: tcp/22 is now open to pl-1 (0.0.0.0/0, 10.0.0.0/8)"
    ),
    (["::/0"], "IpPermissions", web, "medium: tcp/443 is now open to pl-1 (::/0)"),
    (
      ["10.0.0.0/8", "128.0.0.0/1"], "IpPermissions", ssh,
      "critical: tcp/22 is now open to pl-1 (128.0.0.0/1, 10.0.0.0/8)"
    ),
    (
      ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16", "10.5.0.0/16"], "IpPermissions",
      ssh, "medium: tcp/22 is now open to pl-1 (10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16 and 2 more)"
    ),
    ([], "IpPermissions", ssh, "medium: tcp/22 is now open to pl-1 (which holds no address)"),
    (
      ["0.0.0.0/0"], "IpPermissionsEgress", #""IpProtocol":"-1""#,
      "high: everything may now leave to pl-1 (0.0.0.0/0)"
    ),
  ]

  @Test(arguments: rules)
  func `a rule that names a list is as bad as what the list holds`(
    blocks: [String], field: String, ports: String, sentence: String
  ) throws {
    let entries = blocks.map { #"{"Cidr":"\#($0)"}"# }.joined(separator: ",")
    let list = try beside(
      .prefixList, "pl-1", "offices", #"{"PrefixListId":"pl-1","Entries":[\#(entries)]}"#)
    let said = try said(
      .securityGroup, from: #"{"GroupId":"sg-1","GroupName":"web","\#(field)":[]}"#,
      to: group(field, ports, Self.byList), [list])
    #expect(said == [sentence])
  }

  @Test func `a group that is made with such a rule is as bad`() throws {
    let list = try beside(.prefixList, "pl-1", nil, list("0.0.0.0/0"))
    let new = try value(.securityGroup, group("IpPermissions", Self.ssh, Self.byList))
    let edit = Edit(.root, .added(new))
    #expect(
      ResourceKind.securityGroup.related(edit)
        == .named("AWS::EC2::PrefixList", ids: ["pl-1"]))
    let said = ResourceKind.securityGroup.assessment(of: edit, from: nil, to: new, beside: [list])
    #expect(said?.severity == .critical)
  }

  @Test func `of a list that was not read nothing is said but its name`() throws {
    let unread = try beside(.prefixList, "pl-1", nil, #"{"PrefixListId":"pl-1","Version":3}"#)
    for related in [[], [unread]] {
      let said = try said(
        .securityGroup, from: #"{"GroupId":"sg-1","GroupName":"web","IpPermissions":[]}"#,
        to: group("IpPermissions", Self.ssh, Self.byList), related)
      #expect(said == ["medium: tcp/22 is now open to pl-1"])
    }
  }

  @Test func `a route by a list is as bad as what the list holds`() throws {
    let list = try beside(.prefixList, "pl-1", nil, list("0.0.0.0/0"))
    func table(_ routes: String) -> String { #"{"RouteTableId":"rtb-1","Routes":[\#(routes)]}"# }
    let route = #"{"DestinationPrefixListId":"pl-1","GatewayId":"igw-1"}"#
    #expect(
      try said(.routeTable, from: table(""), to: table(route), [list])
        == ["high: pl-1 (0.0.0.0/0) now goes to igw-1"])
    #expect(
      try said(
        .routeTable, from: table(route.replacing("igw-1", with: "vgw-1")), to: table(route), [list])
        == ["high: pl-1 (0.0.0.0/0) now goes to igw-1 instead of vgw-1"])
  }

  @Test func `an entry says what it opens, worst first`() throws {
    let related = try [
      beside(
        .securityGroup, "sg-1", "web", group("IpPermissions", Self.web, Self.byList)),
      beside(
        .securityGroup, "sg-2", "bastion", group("IpPermissions", Self.ssh, Self.byList)),
      beside(
        .securityGroup, "sg-3", nil, group("IpPermissionsEgress", Self.web, Self.byList)),
      beside(
        .routeTable, "rtb-1", nil,
        #"{"RouteTableId":"rtb-1","Routes":[{"DestinationPrefixListId":"pl-1","GatewayId":"igw-1"}]}"#
      ),
      // It holds the id elsewhere.
      beside(
        .securityGroup, "sg-4", nil, #"{"GroupId":"sg-4","Description":"as pl-1"}"#),
    ]
    #expect(
      try said(
        .prefixList, from: list("10.0.0.0/8"), to: list("10.0.0.0/8", "0.0.0.0/0"), related)
        == [
          "critical: every group and route that names this list now opens to the whole internet: "
            + "tcp/22 into bastion (sg-2), the route of rtb-1 to igw-1, tcp/443 into web (sg-1) and 1 more"
        ])
    #expect(
      try said(.prefixList, from: list("192.0.2.0/24"), to: list(), [related[1]])
        == [
          "medium: what names this list is no longer open to 192.0.2.0/24: tcp/22 into bastion (sg-2)"
        ])
    #expect(
      try said(.prefixList, from: list(), to: list("192.0.2.0/24"), [])
        == ["medium: every group and route that names this list now opens to 192.0.2.0/24"])
  }

  @Test func `nothing else is asked for`() throws {
    let tag = Edit(
      try #require(ConfigurationPath(parsing: "Tags[list]")), .added(.string("pl-1")))
    #expect(ResourceKind.securityGroup.related(tag) == nil)
    #expect(ResourceKind.routeTable.related(tag) == nil)
    #expect(ResourceKind.prefixList.related(tag) == nil)
  }
}
