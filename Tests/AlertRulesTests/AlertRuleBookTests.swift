import AlertRules
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// Which of many rules name an event.
@Suite struct AlertRuleBookTests {
  private func book(_ patterns: [String]) throws -> AlertRuleBook {
    AlertRuleBook(
      try patterns.enumerated().map { index, pattern in
        AlertRule(
          id: "r\(index)", title: "t", severity: .low, rationale: "r", source: "s",
          pattern: try FilterPattern(parsing: "{ \(pattern) }"),
          place: Problem.Place(file: "f"))
      })
  }

  @Test(arguments: [
    #"{"eventName": "A"}"#, #"{"eventName": "B", "x": 1}"#, #"{"eventName": 7}"#, "{}",
    #"{"eventName": null}"#, #"{"eventName": ["A"]}"#, #"{"eventName": "a*"}"#,
    #"{"eventName": "K"}"#,
    #"{"eventName": "\u212a"}"#,
  ])
  func `the rules that name an event are those whose patterns match it`(json: String) throws {
    let book = try book([
      "$.eventName = A", "$.eventName = A || $.eventName = B", "$.eventName = A || $.x = 1",
      "$.eventName = B && $.x = 1", "$.eventName != A", "$.eventName = \"7\"", "$.eventName = 7",
      "$.eventName = A*", "$.eventName NOT EXISTS", "$.eventName[0] = A", "$.* = A",
      "($.eventName = A || $.eventName = B) && ($.eventName = B || $.x = 1)",
      "$.eventName = \"a\\*\"",
      "$.eventName = K", "$.['eventName'] = A", "$.eventName = %A%", "$.eventName IS NULL",
    ])
    let event = try fixture(json)
    let expected = book.rules.indices.filter { book.rules[$0].pattern.matches(event) }
    #expect(book.places(naming: event) == expected)
    #expect(book.names(event) == !expected.isEmpty)
    #expect(book.rule("r3")?.pattern == book.rules[3].pattern && book.rule("r99") == nil)
  }
}
