import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// Rules added to a group, and what is said of each.
private let openings: [(protocolName: String, ports: String, peer: String, reading: String)] = [
  ("tcp", "22-22", "0.0.0.0/0", "critical: tcp/22 is now open to the whole internet"),
  ("tcp", "3389-3389", "::/0", "critical: tcp/3389 is now open to the whole internet"),
  ("tcp", "20-30", "0.0.0.0/0", "critical: tcp/20-30 is now open to the whole internet"),
  ("tcp", "0-65535", "0.0.0.0/0", "critical: every tcp port is now open to the whole internet"),
  ("-1", "", "0.0.0.0/0", "critical: everything is now open to the whole internet"),
  ("tcp", "80-80", "0.0.0.0/0", "medium: tcp/80 is now open to the whole internet"),
  ("tcp", "443-443", "::/0", "medium: tcp/443 is now open to the whole internet"),
  ("udp", "443-443", "0.0.0.0/0", "high: udp/443 is now open to the whole internet"),
  ("tcp", "8080-8080", "0.0.0.0/0", "high: tcp/8080 is now open to the whole internet"),
  ("icmp", "8--1", "0.0.0.0/0", "medium: icmp type 8 is now open to the whole internet"),
  ("50", "", "0.0.0.0/0", "high: protocol 50 is now open to the whole internet"),
  ("tcp", "22-22", "128.0.0.0/1", "critical: tcp/22 is now open to 128.0.0.0/1"),
  ("tcp", "22-22", "2000::/3", "critical: tcp/22 is now open to 2000::/3"),
  ("tcp", "22-22", "192.0.2.0/24", "medium: tcp/22 is now open to 192.0.2.0/24"),
  ("-1", "", "10.0.0.0/8", "medium: everything is now open to 10.0.0.0/8"),
  ("-1", "", "fc00::/7", "medium: everything is now open to fc00::/7"),
  ("tcp", "", "0.0.0.0/0", "critical: every tcp port is now open to the whole internet"),
  ("6", "", "::/0", "critical: every tcp port is now open to the whole internet"),
  ("17", "", "0.0.0.0/0", "critical: every udp port is now open to the whole internet"),
  ("udp", "0-65535", "::/0", "critical: every udp port is now open to the whole internet"),
  ("-1", "", "::/0", "critical: everything is now open to the whole internet"),
  ("-1", "", "0.0.0.0/1", "critical: everything is now open to 0.0.0.0/1"),
  ("tcp", "", "128.0.0.0/1", "critical: every tcp port is now open to 128.0.0.0/1"),
  ("icmp", "", "0.0.0.0/0", "medium: icmp is now open to the whole internet"),
]

private let emptyGroup = """
  {"GroupId": "sg-1", "GroupName": "web", "Tags": [], "IpPermissions": [], "IpPermissionsEgress": []}
  """

private func group(_ name: String, _ ports: String, _ peer: String, in field: String) throws
  -> ConfigurationValue
{
  let bounds = ports.split(separator: "-", maxSplits: 1).map(String.init)
  let range = bounds.count == 2 ? #""FromPort": \#(bounds[0]), "ToPort": \#(bounds[1]),"# : ""
  let peers =
    peer.contains(":")
    ? #""Ipv6Ranges": [{"CidrIpv6": "\#(peer)"}]"# : #""IpRanges": [{"CidrIp": "\#(peer)"}]"#
  let rule = #"[{"IpProtocol": "\#(name)", \#(range) \#(peers)}]"#
  return try fixture(emptyGroup.replacing("\"\(field)\": []", with: "\"\(field)\": \(rule)"))
}

@Test(arguments: openings)
func `how bad an opened port is depends on the port and on who may reach it`(
  protocolName: String, ports: String, peer: String, reading: String
) throws {
  let kind = ResourceKind.securityGroup
  let closed = kind.cli(try fixture(emptyGroup))
  let open = kind.cli(try group(protocolName, ports, peer, in: "IpPermissions"))
  let edits = open.difference(from: closed)
  #expect(edits.count == 1)
  #expect(edits.map(kind.reading).allSatisfy { $0.hasSuffix("] " + reading) })
}

@Test func `all traffic to the internet is high, one port is medium`() throws {
  let kind = ResourceKind.securityGroup
  let closed = kind.cli(try fixture(emptyGroup))
  let all = kind.cli(try group("-1", "", "0.0.0.0/0", in: "IpPermissionsEgress"))
  let one = kind.cli(try group("tcp", "443-443", "0.0.0.0/0", in: "IpPermissionsEgress"))
  #expect(
    all.difference(from: closed).map(kind.reading) == [
      "added IpPermissionsEgress[all to 0.0.0.0/0] high: everything may now leave to the whole internet"
    ])
  #expect(
    one.difference(from: closed).map(kind.reading) == [
      "added IpPermissionsEgress[tcp 443 to 0.0.0.0/0] medium: tcp/443 may now leave to the whole internet"
    ])
}

@Test func `a new resource is as bad as its worst exposure`() throws {
  let kind = ResourceKind.securityGroup
  let open = kind.cli(try group("tcp", "22-22", "0.0.0.0/0", in: "IpPermissions"))
  let created = kind.assess(Edit(.root, .added(open)))
  #expect(created == Assessment(.critical, "tcp/22 is now open to the whole internet"))
  let plain = kind.cli(try group("-1", "", "0.0.0.0/0", in: "IpPermissionsEgress"))
  #expect(kind.assess(Edit(.root, .added(plain))) == nil)
  #expect(kind.assess(Edit(.root, .removed(open))) == nil)
  let instance = try fixture(
    #"{"InstanceId": "i-1", "MetadataOptions": {"HttpTokens": "optional"}}"#)
  #expect(ResourceKind.instance.assess(Edit(.root, .added(instance)))?.severity == .high)
}

@Test func `the end of a flow log is high`() {
  let assessment = ResourceKind.flowLog.assess(Edit(.root, .removed(.object([:]))))
  #expect(assessment == Assessment(.high, "traffic is no longer logged here"))
}

@Test func `secrets are where each source has them`() throws {
  let user = try fixture(#"{"UserData": "s", "configuration": {"userData": "s"}}"#)
  let oidc = try fixture(
    """
    {"DefaultActions": [{"AuthenticateOidcConfig": {"ClientSecret": "s"}}],
     "configuration": {"DefaultActions": [{"AuthenticateOidcConfig": {"ClientSecret": "s"}}],
       "defaultActions": [{"authenticateOidcConfig": {"clientSecret": "s"}}]}}
    """)
  for (kind, document) in [(ResourceKind.instance, user), (.listener, oidc)] {
    let hidden = ResourceKind.of(kind.type).secrets.reduce(document) { value, path in
      value.transformed(at: path) { _ in .string("*") }
    }
    #expect(!hidden.canonicalJSON.contains("\"s\""), "\(kind.type)")
  }
}
