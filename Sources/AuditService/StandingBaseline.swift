package import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationModel

/// A baseline as it stands before it is set anew, to tell afterwards, in the same transaction, what that
/// did.
struct StandingBaseline {
  private let store: AuditStore
  private let baseline: String
  /// The resources of which it may come to expect something else, and what it expects of them.
  private let before: [(resource: StoredResource, expected: Expectation)]
  private let reader = DocumentReader()

  /// Nil where there is no such baseline yet.
  init?(_ store: AuditStore, _ baseline: String, of resources: () throws -> [StoredResource])
    throws
  {
    guard try store.hasBaseline(baseline) else { return nil }
    self.store = store
    self.baseline = baseline
    before = try resources().map {
      ($0, try store.expectation(of: $0, baseline: baseline))
    }
  }

  /// What became of it.
  func effect(at: Timestamp) throws -> BaselineEffect {
    var entries: [DifferenceReport.Entry] = []
    var changed: [ResourceID: (StoredResource, Expectation)] = [:]
    var firstHeld = 0
    for (resource, expected) in before {
      let after = try store.expectation(of: resource, baseline: baseline)
      if expected.state.isUncovered, !after.state.isUncovered { firstHeld += 1 }
      guard let entry = try entry(resource.resource, from: expected, to: after) else { continue }
      entries.append(entry)
      changed[resource.resource.id] = (resource, after)
    }
    return BaselineEffect(
      baseline: baseline, ending: try ending(changed, at: at),
      entries: entries.sorted { $0.resource.id < $1.resource.id }, firstHeld: firstHeld)
  }

  private func entry(
    _ resource: Resource, from before: Expectation, to after: Expectation
  ) throws -> DifferenceReport.Entry? {
    guard !before.state.isUncovered, !after.state.isUncovered else { return nil }
    if case .version(let old) = before.state, case .version(let new) = after.state,
      old.row == new.row
    {
      return nil
    }
    let old = try ResourceState(of: resource.id, expected: before, observed: nil, reader: reader)
    let new = try ResourceState(of: resource.id, expected: after, observed: nil, reader: reader)
    let change = ResourceState(
      of: resource.id,
      from: new.isPartial
        ? new.expected.flatMap { old.expected?.restricted(to: $0) } : old.expected,
      to: new.expected)
    // What was held whole and is held in part from now on is not judged any more but for that.
    let note =
      new.isPartial && !old.isPartial && old.expected != nil
      ? "held only in what the document names" : nil
    guard let word = change.change, note != nil || !change.edits.isEmpty else { return nil }
    return DifferenceReport.Entry(
      resource: resource, change: word, edits: change.edits, note: note)
  }

  /// The findings of which nothing differs any more from what is expected now, but for what is
  /// ignored.
  private func ending(_ changed: [ResourceID: (StoredResource, Expectation)], at: Timestamp)
    throws -> [Finding]
  {
    guard !changed.isEmpty, let period = try store.periodOfLastAudit(baseline: baseline) else {
      return []
    }
    let standing = try store.deviations(baseline: baseline)
    let compose = ComposeReport(
      store: store, baseline: baseline, rules: .init(records: []), at: at)
    return try store.findings(baseline: baseline, in: .everything).map { compose.finding($0) }
      .filter { finding in
        guard finding.status.word != .resolved,
          !finding.isPassing, let (resource, after) = changed[finding.resource.id]
        else { return false }
        let state = try ResourceState(
          of: finding.resource.id, expected: after,
          observed: store.observation(of: resource, in: period.to), reader: reader)
        let ignored = (standing[finding.resource.id] ?? [])
          .filter { $0.verdict.word == .ignored }.map(\.key)
        return Set(state.edits.map(\.key)).isSubset(of: ignored)
      }
  }
}

extension ExpectedState {
  fileprivate var isUncovered: Bool {
    switch self {
    case .uncovered: true
    case .absent, .version, .body: false
    }
  }
}

/// A baseline that was not set: nobody stood up for what that would have done.
package typealias UnagreedBaseline = Unagreed<BaselineEffect>

extension Problem {
  static func namelessBaseline(_ effect: BaselineEffect) -> Problem {
    Problem(
      "baseline-set-nameless",
      "The baseline '\(effect.baseline)' stands; to set it anew needs a name and a reason. "
        + effect.sentence,
      hint: "Look at what it ends and agrees to, and give --by and --reason.")
  }

  static func unconfirmedBaseline(_ effect: BaselineEffect) -> Problem {
    Problem(
      "baseline-set-unconfirmed",
      "The baseline '\(effect.baseline)' was not set anew: that has to be agreed to. "
        + effect.sentence,
      hint: "Look at what it ends and agrees to, and give --yes.")
  }
}
