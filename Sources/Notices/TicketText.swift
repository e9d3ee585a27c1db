import AuditReport
import ConfigurationModel

/// A notice as a ticket, or as a comment on one: Jira takes 255 characters of summary and 32,767 of description,
/// ServiceNow 160 and 4,000 in the forms that everybody has.
struct TicketText {
  private let notice: Notice
  private let mostInSummary: Int
  private let mostInText: Int
  private let markup: Markup

  /// What a receiver reads into a text: names are no markup of it.
  enum Markup {
    /// Wiki markup, in which a backslash takes the meaning of a mark (jira.atlassian.com, "Text Formatting Notation").
    case jira
    /// What stands between `[code]` and `[/code]` is shown as HTML (ServiceNow, "Journal fields").
    case serviceNow
  }

  /// - Parameters:
  ///   - summary: Characters of one line.
  ///   - text: Characters of all the rest.
  init(_ notice: Notice, summary: Int, text: Int, _ markup: Markup) {
    self.notice = notice
    self.markup = markup
    (mostInSummary, mostInText) = (summary, text)
  }

  var text: String {
    let text = notice.fitting(
      { $0.plainText.escaped(for: markup) }, { $0.utf16.count <= mostInText })
    let summary = notice.title.withoutEncodedWords.withoutCodeTags.cut(to: mostInSummary)
    let tree: JSONTree = [
      "summary": .string(summary), "text": .string(text),
      "severity": .string(notice.severity.word),
    ]
    return tree.text + "\n"
  }
}

extension String {
  fileprivate func escaped(for markup: TicketText.Markup) -> String {
    switch markup {
    case .jira: wikiEscaped
    case .serviceNow: withoutCodeTags
    }
  }

  /// As text of wiki markup.
  private var wikiEscaped: String {
    let scalars = Array(unicodeScalars)
    return scalars.indices.map { place in
      let (before, after) = (
        place > 0 ? scalars[place - 1] : nil, place + 1 < scalars.count ? scalars[place + 1] : nil
      )
      switch scalars[place] {
      // Before a mark it would take the mark's meaning, and two of them break a line.
      case "\\": return after?.isOfWord ?? false ? "\\" : "&#92;"
      case "[", "]", "\u{7B}", "\u{7D}", "!", "~", "|", "*", "_", "^", "@":
        return "\\\(scalars[place])"
      // Within a word they mark nothing.
      case "-", "+", "?", "#":
        return before?.isOfWord ?? false ? "\(scalars[place])" : "\\\(scalars[place])"
      default: return "\(scalars[place])"
      }
    }.joined()
  }

  /// The same without the tags between which a journal shows HTML.
  fileprivate var withoutCodeTags: String {
    let parts = split(separator: "[", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
      let word = part.lowercased()
      text += (word.hasPrefix("code") || word.hasPrefix("/code") ? "[ " : "[") + part
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isOfWord: Bool { properties.isAlphabetic || ("0"..."9").contains(self) }
}
