import AlertRules
import ChangeDocuments
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

private let testFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast()
  .joined(separator: "/")

/// Alert rules as people write them, and those that ship.
@Suite struct AlertRuleReadingTests {
  private static let rule = """
    alert: key-used-often
    title: A key is used very often
    severity: high
    rationale: Somebody reads much at once.
    source: our own
    pattern: >-
      { $.eventName = Decrypt &&
      $.eventSource = kms.amazonaws.com }
    threshold: { count: 100, period: 5m, by: actor }
    unless: approved
    examples:
      - name: a use
        matches: true
        event: { eventName: Decrypt, eventSource: kms.amazonaws.com }
      - name: another call
        matches: false
        event: { eventName: Encrypt, eventSource: kms.amazonaws.com }
    """

  @Test(arguments: ["1000", "1000.0", "1e3", "10.00E2"])
  func `a number of an example is one in every way that JSON has for it`(number: String) throws {
    let rule = Self.rule.replacing("$.eventName = Decrypt &&", with: "$.size = 1000 &&")
      .replacing("event: { eventName: Decrypt,", with: "event: { size: \(number),")
    #expect(try AlertRule.read(rule, file: "r.yaml").first?.differingExamples.isEmpty == true)
  }

  @Test func `a rule says all that it has`() throws {
    let rule = try #require(try AlertRule.read(Self.rule, file: "r.yaml").first)
    #expect(rule.id == "key-used-often")
    #expect(rule.title == "A key is used very often")
    #expect(rule.severity == .high)
    #expect(rule.pattern.text == "{ $.eventName = Decrypt && $.eventSource = kms.amazonaws.com }")
    #expect(rule.threshold == .init(count: 100, period: 300, grouping: .actor))
    #expect(rule.isUnlessApproved)
    #expect(rule.examples.map(\.isMatch) == [true, false])
    #expect(rule.place == Problem.Place(file: "r.yaml", line: 1))
  }

  @Test(arguments: [
    ("alert: key-used-often", "alert: key used", 1, "malformed-text"),
    ("alert: key-used-often", "alert: all", 1, "malformed-text"),
    ("title: A key is used very often\n", "", 1, "missing-key"),
    ("severity: high", "severity: hihg", 3, "unknown-word"),
    ("source: our own", "sorce: our own", 5, "unknown-key"),
    ("eventName = Decrypt &&", "eventName == Decrypt &&", 6, "malformed-pattern"),
    (
      """
      >-
        { $.eventName = Decrypt &&
        $.eventSource = kms.amazonaws.com }
      """, "{ $.eventName = Decrypt }", 6, "wrong-shape"
    ),
    ("count: 100", "count: 0", 9, "malformed-text"),
    ("period: 5m", "period: 0m", 9, "malformed-text"),
    ("period: 5m", "period: 8d", 9, "malformed-text"),
    ("by: actor", "by: day", 9, "unknown-word"),
    ("unless: approved", "unless: known", 10, "unknown-word"),
    ("matches: false", "matches: no", 16, "wrong-shape"),
    ("matches: false", "matches: true", 15, "example-differs"),
    ("matches: false\n", "matches: false\n    colour: red\n", 17, "unknown-key"),
  ])
  func `what is wrong is told with its line`(old: String, new: String, line: Int, code: String)
    throws
  {
    let text = Self.rule.replacing(old, with: new)
    #expect(text != Self.rule)
    let problems = try #require(throws: Problems.self) {
      try AlertRule.read(text, file: "r.yaml")
    }
    let told = problems.all.map { "\($0.place?.line ?? 0) \($0.code)" }
    #expect(told.contains("\(line) \(code)"), "\(problems)")
  }

  @Test func `all that is wrong with a file is told at once`() throws {
    let text = Self.rule.replacing("severity: high", with: "severity: hihg")
      .replacing("= Decrypt &&", with: "=").replacing("unless: approved", with: "unless: known")
    let problems = try #require(throws: Problems.self) {
      try AlertRule.read(text, file: "r.yaml")
    }
    #expect(problems.all.map(\.code) == ["unknown-word", "malformed-pattern", "unknown-word"])
    #expect(problems.all[1].message.contains("column 17: "), "\(problems.all[1])")
  }

  @Test func `two rules of one id are refused, with both places`() throws {
    let problems = try #require(throws: Problems.self) {
      try AlertRule.read(Self.rule + "\n---\n" + Self.rule, file: "r.yaml")
    }
    #expect(problems.all.map(\.code) == ["duplicate-alert-rule"])
    #expect(problems.all[0].message.contains("r.yaml:1"))
  }

  private static let folder = testFolder + "/../../Baselines/alerts"

  @Test func `the rules in the program are the files of Baselines, each under its name`() throws {
    let shipped = try AlertRule.shipped()
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder)
    #expect(shipped.map { "\($0.id).yaml" }.sorted() == names.sorted())
    let read = try AlertRule.read(at: Self.folder)
    for rule in shipped {
      let file = try #require(read.first { $0.id == rule.id })
      #expect(rule.examples == file.examples && rule.pattern == file.pattern, "stale: \(rule.id)")
      #expect(rule.rationale == file.rationale && rule.source == file.source, "stale: \(rule.id)")
      #expect(rule.place.file == "Baselines/alerts/\(rule.id).yaml")
      #expect(rule.isShipped && !file.isShipped)
    }
  }

  @Test func `every rule that ships has examples of both kinds, and does as they say`() throws {
    for rule in try AlertRule.shipped() {
      #expect(rule.examples.count { $0.isMatch } >= 2, "\(rule.id)")
      #expect(rule.examples.count { !$0.isMatch } >= 2, "\(rule.id)")
      #expect(rule.differingExamples.isEmpty, "\(rule.id)")
    }
  }

  @Test func `the fifteen patterns of CIS are there`() throws {
    let ids = try AlertRule.shipped().map(\.id).filter { $0.hasPrefix("cis-") }
    #expect(ids == (1...15).map { "cis-5.\($0)" })
  }

  @Test func `alert rules in a folder of baselines are none of its documents`() throws {
    let documents = try GoldenDocument.read(at: testFolder + "/../../Baselines")
    #expect(!documents.isEmpty)
    #expect(throws: Problems.self) { try GoldenDocument.read(at: Self.folder + "/cis-5.1.yaml") }
  }

  @Test func `mutilated rules are read or refused with their lines`() {
    Fuzzing.run("alert rules", seed: 66, seeds: [Self.rule], marks: "{}[]:,-?&|>'\"#%\n \\~$=*") {
      text, _ in
      do throws(Problems) {
        for rule in try AlertRule.read(text, file: "f") { #expect(rule.differingExamples.isEmpty) }
      } catch {
        #expect(!error.all.isEmpty && error.all.allSatisfy { ($0.place?.line ?? 0) > 0 })
      }
    }
  }
}

extension AlertRule {
  /// The examples of which the pattern says something else than they do.
  fileprivate var differingExamples: [Example] {
    examples.filter { pattern.matches($0.event) != $0.isMatch }
  }
}
