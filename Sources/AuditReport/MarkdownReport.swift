import ConfigurationModel

extension DriftReport {
  /// The report as GitHub Flavored Markdown for a ticket or a pull request. Everything that comes
  /// from outside stands in code spans or is escaped: it is neither markup, nor a link, nor a
  /// mention.
  package func markdown(_ options: ReportOptions) -> String {
    let sections =
      [markdownHead, markdownUnread]
      + FindingGroup.groups(options.isWhole ? findings : unapproved)
      .map { $0.markdown(at: at, options) }
      + (options.isWhole ? [] : [others("Accepted", accepted), others("Resolved", resolved)])
      + [
        approvedSection("Approved on paper only", onPaperByRecord, options),
        approvedSection("Approved", approvedByRecord, options),
        underDeliveredSection, debtSection, alertSection, guardrailSection, recordSection,
        ignoredSection,
        neverLookedAtSection,
        retiredSection,
        firstReadingSection, readingSection, warningSection, sinceSection,
      ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var markdownHead: String {
    let rows = [
      ("Coverage", coverage.sentence.markdownText), ("Verdict", verdictSentence.markdownText),
      ("Besides", otherCounts.joined(separator: ", ")), ("Time", timeText.markdownText),
      ("Store", store.markdownCode()), ("Baseline", baseline?.markdownCode() ?? "none"),
    ]
    return "# \(title)\n\n" + table(["", ""], rows.filter { !$0.1.isEmpty }.map { [$0.0, $0.1] })
  }

  private var markdownUnread: String {
    let rows = coverage.unreadGroups.map { [$0.place.markdownCode(), $0.reason.markdownText] }
    let scopes = table(["Scopes", "Why"], rows)
    let limits = list(coverage.limits.map(\.markdownText))
    return section("Unread", [scopes, limits].filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  private func others(_ title: String, _ findings: [Finding]) -> String {
    let fate = { (finding: Finding) in
      [finding.statusText(at: at).markdownText, finding.statusNote?.markdownText ?? ""]
    }
    let rows = FindingGroup.groups(findings) { fate($0).joined(separator: "\n") }.map { group in
      let finding = group.leader
      let what = group.isMany ? group.subject.markdownText : finding.resource.markdownTitle
      return [group.ids(atMost: 3), finding.severity.word, what] + fate(finding)
    }
    return section(title, table(["Finding", "Severity", "Resource", "Status", "Note"], rows))
  }

  private func approvedSection(
    _ title: String, _ records: [(record: String, edits: [ResourceEdit])], _ options: ReportOptions
  ) -> String {
    let rows = records.flatMap { record, edits in
      let shown = edits.prefix(options.editsOfRecord).map { edit in
        [
          record.markdownCode(), "\(edit.judged.edit.word.rawValue)",
          edit.judged.edit.pathText.markdownCode(), edit.resource.markdownTitle,
          edit.judged.verdict.note ?? "",
        ]
      }
      let rest = edits.count - shown.count
      return rest == 0 ? shown : shown + [[record.markdownCode(), "", "\(rest) more", "", ""]]
    }
    return section(title, table(["Record", "Change", "Path", "Resource", ""], rows))
  }

  private var underDeliveredSection: String {
    let rows = underDelivered.map {
      [$0.record.markdownCode(), $0.expected.markdownText, $0.until.minuteText.markdownText]
    }
    return section(
      "Approved but not done", table(["Record", "Expected", "Window over"], rows))
  }

  private var debtSection: String {
    let rows = debts.map { debt in
      [
        debt.record.markdownCode(),
        debt.due.minuteText.markdownText + (debt.isOverdue ? " **overdue**" : ""),
        debt.findings.map { "F-\($0)" }.joined(separator: ", "),
      ]
    }
    return section(
      "Emergency changes not yet approved", table(["Record", "Due", "Findings"], rows))
  }

  private var alertSection: String {
    let rows = alertsWorstFirst.prefix(100).map { alert in
      [
        alert.ruleIDs.markdownCode(), alert.severity.word, alert.at.minuteText.markdownText,
        alert.actor.markdownText,
        alert.call.markdownCode() + (alert.failure.map { " **\($0.markdownText)**" } ?? ""),
        alert.resources.joined(separator: " ").markdownText, alert.findingIDs,
      ]
    }
    guard !rows.isEmpty else { return "" }
    let rest = alerts.count - rows.count
    let more = rest == 0 ? [] : [["", "", "", "\(rest) more", "", "", ""]]
    return section(
      "Alerts",
      table(["Rules", "Severity", "When", "By", "Call", "Resources", "Findings"], rows + more))
  }

  private var guardrailSection: String {
    let rows = guardrails.findings.prefix(100).map { finding in
      [
        finding.guardrail.markdownCode(), finding.severity.word, finding.title.markdownText,
        finding.resource.id.description.markdownCode(), finding.rowText.markdownText,
        finding.timeText.markdownText, finding.controls.joined(separator: ", ").markdownText,
      ]
    }
    let rest = guardrails.findings.count - rows.count
    let more = rest == 0 ? [] : [["", "", "\(rest) more", "", "", "", ""]]
    let columns = [
      "Guardrail", "Severity", "What must hold", "Resource", "What breaks it", "Since", "Controls",
    ]
    let notes =
      guardrails.problems.map(\.message.markdownText)
      + (guardrails.notObservedText.map { [$0.markdownText] } ?? [])
    let parts = [rows.isEmpty ? "" : table(columns, rows + more), list(notes)]
    let body = parts.filter { !$0.isEmpty }.joined(separator: "\n")
    return body.isEmpty ? "" : section("Guardrails", body)
  }

  private var recordSection: String {
    let rows = recordsTold.map { record in
      [
        record.record.markdownCode(), record.title?.markdownText ?? "",
        record.outcomeText.markdownText, record.people.map(\.markdownText).joined(separator: "; "),
        record.reference?.markdownCode() ?? "",
      ]
    }
    return section(
      "Change records", table(["Record", "Title", "Became", "By whom and when", "Reference"], rows))
  }

  /// What came after the end of the period; told also where nothing did.
  private var sinceSection: String {
    guard let since else { return "" }
    let rows = since.entries.map {
      [$0.about.markdownCode(), $0.at.minuteText.markdownText, $0.words.markdownText]
    }
    return section(
      "Since then",
      "\(since.sentence.markdownText)\n"
        + (since.ledger.map { "\nLedger \($0.text.markdownCode())\n" } ?? "")
        + (rows.isEmpty ? "" : "\n" + table(["What", "When", "Happened"], rows)))
  }

  private var ignoredSection: String {
    let rows = ignored.map { use in
      [
        use.name.markdownCode(), use.words, use.owner.markdownCode(), use.end,
        use.reason.markdownText,
      ]
    }
    return section("Ignored", table(["Ignore", "Edits", "Owner", "Until", "Reason"], rows))
  }

  private var neverLookedAtSection: String {
    let rows = coverage.neverLookedAtTexts.map {
      ["\($0.type)".markdownCode(), $0.text.markdownText]
    }
    return section("Never looked at", table(["Type", "Parts"], rows))
  }

  private var retiredSection: String {
    let rows = coverage.retirementTexts.map {
      ["\($0.scope)".markdownCode(), $0.text.markdownText]
    }
    return section("Retired", table(["Scope", ""], rows))
  }

  private var firstReadingSection: String {
    let rows = firstReadings.map { [$0.subject.markdownCode(), $0.words.markdownText] }
    return section("Read for the first time", table(["What", ""], rows))
  }

  /// Of a period, the readings of its scopes.
  private var readingSection: String {
    let rows = coverage.readingGroups.map { [$0.label.markdownCode(), $0.text.markdownText] }
    return section("Last read", table(["Scope", ""], rows))
  }

  private var warningSection: String { section("Warnings", list(warnings.map(\.markdownText))) }
}

private func section(_ title: String, _ body: String) -> String {
  body.isEmpty ? "" : "## \(title)\n\n\(body)"
}

private func list(_ items: [String]) -> String { items.map { "- \($0)\n" }.joined() }

/// A table of the given cells; empty where there are no rows.
private func table(_ columns: [String], _ rows: [[String]]) -> String {
  guard !rows.isEmpty else { return "" }
  let all = [columns, columns.map { _ in "---" }] + rows
  return all.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
}

extension Resource {
  fileprivate var markdownTitle: String {
    let name = name.map { "\($0.markdownCode()) " } ?? ""
    return "\(id.type.words.markdownText) \(name)\(id.id.markdownCode())"
  }
}

extension FindingGroup {
  /// How many of its members are named one by one.
  private static let namedMembers = 10

  fileprivate func markdown(at now: Timestamp, _ options: ReportOptions) -> String {
    isMany ? manyMarkdown(at: now, options) : singleMarkdown(at: now, options)
  }

  private func manyMarkdown(at now: Timestamp, _ options: ReportOptions) -> String {
    let head = """
      ## \(leader.severity.word.uppercased()) \(subject.markdownText)

      \(place.markdownText), \(statusText(at: now).markdownText)

      """
    let named = members.prefix(Self.namedMembers).map { member in
      let id = member.resource.id
      return [
        member.id, member.resource.markdownTitle, id.account.markdownCode(),
        id.region.markdownCode(),
      ]
    }
    let rest = members.count - named.count
    let which =
      table(["Finding", "Resource", "Account", "Region"], named)
      + (rest == 0 ? "" : "\n\(rest) more.\n")
    let facts =
      ["When: \(occurred.words.markdownText)"] + notes.map(\.markdownText)
      + nearMisses.map { "Near miss \($0.markdownText)" } + lastFacts
    return [head, editTable(options), which, list(facts)].filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  private var lastFacts: [String] {
    (side.map { ["Shows what \($0.of) shows, from the other side"] } ?? [])
      + ["Next: " + commands.map { $0.markdownCode() }.joined(separator: ", ")]
  }

  private func singleMarkdown(at now: Timestamp, _ options: ReportOptions) -> String {
    let (finding, resource) = (leader, leader.resource)
    let place = "\(resource.id.account.markdownCode()) \(resource.id.region.markdownCode())"
    let severity = finding.severity.word.uppercased()
    let head = """
      ## \(severity) \(finding.id): \(resource.markdownTitle) \(finding.change.rawValue)

      \(place), \(finding.statusText(at: now).markdownText)

      """
    let facts =
      ["When: \(finding.occurred.words.markdownText)"]
      + finding.actors.map { "Who: \($0.markdownText)" } + finding.notes.map(\.markdownText)
      + finding.nearMisses.map { "Near miss \($0.record.markdownCode()): \($0.lacks.markdownText)" }
      + (options.isWhole ? finding.life.map { "Life: \($0.line.markdownText)" } : []) + lastFacts
    return [head, editTable(options), list(facts)].joined(separator: "\n")
  }

  private func editTable(_ options: ReportOptions) -> String {
    let rows = edits.prefix(options.editsOfFinding).map { judged in
      [
        judged.edit.word.sign.markdownCode(), judged.edit.pathText.markdownCode(),
        judged.edit.markdownOld, judged.edit.markdownNew,
        judged.verdict.words.markdownText, judged.sentence?.markdownText ?? "",
      ] + (options.isWhole ? [judged.occurred.words.markdownText] : [])
    }
    let rest = edits.count - rows.count
    let more = rest == 0 ? "" : "\n\(counted(rest, "more edit")).\n"
    let columns =
      ["", "Path", "Before", "After", "Verdict", "Meaning"] + (options.isWhole ? ["When"] : [])
    return table(columns, rows) + more
  }
}

extension Edit {
  fileprivate var markdownOld: String { old.map { cut($0.line).markdownCode() } ?? "" }
  fileprivate var markdownNew: String { new.map { cut($0.line).markdownCode() } ?? "" }

  /// The value's text without the long start that both values share.
  private func cut(_ text: String) -> String {
    let start = commonStart(old?.line ?? "", new?.line ?? "", room: 400)
    return start == 0 ? text : "…" + text.dropFirst(start)
  }
}
