import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test(arguments: [
  (
    #"{"SecurityGroups":[{"a":1}, {"b":"]}"}],"NextToken":"t"}"#,
    ["SecurityGroups/0@19 {\"a\":1}", "SecurityGroups/1@28 {\"b\":\"]}\"}"],
    #"{"NextToken":"t","SecurityGroups":[]}"#
  ),
  (
    "[1 , \"a,]\" ,[[2],3]\n, null]", ["/0@1 1", "/1@5 \"a,]\"", "/2@12 [[2],3]", "/3@22 null"],
    "[]"
  ),
  (
    #"{"a":{"b":[1]},"c\n":[2],"d":[ ],"e":[3]}"#, ["c\n/0@22 2", "e/0@38 3"],
    #"{"a":{"b":[1]},"c\n":[],"d":[],"e":[]}"#
  ),
  ("\u{feff} [ {} ] ", ["/0@6 {}"], "[]"), ("[]", [], "[]"), ("{}", [], "{}"), ("1.0", [], "1"),
  (#""[1,2]""#, [], #""[1,2]""#),
  (
    #"{"a\"b":["\\",{"\"":"\\\""}]}"#,
    [#"a"b/0@9 "\\""#, #"a"b/1@14 {"\"":"\\\""}"#], #"{"a\"b":[]}"#
  ),
])
func `an export falls into items and an envelope`(
  text: String, items: [String], envelope: String
) throws {
  for isVectorized in [true, false] {
    let split = Split(Array(text.utf8), isVectorized: isVectorized) { _ in .max }
    #expect(split.items == items)
    #expect(try split.envelope.get().canonicalJSON == envelope)
  }
}

@Test func `lines are items`() throws {
  let text = "{\"a\":1}\n\n[2]\r\n{\"b\":\"}\"} {}\n"
  let split = Split(Array(text.utf8), mode: .lines) { _ in 1 }
  #expect(split.items == ["/0@0 {\"a\":1}", "/1@9 [2]", "/2@14 {\"b\":\"}\"}", "/3@24 {}"])
  #expect(try split.envelope.get() == .null)
}

@Test(arguments: [
  ("", JSONError.Kind.empty, 0), (" ", .empty, 1), ("\u{feff}", .empty, 3),
  ("[", .truncated, 1), ("[1", .truncated, 2), ("[1,", .truncated, 3),
  (#"{"a":[{"b":1"#, .truncated, 12),
  (#"{"a":1"#, .truncated, 6), (#"{"a":"b"#, .truncated, 7), (#"["a"#, .truncated, 3),
  ("[1] 2", .trailingContent, 4), ("{}x", .trailingContent, 2), ("[]]", .trailingContent, 2),
  ("[1,]", .syntax, 3), ("[,1]", .syntax, 1), ("[1,,2]", .syntax, 3), ("[1}", .syntax, 2),
  ("]", .syntax, 0), (#"{"a":[1] "b":2}"#, .syntax, 9), (#"{"a":[1],"b":[2],}"#, .syntax, 17),
  (#"{"a":[1,2,3],"a":[4]}"#, .duplicateKey("a"), 13), ("{[1]}", .syntax, 1),
  (#"{"a":[1]["b"]}"#, .syntax, 8),
  ("\u{feff}{\"a\":[1],x}", .syntax, 12),
])
func `an export that is not whole is refused, with its place`(
  text: String, kind: JSONError.Kind, offset: UInt64
) {
  for size in [1, 3, Int.max] {
    let split = Split(Array(text.utf8)) { _ in size }
    #expect(split.envelope.error == JSONError(kind, at: offset), "\(text) by \(size)")
  }
}

@Test(arguments: ["", "\n", "1", "{}]", "{},{}", "{", #""a""#, "{} x"])
func `lines that hold no objects are refused`(text: String) {
  #expect(Split(Array(text.utf8), mode: .lines) { _ in 2 }.envelope.error != nil)
}

@Test func `what is too large is refused`() {
  let item = Array(#"{"a":[1,"12345678",2]}"#.utf8)
  let envelope = Array(#"{"a":[1],"b":"12345678"}"#.utf8)
  for size in [1, 7, 1000] {
    let split = Split(item, limits: (9, 100)) { _ in size }
    #expect(split.envelope.error == JSONError(.itemTooLarge(limit: 9), at: 8))
    #expect(split.items == ["a/0@6 1"])
    let other = Split(envelope, limits: (100, 20)) { _ in size }
    #expect(other.envelope.error == JSONError(.envelopeTooLarge(limit: 20), at: 21))
    #expect(Split(item, limits: (10, 9)) { _ in size }.envelope.error == nil)
  }
}

@Test func `a list of any length leaves a small envelope`() {
  let text = "{\"a\":[" + Array(repeating: "[]", count: 100_000).joined(separator: ",") + "]}"
  let split = Split(Array(text.utf8), limits: (10, 10)) { _ in 4096 }
  #expect(split.items.count == 100_000)
  #expect(split.envelope.error == nil)
}

@Test func `deep nesting is the parser's to refuse`() throws {
  let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
  let split = Split(Array("[\(deep)]".utf8)) { _ in 1000 }
  #expect(split.items.count == 1)
  #expect(split.parseError?.kind == .tooDeep(limit: 512))
}

@Test func `members before the items are known with them`() throws {
  let splitter = ItemSplitter(mode: .document)
  var seen: [String] = []
  let text = #"{"accountId":"1","items":[{},{}],"last":[1]}"#
  try Array(text.utf8).withUnsafeBytes { bytes in
    try splitter.feed(bytes) { _ in seen.append(try splitter.membersSoFar().canonicalJSON) }
  }
  let first = #"{"accountId":"1","items":[]}"#
  #expect(seen == [first, first, #"{"accountId":"1","items":[],"last":[]}"#])
}

@Test func `a failed handler stops the splitter`() throws {
  struct Stop: Error {}
  let splitter = ItemSplitter(mode: .document)
  Array("[1,2]".utf8).withUnsafeBytes { bytes in
    #expect(throws: Stop.self) { try splitter.feed(bytes) { _ in throw Stop() } }
    #expect(throws: Stop.self) { try splitter.feed(bytes) { _ in } }
  }
  #expect(throws: Stop.self) { try splitter.finish() }
}
