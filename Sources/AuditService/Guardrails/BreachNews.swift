package import AuditStore
import ConfigurationModel
import GuardrailConditions
import Guardrails

/// A breach that is over.
package struct EndedBreach: Hashable, Sendable {
  /// Why a breach is over.
  package enum Ending: String, Hashable, Sendable {
    /// The resource is as it has to be.
    case holds
    /// The resource is gone, or its scope was left out on purpose.
    case gone
    /// The guardrail is not asked any more.
    case notAsked = "not-asked"
  }

  /// What it was.
  package let breach: StoredBreach
  /// Why it is over.
  package let ending: Ending
}

/// What of the breaches of guardrails over states is new. What nobody can say stands as it stood: a breach is over only
/// where its guardrail was seen to hold, or there is nothing any more that it could be of.
struct BreachNews {
  private struct Key: Hashable {
    let guardrail: String
    let resource: ResourceID
  }

  /// Which guardrail, and what breaks it; in the order of the answers.
  private(set) var began: [(answer: GuardrailAnswer, resource: Resource, rows: [GuardrailRow])] = []
  /// In the order in which they were found.
  private(set) var ended: [EndedBreach] = []

  /// - Parameters:
  ///   - standing: What the store holds.
  ///   - answers: What all guardrails that are asked say of all that they judge.
  ///   - isThere: Whether a resource is there to be judged.
  init(
    besides standing: [StoredBreach], _ answers: [GuardrailAnswer],
    isThere: (ResourceID) throws(Problem) -> Bool
  ) throws(Problem) {
    let known = Set(standing.map(Self.key))
    var now: Set<Key> = []
    var silent: Set<String> = []
    for answer in answers {
      let id = answer.guardrail.id
      if answer.problem != nil { silent.insert(id) }
      for failure in answer.failures {
        let key = Key(guardrail: id, resource: failure.resource.id)
        now.insert(key)
        if !known.contains(key) { began.append((answer, failure.resource, failure.rows)) }
      }
      for unsaid in answer.notObserved {
        now.insert(Key(guardrail: id, resource: unsaid.resource.id))
      }
    }
    let asked = Set(answers.map(\.guardrail.id))
    for breach in standing {
      let key = Self.key(breach)
      guard !now.contains(key), !silent.contains(key.guardrail) else { continue }
      let isOfNothing = breach.facts.rows == [GuardrailRow.nothingThere.text]
      let isHeld = isOfNothing ? true : try isThere(key.resource)
      ended.append(
        EndedBreach(
          breach: breach,
          ending: !asked.contains(key.guardrail) ? .notAsked : isHeld ? .holds : .gone))
    }
  }

  private static func key(_ breach: StoredBreach) -> Key {
    Key(guardrail: breach.facts.guardrail, resource: breach.facts.resource.id)
  }
}
