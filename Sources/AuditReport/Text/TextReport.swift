import ConfigurationModel

extension DriftReport {
  /// The report for a terminal: what was read, the verdict, each finding, then the quiet rest. No
  /// line is wider than the width, hidden characters are written out, and without colour there is
  /// no escape sequence.
  package func text(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    addHead(to: &page)
    addFindings(to: &page, options)
    addSections(to: &page, options)
    return page.text(isColoured: options.isColoured)
  }

  private func addHead(to page: inout TextPage) {
    let source = "store \(store), " + (baseline.map { "baseline \($0)" } ?? "no baseline")
    page.add(
      StyledText(title, .strong) + StyledText(", \(timeText)"), right: StyledText(source, .quiet))
    page.add(coverageText, after: "  Coverage   ")
    page.add(verdictText, after: "  Verdict    ")
    for warning in warnings.prefix(Self.mostWarnings) {
      page.add(StyledText(warning, .warning), after: "  Warning    ")
    }
    if warnings.count > Self.mostWarnings {
      page.add(
        StyledText(
          "\(counted(warnings.count - Self.mostWarnings, "more warning")): '--format json' has all",
          .warning), after: "  Warning    ")
    }
  }

  /// So many warnings are told one by one.
  private static let mostWarnings = 12

  /// The sentence, and the first reasons why scopes were not read.
  private var coverageText: StyledText {
    let groups = coverage.unreadGroups
    let unread = groups.prefix(3).map { "\($0.place) (\($0.reason))" }
    let more = groups.count > 3 ? ["\(groups.count - 3) more below"] : []
    let scopes = unread.isEmpty ? "" : " Unread: " + (unread + more).joined(separator: "; ") + "."
    let limits = coverage.limits.isEmpty ? "" : " \(counted(coverage.limits.count, "limit")) below."
    let style: TextStyle = coverage.isComplete ? .plain : .warning
    return StyledText(coverage.sentence, style) + StyledText(scopes + limits)
  }

  private var verdictText: StyledText {
    let style: TextStyle =
      !hasUnapproved
      ? (coverage.isComplete ? .good : .warning)
      : (severities.first?.severity ?? .low).textStyle
    let words = severities.map { "\($0.count) \($0.severity.word)" }.joined(separator: ", ")
    let counts = otherCounts.isEmpty ? "" : "  " + otherCounts.joined(separator: ", ") + "."
    let verdict =
      words.isEmpty ? verdictSentence : "\(verdictSentence.dropLast()) (\(words))."
    return StyledText(verdict, style) + StyledText(counts, .quiet)
  }
}

extension Severity {
  /// How the severity stands out on a terminal.
  package var textStyle: TextStyle {
    switch self {
    case .low: .low
    case .medium: .medium
    case .high: .high
    case .critical: .critical
    }
  }
}
