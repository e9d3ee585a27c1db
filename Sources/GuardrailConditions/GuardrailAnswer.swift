package import ConfigurationModel
package import Guardrails

/// One row that a condition gives: what breaks a guardrail.
package struct GuardrailRow: Hashable, Sendable {
  /// One column of the row, with its value.
  package struct Field: Hashable, Sendable {
    /// The column's name.
    package let name: String
    /// Empty for null.
    package let value: String
  }

  /// In the order of the condition's columns, without `resource`.
  package let fields: [Field]

  /// `tcp 22 from 0.0.0.0/0, from_port 22`: what the row is called, and what else it says.
  package var text: String {
    fields.filter { !$0.value.isEmpty }
      .map { $0.name == "label" ? $0.value : "\($0.name) \($0.value)" }
      .joined(separator: ", ")
  }

  /// What breaks a guardrail that asks for a resource where there is none.
  package static let nothingThere = GuardrailRow(fields: [
    .init(name: "label", value: "there is none")
  ])
}

/// What a guardrail says of all that it was asked of.
package struct GuardrailAnswer: Sendable {
  /// Which guardrail it is.
  package let guardrail: Guardrail
  /// How many resources fulfil it.
  package internal(set) var passed = 0
  /// In the order of the resources.
  package internal(set) var failures: [(resource: Resource, rows: [GuardrailRow])] = []
  /// The resources of which it says nothing, and why, in their order.
  package internal(set) var notObserved: [(resource: Resource, why: String)] = []
  /// Why the condition gave no answer at all; nil where it did.
  package internal(set) var problem: Problem?

  /// Makes what a guardrail says of nothing yet.
  package init(of guardrail: Guardrail) { self.guardrail = guardrail }

  /// Adds that there is no resource where one has to be; nothing is said where what is there is not known.
  ///
  /// - Parameters:
  ///   - resource: What would be there.
  ///   - why: Why it is not known; nil where it is.
  package mutating func addMissing(_ resource: Resource, unread why: String?) {
    if let why {
      notObserved.append((resource, why))
    } else {
      failures.append((resource, [.nothingThere]))
    }
  }

  /// Adds what the guardrail says of a resource.
  ///
  /// - Parameter doubt: Why it cannot be said to pass, though all that is known of it is; nil where it can.
  package mutating func add(
    _ verdict: ResourceVerdict, of resource: Resource, doubt: String?
  ) {
    switch verdict.words[guardrail.id] {
    case .notObserved(let why): notObserved.append((resource, why))
    case .broken(let rows): failures.append((resource, rows))
    case nil:
      if let doubt { notObserved.append((resource, doubt)) } else { passed += 1 }
    }
  }

  /// Adds why the condition gave no answer about some.
  package mutating func add(_ problem: Problem) { self.problem = self.problem ?? problem }

  /// Adds what the same guardrail said of others.
  package mutating func add(_ other: GuardrailAnswer) {
    passed += other.passed
    failures += other.failures
    notObserved += other.notObserved
    problem = problem ?? other.problem
  }
}
