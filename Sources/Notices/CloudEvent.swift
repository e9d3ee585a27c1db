import AuditReport
import ConfigurationModel

/// A notice as an event of CloudEvents 1.0.2 in structured mode (github.com/cloudevents/spec, "JSON Event Format").
/// `source` and `id` together name it once and for all.
struct CloudEvent {
  private let notice: Notice

  init(_ notice: Notice) { self.notice = notice }

  /// What may pass every intermediary (CloudEvents 1.0.2, "Size Limits").
  static let most = 64 << 10

  var text: String {
    notice.fitting({ Self.tree($0).text + "\n" }, { $0.utf8.count <= Self.most })
  }

  private static func tree(_ notice: Notice) -> JSONTree {
    let subjects =
      !notice.findings.isEmpty ? "findings" : !notice.calls.isEmpty ? "alerts" : "guardrails"
    return [
      "specversion": "1.0", "id": .string(notice.key),
      "source": .string("urn:plumbline:store:\(notice.store)"),
      "type": .string("io.plumbline.\(subjects).\(notice.act.rawValue)"),
      "subject": .string(
        (notice.findings + notice.calls + notice.guardrails + ["guardrails"]).prefix(1).joined()),
      "time": .time(notice.at),
      "datacontenttype": "application/json", "data": notice.tree,
    ]
  }
}
