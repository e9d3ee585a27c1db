import ConfigurationModel

extension DriftReport {
  /// What stands beside the findings: what breaks a guardrail and what rules named first.
  var htmlSections: HTML {
    guardrailSection + alertSection + onPaperSection + approvedSection + underDeliveredSection
      + debtSection + ignoredSection + fulfilmentSection + peopleSection + neverLookedAtSection
      + retiredSection
      + firstReadingSection + lastReadSection
  }

  private var approvedSection: HTML {
    let groups = groups(approvedByRecord)
    return section("approved", "Approved", "No approved edits.", groups.joined, groups.isEmpty)
  }

  private var onPaperSection: HTML {
    let groups = groups(onPaperByRecord)
    return section(
      "onpaper", HTML.term(.onPaper, "Approved on paper only"), "Every approval was known in time.",
      groups.joined,
      groups.isEmpty)
  }

  private func groups(_ records: [(record: String, edits: [ResourceEdit])]) -> [HTML] {
    records.map { record, edits -> HTML in
      let title = self.title(ofRecord: record) ?? ""
      return """
        <details><summary><code>\(record)</code> \(title) <span class="tag">\
        \(counted(edits.count, "edit"))</span></summary>
        \(facts(ofRecord: record))<ul class="edits">\(edits.map(\.line).joined)</ul></details>

        """
    }
  }

  /// Who asked for a record and who approved it, and where it is kept.
  private func facts(ofRecord number: String) -> HTML {
    let facts = fulfilments.first { $0.record == number }?.htmlFacts
    return facts.map { "<p class=\"facts\">\($0)</p>\n" } ?? .empty
  }

  private var underDeliveredSection: HTML {
    let rows = underDelivered.map { missing -> HTML in
      """
      <tr><td><code>\(missing.record)</code> \(missing.title ?? "")</td><td>\(missing.expected)\
      </td>\
      <td class="number">\(missing.until.minuteText)</td></tr>
      """
    }
    return section(
      "underdelivered", HTML.term(.underDelivery, "Approved but not done"),
      "Everything approved whose time is over was done.",
      table("Approved but not done", ["Record", "Expected", "Window over"], rows), rows.isEmpty)
  }

  private var debtSection: HTML {
    let rows = debts.map { debt -> HTML in
      let links = debt.findings.map { number -> HTML in "<a href=\"#F-\(number)\">F-\(number)</a> "
      }
      let late: HTML = debt.isOverdue ? " <span class=\"pill high\">overdue</span>" : .empty
      return """
        <tr><td><code>\(debt.record)</code> \(debt.title ?? "")</td>\
        <td>\(debt.due.minuteText)\(late)</td>\
        <td>\(links.joined)</td></tr>
        """
    }
    return section(
      "debts", HTML.term(.emergency, "Emergency changes not yet approved"),
      "None waits for its approval.",
      table("Emergency changes", ["Record", "Due", "Findings it would cover"], rows), rows.isEmpty)
  }

  private var alertSection: HTML {
    let rows = alertsWorstFirst.prefix(500).map { alert -> HTML in
      let links = alert.findings.map { number -> HTML in "<a href=\"#F-\(number)\">F-\(number)</a> "
      }
      let titles = alert.rules.map(\.title).joined(separator: "; ")
      let failure: HTML = alert.failure.map { " <span class=\"pill\">\($0)</span>" } ?? .empty
      return """
        <tr><td><span class="pill \(alert.severity.word)">\(alert.severity.word)</span> \(titles) \
        <code>\(alert.ruleIDs)</code></td><td class="number">\(alert.at.minuteText)</td>\
        <td>\(alert.actor)</td><td><code>\(alert.call)</code>\(failure) \
        \(alert.resources.joined(separator: " "))</td><td>\(links.joined)</td></tr>
        """
    }
    guard !rows.isEmpty else { return .empty }
    let more = alerts.count - rows.count
    let rest: [HTML] = more == 0 ? [] : ["<tr><td>\("\(more) more")</td></tr>"]
    return section(
      "alerts", "Alerts", "No alert rule names a call of the time.",
      table("Alerts", ["Rules", "When", "By", "Call", "Findings"], rows + rest), rows.isEmpty)
  }

  private var guardrailSection: HTML {
    let rows = guardrails.findings.prefix(500).map { finding -> HTML in
      """
      <tr><td><span class="pill \(finding.severity.word)">\(finding.severity.word)</span> \(finding.title) \
      <code>\(finding.guardrail)</code><p>\(finding.rationale)</p></td>\
      <td>\(finding.resource.id.type.words) <code>\(finding.resource.title)</code> \
      \(finding.resource.id.account) \(finding.resource.id.region)</td><td>\(finding.rowText)</td>\
      <td>\(finding.timeText)</td>\
      <td>\(finding.controls.joined(separator: ", "))</td></tr>
      """
    }
    let notes =
      guardrails.problems.map(\.message) + (guardrails.notObservedText.map { [$0] } ?? [])
    guard !rows.isEmpty || !notes.isEmpty else { return .empty }
    let more = guardrails.findings.count - rows.count
    let rest: [HTML] = more == 0 ? [] : ["<tr><td>\("\(more) more")</td></tr>"]
    let columns = ["Guardrail", "Resource", "What breaks it", "Since", "Controls"]
    let body = rows.isEmpty ? HTML.empty : table("Guardrails", columns, rows + rest)
    let said = notes.map { note -> HTML in "<p>\(note)</p>" }.joined
    return section("guardrails", "Guardrails", "", body + said, false)
  }

  private var ignoredSection: HTML {
    let rows = ignored.map { use -> HTML in
      let state: HTML =
        use.isExpired ? "<span class=\"pill medium\">expired</span> \(use.words)" : "\(use.words)"
      return """
        <tr><td><code>\(use.name)</code></td><td>\(state)</td><td>\(use.owner)</td>\
        <td class="number">\(use.end)</td><td>\(use.reason)</td></tr>
        """
    }
    return section(
      "ignored", HTML.term(.ignore, "Ignored"), "No ignore hid anything.",
      table("Ignored", ["Ignore", "Edits", "Owner", "Until", "Reason"], rows), rows.isEmpty)
  }

  private var fulfilmentSection: HTML {
    let rows = recordsTold.map { record -> HTML in
      let people = record.people.map { line -> HTML in "<p>\(line)</p>" }
      return """
        <tr><td><code>\(record.record)</code> \(record.title ?? "")</td>\
        <td>\(record.outcomeText)</td><td>\(record.state)</td><td>\(people.joined)</td>\
        <td>\(record.reference.map(HTML.link) ?? .empty)</td></tr>
        """
    }
    let columns = ["Record", "Became", "State", "By whom and when", "Reference"]
    return section(
      "records", HTML.term(.record, "Change records"), "The report speaks of no change record.",
      table("Change records", columns, rows), rows.isEmpty)
  }

  private func section(
    _ id: String, _ title: HTML, _ none: String, _ body: HTML, _ isEmpty: Bool
  ) -> HTML {
    // Of what a report does not look at it does not say that there is none.
    guard !isEmpty || !isOfOneFinding else { return .empty }
    let empty: HTML = "<p class=\"empty\">\(none)</p>"
    return """
      <section aria-labelledby="\(id)"><h2 id="\(id)">\(title)</h2>
      \(isEmpty ? empty : body)</section>

      """
  }

  /// Parts that nobody has ever asked for; nothing where there are none.
  private var neverLookedAtSection: HTML {
    let rows = coverage.neverLookedAtTexts.map { type, text -> HTML in
      "<tr><td>\(type.name)</td><td>\(text)</td></tr>"
    }
    let title = "Never looked at"
    return rows.isEmpty
      ? .empty : section("never", "\(title)", "", table(title, ["Type", "Parts"], rows), false)
  }

  /// Scopes that are left out on purpose; nothing where there are none.
  private var retiredSection: HTML {
    let rows = coverage.retirementTexts.map { scope, text -> HTML in
      "<tr><td>\(scope.description)</td><td>\(text)</td></tr>"
    }
    return rows.isEmpty
      ? .empty : section("retired", "Retired", "", table("Retired", ["Scope", "Why"], rows), false)
  }

  private var firstReadingSection: HTML {
    let rows = firstReadings.map { first -> HTML in
      "<tr><td>\(first.subject)</td><td>\(first.words)</td></tr>"
    }
    let title = "Read for the first time"
    let lead: HTML = """
      <p class="lead">They are part of the \(HTML.term(.expected, "expected configuration")) as they were read. \
      No edit says when they came to be.</p>

      """
    return rows.isEmpty
      ? .empty
      : section(
        "first", HTML.term(.firstReading, "\(title)"), "",
        lead + table(title, ["What", ""], rows), false)
  }

  /// When each place was last read: by account and region, and by account where those are many.
  private var lastReadSection: HTML {
    let cells = coverage.cells.filter { !$0.isRetired }
    let rows = cells.places.map { place, cells -> HTML in
      let read = cells.count { $0.word == .read }
      return """
        <tr><td>\(place)</td><td class="number">\(read) of \(counted(cells.count, "scope"))</td>\
        <td>\(cells.lastReadText)</td><td>\(cells.rhythmText)</td></tr>
        """
    }
    guard !rows.isEmpty else { return .empty }
    let isPeriod = cells.contains { $0.rhythm != nil }
    let columns = ["Place", "Read", "Last read", isPeriod ? "In the period" : ""]
    let lead: HTML = """
      <p class="lead">When a \(HTML.term(.snapshot, "snapshot")) last read each place whole\
      \(isPeriod ? ", and how often in the period" : "").</p>

      """
    return section("readings", "Last read", "", lead + table("Last read", columns, rows), false)
  }

  /// Whom to ask: everybody whom the report names, with what they did.
  private var peopleSection: HTML {
    let rows = people.map { person -> HTML in
      "<tr><td>\(person.name)</td><td>\(person.acts.joined(separator: "; "))</td></tr>"
    }
    return rows.isEmpty
      ? .empty : section("people", "People", "", table("People", ["Who", "Did"], rows), false)
  }

  private func table(_ label: String, _ columns: [String], _ rows: [HTML]) -> HTML {
    let heads = columns.map { column -> HTML in "<th scope=\"col\">\(column)</th>" }
    let lines = rows.map { row -> HTML in "\(row)\n" }
    return """
      <div class="scroll" role="region" aria-label="\(label)" tabindex="0"><table><thead>\
      <tr>\(heads.joined)</tr></thead><tbody>
      \(lines.joined)</tbody></table></div>
      """
  }
}

extension DriftReport.ResourceEdit {
  fileprivate var line: HTML {
    let note = judged.verdict.note
    let time: HTML = note.map { " <span class=\"tag\">\($0)</span>" } ?? .empty
    let edit = judged.edit
    return """
      <li class="\(edit.word.rawValue)"><span class="sign" title="\(edit.word.rawValue)">\
      \(edit.word.sign)</span> <code class="path">\(edit.pathText)</code> of \
      \(resource.id.type.words) <bdi>\(resource.title)</bdi>\(time)</li>

      """
  }
}

extension DriftReport.Fulfilment {
  /// Who asked for it, who approved it and when, and where it is kept; nil where nothing of that is known.
  var htmlFacts: HTML? {
    guard !people.isEmpty || reference != nil else { return nil }
    let link = reference.map { (people.isEmpty ? .empty : ", ") + HTML.link(to: $0) } ?? .empty
    return "\(people.joined(separator: ", "))\(link)"
  }
}
