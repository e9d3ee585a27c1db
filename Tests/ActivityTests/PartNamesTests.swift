import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import Testing

/// Calls that name parts of resources by their ids alone.
@Suite struct PartNamesTests {
  private static let context = NormalizationContext(account: "111122223333")
  private static let group: ResourceType = "AWS::EC2::SecurityGroup"
  private static let table: ResourceType = "AWS::EC2::RouteTable"
  private static let acl: ResourceType = "AWS::EC2::NetworkAcl"

  private static func json(_ text: String) -> ConfigurationValue {
    guard let value = try? JSONParser().parse(text) else { preconditionFailure(text) }
    return value
  }

  private static func event(_ name: String, _ request: String, answer: String = "") throws
    -> ActivityEvent
  {
    try ActivityEvent(
      json(
        """
        {"eventVersion":"1.09","eventID":"e1","eventTime":"2026-11-20T20:00:00Z",\
        "eventSource":"ec2.amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
        "recipientAccountId":"111122223333","readOnly":false,\
        "userIdentity":{"type":"IAMUser","userName":"alice"},\
        "requestParameters":{\(request)},"responseElements":{\(answer)}}
        """))
  }

  private static func permission(_ port: Int, _ block: String, _ text: String? = nil) -> String {
    let text = text.map { #","Description":"\#($0)""# } ?? ""
    return
      #"{"IpProtocol":"tcp","FromPort":\#(port),"ToPort":\#(port),"IpRanges":[{"CidrIp":"\#(block)"\#(text)}]}"#
  }

  private static func group(_ permissions: String..., list: String = "IpPermissions") -> String {
    #"{"\#(list)":[\#(permissions.joined(separator: ","))]}"#
  }

  /// As `describe-security-group-rules` has a rule.
  private static func described(_ id: String, _ port: Int, _ block: String, egress: Bool = false)
    -> ConfigurationValue
  {
    json(
      """
      {"SecurityGroupRuleId":"\(id)","GroupId":"sg-1","IsEgress":\(egress),"IpProtocol":"tcp",\
      "FromPort":\(port),"ToPort":\(port),"CidrIpv4":"\(block)"}
      """)
  }

  /// As answers of calls have it.
  private static func answered(_ id: String, _ port: Int, _ block: String) -> String {
    """
    {"securityGroupRuleId":"\(id)","groupId":"sg-1","groupOwnerId":"111122223333","isEgress":false,\
    "ipProtocol":"tcp","fromPort":\(port),"toPort":\(port),"cidrIpv4":"\(block)"}
    """
  }

  /// What is said of the edits between two documents by one call.
  private func grades(
    _ event: ActivityEvent, _ type: ResourceType, _ resource: String, _ before: String,
    _ after: String
  ) -> Set<EditAttribution.Grade> {
    let kind = ResourceKind.of(type)
    let values = [before, after].map {
      kind.normalized(Self.json($0), form: .cli, context: Self.context)
    }
    var replay = Replay(kind, Self.context, before: values[0])
    let steps = event.effects.filter { $0.type == type && $0.resource == resource }.flatMap(\.steps)
    if !steps.isEmpty { replay.take(event.id, steps) }
    let edits = kind.edits(from: values[0], to: values[1])
    #expect(!edits.isEmpty)
    return Set(edits.map { replay.attribution(of: $0).grade })
  }

  @Test(arguments: [
    #""groupId":"sg-1","securityGroupRuleIds":{"items":[{"securityGroupRuleId":"sgr-1"}]}"#,
    #""groupId":"sg-1","securityGroupRuleIds":["sgr-1"]"#,
    #""groupId":"sg-1","ipPermissions":{},"SecurityGroupRuleId":"sgr-1""#,
  ])
  func `a revocation by ids is exact where the ids are known, from a snapshot or its answer`(
    request: String
  ) throws {
    let (one, none) = (Self.group(Self.permission(22, "0.0.0.0/0")), Self.group())
    var event = try Self.event("RevokeSecurityGroupIngress", request)
    #expect(event.namedParts == ["sgr-1"])
    #expect(grades(event, Self.group, "sg-1", one, none) == [.byResourceAndTime])
    event.parts.learn(rule: Self.described("sgr-1", 22, "0.0.0.0/0"))
    #expect(grades(event, Self.group, "sg-1", one, none) == [.exact])
    // A rule of the other direction is none that this call can have taken.
    event.parts.learn(rule: Self.described("sgr-1", 22, "0.0.0.0/0", egress: true))
    #expect(grades(event, Self.group, "sg-1", one, none) == [.byResourceAndTime])
    let rules = Self.answered("sgr-1", 22, "0.0.0.0/0")
    let answered = try Self.event(
      "RevokeSecurityGroupIngress", request,
      answer: #""revokedSecurityGroupRuleSet":{"items":[\#(rules)]}"#)
    #expect(grades(answered, Self.group, "sg-1", one, none) == [.exact])
  }

  @Test func `one id that is not known makes the whole call uncertain`() throws {
    var event = try Self.event(
      "RevokeSecurityGroupIngress", #""groupId":"sg-1","securityGroupRuleIds":["sgr-1","sgr-2"]"#)
    event.parts.learn(rule: Self.described("sgr-1", 22, "0.0.0.0/0"))
    let one = Self.group(Self.permission(22, "0.0.0.0/0"))
    #expect(grades(event, Self.group, "sg-1", one, Self.group()) == [.byResourceAndTime])
  }

  private static func modified(_ id: String, _ port: Int, _ block: String) -> String {
    """
    {"SecurityGroupRuleId":"\(id)","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":\(port),\
    "ToPort":\(port),"CidrIpv4":"\(block)"}}
    """
  }

  @Test func `a rule that is modified is taken and put, alone or beside others`() throws {
    let rule = Self.modified("sgr-1", 443, "10.0.0.0/8")
    for list in [
      rule, "[\(rule)]",
      #"[\#(rule),{"tag":2,\#(Self.modified("sgr-2", 80, "10.1.0.0/16").dropFirst())]"#,
    ] {
      var event = try Self.event(
        "ModifySecurityGroupRules",
        #""ModifySecurityGroupRulesRequest":{"GroupId":"sg-1","SecurityGroupRule":\#(list)}"#)
      event.parts.learn(rule: Self.described("sgr-2", 8080, "10.1.0.0/16"))
      let before = Self.group(
        Self.permission(22, "0.0.0.0/0"), Self.permission(8080, "10.1.0.0/16"))
      let isBoth = list.contains("sgr-2")
      let after = Self.group(
        Self.permission(443, "10.0.0.0/8"), Self.permission(isBoth ? 80 : 8080, "10.1.0.0/16"))
      #expect(grades(event, Self.group, "sg-1", before, after) == [.byResourceAndTime])
      event.parts.learn(rule: Self.described("sgr-1", 22, "0.0.0.0/0"))
      #expect(grades(event, Self.group, "sg-1", before, after) == [.exact], "\(list)")
    }
  }

  @Test func `what a call answers and what another modifies is known to the next`() throws {
    var parts = PartNames()
    let opened = try Self.event(
      "AuthorizeSecurityGroupIngress", #""groupId":"sg-1""#,
      answer: #""securityGroupRuleSet":{"items":[\#(Self.answered("sgr-1", 22, "0.0.0.0/0"))]}"#)
    #expect(
      opened.effects.contains { $0.type == "AWS::EC2::SecurityGroupRule" && $0.resource == "sgr-1" }
    )
    parts.learn(opened)
    #expect(parts.knows("sgr-1"))
    var changed = try Self.event(
      "ModifySecurityGroupRules",
      #""ModifySecurityGroupRulesRequest":{"GroupId":"sg-1","SecurityGroupRule":\#(Self.modified("sgr-1", 443, "10.0.0.0/8"))}"#
    )
    changed.parts = parts
    parts.learn(changed)
    var revoked = try Self.event(
      "RevokeSecurityGroupIngress", #""groupId":"sg-1","securityGroupRuleIds":["sgr-1"]"#)
    revoked.parts = parts
    let before = Self.group(Self.permission(443, "10.0.0.0/8"))
    #expect(grades(revoked, Self.group, "sg-1", before, Self.group()) == [.exact])
  }

  @Test func `a description is given by the id of its rule`() throws {
    var event = try Self.event(
      "UpdateSecurityGroupRuleDescriptionsIngress",
      #""groupId":"sg-1","securityGroupRuleDescriptions":{"items":[{"securityGroupRuleId":"sgr-1","description":"x"}]}"#
    )
    let (before, after) = (
      Self.group(Self.permission(22, "10.0.0.0/8")),
      Self.group(Self.permission(22, "10.0.0.0/8", "x"))
    )
    #expect(grades(event, Self.group, "sg-1", before, after) == [.byResourceAndTime])
    event.parts.learn(rule: Self.described("sgr-1", 22, "10.0.0.0/8"))
    #expect(grades(event, Self.group, "sg-1", before, after) == [.exact])
  }

  @Test(arguments: [
    #""ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"}]}}]}"#,
    #""ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8","description":""}]}}]}"#,
    #""securityGroupRuleDescriptions":{"items":[{"securityGroupRuleId":"sgr-1"}]}"#,
  ])
  func `a description goes by a call that gives its rule none`(request: String) throws {
    var event = try Self.event(
      "UpdateSecurityGroupRuleDescriptionsIngress", #""groupId":"sg-1",\#(request)"#)
    event.parts.learn(
      rule: Self.json(
        """
        {"SecurityGroupRuleId":"sgr-1","GroupId":"sg-1","IsEgress":false,"IpProtocol":"tcp",\
        "FromPort":22,"ToPort":22,"CidrIpv4":"10.0.0.0/8","Description":"x"}
        """))
    let kind = ResourceKind.of(Self.group)
    func compared(_ text: String?) -> ConfigurationValue {
      let rules = [Self.permission(22, "10.0.0.0/8", text), Self.permission(80, "10.0.0.0/8", "y")]
      return kind.normalized(
        Self.json(Self.group(rules.joined(separator: ","))), form: .cli, context: Self.context)
    }
    var replay = Replay(kind, Self.context, before: compared("x"))
    // Whoever described it otherwise before is not who took the description away.
    let other = Self.json(Self.group(Self.permission(22, "10.0.0.0/8", "z")))
    replay.take("earlier", [.amend(other)])
    replay.take("e1", event.effects.flatMap(\.steps))
    let edits = kind.edits(from: compared("x"), to: compared(nil))
    #expect(edits.count == 1)
    for edit in edits { #expect(replay.attribution(of: edit) == (.exact, ["e1"])) }
  }

  @Test func `all protocols have no ports, and groups and prefix lists are sources too`() throws {
    let sources = [
      (#""cidrIpv6":"::/0""#, #""Ipv6Ranges":[{"CidrIpv6":"::/0"}]"#),
      (#""prefixListId":"pl-1""#, #""PrefixListIds":[{"PrefixListId":"pl-1"}]"#),
      (
        #""referencedGroupInfo":{"groupId":"sg-2","userId":"111122223333"}"#,
        #""UserIdGroupPairs":[{"GroupId":"sg-2","UserId":"111122223333"}]"#
      ),
    ]
    for (answer, described) in sources {
      let event = try Self.event(
        "RevokeSecurityGroupEgress", #""groupId":"sg-1","securityGroupRuleIds":["sgr-1"]"#,
        answer: """
          "revokedSecurityGroupRuleSet":{"items":[{"securityGroupRuleId":"sgr-1","isEgress":true,\
          "ipProtocol":"-1","fromPort":-1,"toPort":-1,\(answer)}]}
          """)
      let before = Self.group(#"{"IpProtocol":"-1",\#(described)}"#, list: "IpPermissionsEgress")
      let after = Self.group(list: "IpPermissionsEgress")
      #expect(grades(event, Self.group, "sg-1", before, after) == [.exact], "\(answer)")
    }
  }

  @Test(arguments: [
    (
      "ReplaceRouteTableAssociation", Self.table, "rtb", "routeTableId", "RouteTableId",
      "RouteTableAssociationId"
    ),
    (
      "ReplaceNetworkAclAssociation", Self.acl, "acl", "networkAclId", "NetworkAclId",
      "NetworkAclAssociationId"
    ),
  ])
  func `an association that goes over is exact on both sides where it is known`(
    call: String, type: ResourceType, prefix: String, owner: String, field: String, id: String
  ) throws {
    func linked(_ number: Int) -> String {
      #"{"Associations":[{"\#(id)":"\#(prefix)assoc-\#(number)","\#(field)":"\#(prefix)-\#(number)","SubnetId":"subnet-1"}]}"#
    }
    let none = #"{"Associations":[]}"#
    var event = try Self.event(
      call, #""\#(owner)":"\#(prefix)-2","associationId":"\#(prefix)assoc-1""#,
      answer: #""newAssociationId":"\#(prefix)assoc-2""#)
    #expect(
      event.namedParts == ["\(prefix)assoc-1"] && event.madeAssociations == ["\(prefix)assoc-2"])
    #expect(grades(event, type, "\(prefix)assoc-1", linked(1), none) == [.exact])
    #expect(grades(event, type, "\(prefix)-2", none, linked(2)) == [.byResourceAndTime])
    event.parts.learn(associationsOf: Self.json(linked(1)))
    #expect(grades(event, type, "\(prefix)-2", none, linked(2)) == [.exact])
  }

  @Test func `tags of a rule are no edit of its group`() throws {
    let event = try Self.event(
      "CreateTags",
      #""resourcesSet":{"items":[{"resourceId":"sgr-1"}]},"tagSet":{"items":[{"key":"a","value":"b"}]}"#
    )
    #expect(event.effects.map(\.type) == ["AWS::EC2::SecurityGroupRule"])
  }
}
