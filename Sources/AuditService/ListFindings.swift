package import AuditReport
package import AuditStore
import ChangeAudit
package import ConfigurationModel

/// Tells the findings of a store as they stand.
package struct ListFindings {
  /// The store that is read.
  package let store: AuditStore
  /// The moment by which an acceptance has ended or not.
  package let at: Timestamp

  /// Makes the list of a store at a moment.
  package init(store: AuditStore, at: Timestamp) {
    self.store = store
    self.at = at
  }

  /// Every finding of every baseline, by number.
  package func all() throws(Problem) -> [(finding: Finding, baseline: String)] {
    var all: [(finding: Finding, baseline: String)] = []
    for baseline in try store.baselines() {
      let period = StoredPeriod.everything
      for stored in try store.findings(baseline: baseline.name, in: period) {
        all.append((compose(baseline.name).finding(stored), baseline.name))
      }
    }
    return all.sorted { $0.finding.number < $1.finding.number }
  }

  /// The baselines against which nothing was audited yet, where another one was: no finding could come of them. Throws
  /// `no-audit` where nothing was audited at all.
  package func notAudited() throws(Problem) -> [String] {
    let names = try store.baselines().map(\.name)
    var missing: [String] = []
    for name in names {
      if try store.auditMoment(baseline: name, until: .max) == nil { missing.append(name) }
    }
    guard missing.count < names.count else { throw .noAudit(missing.first ?? "default") }
    return missing
  }

  /// Those that a filter means, in the order of their numbers.
  ///
  /// - Parameter usual: The statuses that are meant where the filter names none.
  package func fitting(_ filter: FindingFilter, usual: Set<Finding.Status.Word>) throws(Problem)
    -> [(finding: Finding, baseline: String)]
  {
    let all = try all()
    if let like = filter.like, !all.contains(where: { $0.finding.number == like }) {
      throw .unknownFinding("F-\(like)")
    }
    let found = Set(filter.findings(of: all.map(\.finding), usual: usual, at: at).map(\.number))
    return all.filter { found.contains($0.finding.number) }
  }

  /// A report on one finding alone: with all that was judged of its resource, and the records that it has to do
  /// with.
  package func report(on text: String) throws -> DriftReport {
    let (stored, baseline) = try store.finding(named: text)
    let finding = try AttributeEdits(store: store, at: at).attributed(
      compose(baseline).finding(stored))
    var report = DriftReport(
      subject: .finding(finding.number), store: store.path, baseline: baseline, at: at,
      period: Occurrence(after: finding.occurred.after, until: finding.lastSeen),
      coverage: try compose(baseline).coverage(of: finding.resource.id.scope), findings: [finding],
      fulfilments: try TellRecords(store: store, baseline: baseline, at: at)
        .fulfilments(of: finding.recordsNamed))
    report.changes = try store.judgements(
      of: finding.resource.id, baseline: baseline, until: .max
    ).map { entry in
      .init(
        resource: finding.resource, change: entry.judgement.resourceChange,
        judged: entry.judgement.judgedEdit)
    }
    report.tellings = try store.tellings(of: finding.number)
    return report
  }

  private func compose(_ baseline: String) -> ComposeReport {
    ComposeReport(store: store, baseline: baseline, rules: RuleBook(records: []), at: at)
  }
}

extension AuditStore {
  /// The finding that a person named.
  func finding(named text: String) throws(Problem) -> (StoredFinding, baseline: String) {
    guard let number = Finding.number(parsing: text), let found = try finding(number) else {
      throw .unknownFinding(text)
    }
    return found
  }
}

extension Problem {
  static func findingIsAccepted(_ finding: String, _ until: Timestamp) -> Problem {
    Problem(
      "finding-is-accepted",
      "The finding \(finding) is accepted until \(until); acknowledging it would end that.",
      hint: "Leave it, or set another end with 'plumb finding accept'.")
  }

  static func unknownFinding(_ text: String) -> Problem {
    Problem(
      "unknown-finding", "There is no finding '\(text)'.",
      hint: "'plumb finding list --all' lists them, as F-1, F-2 and so on.")
  }

  static func findingIsOver(_ finding: String) -> Problem {
    Problem(
      "finding-is-over",
      "The finding \(finding) is resolved; nothing more can be decided about it.")
  }
}
