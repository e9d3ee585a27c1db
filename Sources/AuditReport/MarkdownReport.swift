import ConfigurationModel

extension DriftReport {
  /// The report as GitHub Flavored Markdown for a ticket or a pull request. Everything that comes
  /// from outside stands in code spans or is escaped: it is neither markup, nor a link, nor a
  /// mention.
  package func markdown(_ options: ReportOptions) -> String {
    let sections =
      [markdownHead, markdownUnread]
      + findings.filter { $0.status.isUnapproved }.map { $0.markdown(at: at, options) }
      + [
        others("Accepted", accepted), others("Resolved", resolved),
        approvedSection("Approved on paper only", onPaperByRecord, options),
        approvedSection("Approved", approvedByRecord, options),
        underDeliveredSection, debtSection, ignoredSection, retiredSection, firstReadingSection,
        readingSection, warningSection,
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
    let rows = coverage.unread.map { scope, problem in
      [
        scope.account.markdownCode(), scope.region.markdownCode(),
        scope.type.name.markdownCode(),
        "\(problem.message.markdownText) \(problem.code.markdownCode())",
      ]
    }
    let scopes = table(["Account", "Region", "Type", "Why"], rows)
    let limits = list(coverage.limits.map(\.markdownText))
    return section("Unread", [scopes, limits].filter { !$0.isEmpty }.joined(separator: "\n"))
  }

  private func others(_ title: String, _ findings: [Finding]) -> String {
    let rows = findings.map { finding in
      [
        finding.id, finding.severity.word, finding.resource.markdownTitle,
        finding.statusText(at: at).markdownText, finding.statusNote?.markdownText ?? "",
      ]
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

  private var ignoredSection: String {
    let rows = ignored.map { use in
      [
        use.name.markdownCode(), use.words, use.owner.markdownCode(), use.end,
        use.reason.markdownText,
      ]
    }
    return section("Ignored", table(["Ignore", "Edits", "Owner", "Until", "Reason"], rows))
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

extension Finding {
  fileprivate func markdown(at now: Timestamp, _ options: ReportOptions) -> String {
    let place = "\(resource.id.account.markdownCode()) \(resource.id.region.markdownCode())"
    let head = """
      ## \(severity.word.uppercased()) \(id): \(resource.markdownTitle) \(change.rawValue)

      \(place), \(statusText(at: now).markdownText)

      """
    let facts =
      ["When: \(occurred.words.markdownText)"] + notes.map(\.markdownText)
      + nearMisses.map { "Near miss \($0.record.markdownCode()): \($0.lacks.markdownText)" }
      + ["Next: " + commands.map { $0.markdownCode() }.joined(separator: ", ")]
    return [head, editTable(options), list(facts)].joined(separator: "\n")
  }

  private func editTable(_ options: ReportOptions) -> String {
    let rows = editsWorstFirst.prefix(options.editsOfFinding).map { judged in
      [
        judged.edit.word.sign.markdownCode(), judged.edit.pathText.markdownCode(),
        judged.edit.markdownOld, judged.edit.markdownNew,
        judged.verdict.words.markdownText, judged.sentence?.markdownText ?? "",
      ]
    }
    let rest = edits.count - rows.count
    let more = rest == 0 ? "" : "\n\(counted(rest, "more edit")).\n"
    return table(["", "Path", "Before", "After", "Verdict", "Meaning"], rows) + more
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
