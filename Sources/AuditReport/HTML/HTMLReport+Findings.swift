import ConfigurationModel

extension DriftReport {
  /// How many findings are printed whole without being asked for.
  static let manyFindings = 20

  /// The filter bar, and a card for each finding or for all that say the same.
  func htmlFindings(_ groups: [FindingGroup], _ axis: TimeAxis) -> HTML {
    let page = FindingCards(self)
    let cards = groups.map { group in
      group.isMany
        ? page.card(of: group)
        : page.card(of: group.leader, sideOf: group.side, isOpen: findings.count == 1)
    }
    let none: HTML = "<p class=\"empty\">\(verdictSentence)</p>"
    let noMatch: HTML =
      "<p class=\"empty\" id=\"nomatch\" hidden>No finding matches the filters.</p>\n"
    return """
      <section aria-labelledby="findings">
      <h2 id="findings">\(HTML.term(.finding, "Findings"))</h2>
      \(hasFilter ? filterBar(axis) : .empty)
      \(findings.isEmpty ? none : cards.joined)
      \(hasFilter ? noMatch : .empty)</section>
      """
  }

  /// The worst of what stands, told where a reader looks first; nothing where nothing is critical.
  func htmlDangers(_ groups: [FindingGroup]) -> HTML {
    let groups = groups.filter {
      $0.leader.severity == .critical && $0.leader.status.isUnapproved && $0.side?.isAll != true
    }
    let items = groups.prefix(3).map { group -> HTML in
      """
      <li><a href="#\(group.leader.id)">\(group.leader.sentence(of: group.edits))</a> \
      <span class="quiet">\(group.subject), \(group.place)</span></li>

      """
    }
    let rest = groups.count - items.count
    let more: HTML =
      rest > 0 ? "<li class=\"quiet\">and \(rest) more that are critical</li>" : .empty
    return items.isEmpty ? .empty : "<ul class=\"dangers\">\n\(items.joined)\(more)</ul>\n"
  }
}

/// Makes the cards of findings: one line, and the rest on demand.
private struct FindingCards {
  let now: Timestamp
  let period: Occurrence
  let timelines: ResourceTimelines
  let records: [String: DriftReport.Fulfilment]

  init(_ report: DriftReport) {
    (now, period) = (report.at, report.period)
    timelines = ResourceTimelines(report)
    records = Dictionary(report.fulfilments.map { ($0.record, $0) }) { first, _ in first }
  }

  /// One line; on demand the edits once, and a row for each finding.
  func card(of group: FindingGroup) -> HTML {
    let leader = group.leader
    let rows = group.members.map(row)
    return """
      <details class="card many \(leader.severity.word) \(leader.status.word.rawValue)" \
      data-severity="\(leader.severity.word)" data-type="\(leader.resource.id.type.name)">
      <summary>
      <h3><span class="pill \(leader.severity.word)">\(leader.severity.word)</span> \
      <span title="\(leader.resource.id.type.name)">\(group.subject)</span></h3>
      <p class="gist">\(leader.sentence(of: group.edits))</p>
      <p class="place">\(group.place) <span class="sep">·</span> <b>\(group.statusText(at: now))</b></p>
      </summary>
      \(group.edits.map(\.block).joined)
      <dl>
      <div><dt>When</dt><dd>\(group.occurred.words)</dd></div>
      \(notes(of: group.members))
      \(lines(HTML.term(.nearMiss, "Near miss"), group.nearMisses))
      \(people(of: group.members.flatMap(\.nearMisses)))
      \(group.side.line)
      </dl>
      <div class="scroll" role="region" aria-label="\(group.subject)" tabindex="0"><table><thead><tr>\
      <th scope="col">Finding</th><th scope="col">Resource</th><th scope="col">Account</th>\
      <th scope="col">Region</th><th scope="col">When</th><th scope="col">Status</th></tr></thead><tbody>
      \(rows.joined)</tbody></table></div>
      \(HTML.terminal(group.commands))
      </details>

      """
  }

  /// A row of a group; what became of it in the whole, where that is more than that it stands.
  private func row(of finding: Finding) -> HTML {
    let steps = finding.life.count > 1 ? finding.life.map(\.line) : []
    let life = ([finding.statusText(at: now)] + steps).joined(separator: "; ")
    let id = finding.resource.id
    return """
      <tr id="\(finding.id)" data-status="\(finding.status.word.rawValue)" \
      data-account="\(id.account)" data-region="\(id.region)" \
      data-days="\(finding.days.joined(separator: " "))">\
      <td>\(finding.id)</td><td>\(finding.name)</td><td>\(id.account)</td><td>\(id.region)</td>\
      <td>\(finding.occurred.words)</td><td>\(life)</td></tr>

      """
  }

  /// One line, and the rest on demand.
  func card(of finding: Finding, sideOf side: FindingGroup.Side?, isOpen: Bool) -> HTML {
    let id = finding.resource.id
    let timeline = timelines.timeline(of: finding)
    return """
      <details class="card \(finding.severity.word) \(finding.status.word.rawValue)" id="\(finding.id)" \
      data-severity="\(finding.severity.word)" data-status="\(finding.status.word.rawValue)" \
      data-account="\(id.account)" data-region="\(id.region)" data-type="\(id.type.name)" \
      data-days="\(finding.days.joined(separator: " "))"\(isOpen ? " open" : .empty)>
      <summary>
      <h3><span class="pill \(finding.severity.word)">\(finding.severity.word)</span> \
      <span class="id">\(finding.id)</span> <span class="type" title="\(id.type.name)">\
      \(id.type.words)</span> \(finding.name)\(finding.changeWord)</h3>
      <p class="gist">\(finding.sentence(of: finding.editsWorstFirst))</p>
      <p class="place"><code>\(id.account)</code> <span class="sep">·</span> \
      \(id.region) <span class="sep">·</span> <b>\(finding.statusText(at: now))</b></p>
      </summary>
      \(finding.editsWorstFirst.map(\.block).joined)
      <dl>
      <div><dt>When</dt><dd>\(finding.occurred.words)</dd></div>
      \(lines("Who", finding.actors))
      \(notes(of: [finding]))
      \(lines(HTML.term(.nearMiss, "Near miss"), finding.nearMisses.map { "\($0.record): \($0.lacks)" }))
      \(people(of: finding.nearMisses))
      \(side.line)
      </dl>
      \(timeline.html(of: finding, from: period.after, until: period.until))\
      \(HTML.terminal(finding.commands))
      </details>

      """
  }

  private func lines(_ title: HTML, _ texts: [String]) -> HTML {
    let lines = texts.map { text -> HTML in "<dd>\(text)</dd>" }
    return lines.isEmpty ? .empty : "<div><dt>\(title)</dt>\(lines.joined)</div>"
  }

  /// Why somebody decided as they did, and what else there is to know, each once; of what was accepted the
  /// reason stands for itself.
  private func notes(of members: [Finding]) -> HTML {
    let reasons = members.compactMap(\.statusNote).unique
    let notes = members.flatMap(\.notes).unique
    return members[0].status.word == .accepted
      ? lines(HTML.term(.acceptance, "Accepted"), reasons) + lines("Note", notes)
      : lines("Note", (reasons + notes).unique)
  }

  /// Who asked for and who approved the records of near misses, and where those are kept: whom to ask.
  private func people(of misses: [NearMiss]) -> HTML {
    let lines = misses.map(\.record).unique.compactMap { records[$0] }.compactMap { record in
      record.htmlFacts.map { facts -> HTML in "<dd>\(record.record) \(facts)</dd>" }
    }
    return lines.isEmpty ? .empty : "<div><dt>Ask</dt>\(lines.joined)</div>"
  }
}

extension FindingGroup.Side? {
  /// That the act is shown by another finding too.
  fileprivate var line: HTML {
    guard let self else { return .empty }
    return """
      <div><dt>Other side</dt><dd>Shows what <a href="#\(self.of)">\(self.of)</a> shows, from the other \
      side</dd></div>
      """
  }
}

extension HTML {
  /// Command lines, in a corner: for readers who have a terminal.
  static func terminal(_ commands: [String]) -> HTML {
    let lines = commands.map { command -> HTML in "<code class=\"command\">\(command)</code> " }
    return "<p class=\"terminal\"><span>in a terminal</span> \(lines.joined)</p>"
  }
}

extension Finding {
  /// What became of the resource as a whole, where that is more than a change.
  fileprivate var changeWord: HTML {
    change == .modified ? .empty : " <span class=\"change\">\(change.rawValue)</span>"
  }

  /// The worst of some of its edits, and how many there are besides.
  fileprivate func sentence(of edits: [JudgedEdit]) -> HTML {
    guard let first = edits.first else { return .empty }
    let more = edits.count == 1 ? "" : " and \(counted(edits.count - 1, "more edit"))"
    guard let sentence = first.sentence else {
      return """
        <span class="sign">\(first.edit.word.sign)</span> <code>\(first.edit.pathText)</code>\(more)
        """
    }
    return "\(sentence)\(more)"
  }

  fileprivate var name: HTML {
    guard let name = resource.name, !name.isEmpty, name != resource.id.id else {
      return "<bdi class=\"name\">\(resource.id.id)</bdi>"
    }
    return "<bdi class=\"name\">\(name)</bdi> <code>\(resource.id.id)</code>"
  }
}

extension JudgedEdit {
  /// The edit with its values side by side.
  fileprivate var block: HTML {
    """
    <div class="edit \(edit.word.rawValue) \(verdict.word.rawValue)">
    <p class="what"><span class="sign" title="\(edit.word.rawValue)">\(edit.word.sign)</span> \
    <code class="path">\(edit.pathText)</code>\(verdictTag)</p>
    \(meaning)<div class="sides">\(side("Before", edit.old))\(side("After", edit.new))</div>
    </div>

    """
  }

  private var verdictTag: HTML {
    verdict.word == .unapproved ? .empty : " <span class=\"tag\">\(verdict.words)</span>"
  }

  private var meaning: HTML {
    guard let sentence else { return .empty }
    return "<p class=\"meaning\">\(sentence)</p>\n"
  }

  private func side(_ title: String, _ value: ConfigurationValue?) -> HTML {
    guard let value else {
      return "<div class=\"side absent\"><h4>\(title)</h4><p>not there</p></div>"
    }
    let kind = title == "Before" ? "old" : "new"
    let (block, count) = value.block
    // What scrolls must be within reach of the keyboard.
    let focus: HTML = count > 16 ? " tabindex=\"0\"" : .empty
    return
      "<div class=\"side \(kind)\"><h4>\(title)</h4><pre\(focus)>\(block)</pre></div>"
  }
}

extension ConfigurationValue {
  /// The value as JSON over several lines, each escaped on its own, and how many.
  fileprivate var block: (markup: HTML, lines: Int) {
    let lines = JSONTree.value(self).text.split(separator: "\n").map(String.init)
    let markup = lines.enumerated().map { index, line -> HTML in
      index == 0 ? "\(line)" : "\n\(line)"
    }
    return (markup.joined, lines.count)
  }
}
