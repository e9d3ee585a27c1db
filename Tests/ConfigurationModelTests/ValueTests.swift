import ConfigurationModel
import Testing

@Test(arguments: [
  ("1", "1"), ("1.0", "1"), ("1e0", "1"), ("-0", "0"), ("0.10", "0.1"), ("100", "100"),
  ("1E2", "100"), ("12.5e-1", "1.25"), ("18446744073709551617", "18446744073709551617"),
  ("1e100", "1e100"), ("1.50e-30", "1.5e-30"),
])
func `a number has one text`(text: String, canonical: String) {
  #expect(DecimalText.canonical(text) == canonical)
}

@Test(arguments: ["01", "1.", ".5", "+1", "1e", "0x1", "", "-", "1e9999999999"])
func `what is not a number is refused`(text: String) {
  #expect(DecimalText.canonical(text) == nil)
}

@Test func `texts are equal only byte by byte`() {
  let composed = ConfigurationValue.string("\u{e9}")
  let decomposed = ConfigurationValue.string("e\u{301}")
  #expect(composed != decomposed)
  #expect(ConfigurationValue.object(["\u{e9}": .null]) != .object(["e\u{301}": .null]))
}

@Test(arguments: [
  ("10.0.0.0/8", "10.1.0.0/16", true), ("10.1.0.0/16", "10.0.0.0/8", false),
  ("0.0.0.0/0", "1.2.3.4/32", true), ("0.0.0.0/0", "::/0", false),
  ("2001:db8::/32", "2001:db8:1::/48", true), ("::/0", "::1", true),
  ("10.0.0.0/8", "10.0.0.0/8", true), ("::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true),
])
func `an address block contains the narrower one`(outer: String, inner: String, contains: Bool)
  throws
{
  let outer = try #require(AddressBlock(parsing: outer))
  #expect(outer.contains(try #require(AddressBlock(parsing: inner))) == contains)
}

@Test(arguments: [
  "10.0.0.0/33", "10.0.0/8", "256.0.0.0/8", "1::2::3", ":::", "10.0.0.0/ 8", "sg-1",
])
func `what is not an address block is refused`(text: String) {
  #expect(AddressBlock(parsing: text) == nil)
}
