import ConfigurationModel

extension String {
  /// The text as a code span of GitHub Flavored Markdown (section 6.3), fit for a table cell:
  /// nothing in it is markup, a link or a mention. Cut after `limit` characters.
  package func markdownCode(limit: Int = 200) -> String {
    let shown = visible
    let text = shown.count > limit ? shown.prefix(limit) + "…" : shown
    guard !text.isEmpty else { return "(empty)" }
    let fence = String(repeating: "`", count: text.longestRun(of: "`") + 1)
    // A table is split at each bar before code spans are found (section 4.10). Whether a backslash
    // before the bar's own counts is said nowhere, so a space parts them.
    let cell = text.replacing("\\|", with: "\\ |").replacing("|", with: "\\|")
    let needsSpace = text.hasPrefix("`") || text.hasSuffix("`") || text.hasPrefix(" ")
    return needsSpace ? "\(fence) \(cell) \(fence)" : "\(fence)\(cell)\(fence)"
  }

  /// The text as prose of GitHub Flavored Markdown: every mark that could begin markup is escaped,
  /// and `@` is parted from what follows so that it notifies nobody.
  package var markdownText: String {
    let inline = visible.replacingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "@": "@\u{2060}"
      case _ where "\\`*_[]|~$".unicodeScalars.contains(scalar): "\\\(scalar)"
      default: nil
      }
    }
    let unlinked = inline.replacing("://", with: "&#58;//").replacing("www.", with: "www&#46;")
    return unlinked.blockStartEscaped
  }

  /// The text with a mark escaped that would begin a heading or a list: `# `, `- `, `1. `.
  private var blockStartEscaped: String {
    let number = prefix { $0.isNumber }
    let rest = dropFirst(number.count)
    guard let mark = rest.first, (number.isEmpty ? "#+-=" : ".)").contains(mark) else {
      return self
    }
    return number + "\\" + rest
  }

  private func longestRun(of mark: Character) -> Int {
    var (longest, run) = (0, 0)
    for character in self {
      run = character == mark ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
