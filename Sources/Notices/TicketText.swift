import AuditReport
import ConfigurationModel

/// A notice as a ticket, or as a comment on one: Jira takes 255 characters of summary and 32,767 of description,
/// ServiceNow 160 and 4,000 in the forms that everybody has.
struct TicketText {
  private let notice: Notice
  private let mostInSummary: Int
  private let mostInText: Int

  /// - Parameters:
  ///   - summary: Characters of one line.
  ///   - text: Characters of all the rest.
  init(_ notice: Notice, summary: Int, text: Int) {
    self.notice = notice
    (mostInSummary, mostInText) = (summary, text)
  }

  var text: String {
    let plain =
      notice.fitting({ $0.plainText }, { $0.utf16.count <= mostInText }) ?? notice.title
    let tree: JSONTree = [
      "summary": .string(notice.title.cut(to: mostInSummary)), "text": .string(plain),
      "severity": .string(notice.severity.word),
    ]
    return tree.text + "\n"
  }
}
