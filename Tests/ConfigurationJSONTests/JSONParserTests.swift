import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test(arguments: [
  ("null", ConfigurationValue.null), (" true\n", .bool(true)), ("false", .bool(false)),
  ("0", .number("0")), ("-0", .number("0")), ("-0.0", .number("0")), ("1.0", .number("1")),
  ("1.50", .number("1.5")), ("12345678901234567890123", .number("12345678901234567890123")),
  ("1e2", .number("100")), ("1E+2", .number("100")), ("-1e-2", .number("-0.01")),
  ("0e0", .number("0")), ("1e999999988", .number("1e999999988")),
  (#""""#, .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{c}\n\r\t")),
  (#""\u0000\u00e9\u20ac\ud83d\ude00""#, .string("\0é€😀")), ("\"é€😀\u{7f}\"", .string("é€😀\u{7f}")),
  ("[]", .list([])), ("[ ]", .list([])), ("{ }", .object([:])),
  ("[[],{}]", .list([.list([]), .object([:])])),
  (
    #"{"a":{"b":[1,null]},"":2}"#,
    .object(["a": .object(["b": .list([.number("1"), .null])]), "": .number("2")])
  ),
  ("\u{feff}[1]", .list([.number("1")])),
  (#"{"a":1,"A":2,"é":3}"#, .object(["a": .number("1"), "A": .number("2"), "é": .number("3")])),
])
func `JSON has one value`(text: String, value: ConfigurationValue) throws {
  #expect(try ConfigurationValue(json: text) == value)
  #expect(try JSONParser().parse(Array(text.utf8)) == value)
}

@Test(arguments: [
  ("", JSONError.Kind.empty, 0), ("  \n", .empty, 3), ("\u{feff}", .empty, 3),
  ("[1", .truncated, 2), ("{", .truncated, 1), (#"{"a"#, .truncated, 3), (#"{"a""#, .truncated, 4),
  (#"{"a":"#, .truncated, 5), ("[tru", .truncated, 4), ("-", .truncated, 1), ("[1.", .truncated, 3),
  ("1 2", .trailingContent, 2), ("{}}", .trailingContent, 2), ("[]x", .trailingContent, 2),
  (#""a"b"#, .trailingContent, 3), ("null,", .trailingContent, 4),
  ("[1,]", .syntax, 3), ("[,1]", .syntax, 1), ("[1,,2]", .syntax, 3), ("[1 2]", .syntax, 3),
  (#"{"a":1,}"#, .syntax, 7), (#"{"a" 1}"#, .syntax, 5), ("{1:2}", .syntax, 1), ("[}", .syntax, 1),
  ("{]", .syntax, 1), (#"{"a":1]"#, .syntax, 6), ("nulls", .syntax, 4), ("True", .syntax, 0),
  ("'a'", .syntax, 0), ("[\u{c}]", .syntax, 1), ("truefalse", .syntax, 4), ("[1}", .syntax, 2),
  ("{\"a\"\u{1a}1}", .syntax, 4), ("NaN", .syntax, 0), ("//x\n1", .syntax, 0),
  ("[01]", .badNumber, 1), ("[1.]", .badNumber, 3), ("+1", .syntax, 0), ("[.5]", .syntax, 1),
  ("[1e]", .badNumber, 3), ("1x", .badNumber, 1), ("[0x10]", .badNumber, 2), ("[-]", .badNumber, 2),
  ("1e9999999999", .badNumber, 0), ("[1e0000000001]", .badNumber, 1),
  ("[12e999999999]", .badNumber, 1), (#"1"a""#, .badNumber, 1),
  (#""\x""#, .badString, 1), (#""\u12g4""#, .badString, 1), (#""\ud800""#, .badString, 1),
  (#""\ud800\u0041""#, .badString, 1), (#""\udc00""#, .badString, 1), (#""\u12"#, .truncated, 5),
  (#""\u12""#, .badString, 1), ("[\"a\nb\"]", .badString, 3), ("\"\u{0}\"", .badString, 1),
  (#"{"a":1,"a":2}"#, .duplicateKey("a"), 7),
  (#"[{"x":{"k":1,"\u006b":2}}]"#, .duplicateKey("k"), 13),
  ("{\"\u{e9}\":1,\"e\u{301}\":2}", .duplicateKey("e\u{301}"), 8),
  ("{\"K\":1,\"\u{212a}\":2}", .duplicateKey("\u{212a}"), 7),
])
func `what is not JSON is refused, with its place`(
  text: String, kind: JSONError.Kind, offset: UInt64
) {
  #expect(throws: JSONError(kind, at: offset)) { try ConfigurationValue(json: text) }
  #expect(throws: JSONError(kind, at: offset)) {
    var text = text
    try text.withUTF8 { _ = try JSONParser().parseFields(UnsafeRawBufferPointer($0)) }
  }
}

@Test(
  arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
    [0x22, 0xE2, 0x82, 0x22],
    [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22],
  ] as [[UInt8]])
func `what is not UTF-8 is refused`(bytes: [UInt8]) {
  #expect(throws: JSONError(.notUTF8, at: 1)) { try JSONParser().parse(bytes) }
}

@Test func `a key is found twice among many`() throws {
  for count in [2, 16, 17, 18, 1000] {
    let fields = (0..<count).map { "\"key \($0)\":\($0)" }
    let text = "{" + fields.joined(separator: ",")
    let value = try ConfigurationValue(json: text + "}")
    #expect(value["key \(count - 1)"] == .number("\(count - 1)"))
    #expect(throws: JSONError(.duplicateKey("key 1"), at: UInt64(text.utf8.count + 1))) {
      try ConfigurationValue(json: text + #","key 1":0}"#)
    }
  }
}

@Test func `nesting has a limit`() throws {
  func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
  _ = try ConfigurationValue(json: nested(512))
  #expect(throws: JSONError(.tooDeep(limit: 512), at: 512)) {
    try ConfigurationValue(json: nested(513))
  }
  #expect(throws: JSONError(.tooDeep(limit: 512), at: 512)) {
    try ConfigurationValue(json: nested(100_000))
  }
  #expect(throws: JSONError(.tooDeep(limit: 512), at: 512 * 5)) {
    try ConfigurationValue(json: String(repeating: #"{"a":"#, count: 100_000))
  }
}

@Test func `a number keeps every digit`() throws {
  let digits = "1" + String(repeating: "234567890", count: 11_111)
  let value = try ConfigurationValue(json: "[\(digits)]")
  #expect(value == .list([.number("1." + digits.dropFirst().dropLast() + "e99999")]))
}

@Test func `a string may have 100 MB`() throws {
  let length = 100 << 20
  let bytes = [0x22] + [UInt8](repeating: UInt8(ascii: "x"), count: length) + [0x22]
  let value = try JSONParser().parse(bytes)
  #expect(value.string?.utf8.count == length)
}

@Test func `canonical text is read back as the same value`() throws {
  var random = SeededGenerator(seed: 1)
  let parser = JSONParser()
  for _ in 0..<2000 {
    let value = ConfigurationValue.random(using: &random)
    let text = value.canonicalJSON
    #expect(try parser.parse(text) == value, "\(text)")
  }
}

@Test func `an error says what and where`() {
  let error = JSONError(.duplicateKey("Tags"), at: 12)
  #expect(error.message == "The JSON text has the key 'Tags' twice in one object at byte 12.")
  #expect(error.moved(by: 30) == JSONError(.duplicateKey("Tags"), at: 42))
  #expect(Problem.invalidJSON(error).code == "invalid-json")
}
