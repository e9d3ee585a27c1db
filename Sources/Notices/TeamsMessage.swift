import AuditReport
import ConfigurationModel

/// A notice as an Adaptive Card for a workflow that posts into a channel or chat of Microsoft Teams (adaptivecards.io,
/// version 1.4; learn.microsoft.com, "Create incoming webhooks with Workflows"). A message has 28 KB at most.
struct TeamsMessage {
  private let notice: Notice

  init(_ notice: Notice) { self.notice = notice }

  /// Under 28 KB: what the service adds counts too.
  private static let most = 26_000

  var text: String {
    notice.fitting({ Self.tree($0).text + "\n" }, { $0.utf8.count <= Self.most })
  }

  private static func tree(_ notice: Notice) -> JSONTree {
    let severity = notice.act == .close ? "good" : notice.severity.cardColour
    var body: [JSONTree] = [
      [
        "type": "TextBlock", "text": .string(notice.title.cardEscaped.cut(to: 1_000)),
        "weight": "bolder", "size": "medium", "wrap": .bool(true), "color": .string(severity),
      ]
    ]
    for entry in notice.entries { body.append(entry.cardContainer) }
    if let rest = notice.rest { body.append(block(rest.cardEscaped)) }
    body.append(
      block("plumb, store \(notice.store), message \(notice.key)".cardEscaped, isSubtle: true))
    let actions: [JSONTree] =
      notice.link.map { link in
        [["type": "Action.OpenUrl", "title": "Go on", "url": .string(link)]]
      } ?? []
    return [
      "type": "message",
      "attachments": [
        [
          "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": .null,
          "content": [
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard", "version": "1.4", "msteams": ["width": "Full"],
            "body": .list(body), "actions": .list(actions),
          ],
        ]
      ],
    ]
  }

  fileprivate static func block(_ text: String, isSubtle: Bool = false, isCode: Bool = false)
    -> JSONTree
  {
    let block: JSONTree = [
      "type": "TextBlock", "text": .string(text.cut(to: 2_000)), "wrap": .bool(true),
      "isSubtle": .bool(isSubtle), "spacing": "small",
    ]
    return isCode ? block + ["fontType": "monospace"] : block
  }
}

extension Severity {
  /// As a TextBlock's `color`.
  fileprivate var cardColour: String {
    switch self {
    case .critical: "attention"
    case .high, .medium: "warning"
    case .low: "default"
    }
  }
}

extension NoticeEntry {
  fileprivate var cardContainer: JSONTree {
    let facts = facts.map { fact -> JSONTree in
      ["title": .string(fact.word), "value": .string(fact.text.cardEscaped.cut(to: 1_000))]
    }
    let edits = editLines.map { TeamsMessage.block($0.cardEscaped, isCode: true) }
    let commands = (putBack.map { ("back", $0.text) } + next.map { ("next", $0) }).map {
      TeamsMessage.block("\($0.0)  \($0.1.cardEscaped)", isCode: true)
    }
    let items: [JSONTree] =
      [
        [
          "type": "TextBlock", "text": .string(heading.cardEscaped.cut(to: 1_000)),
          "weight": "bolder", "wrap": .bool(true),
        ]
      ] + edits + [["type": "FactSet", "facts": .list(facts)]] + commands
    return ["type": "Container", "separator": .bool(true), "items": .list(items)]
  }
}

extension String {
  /// A TextBlock reads a little Markdown (adaptivecards.io, "Text features"): what would mark something is escaped.
  fileprivate var cardEscaped: String {
    visible.replacingScalars { scalar in
      "\\*_[]()`~#!".unicodeScalars.contains(scalar) ? "\\\(scalar)" : nil
    }
  }
}
