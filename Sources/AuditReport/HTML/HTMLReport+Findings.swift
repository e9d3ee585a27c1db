import ConfigurationModel

extension DriftReport {
  /// How many findings are printed whole without being asked for.
  static let manyFindings = 20

  /// The filter bar, and a card for each finding or for all that say the same.
  var htmlFindings: HTML {
    let cards = groups.map { group in
      group.isMany
        ? group.card(at: at)
        : group.leader.card(at: at, sideOf: group.side, isOpen: findings.count == 1)
    }
    let none: HTML = "<p class=\"empty\">\(verdictSentence)</p>"
    return """
      <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      \(findings.isEmpty ? .empty : filterBar)
      \(findings.isEmpty ? none : cards.joined)
      <p class="empty" id="nomatch" hidden>No finding matches the filters.</p>
      </section>
      """
  }

  private var filterBar: HTML {
    let accounts = Set(findings.map(\.resource.id.account)).sorted { $0.precedes($1) }
    let types = Set(findings.map(\.resource.id.type)).sorted()
    return """
      <form class="filter" id="filter" role="search" aria-label="Filter the findings" hidden>
      <label class="grow"><span>Search</span><input type="search" name="text" \
      placeholder="id, name, path, value …" autocomplete="off"></label>
      \(choice("severity", "Severity", Severity.allCases.reversed().map { ($0.word, $0.word) }))
      \(choice("status", "Status", statuses.map { ($0, $0) }))
      \(choice("account", "Account", accounts.map { ($0, $0) }))
      \(choice("type", "Type", types.map { ($0.name, $0.words) }))
      <button type="reset">Clear</button>
      <output id="count" aria-live="polite">\(counted(findings.count, "finding"))</output>
      </form>
      """
  }

  private var statuses: [String] { Finding.Status.Word.allCases.map(\.rawValue) }

  private func choice(_ name: String, _ label: String, _ values: [(String, String)]) -> HTML {
    let options = values.map { value, text -> HTML in
      "<option value=\"\(value)\">\(text)</option>"
    }
    return """
      <label><span>\(label)</span><select name="\(name)"><option value="">all</option>\
      \(options.joined)</select></label>
      """
  }
}

extension FindingGroup {
  /// One line; on demand the edits once, and a row for each finding.
  fileprivate func card(at now: Timestamp) -> HTML {
    let rows = members.map { $0.row(at: now) }
    return """
      <details class="card many \(leader.severity.word) \(leader.status.word.rawValue)" \
      data-severity="\(leader.severity.word)" data-type="\(leader.resource.id.type.name)">
      <summary>
      <h3><span class="pill \(leader.severity.word)">\(leader.severity.word)</span> \
      <span title="\(leader.resource.id.type.name)">\(subject)</span></h3>
      <p class="gist">\(leader.sentence(of: edits))</p>
      <p class="place">\(place) <span class="sep">·</span> <b>\(statusText(at: now))</b></p>
      </summary>
      \(edits.map(\.block).joined)
      <dl>
      <div><dt>When</dt><dd>\(occurred.words)</dd></div>
      \(lines("Note", notes))
      \(lines("Near miss", nearMisses))
      \(side.line)
      \(commandLines(commands))
      </dl>
      <div class="scroll" role="region" aria-label="\(subject)" tabindex="0"><table><thead><tr>\
      <th scope="col">Finding</th><th scope="col">Resource</th><th scope="col">Account</th>\
      <th scope="col">Region</th><th scope="col">Status</th></tr></thead><tbody>
      \(rows.joined)</tbody></table></div>
      </details>

      """
  }

  private func lines(_ title: String, _ texts: [String]) -> HTML {
    let lines = texts.map { text -> HTML in "<dd>\(text)</dd>" }
    return lines.isEmpty ? .empty : "<div><dt>\(title)</dt>\(lines.joined)</div>"
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

private func commandLines(_ commands: [String]) -> HTML {
  let lines = commands.map { command -> HTML in
    "<dd><code class=\"command\">\(command)</code></dd>"
  }
  return "<div class=\"next\"><dt>Next</dt>\(lines.joined)</div>"
}

extension Finding {
  /// A row of a group; what became of it in the whole, where that is more than that it stands.
  fileprivate func row(at now: Timestamp) -> HTML {
    let life = life.count > 1 ? life.map(\.line).joined(separator: "; ") : statusText(at: now)
    return """
      <tr id="\(id)" data-status="\(status.word.rawValue)" data-account="\(resource.id.account)">\
      <td>\(id)</td><td>\(name)</td><td>\(resource.id.account)</td><td>\(resource.id.region)</td>\
      <td>\(life)</td></tr>

      """
  }

  /// One line, and the rest on demand.
  fileprivate func card(at now: Timestamp, sideOf side: FindingGroup.Side?, isOpen: Bool) -> HTML {
    """
    <details class="card \(severity.word) \(status.word.rawValue)" id="\(id)" \
    data-severity="\(severity.word)" \
    data-status="\(status.word.rawValue)" data-account="\(resource.id.account)" \
    data-type="\(resource.id.type.name)"\(isOpen ? " open" : .empty)>
    <summary>
    <h3><span class="pill \(severity.word)">\(severity.word)</span> \
    <span class="id">\(id)</span> <span class="type" title="\(resource.id.type.name)">\
    \(resource.id.type.words)</span> \(name)\(changeWord)</h3>
    <p class="gist">\(sentence(of: editsWorstFirst))</p>
    <p class="place"><code>\(resource.id.account)</code> <span class="sep">·</span> \
    \(resource.id.region) <span class="sep">·</span> <b>\(statusText(at: now))</b></p>
    </summary>
    \(editsWorstFirst.map(\.block).joined)
    <dl>
    <div><dt>When</dt><dd>\(occurred.words)</dd></div>
    \(noteList)
    \(missList)
    \(lifeList)
    \(side.line)
    \(commandLines(commands))
    </dl>
    </details>

    """
  }

  /// What became of the resource as a whole, where that is more than a change.
  private var changeWord: HTML {
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

  private var lifeList: HTML {
    let lines = life.map { step -> HTML in "<dd>\(step.line)</dd>" }
    return lines.isEmpty ? .empty : "<div class=\"life\"><dt>Life</dt>\(lines.joined)</div>"
  }

  private var name: HTML {
    guard let name = resource.name, !name.isEmpty, name != resource.id.id else {
      return "<bdi class=\"name\">\(resource.id.id)</bdi>"
    }
    return "<bdi class=\"name\">\(name)</bdi> <code>\(resource.id.id)</code>"
  }

  private var noteList: HTML {
    let items = (statusNote.map { [$0] } ?? []) + notes
    let lines = items.map { note -> HTML in "<dd>\(note)</dd>" }
    return lines.isEmpty ? .empty : "<div><dt>Note</dt>\(lines.joined)</div>"
  }

  private var missList: HTML {
    let lines = nearMisses.map { miss -> HTML in
      "<dd><code>\(miss.record)</code> \(miss.lacks)</dd>"
    }
    return lines.isEmpty ? .empty : "<div class=\"near\"><dt>Near miss</dt>\(lines.joined)</div>"
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
