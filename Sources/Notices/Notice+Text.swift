package import AuditReport
package import ConfigurationModel

extension Notice {
  /// All of it as plain text: lines, no wider than what stands in them.
  package var plainText: String {
    var lines = [title, ""]
    for entry in entries { lines += entry.lines + [""] }
    if let rest { lines += [rest, ""] }
    if let link { lines += ["Go on at \(link)", ""] }
    lines.append("plumb, store \(store), message \(key)")
    return lines.map { $0.visible + "\n" }.joined()
  }

  /// What it is about as JSON: `Documentation/notice.schema.json` describes it.
  package var tree: JSONTree {
    [
      "act": .string(act.rawValue), "occasion": .string(occasion.word),
      "happened": .list(occasion.kinds.map { .string($0.rawValue) }), "thread": .string(thread),
      "time": .time(at), "title": .string(title), "severity": .string(severity.word),
      "findings": .list(findings.map(JSONTree.string)),
      "calls": .list(calls.map(JSONTree.string)),
      "guardrails": .list(guardrails.map(JSONTree.string)), "unnamed": .count(unnamed),
      "link": .optional(link),
      "untold": .count(untold), "entries": .list(entries.map(\.tree)),
    ]
  }
}

extension Notice.Occasion {
  /// The word that documents use.
  package var word: String {
    switch self {
    case .news: "news"
    case .reminder: "reminder"
    case .digest: "digest"
    case .test: "test"
    }
  }

  /// What happened to its findings.
  package var kinds: [NoticeKind] {
    switch self {
    case .news(let kinds): kinds
    case .reminder, .digest, .test: []
    }
  }
}

extension NoticeEntry {
  /// `CRITICAL F-17  security group web-prod (sg-0a1b2c3d)`.
  package var heading: String { "\(severity.word.uppercased()) \(ids)  \(what)" }

  /// What stands under its heading: each with a word that says what it is.
  package var facts: [(word: String, text: String)] {
    [("where", place), ("state", status), ("when", when)]
      + who.map { ("who", $0) } + alerts.map { ("alert", $0.text) }
      + guardrails.map { ("guard", $0) } + notes.map { ("note", $0) }
      + near.map { ("near", $0) }
  }

  /// The edits, one line each.
  package var editLines: [String] {
    edits.map { "\($0.sign) \($0.path)" + ($0.detail.isEmpty ? "" : "  \($0.detail)") }
      + (hiddenEdits == 0 ? [] : ["… and \(counted(hiddenEdits, lineWord))"])
  }

  private var lineWord: String {
    switch subject {
    case .findings, .calls: "more edit"
    case .guardrails: "more line"
    }
  }

  fileprivate var lines: [String] {
    let width = 6
    func line(_ word: String, _ text: String) -> String {
      "    " + word + String(repeating: " ", count: max(1, width - word.count)) + text
    }
    return [heading] + editLines.map { "  \($0)" } + facts.map { line($0.word, $0.text) }
      + putBack.map { line("back", $0.text) } + next.map { line("next", $0) }
  }

  fileprivate var tree: JSONTree {
    [
      "about": .string(subject.rawValue), "ids": .string(ids), "count": .count(count),
      "severity": .string(severity.word),
      "what": .string(what), "where": .string(place), "status": .string(status),
      "edits": .list(
        edits.map { line in
          [
            "sign": .string(line.sign), "path": .string(line.path), "detail": .string(line.detail),
          ]
        }), "hiddenEdits": .count(hiddenEdits), "who": .list(who.map(JSONTree.string)),
      "when": .string(when), "near": .list(near.map(JSONTree.string)),
      "notes": .list(notes.map(JSONTree.string)), "alerts": .list(alerts.map(\.tree)),
      "guardrails": .list(guardrails.map(JSONTree.string)),
      "putBack": .list(
        putBack.map { way in
          switch way {
          case .command(let text): ["command": .string(text)]
          case .words(let text): ["words": .string(text)]
          }
        }), "next": .list(next.map(JSONTree.string)),
    ]
  }
}
