package import AuditReport
package import AuditStore
import ChangeAudit
package import ConfigurationModel

/// Tells what became of change records: of all in a table, of one edit by edit.
package struct TellRecords {
  /// The store that is read.
  package let store: AuditStore
  /// The baseline by whose judgements it is told what a record covered.
  package let baseline: String
  /// The moment by which windows have ended or not.
  package let at: Timestamp

  /// Makes the question; nothing is read before it is asked.
  package init(store: AuditStore, baseline: String, at: Timestamp) {
    self.store = store
    self.baseline = baseline
    self.at = at
  }

  /// Every record as it stands, with who asked, who approved, what became of it, and whether it covers nothing though it
  /// was approved.
  package func table() throws -> ResultTable {
    let fates = Dictionary(try fates().map { ($0.record, $0) }) { first, _ in first }
    let histories = try store.recordHistories()
    let rows = try store.changeRecords().map { stored -> [ResultTable.Cell] in
      let fate = fates[stored.number]
      let approval = fate?.approvals.last
      let reach = histories[stored.number]?.reach(at: at)
      return [
        .text(stored.number), .text(stored.kind), .text(stored.state),
        fate?.outcome.map { .text($0.word) } ?? .null,
        reach.map { .text($0.rawValue) } ?? .null,
        fate?.requestedBy.map { .text($0) } ?? .null,
        approval.map { .text($0.by) } ?? .null, approval.map { .text("\($0.at)") } ?? .null,
        .number("\(stored.revision)"), .text("\(stored.registered)"),
        stored.title.map { .text($0) } ?? .null, fate?.reference.map { .text($0) } ?? .null,
      ]
    }
    return ResultTable(
      columns: [
        "record", "kind", "state", "became", "covers", "requested_by", "approved_by",
        "approved_at", "revision", "registered", "title", "reference",
      ], rows: rows)
  }

  /// What became of a record, in lines: as a whole, then each edit that it covers, then those that went
  /// further than it allows.
  package func tale(of number: String) throws -> [String] {
    guard let fate = try fates().first(where: { $0.record == number }) else { return [] }
    let all = try judgements()
    let covered = all.filter { $0.judgement.verdict.recordName == number }.map { entry in
      "  " + entry.line + (entry.judgement.verdict.note.map { " (\($0))" } ?? "")
    }
    let further = all.flatMap { entry in
      entry.nearMisses.filter { $0.record == number && $0.isFurther }.map { miss in
        "  went further: \(entry.line): \(miss.lacks)"
          + (entry.judgement.finding.map { " (F-\($0))" } ?? "")
      }
    }
    return ["\(fate.outcomeText), held against the baseline \(baseline)"] + covered + further
  }

  /// What became of these records, by number.
  func fulfilments(of numbers: Set<String>) throws -> [DriftReport.Fulfilment] {
    numbers.isEmpty ? [] : try fates(named: numbers).filter { numbers.contains($0.record) }
  }

  private func judgements() throws(Problem) -> [AuditStore.ResourceJudgement] {
    try store.judgements(baseline: baseline, in: .everything)
  }

  private func fates(named: Set<String> = []) throws -> [DriftReport.Fulfilment] {
    let rules = RuleBook(of: try store.recordHistories())
    guard let period = try store.periodOfLastAudit(baseline: baseline) else {
      return rules.records.map { .init(unaudited: $0) }
    }
    let further = try judgements().flatMap(\.nearMisses).filter(\.isFurther).map(\.record)
    let coverage = try ComposeCoverage(store: store)
      .coverage(to: period.to, at: at, baseline: baseline)
    return DeliveryReport(
      rules: rules, usage: try store.usage(baseline: baseline, until: period.toEvent), at: at,
      coverage: coverage,
      told: .init(
        named: named, further: Set(further),
        pending: try store.waiting(baseline: baseline, until: period.toEvent)),
      isTold: { _ in true }
    ).fulfilments
  }
}

extension DriftReport.Fulfilment {
  /// A record that nothing was held against yet: nothing can be said of what became of it.
  fileprivate init(unaudited record: ChangeRecord) {
    self.init(
      record: record.number, title: record.title, state: record.state.rawValue, done: 0, total: 0,
      edits: 0, requestedBy: record.requestedBy, approvals: record.approvals,
      window: record.window, reference: record.reference)
  }
}

extension AuditStore.ResourceJudgement {
  /// The edit in one line: `+ IpPermissions[…] of security group web (sg-1), after …, by …`.
  fileprivate var line: String {
    let edit = judgement.judgedEdit.edit
    return "\(edit.word.sign) \(edit.pathText) of \(resource.id.type.words) \(resource.title), "
      + judgement.occurred.words
  }

  fileprivate var nearMisses: [NearMiss] {
    guard case .unapproved(let misses) = judgement.verdict else { return [] }
    return misses
  }
}
