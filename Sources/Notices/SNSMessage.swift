import AuditReport
import ConfigurationModel

/// A notice as the parameters of SNS's `Publish` (SNS API Reference): a message of 262,144 bytes at most, attributes
/// included, a subject of fewer than 100 characters of ASCII on one line that begins with a letter, a digit or a mark.
/// Attributes are for the filters of subscriptions.
struct SNSMessage {
  private let notice: Notice

  init(_ notice: Notice) { self.notice = notice }

  private static let most = 250_000

  var text: String {
    notice.fitting({ Self.tree($0).text + "\n" }, { $0.utf8.count <= Self.most })
  }

  private static func tree(_ notice: Notice) -> JSONTree {
    func attribute(_ text: String) -> JSONTree {
      ["DataType": "String", "StringValue": .string(text)]
    }
    return [
      "Subject": .string(subject(notice)), "Message": .string(notice.plainText),
      "MessageAttributes": [
        "severity": attribute(notice.severity.word), "act": attribute(notice.act.rawValue),
        "occasion": attribute(notice.occasion.word), "key": attribute(notice.key),
      ],
    ]
  }

  private static func subject(_ notice: Notice) -> String {
    notice.title.withoutEncodedWords.replacingScalars {
      (0x20..<0x7F).contains($0.value) ? nil : "?"
    }
    .shortened(to: 99)
  }
}

extension String {
  /// So many characters of ASCII at most.
  fileprivate func shortened(to count: Int) -> String {
    utf8.count <= count ? self : prefix(count - 3) + "..."
  }
}
