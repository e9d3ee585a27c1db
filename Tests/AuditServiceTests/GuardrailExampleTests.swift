import AuditService
import ChangeDocuments
import ConfigurationModel
import GuardrailConditions
import Guardrails
import Testing

/// Guardrails that ship, held against their own examples.
@Suite struct GuardrailExampleTests {
  @Test func `every guardrail that ships does as its examples say`() throws {
    #expect(throws: Never.self) { try CheckGuardrails.check(Guardrail.shipped()) }
  }

  @Test func `every guardrail that ships has two examples of each sort, and serves a control`()
    throws
  {
    let shipped = try Guardrail.shipped()
    #expect(ShowGuardrails(shipped).remarks.isEmpty)
    for rule in shipped {
      #expect(!rule.controls.names.isEmpty, "\(rule.id)")
      #expect(Set(rule.examples.map(\.name)).count == rule.examples.count, "\(rule.id)")
    }
  }

  @Test func `most guardrails that ship look at one resource alone`() throws {
    let (alone, others) = try GuardrailBook(Guardrail.shipped()).of(.state).split
    #expect(alone.rules.count > 40)
    #expect(
      others.rules.map(\.guardrail.id).sorted() == [
        "acl-opens-administration", "bucket-refuses-plain-http", "listener-speaks-plain-http",
        "network-logs-its-flows",
      ])
  }

  @Test func `an example that says something else is told with its line and why`() throws {
    let shipped = try #require(try Guardrail.shipped().first)
    let example = shipped.examples[3]
    let wrong = Guardrail(
      id: shipped.id, title: "T", severity: .low, rationale: "w", types: shipped.types,
      condition: shipped.condition,
      examples: [
        .init(name: "n", after: example.after, expectation: .pass, line: 42)
      ], place: Problem.Place(file: "r.yaml", line: 1))
    let problems = #expect(throws: Problems.self) { try CheckGuardrails.check([wrong]) }
    let problem = try #require(problems?.all.first)
    #expect(problem.code == "guardrail-example-differs" && problem.place?.line == 42)
    #expect(problem.message.contains("tcp 22 from 0.0.0.0/0"))
  }

  @Test func `a guardrail of one's own takes the place of one that ships, and others are off`()
    throws
  {
    let all = try LoadGuardrails(off: ["ssh-open-to-world"]).rules()
    #expect(!all.contains { $0.id == "ssh-open-to-world" })
    #expect(try LoadGuardrails(off: ["all"]).rules().isEmpty)
    let problems = #expect(throws: Problems.self) {
      try LoadGuardrails(off: ["nothing"]).rules()
    }
    #expect(problems?.all.map(\.code) == ["unknown-guardrail"])
  }
}
