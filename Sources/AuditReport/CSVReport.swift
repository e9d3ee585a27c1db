import ConfigurationModel

extension DriftReport {
  /// The report as one table (RFC 4180, lines end in CR LF, the first row names the columns).
  ///
  /// `kind` says what a row is:
  /// - `coverage`: first one row for the whole (`status` is `complete` or `incomplete`), then one
  ///   for each scope that was not read, is stale, was seen in part or is retired (`status` says
  ///   which; of a period for every scope, with its readings), one for each limit (`limited`), and one
  ///   for each scope with parts that no file has ever given (`part-never-looked-at`);
  /// - `finding`: one edit of a finding; edits of it that were approved or ignored have that
  ///   `verdict`;
  /// - `approved`: one edit that a change record covers;
  /// - `approved-on-paper`: one of which the approval became known too late;
  /// - `finding-event`: something that happened to a finding: what in `status`, when in `until`, by whom
  ///   and why in `note`;
  /// - `not-done`: what was approved, is over, and was not seen;
  /// - `record`: one change record of which the report speaks: what became of it in `status`, its window
  ///   in `after` and `until`, who asked and approved and where it is kept in `note`;
  /// - `debt`: an emergency change that waits for its approval, due in `until`;
  /// - `warning`: one sentence, in `note`;
  /// - `since`: what happened after the end of the period, in `note`;
  /// - `ignore`: one ignore, with what it hid in `note`;
  /// - `guardrail`: what breaks a guardrail: its id and what of the resource in `note`, of a change the
  ///   snapshot in `status`; `guardrail-not-observed`: what nobody can say, and why;
  /// - `first-reading`: what is expected as it was first read, and nobody agreed to.
  ///
  /// Columns: `kind`, `finding` (`F-17`), `status`, `severity`, `account`, `region`, `type`,
  /// `resource`, `name`, `resourceChange` (created, deleted, modified), `path` (empty for the whole
  /// resource), `change` (added, removed, changed), `old`, `new` (JSON), `verdict`, `record`,
  /// `ignore`, `sentence`, `after`, `until` (RFC 3339; when it happened), `note`, `group` (of findings that
  /// say the same of different resources, the one that stands for all). Hidden characters
  /// are written out as `\n` or `\u{202e}`; a cell that a spreadsheet would take for a formula is
  /// led by an apostrophe.
  package var csv: String {
    let groups = groups.byMember
    let rows =
      [CSVRow.columns] + coverageRows.map(\.cells)
      + findings.flatMap { finding in
        let group = groups[finding.number]
        return finding.edits.map { CSVRow(finding, $0, in: group).cells }
          + finding.life.map { CSVRow(finding, $0).cells }
      } + (approved + approvedOnPaper).map { CSVRow($0).cells } + recordRows.map(\.cells)
      + ignored.map { CSVRow($0).cells } + firstReadings.map { CSVRow($0).cells }
      + lastRows.map(\.cells)
    return rows.map { $0.map(\.csvCell).joined(separator: ",") + "\r\n" }.joined()
  }

  private var recordRows: [CSVRow] {
    underDelivered.map { missing in
      var row = CSVRow(kind: "not-done")
      (row.record, row.until, row.note) = (
        missing.record, missing.until.description, missing.expected
      )
      return row
    }
      + debts.map { debt in
        var row = CSVRow(kind: "debt")
        (row.record, row.status) = (debt.record, debt.isOverdue ? "overdue" : "due")
        (row.until, row.note) = (debt.due.description, debt.words)
        return row
      } + recordsTold.map(CSVRow.init)
      + alerts.map { alert in
        var row = CSVRow(kind: "alert")
        (row.finding, row.until) = (alert.findingIDs, alert.at.description)
        row.note = "\(alert.ruleIDs): \(alert.words)"
        return row
      } + guardrailRows
  }

  private var guardrailRows: [CSVRow] {
    guardrails.findings.map { finding in
      var row = CSVRow(kind: "guardrail")
      row.scope = finding.resource.id.scope
      row.resource = finding.resource
      row.severity = finding.severity.word
      row.status = finding.snapshot.map { "snapshot \($0)" } ?? "stands"
      row.after = finding.after?.description ?? ""
      row.until = finding.since?.description ?? ""
      row.sentence = finding.title
      row.note = "\(finding.guardrail): \(finding.rowText)"
      return row
    }
      + guardrails.notObserved.map { entry in
        var row = CSVRow(kind: "guardrail-not-observed")
        row.note = "\(entry.guardrail): \(entry.why) (\(entry.count))"
        return row
      }
      + guardrails.problems.map { problem in
        var row = CSVRow(kind: "guardrail-not-observed")
        row.note = problem.message
        return row
      }
  }

  private var lastRows: [CSVRow] {
    warnings.map { warning in
      var row = CSVRow(kind: "warning")
      row.note = warning
      return row
    }
      + (since?.entries ?? []).map { entry in
        var row = CSVRow(kind: "since")
        if entry.about.hasPrefix("F-") {
          row.finding = entry.about
        } else {
          row.record = entry.about
        }
        (row.until, row.note) = (entry.at.description, entry.words)
        return row
      }
  }

  private var coverageRows: [CSVRow] {
    var whole = CSVRow(kind: "coverage")
    whole.status = coverage.isComplete ? "complete" : "incomplete"
    whole.note = "\(coverage.sentence) \(verdictSentence)"
    let limits = coverage.limits.map { limit in
      var row = CSVRow(kind: "coverage")
      (row.status, row.note) = ("limited", limit)
      return row
    }
    let never = coverage.withPartsNeverLookedAt.map { cell in
      var row = CSVRow(kind: "coverage")
      (row.scope, row.status) = (cell.scope, Problem.partNeverLookedAt().code)
      row.note = cell.neverLookedAtText
      return row
    }
    return [whole] + coverage.cells.compactMap(CSVRow.init) + limits + never
  }
}

/// One row of the table; a cell that says nothing is empty.
private struct CSVRow {
  static let columns = [
    "kind", "finding", "status", "severity", "account", "region", "type", "resource", "name",
    "resourceChange", "path", "change", "old", "new", "verdict", "record", "ignore", "sentence",
    "after", "until", "note", "group",
  ]

  let kind: String
  var finding = ""
  var status = ""
  var scope: Scope?
  var resource: Resource?
  var resourceChange = ""
  var judged: JudgedEdit?
  var ignore = ""
  var record = ""
  var after = ""
  var until = ""
  var severity: String?
  var sentence: String?
  var note = ""
  var group = ""

  init(kind: String) { self.kind = kind }

  init(_ finding: Finding, _ judged: JudgedEdit, in group: FindingGroup?) {
    self.init(kind: "finding")
    self.group = group?.leader.id ?? ""
    (self.finding, status) = (finding.id, finding.status.word.rawValue)
    fill(finding.resource, finding.change, judged)
    note = finding.notes.joined(separator: "; ")
  }

  init(_ finding: Finding, _ step: Finding.Step) {
    self.init(kind: "finding-event")
    (self.finding, status) = (finding.id, step.what.word)
    (resource, scope) = (finding.resource, finding.resource.id.scope)
    (until, note) = (step.at.description, step.words)
  }

  init(_ record: DriftReport.Fulfilment) {
    self.init(kind: "record")
    (self.record, status) = (record.record, record.outcome?.word ?? record.state)
    after = record.window?.from?.description ?? ""
    until = record.window?.until?.description ?? ""
    note = ([record.title].compactMap { $0 } + record.facts).joined(separator: "; ")
  }

  init(_ edit: DriftReport.ResourceEdit) {
    self.init(kind: edit.judged.verdict.word.rawValue)
    fill(edit.resource, edit.change, edit.judged)
  }

  init(_ use: DriftReport.IgnoreUse) {
    self.init(kind: "ignore")
    status = use.isExpired ? "expired" : "active"
    (ignore, until) = (use.name, use.ignore?.until.description ?? "")
    note = "\(use.words); owner \(use.owner); \(use.reason)"
  }

  /// Nil for a scope that was read completely, where its readings are not asked about.
  init?(_ cell: Coverage.Cell) {
    self.init(kind: "coverage")
    scope = cell.scope
    status = cell.word.rawValue
    switch (cell.problem, cell.retirement, cell.resumed) {
    case (let problem?, _, _): note = problem.line
    case (nil, let retirement?, _): note = retirement.words
    case (nil, nil, let resumed?): note = "read again; \(resumed.words)"
    case (nil, nil, nil):
      guard cell.rhythm != nil else { return nil }
      note = cell.readingText
    }
  }

  init(_ first: DriftReport.FirstReading) {
    self.init(kind: "first-reading")
    (scope, resource, note) = (first.scope, first.resource, "\(first.subject): \(first.words)")
    until = first.at.description
  }

  private mutating func fill(_ resource: Resource, _ change: ResourceChange, _ judged: JudgedEdit) {
    (self.resource, scope, self.judged) = (resource, resource.id.scope, judged)
    resourceChange = change.rawValue
    ignore = judged.verdict.ignoreName ?? ""
    record = judged.verdict.recordName ?? ""
    after = judged.occurred.after?.description ?? ""
    until = judged.occurred.until.description
  }

  var cells: [String] {
    [
      kind, finding, status, severity ?? judged?.severity.word, scope?.account, scope?.region,
      scope?.type.name, resource?.id.id, resource?.name, resourceChange, judged?.edit.path.text,
      judged?.edit.word.rawValue, judged?.edit.old?.canonicalJSON, judged?.edit.new?.canonicalJSON,
      judged?.verdict.word.rawValue, record, ignore, sentence ?? judged?.sentence, after, until,
      note,
      group,
    ].map { $0 ?? "" }
  }
}
