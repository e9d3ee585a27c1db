import ChangeDocuments
import ConfigurationModel
import Foundation
import Guardrails
import Testing

private let testFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
  .dropLast()
  .joined(separator: "/")

/// Guardrails as people write them, and those that ship.
@Suite struct GuardrailReadingTests {
  private static let rule = """
    guardrail: no-rules
    title: No group has rules
    severity: high
    rationale: to see
    controls: { cis: ["6.3"], securityHub: [EC2.13], nist: [AC-4], pci: ["1.3.1"] }
    resource: [AWS::EC2::SecurityGroup]
    condition: SELECT resource FROM ingress_rules
    examples:
      - name: none
        expectation: pass
        input:
          - configuration: { GroupId: sg-1, IpPermissions: [] }
    """

  @Test func `a guardrail says all that it has`() throws {
    let rule = try #require(try Guardrail.read(Self.rule, file: "r.yaml").first)
    #expect(rule.id == "no-rules" && rule.title == "No group has rules" && rule.severity == .high)
    #expect(rule.controls.names == ["CIS 6.3", "EC2.13", "NIST AC-4", "PCI DSS 1.3.1"])
    #expect(rule.types == ["AWS::EC2::SecurityGroup"] && rule.subject == .state)
    #expect(rule.conditionPlace == Problem.Place(file: "r.yaml", line: 7))
    let example = try #require(rule.examples.first)
    #expect(example.expectation == .pass && example.before.isEmpty && example.line == 9)
    #expect(example.after.map(\.type) == ["AWS::EC2::SecurityGroup"])
  }

  @Test func `the example of a transition has two sides`() throws {
    let text = Self.rule.replacing("condition:", with: "about: transition\ncondition:")
      .replacing(
        "    input:\n      - configuration", with: "    input:\n      after:\n      - configuration"
      )
    let rule = try #require(try Guardrail.read(text, file: "r.yaml").first)
    #expect(rule.subject == .transition)
    #expect(rule.examples.first?.before.isEmpty == true && rule.examples.first?.after.count == 1)
  }

  @Test(arguments: [
    ("guardrail: no-rules", "guardrail: no rules", 1, "malformed-text"),
    ("guardrail: no-rules", "guardrail: all", 1, "malformed-text"),
    ("title: No group has rules\n", "", 1, "missing-key"),
    ("severity: high", "severity: hihg", 3, "unknown-word"),
    ("cis:", "csi:", 5, "unknown-key"),
    ("resource: [AWS::EC2::SecurityGroup]", "resource: []", 6, "wrong-shape"),
    ("expectation: pass", "expectation: passes", 10, "unknown-word"),
    ("condition: SELECT", "about: change\ncondition: SELECT", 7, "unknown-word"),
  ])
  func `what is wrong is told with its line`(
    old: String, new: String, line: Int, code: String
  ) throws {
    let problems = #expect(throws: Problems.self) {
      try Guardrail.read(Self.rule.replacing(old, with: new), file: "r.yaml")
    }
    let found = problems?.all.map { ($0.code, $0.place?.line) } ?? []
    #expect(found.contains { $0 == code && $1 == line }, "\(found)")
  }

  @Test func `the settings name guardrails, turn others off, and say whether they count`() throws {
    let text = "guardrails: { rules: [own], off: [a, b], strict: true }"
    let settings = try Settings.read(text, file: "plumbline.yaml")
    #expect(settings.guardrails.rules == ["own"] && settings.guardrails.isStrict)
    #expect(settings.guardrails.off.ids == ["a", "b"])
    #expect(settings.guardrails.off.place(of: "b")?.line == 1)
    let list = try Settings.read("guardrails: [own]", file: "plumbline.yaml")
    #expect(list.guardrails == .init(rules: ["own"]))
  }

  @Test func `two of one id are told`() throws {
    let problems = #expect(throws: Problems.self) {
      try Guardrail.read(Self.rule + "\n---\n" + Self.rule, file: "r.yaml")
    }
    #expect(problems?.all.map(\.code) == ["duplicate-guardrail"])
  }

  @Test func `every file of Baselines-guardrails ships, under its own name`() throws {
    let folder = testFolder + "/../../Baselines/guardrails"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let shipped = try Guardrail.shipped()
    #expect(Set(files) == Set(shipped.map { "\($0.id).yaml" }))
    #expect(shipped.count { $0.subject == .transition } >= 15 && shipped.count >= 40)
  }

  @Test func `a folder of golden documents passes over guardrails`() throws {
    let documents = try GoldenDocument.read(at: testFolder + "/../../Baselines")
    #expect(!documents.isEmpty)
  }
}
