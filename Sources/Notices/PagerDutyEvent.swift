import AuditReport
import ConfigurationModel

/// A notice as an event of PagerDuty's Events API v2 (PagerDuty/developer-docs, "Send an Alert Event"): 512 KB at most,
/// a summary of 1,024 characters, a `dedup_key` of 255. The routing key, which is a secret, is put in when it is sent.
struct PagerDutyEvent {
  private let notice: Notice

  init(_ notice: Notice) { self.notice = notice }

  private static let most = 500_000

  var text: String {
    notice.fitting({ Self.tree($0).text + "\n" }, { $0.utf8.count <= Self.most })
  }

  private static func tree(_ notice: Notice) -> JSONTree {
    let links: [JSONTree] = notice.link.map { [["href": .string($0), "text": "Go on"]] } ?? []
    return [
      "event_action": .string(notice.act.pagerDutyAction),
      "dedup_key": .string(notice.thread.cut(to: 255)),
      "payload": [
        "summary": .string(notice.title.cut(to: 1024)),
        "source": .string("plumb, store \(notice.store)"),
        "severity": .string(notice.severity.pagerDutyWord), "timestamp": .time(notice.at),
        "class": .string(notice.occasion.word), "custom_details": notice.tree,
      ],
      "links": .list(links),
    ]
  }
}

extension NoticeAct {
  fileprivate var pagerDutyAction: String {
    switch self {
    case .open, .update: "trigger"
    case .acknowledge: "acknowledge"
    case .close: "resolve"
    }
  }
}

extension Severity {
  fileprivate var pagerDutyWord: String {
    switch self {
    case .critical: "critical"
    case .high: "error"
    case .medium: "warning"
    case .low: "info"
    }
  }
}
