import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

private let context = NormalizationContext(account: "111122223333")

/// Two ways to write the protocol and ports of one security group permission.
private let permissions: [(String, String)] = [
  (#""IpProtocol":"icmp""#, #""IpProtocol":"1","FromPort":-1,"ToPort":-1"#),
  (#""IpProtocol":"icmp","FromPort":-1"#, #""IpProtocol":"icmp","FromPort":-1,"ToPort":-1"#),
  (#""IpProtocol":"icmpv6""#, #""IpProtocol":"58","FromPort":-1,"ToPort":-1"#),
  (#""IpProtocol":"58""#, #""IpProtocol":"ICMPv6","FromPort":"-1","ToPort":"-1""#),
  (#""IpProtocol":"tcp""#, #""IpProtocol":"6","FromPort":0,"ToPort":65535"#),
  (
    #""IpProtocol":"6","FromPort":null,"ToPort":null"#,
    #""IpProtocol":"tcp","FromPort":-1,"ToPort":-1"#
  ),
  (#""IpProtocol":"udp""#, #""IpProtocol":"17","FromPort":0,"ToPort":65535"#),
  (
    #""IpProtocol":"17","FromPort":-1,"ToPort":-1"#,
    #""IpProtocol":"udp","FromPort":"0","ToPort":"65535""#
  ),
]

@Test(arguments: permissions)
func `ports that are left out are every port`(left: String, right: String) throws {
  let rule = NormalizationRule.permissions("", .ingress)
  let values = try [left, right].map { text in
    rule.applied(
      to: try fixture(#"[{\#(text),"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]"#), context)
  }
  #expect(values[1].difference(from: values[0]).map(\.path.text) == [])
}

@Test(arguments: [
  (#""FromPort":22"#, #""FromPort":22,"ToPort":22"#), (#""FromPort":1,"ToPort":65535"#, ""),
]) func `one port that is left out is not invented`(left: String, right: String) throws {
  let rule = NormalizationRule.permissions("", .ingress)
  let values = try [left, right].map { text in
    let separator = text.isEmpty ? "" : ","
    return rule.applied(
      to: try fixture(#"[{"IpProtocol":"tcp"\#(separator)\#(text),"CidrIp":"0.0.0.0/0"}]"#), context
    )
  }
  #expect(!values[1].difference(from: values[0]).isEmpty)
}

/// Two ways to write the protocol and ports of one entry of a network ACL.
private let entries: [(String, String)] = [
  (#""Protocol":"6""#, #""Protocol":"tcp","PortRange":{"From":0,"To":65535}"#),
  (#""Protocol":"17","PortRange":null"#, #""Protocol":"17","PortRange":{"From":0,"To":65535}"#),
  (#""Protocol":"-1""#, #""Protocol":"-1","PortRange":{"From":0,"To":65535}"#),
  (#""Protocol":"1""#, #""Protocol":"icmp","IcmpTypeCode":{"Type":-1,"Code":-1}"#),
]

@Test(arguments: entries)
func `an entry without ports is one of every port`(left: String, right: String) throws {
  let rule = NormalizationRule.networkAclEntries("")
  let values = try [left, right].map { text in
    rule.applied(
      to: try fixture(#"[{\#(text),"Egress":false,"RuleNumber":100,"CidrBlock":"0.0.0.0/0"}]"#),
      context)
  }
  #expect(values[1].difference(from: values[0]).map(\.path.text) == [])
  #expect(rule.applied(to: values[0], context) == values[0])
}

/// Conditions that mean the same. Names of keys have no case; names of operators have: IAM refuses
/// `stringEquals` (MalformedPolicyDocument, "Invalid Condition type").
@Test func `condition keys have no case, operators have`() throws {
  func policy(_ condition: String) throws -> ConfigurationValue {
    let json = #"{"Statement":[{"Sid":"S","Effect":"Allow","Condition":\#(condition)}]}"#
    return NormalizationRule.policy("").applied(to: try fixture(json), context)
  }
  let plain = try policy(#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8"]}}"#)
  #expect(try policy(#"{"IpAddress":{"aws:sourceip":"10.0.0.0/8"}}"#) == plain)
  #expect(try policy(#"{"ipaddress":{"aws:SourceIp":"10.0.0.0/8"}}"#) != plain)
}
