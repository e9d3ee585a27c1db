import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test(arguments: [
  ("10.0.0.0/8", "10.0.0.0/8"), ("10.1.2.3/8", "10.0.0.0/8"), ("10.1.2.3", "10.1.2.3/32"),
  ("0.0.0.0/0", "0.0.0.0/0"), ("::/0", "::/0"), ("2001:DB8::/32", "2001:db8::/32"),
  ("1:0:0:2:0:0:0:3", "1:0:0:2::3/128"), ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7/128"),
  ("::1", "::1/128"), ("1::", "1::/128"), ("::ffff:1.2.3.4", "::ffff:102:304/128"),
])
func `a block is written as RFC 5952 has it`(text: String, expected: String) throws {
  #expect(try #require(AddressBlock(parsing: text)).description == expected)
}

@Test func `the text of a block parses back to it`() throws {
  var random = SeededGenerator(seed: 3)
  for _ in 0..<2000 {
    let groups = (0..<8).map { _ in
      Bool.random(using: &random)
        ? "0" : String(UInt16.random(in: 0...9, using: &random), radix: 16)
    }
    let text = groups.joined(separator: ":") + "/\(Int.random(in: 0...128, using: &random))"
    let block = try #require(AddressBlock(parsing: text))
    #expect(AddressBlock(parsing: block.description) == block, "\(text)")
  }
}

@Test(arguments: [
  "010.0.0.0/8", "10.00.0.0", "10.0.0.0/08", "10.0.0/8", "10.0.0.0/33", "10.0.0.0/", "::/129",
  ":::",
])
func `what two readers may read in two ways is no block`(text: String) {
  #expect(AddressBlock(parsing: text) == nil)
}
