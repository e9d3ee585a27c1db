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
    }.text
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
    if let link = notice.link { blocks.append(section("<\(link.slackLink)|Go on>")) }
    blocks.append([
      "type": "context",
      "elements": [
        [
          "type": "mrkdwn", "verbatim": .bool(true),
          "text": .string("plumb, store \(notice.store), message \(notice.key)".slackEscaped),
        ]
      ],
    ])
    let tree: JSONTree = [
      "text": .string(notice.title.slackEscaped.cut(to: mostInSection)), "blocks": .list(blocks),
    ]
    return (blocks, tree.text + "\n")
  }

  /// What nobody marked as an address or a name of somebody is none.
  fileprivate static func section(_ text: String) -> JSONTree {
    [
      "type": "section",
      "text": [
        "type": "mrkdwn", "verbatim": .bool(true), "text": .string(text.cut(to: mostInSection)),
      ],
    ]
  }

  /// A text with a word that says what it is; code stands in a block of its own.
  fileprivate struct Line {
    let word: String
    let text: String
    var isCode = false
  }

  /// Lines with a word before each, the text as it is: nothing in it is markup (docs.slack.dev, "Rich text block").
  fileprivate static func lines(_ lines: [Line]) -> JSONTree {
    func text(_ text: String, isBold: Bool = false) -> JSONTree {
      let plain: JSONTree = ["type": "text", "text": .string(text)]
      return isBold ? plain + ["style": ["bold": .bool(true)]] : plain
    }
    let elements = lines.flatMap { line -> [JSONTree] in
      let word = text(line.word + (line.isCode ? "" : "  "), isBold: true)
      guard line.isCode else {
        return [["type": "rich_text_section", "elements": [word, text(line.text)]]]
      }
      return [
        ["type": "rich_text_section", "elements": [word]],
        ["type": "rich_text_preformatted", "elements": [text(line.text)]],
      ]
    }
    return ["type": "rich_text", "elements": .list(elements)]
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
    let heading = "*\(severity.word.uppercased()) \(ids.slackEscaped)*  \(what.slackEscaped)"
    let sections = ["\(heading)\n\(lines)", facts].filter { !$0.isEmpty }
      .map { SlackMessage.section($0.cutAtLine(to: 2_900)) }
    return sections + (slackCommands.isEmpty ? [] : [SlackMessage.lines(slackCommands)])
  }

  /// How it is taken back and how to go on. A command stands there whole or not at all.
  private var slackCommands: [SlackMessage.Line] {
    let ways = putBack.map { way -> SlackMessage.Line in
      switch way {
      case .command(let text): .init(word: "back", text: text, isCode: true)
      case .words(let text): .init(word: "back", text: text.cut(to: 600))
      }
    }
    var room = 2_900
    let told = ways.prefix { way in
      room -= way.text.unicodeScalars.count
      return room >= 0
    }
    let left = ways.count - told.count
    let rest = left == 0 ? [] : [SlackMessage.Line(word: "back", text: "\(left) more, too long")]
    return Array(told) + rest + next.map { .init(word: "next", text: $0, isCode: true) }
  }
}

extension String {
  /// An address as a link has it.
  fileprivate var slackLink: String {
    replacingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "%3C"
      case ">": "%3E"
      case "|": "%7C"
      default: nil
      }
    }
  }

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
