import ConfigurationModel

extension DriftReport {
  /// The report as one HTML file that needs nothing else: no network, light and dark, for paper
  /// too. It is whole without its script, which only filters and
  /// keeps the choice in the address.
  ///
  /// The policy in it lets the browser run this script and this style, by their digests, and load
  /// nothing.
  package var html: String {
    let (groups, axis, unread) = (groups, TimeAxis(self), UnreadList(coverage))
    let charts = htmlCharts(axis)
    let head = htmlHead(groups, unread, hasCharts: !charts.text.isEmpty)
    let main: HTML = """
      \(htmlWarnings)
      \(htmlFindings(groups, axis))
      \(htmlSince)
      \(unread.section)
      \(charts)
      \(htmlSections)
      """
    let foot = htmlFoot
    let page: HTML = """
      \(HTML.head("\(title), \(timeText)"))
      <body\(findings.count > DriftReport.manyFindings ? .empty : " class=\"few\"")>
      <a class="skip" href="#findings">Skip to the findings</a>
      \(head)
      <main>
      \(main)
      \((head + main + foot).glossary)
      </main>
      \(foot)
      <script>\(htmlScript)</script>
      </body>
      </html>

      """
    return page.text
  }

  private func htmlHead(_ groups: [FindingGroup], _ unread: UnreadList, hasCharts: Bool) -> HTML {
    let tone =
      hasUnapproved ? "bad" : coverage.isComplete && !isOfOneFinding ? "good" : "warn"
    let read = coverage.isComplete ? "good" : "warn"
    let share = coverage.wantedCount == 0 ? 0 : coverage.readCount * 100 / coverage.wantedCount
    return """
      <header class="top">
      <p class="brand">Plumbline</p>
      <h1>\(title)</h1>
      <p class="sub">\(timeText) <span class="sep">·</span> store <code>\(store)</code> \
      <span class="sep">·</span> \(baselineText)</p>
      \(filterNote)<div class="banner">
      <section class="state \(read)" aria-label="Coverage">
      <h2>\(HTML.term(.coverage, "Coverage"))</h2>
      <p class="big">\(coverageSentence)</p>
      <progress max="100" value="\(share)">\(share) %</progress>
      \(unread.link)
      </section>
      <section class="state \(tone)" aria-label="Verdict">
      <h2>\(HTML.term(.verdict, "Verdict"))</h2>
      <p class="big">\(verdictSentence)</p>
      \(severityPills)
      \(htmlDangers(groups))
      </section>
      </div>
      \(isOfOneFinding ? .empty : tiles)
      \(navigation(hasUnread: !unread.isEmpty, hasCharts: hasCharts))
      </header>
      """
  }

  /// The coverage's sentence, its word marked.
  private var coverageSentence: HTML {
    let text = coverage.sentence
    guard let word = text.firstRange(of: "scopes") ?? text.firstRange(of: "scope") else {
      return "\(text)"
    }
    let (before, after) = (text[..<word.lowerBound], text[word.upperBound...])
    return "\(String(before))\(HTML.term(.scope, "\(String(text[word]))"))\(String(after))"
  }

  private var baselineText: HTML {
    guard let baseline else { return "no baseline" }
    return "\(HTML.term(.baseline, "baseline")) <code>\(baseline)</code>"
  }

  private var severityPills: HTML {
    let pills = severities.map { severity, count -> HTML in
      let choice: HTML = " data-severity=\"\(severity.word)\" data-status=\"unapproved\""
      return
        "<a class=\"pill \(severity.word)\" \(HTML.filter(choice))>\(count) \(severity.word)</a> "
    }
    return pills.isEmpty ? .empty : "<p>\(pills.joined)</p>"
  }

  private var tiles: HTML {
    let tiles: [(Int, String, HTML, Bool)] = [
      (unapproved.count, "unapproved", .filter(" data-status=\"unapproved\""), true),
      (approved.count, "approved", "href=\"#approved\"", false),
      (approvedOnPaper.count, "on paper only", "href=\"#onpaper\"", isStrict),
      (ignoredCount, "ignored", "href=\"#ignored\"", false),
      (accepted.count, "accepted", .filter(" data-status=\"accepted\""), false),
      (underDelivered.count, "approved, not done", "href=\"#underdelivered\"", false),
      (debts.count, "emergency debt", "href=\"#debts\"", debts.contains(where: \.isOverdue)),
    ]
    let items = (tiles + guardrailTiles).map { count, label, address, isLoud -> HTML in
      let tone = count == 0 ? "none" : isLoud ? "loud" : "calm"
      return """
        <li class="tile \(tone)"><a \(address)><b>\(count)</b><span>\(label)</span></a></li>
        """
    }
    return "<ul class=\"tiles\" aria-label=\"Summary\">\(items.joined)</ul>"
  }

  /// What breaks guardrails; none where nothing does.
  private var guardrailTiles: [(Int, String, HTML, Bool)] {
    let broken = guardrails.findings
    guard !broken.isEmpty else { return [] }
    let changes = broken.count(where: \.isTransition)
    let isLoud = isGuardrailStrict || broken.contains { $0.severity == .critical }
    let tiles: [(Int, String, HTML, Bool)] = [
      (broken.count - changes, "guardrail breaches stand", "href=\"#guardrails\"", isLoud),
      (changes, "changes broke a guardrail", "href=\"#guardrails\"", isLoud),
    ]
    return tiles.filter { $0.0 > 0 }
  }

  /// Where the rest of a long page is.
  private func navigation(hasUnread: Bool, hasCharts: Bool) -> HTML {
    let places: [(HTML, String, Bool)] = [
      ("findings", "Findings", true), ("unread", "Not read", hasUnread),
      ("charts", "Charts", hasCharts),
      ("guardrails", "Guardrails", !guardrails.findings.isEmpty || !guardrails.problems.isEmpty),
      ("alerts", "Alerts", !alerts.isEmpty),
      ("records", "Change records", !isOfOneFinding || !recordsTold.isEmpty),
      ("people", "People", !people.isEmpty),
      ("readings", "Last read", coverage.cells.contains { !$0.isRetired }),
      ("words", "Words", true),
    ]
    let links = places.filter(\.2).map { place, text, _ -> HTML in
      "<a href=\"#\(place)\">\(text)</a> "
    }
    return "<nav aria-label=\"On this page\">\(links.joined)</nav>"
  }

  /// Who made the page and from what; at its edge, what a reader with a terminal can ask.
  private var htmlFoot: HTML {
    let program = program.map { "Plumbline \($0)" } ?? "Plumbline"
    let proof = ledger.map { ["plumb verify --since \"\($0.text)\""] } ?? []
    let mark: HTML =
      ledger.map { " \(HTML.term(.ledger, "Ledger")) <code>\($0.text)</code>." } ?? .empty
    return """
      <footer><p>\(program), drift report for \(at.minuteText), store \(store). Times are in UTC.\
      \(mark)</p>
      \(HTML.terminal(["plumb finding list", "plumb status"] + proof))</footer>
      """
  }

  private var htmlWarnings: HTML {
    let items = warnings.map { warning -> HTML in "<li>\(warning)</li>" }
    guard !items.isEmpty else { return .empty }
    return """
      <section class="note warn" aria-labelledby="warnings"><h2 id="warnings">Warnings</h2>
      <ul>\(items.joined)</ul></section>
      """
  }

  /// What came after the end of the period; told also where nothing did.
  private var htmlSince: HTML {
    guard let since else { return .empty }
    let rows = since.entries.map { entry -> HTML in
      """
      <tr><td><code>\(entry.about)</code></td><td>\(entry.at.minuteText)</td>\
      <td>\(entry.words)</td></tr>

      """
    }
    let table: HTML = """
      <div class="scroll" role="region" aria-label="Since then" tabindex="0"><table><thead><tr>\
      <th scope="col">What</th><th scope="col">When</th><th scope="col">Happened</th></tr></thead>\
      <tbody>
      \(rows.joined)</tbody></table></div>
      """
    return """
      <section class="note since" aria-labelledby="since"><h2 id="since">Since then</h2>
      <p>After the end of the period, \(since.sentence). All else on this page is what was known by \
      then.\(since.ledger.map { " Ledger \($0.text)." } ?? "")</p>
      \(rows.isEmpty ? .empty : table)
      </section>
      """
  }
}

/// What is not read, by reason, and what else limits the report; as the page tells it.
private struct UnreadList {
  private let groups: [UnreadGroup]
  private let limits: [String]

  init(_ coverage: Coverage) { (groups, limits) = (coverage.unreadGroups, coverage.limits) }

  var isEmpty: Bool { groups.isEmpty && limits.isEmpty }

  /// How much there is, as a link to it; nothing where there is nothing.
  var link: HTML {
    let scopes = groups.reduce(0) { $0 + $1.count }
    let parts =
      (scopes == 0 ? [] : ["\(counted(scopes, "scope")) not read"])
      + (limits.isEmpty ? [] : ["\(counted(limits.count, "limit")) besides"])
    let text = parts.joined(separator: ", ")
    return parts.isEmpty ? .empty : "<p class=\"more\"><a href=\"#unread\">\(text)</a></p>"
  }

  /// The reasons, each with its scopes on demand.
  var section: HTML {
    let limits = limits.map { limit -> HTML in "<li>\(limit)</li>" }
    guard !isEmpty else { return .empty }
    let lead: HTML =
      "<p>Nothing is said of these scopes. What is in them may have changed.</p>\n"
    return """
      <section class="note warn" aria-labelledby="unread"><h2 id="unread">Not read</h2>
      \(groups.isEmpty ? .empty : lead + groups.map(\.details).joined)
      \(limits.isEmpty ? .empty : "<ul>\(limits.joined)</ul>")
      </section>
      """
  }
}

extension UnreadGroup {
  /// How many scopes of one reason are listed.
  private static let toldScopes = 100

  /// Where and why, and its scopes on demand.
  fileprivate var details: HTML {
    let told = scopes.prefix(Self.toldScopes).map { scope -> HTML in
      "<li>\(scope.description)</li>"
    }
    let rest = count - told.count
    let more: HTML = rest > 0 ? "<li>and \(counted(rest, "scope")) more</li>" : .empty
    return """
      <details><summary><b>\(place)</b> \(reason)</summary>
      <ul class="edits">\(told.joined)\(more)</ul></details>

      """
  }
}
