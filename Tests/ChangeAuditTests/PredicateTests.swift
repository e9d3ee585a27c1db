import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

private struct Case: CustomTestStringConvertible, Sendable {
  let predicate: Predicate
  let value: ConfigurationValue
  let expected: Bool

  init(_ predicate: Predicate, _ value: ConfigurationValue, _ expected: Bool) {
    (self.predicate, self.value, self.expected) = (predicate, value, expected)
  }

  var testDescription: String { "\(predicate) \(value.canonicalJSON)" }
}

private let webPorts = Predicate.fields(["ports": range(80, 443)])
private func ports(_ proto: String?, _ from: String?, _ to: String?) -> ConfigurationValue {
  var fields: [String: ConfigurationValue] = [:]
  fields["IpProtocol"] = proto.map { .string($0) }
  fields["FromPort"] = from.map { .number($0) }
  fields["ToPort"] = to.map { .number($0) }
  return .object(fields)
}
private let reads = Predicate.actionsWithin(["s3:Get*", "ec2:Describe*"])

@Test(arguments: [
  Case(.equals(.string("a")), .string("a"), true),
  Case(.equals(.string("a")), .string("A"), false),
  Case(.equals(.number("443")), .string("443"), true),
  Case(.equals(.string("443")), .number("443"), true),
  Case(.equals(.string("0443")), .number("443"), false),
  Case(.equals(.number("1000")), .string("1e3"), false),
  Case(.equals(.bool(true)), .string("true"), false),
  Case(.equals(.null), .string("null"), false),
  Case(.equals(.string("\u{e9}")), .string("e\u{301}"), false),
  Case(
    .equals(.list([.string("b"), .string("a")])),
    .elements(["a": .string("a"), "b": .string("b")]), true),
  Case(
    .equals(.list([.string("a"), .string("a")])),
    .elements(["a": .string("a"), "b": .string("b")]), false),
  Case(.equals(.list([.string("a")])), .elements(["a": .string("a"), "b": .string("b")]), false),
  Case(.equals(.list([.string("b"), .string("a")])), .list([.string("a"), .string("b")]), false),
  Case(.equals(.object(["k": .number("1")])), .elements(["k": .string("1")]), true),
  Case(.equals(.object(["k": .null])), .object(["k": .null, "l": .null]), false),
  Case(.equals(.object(["k": .null, "l": .null])), .object(["k": .null]), false),
  Case(.oneOf([.string("a"), .null]), .null, true),
  Case(.oneOf([]), .null, false),
  Case(.glob(Glob("web-*")), .string("web-1"), true),
  Case(.glob(Glob("a?c")), .string("abc"), true), Case(.glob(Glob("a?c")), .string("a?c"), true),
  Case(.glob(Glob("a?c")), .string("a*c"), false), Case(.glob(Glob("a*c")), .string("a*c"), true),
  Case(.glob(Glob("????*")), .string("a*bc"), false),
  Case(.glob(Glob("a\\*c")), .string("a*c"), true),
  Case(.glob(Glob("*")), .null, false),
  Case(.glob(Glob("*")), .object([:]), false),
  Case(block("10.0.0.0/8"), .string("10.0.0.0/8"), true),
  Case(block("10.0.0.0/8"), .string("10.0.0.0/7"), false),
  Case(block("10.0.0.0/8"), .string("10.1.2.3"), true),
  Case(block("10.0.0.0/8"), .string("::/0"), false),
  Case(block("0.0.0.0/0"), .string("sg-1"), false),
  Case(block("0.0.0.0/0"), .list([.string("10.0.0.0/8")]), false),
  Case(block("2001:db8::/32"), .string("2001:DB8:1::/48"), true),
  Case(range(1, 10), .number("10"), true),
  Case(range(1, 10), .string("10"), true),
  Case(range(1, 10), .number("11"), false),
  Case(range(1, 10), .number("5.5"), false),
  Case(range(1, 10), .number("1e99"), false),
  Case(range(-1, 10), .string("+5"), false),
  Case(webPorts, ports("tcp", "80", "443"), true),
  Case(webPorts, ports("tcp", "80", "444"), false),
  Case(webPorts, ports("tcp", "443", "80"), false),
  Case(webPorts, ports("tcp", "443", nil), false),
  Case(webPorts, ports("tcp", nil, nil), false),
  Case(webPorts, ports("-1", "443", "443"), false),
  Case(webPorts, ports("50", "443", "443"), false),
  Case(.fields(["ports": range(0, 65535)]), ports("-1", nil, nil), true),
  Case(.equals(.string("1e2")), .number("100"), true),
  Case(.equals(.string("100.0")), .number("100"), true),
  Case(.equals(.string("1e2")), .string("100"), false),
  Case(.equals(.string("13.10")), .string("13.1"), false),
  Case(.equals(.string("13.10")), .number("13.1"), true),
  Case(.equals(.number("13.1")), .string("13.10"), false),
  Case(range(1, 10), .string("05"), false),
  Case(.fields(["ports": range(0, 1024)]), ports("icmp", "3", "4"), false),
  Case(.fields(["ports": range(0, 1024)]), ports("58", "5", "5"), false),
  Case(.fields(["ports": range(3, 3)]), ports("1", "3", "3"), false),
  Case(.fields(["ports": range(0, 65535)]), ports("icmp", "-1", "-1"), true),
  Case(.fields(["ports": range(0, 65535)]), ports("icmp", "3", "4"), true),
  Case(.fields(["ports": range(0, 65534)]), ports("icmp", "3", "4"), false),
  Case(.fields(["ports": range(0, 65535)]), ports("132", "443", "443"), true),
  Case(.fields(["ports": range(443, 443)]), ports("132", "443", "443"), false),
  Case(.fields(["ports": range(443, 443)]), ports("sctp", "443", "443"), false),
  Case(.fields(["ports": range(443, 443)]), ports("17", "443", "443"), true),
  Case(.fields(["ports": range(443, 443)]), ports("TCP", "443", "443"), true),
  Case(.fields(["icmpType": range(3, 3), "icmpCode": range(4, 4)]), ports("icmp", "3", "4"), true),
  Case(.fields(["icmpType": range(8, 8)]), ports("icmpv6", "8", "-1"), true),
  Case(.fields(["icmpCode": range(0, 0)]), ports("icmp", "8", "-1"), false),
  Case(.fields(["icmpCode": range(0, 255)]), ports("icmp", "8", "-1"), true),
  Case(.fields(["icmpType": range(8, 8)]), ports("icmp", "-1", "-1"), false),
  Case(.fields(["icmpType": range(0, 255)]), ports("icmp", nil, nil), true),
  Case(.fields(["icmpType": range(0, 255)]), ports("tcp", "3", "4"), false),
  Case(.fields(["icmpType": range(0, 255)]), ports("-1", nil, nil), false),
  Case(.fields(["icmpType": range(0, 255)]), ports(nil, "3", "4"), false),
  Case(.fields(["icmpType": .equals(.number("3"))]), ports("icmp", "3", "4"), true),
  Case(
    .fields(["icmpType": range(3, 3), "icmpCode": range(0, 255)]),
    .object([
      "Protocol": .string("1"),
      "IcmpTypeCode": .object(["Type": .number("3"), "Code": .number("-1")]),
    ]), true),
  Case(
    .fields(["ports": range(0, 1024)]),
    .object([
      "Protocol": .string("icmp"),
      "IcmpTypeCode": .object(["Type": .number("3"), "Code": .number("4")]),
    ]), false),
  Case(.fields(["ports": .equals(.number("443"))]), ports("tcp", "443", "443"), true),
  Case(.fields(["ports": .equals(.number("443"))]), ports("tcp", "442", "443"), false),
  Case(.fields(["ports": .equals(.number("443"))]), ports("tcp", "443", "444"), false),
  Case(.fields(["ports": .glob(Glob("*"))]), ports("tcp", "443", "443"), false),
  Case(
    webPorts, .object(["PortRange": .object(["From": .number("80"), "To": .number("81")])]), true),
  Case(
    webPorts,
    .object(["ports": .number("22"), "FromPort": .number("80"), "ToPort": .number("80")]), false),
  Case(webPorts, .string("80"), false),
  Case(.fields(["a": .equals(.null)]), .object([:]), false),
  Case(.fields(["a": .equals(.null)]), .object(["a": .null, "b": .null]), true),
  Case(.fields([:]), .string("x"), false),
  Case(.subsetOf([.string("a"), .string("b")]), .elements(["a": .string("a")]), true),
  Case(.subsetOf([.string("a")]), .list([.string("a"), .string("c")]), false),
  Case(.subsetOf([.string("a")]), .string("a"), true),
  Case(.subsetOf([.string("a")]), .object(["a": .string("a")]), false),
  Case(.subsetOf([.string("a")]), .null, false),
  Case(reads, .string("S3:getobject"), true),
  Case(reads, .list([.string("s3:Get*"), .string("ec2:DescribeVpcs")]), true),
  Case(reads, .list([.string("s3:GetObject"), .string("s3:*")]), false),
  Case(reads, .string("*"), false),
  Case(reads, .number("1"), false),
  Case(reads, .object([:]), false),
  Case(.all([range(1, 9), .equals(.number("3"))]), .number("3"), true),
  Case(.all([range(1, 9), .equals(.number("3"))]), .number("4"), false),
])
private func `a predicate is satisfied by what it names and nothing wider`(row: Case) {
  #expect(row.predicate.isSatisfied(by: row.value) == row.expected)
}

private struct Wording: CustomTestStringConvertible, Sendable {
  let predicate: Predicate
  let value: ConfigurationValue
  let expected: String

  init(_ predicate: Predicate, _ value: ConfigurationValue, _ expected: String) {
    (self.predicate, self.value, self.expected) = (predicate, value, expected)
  }

  var testDescription: String { expected }
}

@Test(arguments: [
  Wording(.equals(.string("a")), .string("b"), "b is not a"),
  Wording(.equals(.string("a")), .string("b\n"), #""b\n" is not a"#),
  Wording(.equals(.bool(true)), .string("true"), #""true" is not true"#),
  Wording(.equals(.object([:])), .list([]), "[] is not {}"),
  Wording(.equals(.null), .object(["a": .number("1")]), #"{"a":1} is not null"#),
  Wording(.oneOf([.string("a"), .string("b")]), .string("c"), "c is not one of a, b"),
  Wording(.glob(Glob("web-*")), .string("db"), "db is not like web-*"),
  Wording(range(1, 9), .number("22"), "22 is not in 1-9"),
  Wording(range(9, 9), .number("22"), "22 is not 9"),
  Wording(
    .subsetOf([.string("a")]), .list([.string("a"), .string("x"), .string("y")]),
    "x is not one of a, y is not one of a"),
  Wording(
    reads, .list([.string("s3:*"), .string("s3:GetObject"), .string("iam:PassRole")]),
    "s3:* is wider than s3:Get*, ec2:Describe*, iam:PassRole is not within s3:Get*, ec2:Describe*"),
  Wording(
    .fields(["a": .equals(.null), "b": .glob(Glob("x"))]), .object(["b": .string("y")]),
    "a is absent, b y is not like x"),
  Wording(webPorts, ports("tcp", "22", "22"), "port 22 is not in 80-443"),
  Wording(webPorts, ports("tcp", "0", "65535"), "ports 0-65535 are wider than 80-443"),
  Wording(webPorts, ports("tcp", "22", "100"), "ports 22-100 are not in 80-443"),
  Wording(webPorts, .string("x"), "x has no fields"),
  Wording(
    webPorts, ports("icmp", "3", "4"),
    "icmp has types and codes, no ports: icmpType and icmpCode say which are approved"),
  Wording(.fields(["icmpType": range(3, 3)]), ports("icmp", "8", "0"), "ICMP type 8 is not 3"),
  Wording(
    .fields(["icmpCode": range(0, 3)]), ports("icmp", "8", "-1"),
    "ICMP codes 0-255 are wider than 0-3"),
  Wording(.fields(["icmpType": range(3, 3)]), ports("tcp", "3", "3"), "it is not ICMP"),
  Wording(.equals(.string("13.10")), .string("13.1"), "13.1 is not 13.10"),
  Wording(.all([.glob(Glob("a*")), .glob(Glob("*b"))]), .string("ac"), "ac is not like *b"),
])
private func `what a value lacks is said in words`(row: Wording) {
  let book = RuleBook(records: [record(allows: modify(clause(.added, "P", row.predicate)))])
  let line = book.verdicts([candidate(edit("P", .added(row.value)))]).map(\.line).joined()
  #expect(line == "unapproved | CHG1 approves added P here: \(row.expected)")
}

@Test func `a pattern of actions contains another only if it fits all that the other fits`() {
  var random = SeededGenerator(seed: 11)
  let texts = words(upTo: 4)
  var contained = 0
  for _ in 0..<Trials.count(500) {
    let (wide, narrow) = (randomPattern(&random), randomPattern(&random))
    guard ActionPattern(wide).contains(ActionPattern(narrow)) else { continue }
    contained += 1
    let (wideGlob, narrowGlob) = (Glob(wide), Glob(narrow))
    for text in texts where narrowGlob.matches(text) {
      #expect(wideGlob.matches(text), "\(wide) \(narrow)")
    }
  }
  #expect(contained > 25)
}

@Test(arguments: [
  ("s3:Get*", "s3:GetBucket*", true), ("s3:GetBucket*", "s3:Get*", false), ("*", "*:*", true),
  ("*:*", "*", false), ("s3:*", "S3:PUT?bject", true), ("s3:?", "s3:*", false), ("", "", true),
  ("*", "", true), ("?*", "*?", true), ("a*b*c", "a*xb*c", true), ("a", "", false),
])
func `patterns of actions contain patterns`(wide: String, narrow: String, isContained: Bool) {
  #expect(ActionPattern(wide).contains(ActionPattern(narrow)) == isContained)
}

private func randomPattern(_ random: inout SeededGenerator) -> String {
  (0..<Int.random(in: 0...5, using: &random)).map { _ in
    ["a", "b", "*", "?"].randomElement(using: &random) ?? ""
  }.joined()
}

private func words(upTo length: Int) -> [String] {
  var all = [""]
  var last = [""]
  for _ in 0..<length {
    last = last.flatMap { ["\($0)a", "\($0)b", "\($0)c"] }
    all += last
  }
  return all
}
