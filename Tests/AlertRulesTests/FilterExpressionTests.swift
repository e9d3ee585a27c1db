import AlertRules
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// The regular expressions of filter patterns.
@Suite struct FilterExpressionTests {
  @Test(
    arguments: [
      ("AUTHORIZED", "UNAUTHORIZED REQUEST", true), ("^[hc]at", "that", false),
      ("^[hc]at", "hat", true), ("colou?r", "color", true), ("colou?r", "colouur", false),
      ("gra|ey", "ey", true), ("gra|ey", "gr", false), ("10\\.10\\.0\\.1", "10010,051", false),
      ("10.10.0.1", "10010,051", true), ("a{3,5}", "caaat", true), ("^a{3,5}$", "aaaaaa", false),
      ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaa", true), ("^a{0}$", "", true),
      ("ca*t", "ct", true), ("ca+t", "ct", false), ("end$", "the end", true),
      ("end$", "ends", false), ("^\\d{12}$", "111122223333", true), ("\\D", "111", false),
      ("a\\sb", "a b", true), ("\\S", " \t", false), ("^\\w+$", "a_1", true), ("\\W", "a_1", false),
      ("a\\x21b", "a!b", true), ("[^a-c]", "abc", false), ("[^a-c]", "abcd", true),
      ("[a-c-]$", "x-", true), ("[.]", "x", false), ("[\\]\\\\]", "a]", true),
      ("[\\d.]+$", "1.2", true),
      ("^a|b$", "xb", true), ("^a|b$", "bx", false), ("a.c", "a\nc", false), (".", "é", true),
      ("Case", "case", false), ("^$", "", true), ("^$", "x", false), ("a^b", "ab", false),
      ("[0-9]{1,3}\\.$", "x255.", true), ("^a?b?c?$", "ac", true), ("^a?b?c?$", "ca", false),
      ("\\^\\$\\?\\*", "^$?*", true), ("sg-[0-9a-f]{8}", "sg-0a1b2c3d", true),
    ] as [(String, String, Bool)])
  func `an expression is found anywhere, unless it says where`(
    expression: String, text: String, isMatch: Bool
  ) throws {
    let event = ConfigurationValue.object(["t": .string(text)])
    #expect(try FilterPattern(parsing: "{ $.t = %\(expression)% }").matches(event) == isMatch)
    #expect(try FilterPattern(parsing: "{ $.t != %\(expression)% }").matches(event) == !isMatch)
  }

  @Test(arguments: [
    ("something!", 17, "a letter, a digit"), ("(a)", 8, "a letter, a digit"),
    ("caf\u{E9}", 11, "a letter, a digit"), ("a b", 9, "a letter, a digit"),
    ("", 8, "a character of an expression"), ("a|", 10, "a character of an expression"),
    ("*a", 8, "a letter, a digit"), ("a**", 10, "one quantifier"), ("^*", 9, "a letter, a digit"),
    ("a{", 10, "a number up to"), ("a{1001}", 10, "a number up to"),
    ("a{3,2}", 13, "a number from 3"),
    ("a{3", 11, "}"), ("[a", 10, "]"), ("[]", 9, "a character between"), ("[b-a]", 9, "a range"),
    ("[a[b]", 10, "a letter, a digit"), ("\\q", 9, "d, D, s, S, w, W, xhh"), ("\\(", 9, "d, D"),
    ("\\xg1", 10, "a code of ASCII"), ("\\xff", 10, "a code of ASCII"),
    ("a\\", 10, "a character after"),
    ("[\\d-z\\", 14, "a character after"), ("a]", 9, "a letter, a digit"),
  ])
  func `what no expression has is refused at its column`(
    expression: String, column: Int, expected: String
  ) throws {
    let fault = try #require(throws: FilterPattern.Fault.self) {
      try FilterPattern(parsing: "{ $.t=%\(expression)% }")
    }
    #expect(fault.column == column, "\(fault.words)")
    #expect(fault.expected.hasPrefix(expected), "\(fault.words)")
  }

  @Test func `what would take for ever elsewhere takes one pass`() throws {
    let pattern = try FilterPattern(
      parsing: "{ $.t = %a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b$% }")
    let text = String(repeating: "a", count: 20_000)
    #expect(!pattern.matches(.object(["t": .string(text)])))
    #expect(pattern.matches(.object(["t": .string(text + "b")])))
  }

  @Test func `expressions that repeat too much are refused`() {
    let many = String(repeating: "[a-z]{1000}", count: 11)
    #expect(throws: FilterPattern.Fault.self) { try FilterPattern(parsing: "{ $.t = %\(many)% }") }
  }

  /// The standard library's engine knows all that these have.
  @Test func `random expressions match what another engine says they match`() throws {
    var random = SeededGenerator(seed: 61)
    print("expressions: seed 61")
    var matches = 0
    for _ in 0..<Fuzzing.count {
      let expression = Self.expression(&random)
      let other = try Regex(expression).matchingSemantics(.unicodeScalar)
      let pattern = try FilterPattern(parsing: "{ $.t = %\(expression)% }")
      for _ in 0..<5 {
        let length = Int.random(in: 0...8, using: &random)
        let text = String((0..<length).map { _ in "abc1_".randomElement(using: &random) ?? "a" })
        let isMatch = text.firstMatch(of: other) != nil
        matches += isMatch ? 1 : 0
        #expect(
          pattern.matches(.object(["t": .string(text)])) == isMatch, "%\(expression)% \(text)")
      }
    }
    #expect(matches > Fuzzing.count)
  }

  private static func expression(_ random: inout SeededGenerator) -> String {
    let places = ["a", "b", "c", ".", "[ab]", "[^a]", "\\d", "\\w", "[a-b1]", "\\D"]
    let quantifiers = ["", "", "", "?", "*", "+", "{2}", "{1,2}", "{0,}"]
    var text = Bool.random(using: &random) ? "" : "^"
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      text += places.randomElement(using: &random) ?? "a"
      text += quantifiers.randomElement(using: &random) ?? ""
    }
    if Int.random(in: 0..<3, using: &random) == 0 { text += "$" }
    return Int.random(in: 0..<4, using: &random) == 0 ? text + "|" + expression(&random) : text
  }
}
