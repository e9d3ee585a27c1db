import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

private func elements(_ json: String, _ direction: PermissionDirection = .ingress) throws
  -> ConfigurationValue
{
  let rule = NormalizationRule.permissions("", direction)
  return rule.applied(to: try fixture(json), NormalizationContext(account: "111122223333"))
}

private func labels(_ value: ConfigurationValue) -> [String] {
  guard case .elements(let elements) = value else { return ["not elements"] }
  return elements.inKeyOrder.map(\.key)
}

/// Permissions as sources write them, and the rules they are.
private let spellings: [(json: String, labels: [String])] = [
  (
    #"[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]"#,
    ["tcp 22 from 0.0.0.0/0"]
  ),
  (
    #"[{"IpProtocol":"6","FromPort":"8000","ToPort":8100,"IpRanges":["10.1.2.3/8"]}]"#,
    ["tcp 8000-8100 from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"TCP","FromPort":0,"ToPort":65535,"IpRanges":["10.0.0.0/8"]}]"#,
    ["tcp 0-65535 from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"tcp","FromPort":-1,"ToPort":-1,"IpRanges":["10.0.0.0/8"]}]"#,
    ["tcp 0-65535 from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":-1,"FromPort":-1,"ToPort":-1,"IpRanges":["10.0.0.0/8"]}]"#,
    ["all from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"all","FromPort":1,"ToPort":2,"IpRanges":["10.0.0.0/8"]}]"#,
    ["all from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"50","FromPort":0,"ToPort":0,"IpRanges":["10.0.0.0/8"]}]"#,
    ["50 from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"1","FromPort":8,"ToPort":-1,"IpRanges":["10.0.0.0/8"]}]"#,
    ["icmp 8/-1 from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"58","Ipv6Ranges":[{"CidrIpv6":"2001:0DB8:0:0::/32"}]}]"#,
    ["icmpv6 -1/-1 from 2001:db8::/32"]
  ),
  (
    #"[{"IpProtocol":"udp","FromPort":53,"ToPort":53,"Ipv6Ranges":[{"CidrIpv6":"::/0"}]}]"#,
    ["udp 53 from ::/0"]
  ),
  (
    #"[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":"sg-1","UserId":"111122223333"},{"GroupId":"sg-1"}]}]"#,
    ["all from sg-1"]
  ),
  (
    #"[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":"sg-1","UserId":"444455556666"}]}]"#,
    ["all from sg-1 (444455556666)"]
  ),
  (
    #"[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupName":"classic","UserId":"amazon-elb"}]}]"#,
    ["all from classic (amazon-elb)"]
  ),
  (
    #"[{"IpProtocol":"-1","PrefixListIds":[{"PrefixListId":"pl-1"}],"IpRanges":null}]"#,
    ["all from pl-1"]
  ),
  (
    #"[{"IpProtocol":"-1","IpRanges":["10.0.0.0/8"],"Ipv4Ranges":[{"CidrIp":"10.0.0.0/8","Description":"x"}]}]"#,
    ["all from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"CidrIp":"10.0.0.0/8"}]"#,
    ["tcp 443 from 10.0.0.0/8"]
  ),
  (
    #"[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"SourceSecurityGroupId":"sg-1","SourceSecurityGroupOwnerId":"111122223333"}]"#,
    ["tcp 443 from sg-1"]
  ),
  (
    #"{"my rule":{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"source":"10.0.0.0/8"}}"#,
    ["tcp 443 from 10.0.0.0/8"]
  ),
  (#"[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[]}]"#, ["tcp 443 from nobody"]),
  (#"[]"#, []),
]

/// What is no permission, or only partly one.
private let oddities: [(json: String, labels: [String])] = [
  (#"["hello",7,null,[1],{"a":1}]"#, ["7", "[1]", "hello", "null", #"{"a":1}"#]),
  (
    #"[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"10.0.0.0/8"},{"Weird":1}]}]"#,
    ["all from 10.0.0.0/8", #"{"IpProtocol":"-1","IpRanges":[{"Weird":1}]}"#]
  ),
  (
    #"[{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":null,"UserId":"1"}]}]"#,
    [#"{"IpProtocol":"-1","UserIdGroupPairs":[{"GroupId":null,"UserId":"1"}]}"#]
  ),
  (
    #"[{"IpProtocol":"-1","IpRanges":{"items":[]}}]"#,
    [#"{"IpProtocol":"-1","IpRanges":[{"items":[]}]}"#]
  ),
  (
    #"[{"IpProtocol":"-1","IpRanges":["10.0.0.0/8"],"source":{"odd":1}}]"#,
    ["all from 10.0.0.0/8", #"{"IpProtocol":"-1","source":{"odd":1}}"#]
  ),
  (
    #"[{"FromPort":22,"IpRanges":["10.0.0.0/8"]}]"#,
    [#"{"FromPort":22,"IpRanges":["10.0.0.0/8"]}"#]
  ),
  (#"[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"somewhere"}]}]"#, ["all from somewhere"]),
]

@Test(arguments: spellings + oddities)
func `permissions are read as rules with one peer each`(json: String, expected: [String]) throws {
  #expect(try labels(elements(json)) == expected)
}

@Test(arguments: spellings + oddities)
func `rules written out are read as the same rules`(json: String, _: [String]) throws {
  let value = try elements(json)
  #expect(try elements(value.canonicalJSON) == value)
}

@Test func `egress goes to its destination`() throws {
  let json = #"[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]"#
  let value = try elements(json, .egress)
  #expect(labels(value) == ["all to 0.0.0.0/0"])
  #expect(value["all to 0.0.0.0/0"]?["destination"] == .string("0.0.0.0/0"))
}

@Test func `a rule says its protocol, ports, peer and what AWS keeps with it`() throws {
  let json = """
    [{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"New":true,"UserIdGroupPairs":[{"GroupId":"sg-1",
      "UserId":"444455556666","GroupName":"x","VpcId":"vpc-1","VpcPeeringConnectionId":"pcx-1",
      "PeeringStatus":"active","Description":"theirs"}]}]
    """
  let expected = """
    {"Description":"theirs","FromPort":22,"IpProtocol":"tcp","New":true,"ToPort":22,\
    "VpcPeeringConnectionId":"pcx-1","account":"444455556666","source":"sg-1"}
    """
  #expect(
    try elements(json)["tcp 22 from sg-1 (444455556666)"]?.canonicalJSON == expected)
}

@Test func `one rule twice is one, with another description it is two`() throws {
  let rule = #"{"IpProtocol":"-1","IpRanges":[{"CidrIp":"10.0.0.0/8","Description":"a"}]}"#
  #expect(try labels(elements("[\(rule),\(rule)]")) == ["all from 10.0.0.0/8"])
  let other = rule.replacing("\"a\"", with: "\"b\"")
  let both = try elements("[\(other),\(rule)]")
  #expect(
    labels(both) == [
      "all from 10.0.0.0/8 ~0f11d9497093db8e1ae8cd576fc78341",
      "all from 10.0.0.0/8 ~827fea59fbc46d3c8eb16ebfb3d120aa",
    ])
  #expect(try elements("[\(rule),\(other)]") == both)
  #expect(try elements(both.canonicalJSON) == both)
}

@Test func `an empty description is none`() throws {
  let empty = #"[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"10.0.0.0/8","Description":""}]}]"#
  #expect(try elements(empty) == elements(empty.replacing(#","Description":"""#, with: "")))
}

@Test func `no random value is lost, and all are read the same again`() throws {
  var random = SeededGenerator(seed: 3)
  let rule = NormalizationRule.permissions("", .ingress)
  let context = NormalizationContext(account: "111122223333")
  for _ in 0..<3000 {
    var fields: [String: ConfigurationValue] = ["IpProtocol": .string("tcp")]
    for field in ["IpRanges", "UserIdGroupPairs", "FromPort", "source", "Other"] {
      if Bool.random(using: &random) { fields[field] = .random(depth: 2, using: &random) }
    }
    let odd = ConfigurationValue.random(depth: 2, using: &random)
    let value = rule.applied(to: .list([.object(fields), odd]), context)
    #expect(value.members?.contains(odd) == true || odd["IpProtocol"] != nil)
    let json = value.canonicalJSON
    let read = rule.applied(to: try fixture(json), context)
    #expect(read.canonicalJSON == json)
  }
}
