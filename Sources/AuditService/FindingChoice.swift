package import AuditReport
import AuditStore
package import ConfigurationModel

/// The findings that something is to be decided about: by their names, or by what they have in common.
package enum FindingChoice: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// `F-1`, `F-2`.
  case named([String])
  case fitting(FindingFilter)

  /// The findings of these names: `["F-1", "F-2"]`.
  package init(arrayLiteral names: String...) { self = .named(names) }
}

extension FindingChoice {
  /// The names that were given; none for a filter.
  var names: [String] {
    switch self {
    case .named(let names): names
    case .fitting: []
    }
  }

  /// The findings that a filter means, agreed to; nil for findings that are named.
  ///
  /// - Parameters:
  ///   - usual: The statuses that are meant where the filter names none.
  ///   - isAgreed: Is asked; where it says no, this throws `UnagreedDecision`.
  func selection(
    in store: AuditStore, baseline: String? = nil, usual: Set<Finding.Status.Word>,
    at moment: Timestamp, isAgreed: (FindingSelection) -> Bool
  ) throws -> FindingSelection? {
    guard case .fitting(let filter) = self else { return nil }
    let found = try ListFindings(store: store, at: moment).fitting(filter, usual: usual)
    let selection = FindingSelection(
      found.filter { baseline == nil || $0.baseline == baseline }.map(\.finding))
    guard !selection.findings.isEmpty else { throw Problem.noFindingFits() }
    if let over = selection.findings.first(where: { $0.status.word == .resolved }) {
      throw Problem.findingIsOver(over.id)
    }
    guard isAgreed(selection) else {
      throw UnagreedDecision(effect: selection, problem: .unconfirmedDecision(selection))
    }
    return selection
  }
}

/// A decision about findings that was not made: nobody agreed to which it is about.
package typealias UnagreedDecision = Unagreed<FindingSelection>

/// Something that was not done, because nobody stood up for what it would have done.
package struct Unagreed<Effect: Hashable & Sendable>: Error {
  /// What it would have done.
  package let effect: Effect
  /// Why it was not done, for a person.
  package let problem: Problem
}

extension Problem {
  static func noFindingFits() -> Problem {
    Problem(
      "no-finding-fits", "No finding fits the filter; nothing was decided.",
      hint:
        "'plumb finding list' takes the same filter. Resolved findings are left out, and accepted "
        + "ones are chosen only with '--status accepted'.")
  }

  static func unconfirmedDecision(_ selection: FindingSelection) -> Problem {
    Problem(
      "decision-unconfirmed",
      "Nothing was decided, because nobody confirmed it. \(selection.words).",
      hint: "Look at which findings it is about, and give --yes.")
  }
}
