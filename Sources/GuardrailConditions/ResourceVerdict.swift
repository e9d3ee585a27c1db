package import ConfigurationModel
import Guardrails

/// What guardrails that look at one resource alone say of it. Those that it fulfils are not named.
package struct ResourceVerdict: Hashable, Sendable {
  /// What one guardrail says of a resource that does not fulfil it.
  package enum Word: Hashable, Sendable {
    /// The rows by which it is broken, at least one.
    case broken([GuardrailRow])
    /// Why nothing can be said.
    case notObserved(String)
  }

  /// By the ids of guardrails.
  package private(set) var words: [String: Word] = [:]

  /// All are fulfilled.
  package init() {}

  /// What answers say of each resource that was asked about; of what they name nothing of, nothing is said.
  package static func all(of answers: [GuardrailAnswer]) -> [ResourceID: ResourceVerdict] {
    var verdicts: [ResourceID: ResourceVerdict] = [:]
    for answer in answers {
      for (resource, rows) in answer.failures {
        verdicts[resource.id, default: .init()].words[answer.guardrail.id] = .broken(rows)
      }
      for (resource, why) in answer.notObserved {
        verdicts[resource.id, default: .init()].words[answer.guardrail.id] = .notObserved(why)
      }
    }
    return verdicts
  }

  /// The same where parts of the resource were not read: whoever needs one of them says nothing.
  ///
  /// - Parameter needs: By guardrail the parts that it needs.
  package func without(_ unread: Set<String>, needed needs: [String: Set<String>])
    -> ResourceVerdict
  {
    var verdict = self
    for (id, parts) in needs {
      if let part = parts.intersection(unread).min() {
        verdict.words[id] = .notObserved(Self.notRead(part))
      }
    }
    return verdict
  }

  /// Why nothing is said without a part.
  static func notRead(_ part: String) -> String { "its \(part) was not read" }

  /// By guardrail the reason, or the rows: of each its columns in order, as names and values.
  package var value: ConfigurationValue {
    .object(
      words.mapValues { word in
        switch word {
        case .notObserved(let why): .string(why)
        case .broken(let rows):
          .list(
            rows.map { row in
              .list(row.fields.map { .list([.string($0.name), .string($0.value)]) })
            })
        }
      })
  }

  /// The verdict that a value says; nil where it says none.
  package init?(_ value: ConfigurationValue) {
    guard case .object(let words) = value else { return nil }
    for (id, word) in words {
      if let why = word.string {
        self.words[id] = .notObserved(why)
      } else {
        let rows = (word.members ?? []).map(GuardrailRow.init)
        guard !rows.isEmpty, rows.allSatisfy({ $0 != nil }) else { return nil }
        self.words[id] = .broken(rows.compactMap(\.self))
      }
    }
  }
}

extension GuardrailRow {
  fileprivate init?(_ value: ConfigurationValue) {
    // A condition that names the resource alone gives rows without fields.
    guard let members = value.members else { return nil }
    let pairs = members.map { pair in (pair.members ?? []).compactMap(\.string) }
    guard pairs.allSatisfy({ $0.count == 2 }) else { return nil }
    fields = pairs.map { Field(name: $0[0], value: $0[1]) }
  }
}
