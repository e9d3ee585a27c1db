package import AuditReport
package import AuditStore
package import ConfigurationModel
package import GuardrailConditions
package import Guardrails

/// Holds one guardrail against what a store knows now.
package struct TestGuardrail {
  /// What was found.
  package struct Result: Sendable {
    /// The guardrail that was tested.
    package let guardrail: Guardrail
    /// How many resources (or changes, of a transition) pass.
    package let passed: Int
    /// The resources that fail, each with what of it breaks the guardrail.
    package let failures: [(resource: Resource, rows: [GuardrailRow])]
    /// The resources of which nothing can be said, each with the reason.
    package let notObserved: [(resource: Resource, why: String)]
    /// Why the condition gave no answer; nil where it did.
    package let problem: Problem?
  }

  private let store: AuditStore
  private let rule: CompiledGuardrail
  private let coverage: Coverage
  private let last: Int

  /// - Parameter last: The snapshot up to which anything counts.
  package init(
    store: AuditStore, rule: CompiledGuardrail, coverage: Coverage, upTo last: Int = .max
  ) {
    self.store = store
    self.rule = rule
    self.coverage = coverage
    self.last = last
  }

  /// Of a state the last snapshot, of a transition the changes of all.
  package func run() throws(Problem) -> Result {
    let hold = HoldGuardrails(store: store, book: GuardrailBook(of: rule), coverage: coverage)
    let answers: [GuardrailAnswer] =
      switch rule.guardrail.subject {
      case .state: try hold.states(in: last)
      case .transition: try hold.transitions(after: 0, to: last).flatMap(\.answers)
      }
    return Result(
      guardrail: rule.guardrail, passed: answers.reduce(0) { $0 + $1.passed },
      failures: answers.flatMap(\.failures), notObserved: answers.flatMap(\.notObserved),
      problem: answers.compactMap(\.problem).first)
  }
}

extension TestGuardrail.Result {
  /// How many pass and fail, as lines for a terminal.
  package var text: String {
    let what = guardrail.subject == .state ? "resource" : "change"
    return
      ("\(guardrail.id)  \(guardrail.title)\n\(counted(failures.count, what)) "
      + "\(failures.count == 1 ? "fails" : "fail"), \(passed) pass, of \(notObserved.count) nothing is said.")
      .split(separator: "\n").map { String($0).visible + "\n" }.joined()
  }

  /// One row for each resource that fails, then for each of which nothing can be said.
  package var table: ResultTable {
    func row(_ word: Guardrail.Word, _ resource: Resource, _ why: String) -> [ResultTable.Cell] {
      let id = resource.id
      return [
        .text(word.rawValue), .text(id.account), .text(id.region), .text(id.type.name),
        .text(id.id), resource.name.map { .text($0) } ?? .null, .text(why),
      ]
    }
    return ResultTable(
      columns: ["verdict", "account", "region", "type", "id", "name", "what"],
      rows: failures.map { row(.fail, $0.resource, $0.rows.map(\.text).joined(separator: "; ")) }
        + notObserved.map { row(.notObserved, $0.resource, $0.why) })
  }
}
