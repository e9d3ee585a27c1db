import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationModel
import Notices

/// Findings as messages tell them, each read once; and the breaches that they tell.
final class ToldFindings {
  private let store: AuditStore
  private let at: Timestamp
  private let attribute: AttributeEdits
  private var known: [Int: Finding] = [:]
  private var tags: [Int: [String: String]] = [:]
  private var breaches: [Int64: StoredBreach] = [:]
  private var summaries: [Int64: BreachSummary] = [:]

  init(store: AuditStore, at: Timestamp) throws(Problem) {
    self.store = store
    self.at = at
    attribute = try AttributeEdits(store: store, at: at)
  }

  /// Reads those of some findings that were not read.
  func read(_ numbers: Set<Int>) throws(Problem) {
    let missing = numbers.filter { known[$0] == nil }
    guard !missing.isEmpty else { return }
    for (number, told) in try store.findings(numbered: missing) {
      let compose = ComposeReport(
        store: store, baseline: told.baseline, rules: RuleBook(records: []), at: at)
      known[number] = try attribute.attributed(compose.finding(told.finding))
      tags[number] = told.tags
    }
  }

  /// The tags by which rules know the resource of a finding that was read; nil where they were not.
  func tags(of number: Int) -> [String: String]? { tags[number] }

  subscript(number: Int) -> Finding? { known[number] }

  /// How bad a message to a destination is that tells of a finding: as the finding, or as the worst alert or breach that
  /// stands with it. Nil where the finding was not read.
  func severity(of number: Int, toldTo destination: String) throws(Problem) -> Severity? {
    guard let finding = known[number] else { return nil }
    let alerts = try store.alerts(toldTo: destination, of: number).map(\.severity)
    let breaches = try store.breaches(toldTo: destination, of: number).map(\.facts.severity)
    return (alerts + breaches).reduce(finding.severity, max)
  }

  /// Keeps a breach as it stands.
  func keep(_ breach: StoredBreach) { breaches[breach.row] = breach }

  /// A breach that was kept.
  func breach(_ row: Int64) -> StoredBreach? { breaches[row] }

  /// Keeps what guardrails found that were not asked before, by the row that tells a destination of it.
  func keep(_ summary: BreachSummary, of row: Int64) { summaries[row] = summary }

  /// What was kept of a look, where an item is about it.
  func summary(_ subject: NoticeItem.Subject) -> BreachSummary? {
    switch subject {
    case .look(let row): summaries[row]
    case .finding, .call, .breach: nil
    }
  }

  /// The alerts of calls that made edits of findings, as messages to a destination tell them.
  func alerts(toldTo destination: String, of findings: Set<Int>) throws(Problem)
    -> [DriftReport.Alert]
  {
    var alerts: [DriftReport.Alert] = []
    for finding in findings.sorted() {
      for stored in try store.alerts(toldTo: destination, of: finding) {
        alerts.append(try alert(stored))
      }
    }
    return alerts
  }

  /// An alert with what is kept of its call; of one that was pruned meanwhile hardly anything is.
  func alert(_ stored: StoredAlert) throws(Problem) -> DriftReport.Alert {
    let call = try store.activity(stored.call)
    return DriftReport.Alert(
      event: stored.call, at: call?.at ?? stored.at,
      call: call?.call ?? "a call that is kept no more",
      actor: try call.map { entry throws(Problem) in try attribute.told(entry).who } ?? "somebody",
      account: call?.account, region: call?.region ?? "an unknown region",
      error: call?.errorCode,
      resources: (call?.namesInWords ?? []).sorted { $0.precedes($1) },
      rules: stored.rules, findings: [stored.finding].compactMap { $0 })
  }

  /// Who made a call.
  func caller(of call: StoredActivity) throws(Problem) -> EditAttribution.Event {
    try attribute.told(call)
  }

  /// Who made the call of an alert, and when.
  func call(of stored: StoredAlert) throws(Problem) -> NoticeItem.Call {
    let told = try store.activity(stored.call).map(caller)
    return NoticeItem.Call(
      id: stored.call, at: told?.at ?? stored.at, actor: told.map { $0.person ?? $0.actor } ?? "")
  }

  /// The breaches of resources of findings, as messages on them to a destination tell them.
  func breaches(toldTo destination: String, of findings: Set<Int>) throws(Problem) -> [ToldBreach] {
    var breaches: [ToldBreach] = []
    for finding in findings.sorted() {
      breaches += try store.breaches(toldTo: destination, of: finding)
        .map { $0.told(finding: finding) }
    }
    return breaches
  }
}

extension StoredBreach {
  /// As messages tell it.
  ///
  /// - Parameter finding: That tells it; nil where it stands for itself.
  func told(finding: Int?) -> ToldBreach {
    ToldBreach(
      guardrail: facts.guardrail, title: facts.title, rationale: facts.rationale,
      severity: facts.severity, controls: facts.controls, resource: facts.resource,
      rows: facts.rows, since: facts.since, isChange: facts.snapshot != nil, isOver: isOver,
      who: facts.makers.words, finding: finding)
  }
}
