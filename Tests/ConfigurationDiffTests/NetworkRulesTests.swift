import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

private let context = NormalizationContext(account: "111122223333")

@Test(arguments: [
  ("10.1.2.3/8", "10.0.0.0/8"), ("10.0.0.1/32", "10.0.0.1/32"), ("0.0.0.0/0", "0.0.0.0/0"),
  ("2001:0DB8:0000:0000:0000:0000:0000:0001/128", "2001:db8::1/128"), ("::/0", "::/0"),
  ("0:0:0:0:0:0:0:0/0", "::/0"), ("1:0:0:2:0:0:0:3/128", "1:0:0:2::3/128"),
  ("1:0:2:3:4:5:6:7/128", "1:0:2:3:4:5:6:7/128"), ("fe80::/10", "fe80::/10"),
  ("1:2:3:4:5:6::/96", "1:2:3:4:5:6::/96"), ("10.0.0.0/33", "10.0.0.0/33"),
  ("10.0.0.1", "10.0.0.1"),
  ("local", "local"), ("", ""),
])
func `an address block has one spelling`(text: String, expected: String) {
  let rule = NormalizationRule.addressBlock("CidrBlock")
  let value = rule.applied(to: .object(["CidrBlock": .string(text)]), context)
  #expect(value["CidrBlock"]?.string == expected)
}

@Test func `every block's text is read as the same block`() {
  var random = SeededGenerator(seed: 5)
  for _ in 0..<2000 {
    let groups = (0..<8).map { _ in
      String(
        [0, 0, UInt16.random(in: 0...UInt16.max, using: &random)].randomElement(using: &random)
          ?? 0, radix: 16)
    }
    let text = groups.joined(separator: ":") + "/\(Int.random(in: 0...128, using: &random))"
    let block = AddressBlock(parsing: text)
    #expect(block != nil && AddressBlock(parsing: block?.description ?? "") == block, "\(text)")
  }
}

@Test func `network ACL entries are found by direction and number`() throws {
  let entries = """
    [{"RuleNumber":100,"Egress":true,"Protocol":"17"},{"RuleNumber":100,"Egress":false,"Protocol":"-1"},
     {"Odd":1}]
    """
  let rule = NormalizationRule.networkAclEntries("")
  let value = rule.applied(to: try fixture(entries), context)
  guard case .elements(let elements) = value else {
    Issue.record("no elements")
    return
  }
  #expect(elements.inKeyOrder.map(\.key) == ["egress 100", "ingress 100", #"{"Odd":1}"#])
  #expect(value["egress 100"]?["Protocol"] == .string("udp"))
  #expect(rule.applied(to: try fixture(value.canonicalJSON), context) == value)
}

@Test func `tags that are their own values are read again as tags`() throws {
  let rule = NormalizationRule.tags("")
  let value = rule.applied(to: try fixture(#"[{"Key":"web","Value":"web"}]"#), context)
  #expect(rule.applied(to: try fixture(value.canonicalJSON), context) == value)
}
