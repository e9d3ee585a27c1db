import AuditReport
import ConfigurationModel

/// A notice in Slack's Block Kit, for an incoming webhook (docs.slack.dev, "Blocks", "Sending messages using incoming
/// webhooks"): 50 blocks at most, 150 characters in a header, 3,000 in a section. All together may not have more than
/// about 13,000 (slackapi/bolt-js, issue 2509), which no reference says.
struct SlackMessage {
  private let notice: Notice

  init(_ notice: Notice) { self.notice = notice }

  private static let mostBlocks = 50
  private static let mostCharacters = 12_000
  private static let mostInHeader = 150
  private static let mostInSection = 3_000

  var text: String {
    notice.fitting({ Self.message($0) }) { message in
      message.blocks.count <= Self.mostBlocks && message.text.utf8.count <= Self.mostCharacters
    }?.text ?? "{}\n"
  }

  private static func message(_ notice: Notice) -> (blocks: [JSONTree], text: String) {
    var blocks: [JSONTree] = [
      [
        "type": "header",
        "text": [
          "type": "plain_text", "emoji": .bool(false),
          "text": .string("\(notice.severity.slackMark)\(notice.title)".cut(to: mostInHeader)),
        ],
      ]
    ]
    for entry in notice.entries { blocks += [["type": "divider"]] + entry.slackBlocks }
    if let rest = notice.rest { blocks.append(section(rest.slackEscaped)) }
    if let link = notice.link { blocks.append(section("<\(link.slackEscaped)|Go on>")) }
    blocks.append([
      "type": "context",
      "elements": [
        [
          "type": "mrkdwn",
          "text": .string("plumb, store \(notice.store), message \(notice.key)".slackEscaped),
        ]
      ],
    ])
    let tree: JSONTree = [
      "text": .string(notice.title.slackEscaped.cut(to: mostInSection)), "blocks": .list(blocks),
    ]
    return (blocks, tree.text + "\n")
  }

  fileprivate static func section(_ text: String) -> JSONTree {
    [
      "type": "section",
      "text": ["type": "mrkdwn", "text": .string(text.cut(to: mostInSection))],
    ]
  }
}

extension Severity {
  fileprivate var slackMark: String {
    switch self {
    case .critical: "🔴 "
    case .high: "🟠 "
    case .medium: "🟡 "
    case .low: "⚪ "
    }
  }
}

extension NoticeEntry {
  /// What and where; the edits; who, when and what was near; how it is taken back and how to go on.
  fileprivate var slackBlocks: [JSONTree] {
    let lines = editLines.map { $0.visible.slackCode }.joined(separator: "\n")
    let facts = facts.map { "*\($0.word)*  \($0.text.slackEscaped)" }.joined(separator: "\n")
    let commands = putBack.map { way -> String in
      switch way {
      case .command(let text): "*back*  \(text.slackCode)"
      case .words(let text): "*back*  \(text.slackEscaped)"
      }
    }
    let next = next.map { "*next*  \($0.slackCode)" }
    let heading = "*\(severity.word.uppercased()) \(ids.slackEscaped)*  \(what.slackEscaped)"
    return ["\(heading)\n\(lines)", facts, (commands + next).joined(separator: "\n")]
      .filter { !$0.isEmpty }.map { SlackMessage.section($0.cutAtLine(to: 2_900)) }
  }
}

extension String {
  /// For mrkdwn (docs.slack.dev, "Formatting message text", "Escaping text"); asterisks and the like mark nothing where
  /// a zero-width space stands before them.
  fileprivate var slackEscaped: String {
    visible.replacingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "*", "_", "~", "`": "\u{200B}\(scalar)"
      default: nil
      }
    }
  }

  /// The same as code. An accent would end it: a similar mark stands for it.
  fileprivate var slackCode: String {
    "`"
      + visible.replacingScalars { scalar in
        switch scalar {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "`": "ˋ"
        default: nil
        }
      } + "`"
  }

  /// As many whole lines as have so many characters; a first line that is longer is cut.
  fileprivate func cutAtLine(to count: Int) -> String {
    guard unicodeScalars.count > count else { return self }
    var kept = ""
    for line in split(separator: "\n", omittingEmptySubsequences: false) {
      let next = kept.isEmpty ? String(line) : kept + "\n" + line
      guard next.unicodeScalars.count <= count else { break }
      kept = next
    }
    return kept.isEmpty ? cut(to: count) : kept + "\n…"
  }
}
