package import ConfigurationModel
package import GuardrailConditions
import Guardrails

/// What breaks guardrails over states, from one look to the next. What nobody could say stands as it stood: a breach is
/// over only where its guardrail was seen to hold, or there is nothing any more that it could be of.
package struct StandingBreaches: Sendable {
  /// A breach is called by its guardrail and resource.
  package struct Key: Hashable, Sendable {
    /// The guardrail's id.
    package let guardrail: String
    /// The resource that breaks it.
    package let resource: ResourceID
  }

  /// Why a breach is over.
  package enum Ending: String, Hashable, Sendable {
    /// The resource is as it has to be.
    case holds
    /// The resource is gone, or its scope was left out on purpose.
    case gone
    /// The guardrail is not asked any more.
    case notAsked = "not-asked"
  }

  /// A breach that is over.
  package struct Ended: Hashable, Sendable {
    /// What it was.
    package let key: Key
    /// Why it is over.
    package let ending: Ending
  }

  /// What a look found to be new.
  package struct News {
    /// Which guardrail, and what breaks it; in the order of the answers.
    package var began: [(answer: GuardrailAnswer, resource: Resource, rows: [GuardrailRow])] = []
    /// In the order of guardrails and resources.
    package var ended: [Ended] = []
  }

  private struct Breach: Hashable {
    let severity: Severity
    /// Whether it is that there is no resource at all.
    let isOfNothing: Bool
  }

  private var standing: [Key: Breach] = [:]

  /// Nothing stands yet.
  package init() {}

  /// How many stand, by the severity of their guardrails.
  package var counts: [Severity: Int] {
    standing.values.reduce(into: [:]) { $0[$1.severity, default: 0] += 1 }
  }

  /// Takes in what all guardrails that are asked say of all that they judge.
  ///
  /// - Parameter isThere: Whether a resource is there to be judged.
  package mutating func take(
    _ answers: [GuardrailAnswer], isThere: (ResourceID) throws(Problem) -> Bool
  ) throws(Problem) -> News {
    var news = News()
    var now: [Key: Breach] = [:]
    for answer in answers {
      let guardrail = answer.guardrail
      for failure in answer.failures {
        let key = Key(guardrail: guardrail.id, resource: failure.resource.id)
        now[key] = Breach(
          severity: guardrail.severity, isOfNothing: failure.rows == [.nothingThere])
        if standing[key] == nil { news.began.append((answer, failure.resource, failure.rows)) }
      }
      for key in unsaid(answer) where now[key] == nil { now[key] = standing[key] }
    }
    let asked = Set(answers.map(\.guardrail.id))
    news.ended = try standing.filter { now[$0.key] == nil }.map { key, breach throws(Problem) in
      let isGone = breach.isOfNothing ? false : try !isThere(key.resource)
      return Ended(
        key: key,
        ending: !asked.contains(key.guardrail) ? .notAsked : isGone ? .gone : .holds)
    }.sorted { ($0.key.guardrail, $0.key.resource) < ($1.key.guardrail, $1.key.resource) }
    standing = now
    return news
  }

  /// What stands of which a guardrail said nothing now.
  private func unsaid(_ answer: GuardrailAnswer) -> [Key] {
    let id = answer.guardrail.id
    guard answer.problem == nil else { return standing.keys.filter { $0.guardrail == id } }
    return answer.notObserved.map { Key(guardrail: id, resource: $0.resource.id) }
      .filter { standing[$0] != nil }
  }
}
