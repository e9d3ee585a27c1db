import ConfigurationModel

extension DriftReport {
  /// What no one must act on at once, each kind under its word; only what there is.
  func addSections(to page: inout TextPage, _ options: ReportOptions) {
    if !options.isWhole {
      page.addSection("Accepted", accepted.map { ($0.id, "\($0.line(at: at))") })
      page.addSection("Resolved", resolved.map { ($0.id, "\($0.line(at: at))") })
    }
    addApproved("Approved on paper only", onPaperByRecord, to: &page, options)
    addApproved("Approved", approvedByRecord, to: &page, options)
    page.addSection(
      "Approved but not done",
      underDelivered.map { ($0.record, "\($0.expected); window over \($0.until.minuteText)") })
    page.addSection("Emergency changes not yet approved", debts.map { ($0.record, $0.words) })
    page.addSection("Ignored", ignored.map { ($0.name, $0.longWords) })
    page.addSection(
      "Change records",
      recordsTold.map { ($0.record, ([$0.outcomeText] + $0.facts).joined(separator: "; ")) })
    let unread = coverage.unreadGroups
    page.addSection("Unread", unread.count > 3 ? unread.map { ($0.place, $0.reason) } : [])
    page.addSection("Limits of coverage", coverage.limits.map { ("", $0) })
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
  fileprivate func line(at now: Timestamp) -> String {
    let note = statusNote.map { ": \($0)" } ?? ""
    return "\(resource.id.type.words) \(resource.title) \(change.rawValue), "
      + "\(statusText(at: now))\(note)\(worst)"
  }

  /// What it was about: the worst of its edits, and how many there are besides.
  private var worst: String {
    guard let first = editsWorstFirst.first else { return "" }
    let rest = edits.count == 1 ? "" : " and \(counted(edits.count - 1, "more edit"))"
    return "; \(severity.word), \(first.edit.word.sign) \(first.edit.pathText)\(rest)"
  }
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
