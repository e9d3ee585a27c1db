import AuditReport
package import AuditStore
import ConfigurationDiff
package import ConfigurationModel

/// Recomputes what the store derives, and holds every row against its ledger: digests, the tree over
/// its events, the states of records, the edits of each snapshot, each step of what baselines expect,
/// and the edits that stand between expected and observed.
package struct VerifyStore {
  /// The store that is verified.
  package let store: AuditStore
  /// Heads that were written down once: what they cover must be there unchanged.
  package let heads: [LedgerHead]

  /// Makes a verification; without heads the ledger is held against the store alone.
  package init(store: AuditStore, since heads: [LedgerHead] = []) {
    self.store = store
    self.heads = heads
  }

  /// What was found.
  package struct Result: Sendable {
    /// How many versions were recomputed.
    package var versions = 0
    /// How many edits of snapshots were recomputed.
    package var edits = 0
    /// How many steps of what baselines expect were recomputed.
    package var expectations = 0
    /// How many edits and steps an earlier version of the program derived in its own way: the ledger
    /// holds them, and nothing recomputes them.
    package var earlier = 0
    /// How many standing edits were recomputed.
    package var deviations = 0
    /// Revisions of change records.
    package var revisions = 0
    /// Rows held against the ledger.
    package var rows = 0
    /// The ledger's head; nil where it is not what was written.
    package var head: LedgerHead?
    /// Since when the ledger proves what is in the store; nil where it does from the beginning.
    package var provenSince: (event: Int64, at: Timestamp)?
    /// What does not fit, the worst first.
    package var problems: [Problem] = []
  }

  /// The first problem is that of the row that fits worst: files before rows, rows before what follows
  /// from them.
  package func run() throws(Problem) -> Result {
    // An audit beside it would make two states of one.
    try store.inOneState { () throws(Problem) in try verified() }
  }

  private func verified() throws(Problem) -> Result {
    let files = try store.verify()
    var result = Result(
      versions: files.versions, rows: files.rows, head: files.head,
      provenSince: files.provenSince, problems: files.problems)
    for head in heads { result.problems += try store.problems(since: head) }
    guard files.problems.isEmpty else { return result }
    try checkRecords(&result)
    try checkHistory(&result)
    for baseline in try store.baselines() {
      guard let period = try store.periodOfLastAudit(baseline: baseline.name) else { continue }
      try checkDeviations(baseline.name, period, &result)
    }
    return result
  }

  /// What lists say of a revision must be what its document says.
  private func checkRecords(_ result: inout Result) throws(Problem) {
    for stored in try store.allRevisions() {
      result.revisions += 1
      guard let record = try? stored.record(), record.number == stored.number,
        record.state.rawValue == stored.state, record.kind.rawValue == stored.kind,
        record.title == stored.title
      else {
        result.problems.append(.recordDiffers(stored))
        continue
      }
    }
  }

  private func checkHistory(_ result: inout Result) throws(Problem) {
    var history = RecomputeHistory(store)
    try history.checkEdits()
    for baseline in try store.baselines() { try history.checkExpectations(of: baseline.name) }
    (result.edits, result.expectations) = (history.edits, history.expectations)
    result.earlier = history.earlier
    result.problems += history.problems
  }

  /// Every standing deviation must be an edit that the configurations still give, and every edit that
  /// they give must be one, unless the baseline was moved since the audit.
  private func checkDeviations(
    _ baseline: String, _ period: StoredPeriod, _ result: inout Result
  ) throws(Problem) {
    let entries = try StandingEdits(store: store, baseline: baseline).all()
    let found = Set(entries.map(\.judgement.row))
    let standing = try store.deviations(baseline: baseline)
    // What somebody agreed to since ended deviations that the next audit takes away.
    guard try !store.isBaselineMoved(baseline, after: period.toEvent) else { return }
    for (resource, judgements) in standing {
      result.deviations += judgements.count
      for judgement in judgements where !found.contains(judgement.row) {
        result.problems.append(.deviationGone(resource, judgement.path))
      }
    }
    let differences = try DiffConfigurations(store: store).difference(
      from: .baseline(baseline), to: .snapshot(period.to))
    let silent = differences.filter { standing[$0.resource.id] == nil && !$0.edits.isEmpty }
      .map { ($0.resource.id, $0.edits[0].path) }
    let missing = (silent + entries.compactMap(Self.missing)).min { $0.0 < $1.0 }
    if let (resource, path) = missing {
      result.problems.append(.deviationMissing(resource, path.text))
    }
  }

  /// The first edit beside a standing one that does not stand; nil where some were approved, for then
  /// those that do not stand are the approved ones.
  private static func missing(_ entry: StandingEdits.Entry) -> (ResourceID, ConfigurationPath)? {
    guard !entry.state.isPartlyApproved else { return nil }
    let parts = entry.state.unreadParts
    return entry.state.edits.first { !entry.standing.contains($0) && !$0.isWithin(parts) }
      .map { (entry.resource.id, $0.path) }
  }
}

extension DriftReport.LedgerMark {
  /// The head of a store's ledger, for a report.
  package init?(_ head: LedgerHead) {
    guard let store = head.store else { return nil }
    self.init(size: head.size, root: head.root, store: store)
  }
}

extension Problem {
  static func deviationGone(_ resource: ResourceID, _ path: String) -> Problem {
    Problem(
      "deviation-gone",
      "The store says that \(resource) deviates at '\(path)', and its configurations do not.",
      hint:
        "Run 'plumb audit' if the baseline was set or the program was upgraded since the last one; "
        + "otherwise the store was altered.")
  }

  fileprivate static func deviationMissing(_ resource: ResourceID, _ path: String) -> Problem {
    Problem(
      "deviation-missing",
      "\(resource) deviates at '\(path)', and the store does not say so.",
      hint: "Run 'plumb audit' if the program was upgraded since the last one; otherwise the store "
        + "was altered.")
  }

  fileprivate static func recordDiffers(_ stored: StoredChangeRecord) -> Problem {
    Problem(
      "record-differs",
      "Revision \(stored.revision) of the change record \(stored.number) is not what its document "
        + "says.",
      hint: "The store was altered. Put back a copy from before.")
  }
}
