import AlertRules
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What is no pattern is refused at its column, with what should stand there.
@Suite struct FilterPatternFaultTests {
  @Test(
    arguments: [
      ("", 1, "{"), ("ERROR", 1, "{"), ("[ip, user]", 1, "{"), ("{", 2, "a selector as"),
      ("{ }", 3, "a selector as"), ("{ $.a = 1", 10, "&&, || or }"),
      ("{ $.a = 1 } x", 13, "the end"),
      ("{ $ = 1 }", 4, ". after $"), ("{ $a = 1 }", 4, ". after $"), ("{ $.= 1 }", 5, "a name"),
      ("{ $.é = 1 }", 5, "a name"), ("{ $.a. = 1 }", 7, "a name"), ("{ $.a[ = 1 }", 7, "a number"),
      ("{ $.a[-1] = 1 }", 7, "a number"), ("{ $.a[1 = 1 }", 8, "]"), ("{ $.a[*x] = 1 }", 8, "]"),
      ("{ $.a[1234567890] = 1 }", 7, "an index"), ("{ $.[a] = 1 }", 6, "a name in quotes"),
      ("{ $.['a' = 1 }", 9, "]"), ("{ $.[''] = 1 }", 8, "a name between"),
      ("{ $.['a = 1 }", 14, "a closing quote"), ("{ $.a }", 7, "=, !=, <, >"),
      ("{ $.a == 1 }", 8, "a text"), ("{ $.a ! 1 }", 7, "=, !="), ("{ $.a = }", 9, "a text"),
      ("{ $.a = \"x }", 13, "a closing quote"), ("{ $.a = 'x' }", 9, "a text"),
      ("{ $.a = \"x\\", 12, "a character after"), ("{ $.a = a@b }", 10, "quotes around"),
      ("{ $.a = a:b }", 10, "quotes around"), ("{ $.a = a+b }", 10, "quotes around"),
      ("{ $.a = %x }", 13, "%"), ("{ $.a > abc }", 9, "a number"),
      ("{ $.a >= \"1\" }", 10, "a number"),
      ("{ $.a <> 1 }", 8, "a number"), ("{ $.a IS 1 }", 10, "NULL, TRUE or FALSE"),
      ("{ $.a IS NOT NULL }", 10, "NULL"), ("{ $.a is NULL }", 7, "=, !="),
      ("{ $.a EXISTS }", 7, "=, !="), ("{ $.a NOT NULL }", 11, "EXISTS"),
      ("{ $.a ISNULL }", 7, "=, !="), ("{ $.a = 1 & $.b = 2 }", 11, "&&, || or }"),
      ("{ $.a = 1 && }", 14, "a selector"), ("{ ($.a = 1 }", 12, "&&, || or )"),
      ("{ $.a = 1) }", 10, "&&, || or }"), ("{ $.a = 1 AND $.b = 2 }", 11, "&&, || or }"),
      ("{ !($.a = 1) }", 3, "a selector"), ("{ () }", 4, "a selector"),
      ("{ $.a[*].b[*] = 1 }", 3, "one wildcard"), ("{ $.*.b.* = 1 }", 3, "one wildcard"),
      ("{ $.*=1 && $.*=1 && $.*=1 && $.*=1 }", 30, "three selectors"),
      ("{ $.a=%a% && $.a=%b% && $.a=%c% }", 29, "two regular expressions"),
    ] as [(String, Int, String)])
  func `the first character that cannot be is named`(text: String, column: Int, expected: String)
    throws
  {
    let fault = try #require(throws: FilterPattern.Fault.self) { try FilterPattern(parsing: text) }
    #expect(fault.column == column, "\(fault.words)")
    #expect(fault.expected.hasPrefix(expected), "\(fault.words)")
  }

  @Test func `a pattern has 1024 characters, and not one more`() throws {
    let frame = "{ $.a = \"\" }".unicodeScalars.count
    let text = "{ $.a = \"" + String(repeating: "\u{E9}", count: 1024 - frame) + "\" }"
    #expect(try FilterPattern(parsing: text).text == text)
    let fault = try #require(throws: FilterPattern.Fault.self) {
      try FilterPattern(parsing: text + " ")
    }
    #expect(fault.column == 1025)
    #expect(fault.words.contains("there are 1025"))
  }

  @Test func `parentheses as deep as a pattern is long are read`() throws {
    let deep =
      "{" + String(repeating: "(", count: 500) + "$.a=1" + String(repeating: ")", count: 500) + "}"
    #expect(try FilterPattern(parsing: deep).matches(.object(["a": .number("1")])))
  }

  @Test func `mutilated patterns are read or refused at a column that they have`() throws {
    let seeds = [
      #"{ ($.errorCode="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.eventName!="HeadBucket") }"#,
      #"{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS }"#,
      "{ $.a[*].b >= 1.5e-3 || $.['a.b'][0] != %^[a-c]{1,3}\\d+|x$% && ($.c IS TRUE || $.*.d IS NULL) }",
    ]
    let event = try fixture(#"{"a": [{"b": 1}], "a.b": ["x", 1], "c": true, "d": {"d": null}}"#)
    var read = 0
    Fuzzing.run("patterns", seed: 62, seeds: seeds, marks: "{}()[]$.*=!<>&|%\"'\\ IS NOT 0e+-^?,") {
      text, _ in
      do throws(FilterPattern.Fault) {
        let pattern = try FilterPattern(parsing: text)
        read += 1
        #expect(pattern.text == text)
        _ = pattern.matches(event)
      } catch {
        #expect(1...text.unicodeScalars.count + 1 ~= error.column, "\(error.words): \(text)")
        #expect(!error.expected.isEmpty && !error.found.isEmpty)
      }
    }
    #expect(read > Fuzzing.count / 20)
  }
}
