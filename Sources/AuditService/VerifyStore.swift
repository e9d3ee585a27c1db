package import AuditStore
package import ConfigurationModel

/// Recomputes what the store derives: digests, and the edits that stand between expected and
/// observed.
package struct VerifyStore {
  package let store: AuditStore

  package init(store: AuditStore) { self.store = store }

  /// What was found.
  package struct Result: Sendable {
    package var versions: Int
    package var deviations: Int
    package var problems: [Problem]
  }

  package func run() throws(Problem) -> Result {
    let files = try store.verify()
    var result = Result(versions: files.versions, deviations: 0, problems: files.problems)
    guard files.problems.isEmpty else { return result }
    for baseline in try store.baselines() {
      guard let period = try store.periodOfLastAudit(baseline: baseline.name) else { continue }
      try checkDeviations(baseline.name, in: period.to, &result)
    }
    return result
  }

  /// Every standing deviation must be an edit that the configurations still give.
  private func checkDeviations(_ baseline: String, in snapshot: Int, _ result: inout Result)
    throws(Problem)
  {
    let differences = try DiffConfigurations(store: store).difference(
      from: .baseline(baseline), to: .snapshot(snapshot))
    let expected = Dictionary(
      differences.map { ($0.resource.id, Set($0.edits.map(\.key))) }, uniquingKeysWith: { $1 })
    for (resource, judgements) in try store.deviations(baseline: baseline) {
      result.deviations += judgements.count
      let keys = expected[resource] ?? []
      for judgement in judgements where !keys.contains(judgement.key) {
        result.problems.append(.deviationGone(resource, judgement.path))
      }
    }
  }
}

extension Problem {
  static func deviationGone(_ resource: ResourceID, _ path: String) -> Problem {
    Problem(
      "deviation-gone",
      "The store says that \(resource) deviates at '\(path)', and its configurations do not.",
      hint: "If the baseline was set after the last audit, run 'plumb audit'; otherwise the store "
        + "was altered.")
  }
}
