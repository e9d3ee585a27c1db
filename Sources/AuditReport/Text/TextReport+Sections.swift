import ConfigurationModel

extension DriftReport {
  /// What no one must act on at once, each kind under its word; only what there is.
  func addSections(to page: inout TextPage, _ options: ReportOptions) {
    if !options.isWhole {
      page.addSection("Accepted", lines(accepted))
      page.addSection("Resolved", lines(resolved))
    }
    addApproved("Approved on paper only", onPaperByRecord, to: &page, options)
    addApproved("Approved", approvedByRecord, to: &page, options)
    page.addSection(
      "Approved but not done",
      underDelivered.map { ($0.record, "\($0.expected); window over \($0.until.minuteText)") })
    page.addSection("Emergency changes not yet approved", debts.map { ($0.record, $0.words) })
    page.addSection("Told", tellings.map { ($0.destination, $0.words) })
    page.addSection("Alerts", alertLines)
    page.addSection("Guardrails", guardrailLines)
    page.addSection("Ignored", ignored.map { ($0.name, $0.longWords) })
    page.addSection(
      "Change records",
      recordsTold.map { ($0.record, ([$0.outcomeText] + $0.facts).joined(separator: "; ")) })
    let unread = coverage.unreadGroups
    page.addSection("Unread", unread.count > 3 ? unread.map { ($0.place, $0.reason) } : [])
    page.addSection("Limits of coverage", coverage.limits.map { ("", $0) })
    page.addSection(
      "Never looked at", coverage.neverLookedAtTexts.map { ("\($0.type)", $0.text) })
    page.addSection("Retired", coverage.retirementTexts.map { ("\($0.scope)", $0.text) })
    page.addSection(
      "Read for the first time", firstReadings.map { ($0.subject, $0.words) })
    page.addSection("Last read", coverage.readingGroups)
    if let since {
      page.addSection(
        "Since then, \(since.sentence)",
        since.entries.map { ($0.about, $0.line) }
          + (since.ledger.map { [("ledger", $0.text)] } ?? []), isTold: true)
    }
    page.addSection("Ledger", ledger.map { [("head", $0.text)] } ?? [])
  }

  /// The worst, and of these the newest, first; so many that a person reads them.
  private var alertLines: [(label: String, text: String)] {
    let shown = alertsWorstFirst.prefix(20).map { (label: $0.ruleIDs, text: $0.words) }
    let rest = alerts.count - shown.count
    return rest == 0 ? shown : shown + [("", "… \(rest) more: --format json has all")]
  }

  /// The worst first; so many that a person reads them, and what nobody can say.
  private var guardrailLines: [(label: String, text: String)] {
    let shown = guardrails.findings.prefix(20).map { (label: $0.guardrail, text: $0.words) }
    let rest = guardrails.findings.count - shown.count
    return shown + (rest == 0 ? [] : [("", "… \(rest) more: --format json has all")])
      + guardrails.problems.map { ("", $0.message) }
      + (guardrails.notObservedText.map { [("", $0)] } ?? [])
  }

  /// A line for each finding, and one for all that say and became the same.
  private func lines(_ findings: [Finding]) -> [(label: String, text: String)] {
    FindingGroup.groups(findings) { $0.fate(at: at) }.map { group in
      let change = group.leader.change == .modified ? " modified" : ""
      let fate = group.leader.fate(at: at)
      return (group.ids(atMost: 3), "\(group.subject)\(change), \(fate)\(group.worst)")
    }
  }

  private func addApproved(
    _ title: String, _ records: [(record: String, edits: [ResourceEdit])],
    to page: inout TextPage, _ options: ReportOptions
  ) {
    guard !records.isEmpty else { return }
    page.addSpace()
    page.add(StyledText(title, .strong), after: "")
    for (record, edits) in records {
      let title = self.title(ofRecord: record).map { "  \($0)" } ?? ""
      page.add(
        StyledText("\(counted(edits.count, "edit"))\(title)"), after: StyledText("  \(record)  "))
      for edit in edits.prefix(options.editsOfRecord) { page.addCut(edit.line(page.width)) }
      let rest = edits.count - options.editsOfRecord
      if rest > 0 { page.add(StyledText("… \(rest) more", .quiet), after: "    ") }
    }
  }
}

extension TextPage {
  fileprivate mutating func addSection(
    _ title: String, _ rows: [(label: String, text: String)], isTold: Bool = false
  ) {
    guard isTold || !rows.isEmpty else { return }
    addSpace()
    add(StyledText(title, .strong), after: "")
    for row in rows {
      add(StyledText(row.text), after: StyledText(row.label.isEmpty ? "  " : "  \(row.label)  "))
    }
  }
}

extension Telling {
  /// `opened 2026-11-20 21:15 UTC, sent 2026-11-20 21:16 UTC`.
  fileprivate var words: String {
    let settled = settledAt.map { " \($0.minuteText)" } ?? ""
    return "\(kind.rawValue) \(at.minuteText), \(state.rawValue)\(settled)"
  }
}

extension DriftReport.ResourceEdit {
  /// Cut to the columns, but never what is said of its time.
  fileprivate func line(_ columns: Int) -> StyledText {
    let time = StyledText(judged.verdict.note.map { "  (\($0))" } ?? "", .quiet)
    let line =
      StyledText("    \(judged.edit.word.sign) \(judged.edit.pathText)", .quiet)
      + StyledText(" of \(resource.id.type.words) \(resource.title)", .quiet)
    return line.cut(to: columns - time.columns) + time
  }
}

extension Finding {
  /// What became of it, by whom and why.
  fileprivate func fate(at now: Timestamp) -> String {
    statusText(at: now) + (statusNote.map { ": \($0)" } ?? "")
  }
}

extension FindingGroup {
  /// What it was about: the worst of its edits, and how many there are besides.
  fileprivate var worst: String { gist.map { "; \(leader.severity.word), \($0)" } ?? "" }
}

extension DriftReport.EmergencyDebt {
  /// `due 2026-11-21 20:00 UTC, would cover F-17`.
  var words: String {
    let due = "due \(due.minuteText)\(isOverdue ? ", overdue" : "")"
    let ids = findings.map { "F-\($0)" }.joined(separator: ", ")
    return due + (ids.isEmpty ? "" : ", would cover \(ids)")
  }
}

extension DriftReport.IgnoreUse {
  /// `hid 3 edits until 2027-03-31, owner platform@example.com: the autoscaler writes these`.
  fileprivate var longWords: String {
    guard ignore != nil else { return "\(words): \(reason)" }
    let until = isExpired ? "" : " until \(end)"
    return "\(words)\(until), owner \(owner): \(reason)"
  }
}
