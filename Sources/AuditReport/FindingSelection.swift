package import ConfigurationModel

/// The findings that a filter chose, to be looked at before something is decided about all of them.
package struct FindingSelection: Hashable, Sendable {
  /// By number.
  package let findings: [Finding]

  /// Makes a selection; the findings may come in any order.
  package init(_ findings: [Finding]) {
    self.findings = findings.sorted { $0.number < $1.number }
  }

  /// `126 findings: 100 critical, 26 high`.
  package var words: String {
    let counts = Severity.worstFirst.compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.word)"
    }
    return counted(findings.count, "finding") + ": " + counts.joined(separator: ", ")
  }

  /// The sentence, and the findings in groups, the worst first.
  package func text(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText("\(words).", .strong), after: "")
    let groups = FindingGroup.groups(
      findings.sorted { ($1.severity, $0.number) < ($0.severity, $1.number) })
    for group in groups {
      let severity = group.leader.severity
      let ids = group.isMany ? " (\(group.ids(atMost: 3)))" : ""
      let gist = group.gist.map { ": \($0)" } ?? ""
      page.add(
        StyledText("\(group.subject), \(group.place)\(gist)\(ids)"),
        after: StyledText("  \(severity.word)  ", severity.textStyle)
          + StyledText(group.isMany ? "" : "\(group.leader.id)  "))
    }
    return page.text(isColoured: options.isColoured)
  }
}
