package import ConfigurationModel

/// What setting a baseline anew does to what stands: what it ends, and what becomes expected.
package struct BaselineEffect: Hashable, Sendable {
  /// The name of the baseline that is set anew.
  package let baseline: String
  /// The findings that end because what they hold becomes expected; the worst first.
  package let ending: [Finding]
  /// What becomes expected of resources that were held before, from what was expected so far.
  package let entries: [DifferenceReport.Entry]
  /// How many resources are held for the first time.
  package let firstHeld: Int

  /// Sorts `ending`: the worst first, then by number.
  package init(
    baseline: String, ending: [Finding], entries: [DifferenceReport.Entry], firstHeld: Int
  ) {
    self.baseline = baseline
    self.ending = ending.sorted { ($1.severity, $0.number) < ($0.severity, $1.number) }
    self.entries = entries
    self.firstHeld = firstHeld
  }

  /// Whether it ends nothing and changes nothing that was expected: there is nothing to look at.
  package var isSilent: Bool { ending.isEmpty && entries.isEmpty }

  /// `1 critical finding F-1 ends; 12 edits of 3 resources become expected.`
  package var sentence: String {
    let edits = entries.reduce(0) { $0 + $1.edits.count }
    let become = edits == 1 ? "becomes" : "become"
    var parts: [String] = []
    if !ending.isEmpty { parts.append(endingWords) }
    if edits > 0 {
      let where_ = entries.count == 1 ? "" : " of \(counted(entries.count, "resource"))"
      parts.append("\(counted(edits, "edit"))\(where_) \(become) expected")
    }
    if firstHeld > 0 { parts.append("\(counted(firstHeld, "resource")) held for the first time") }
    return parts.isEmpty
      ? "Nothing that was expected changes." : parts.joined(separator: "; ") + "."
  }

  private var endingWords: String {
    let groups = Severity.worstFirst.compactMap { severity -> String? in
      let names = ending.filter { $0.severity == severity }.map(\.id)
      guard !names.isEmpty else { return nil }
      let more = names.count > 5 ? " and \(names.count - 5) more" : ""
      return counted(names.count, "\(severity.word) finding") + " "
        + names.prefix(5).joined(separator: ", ") + more
    }
    return groups.joined(separator: ", ") + (ending.count == 1 ? " ends" : " end")
  }

  /// The sentence, and every finding and edit that it counts.
  package func text(_ options: ReportOptions) -> String {
    let findings = ending.map {
      "  ends  \($0.id)  \($0.severity.word)  \($0.resource.id.type.words) \($0.resource.title)\n"
    }
    let edits = DifferenceReport(
      title: "becomes expected in baseline \(baseline)", entries: entries)
    return "\(sentence)\n" + findings.joined().visibleLines
      + (entries.isEmpty ? "" : "\n" + edits.text(.text, options))
  }
}

extension String {
  /// The text with what is hidden in each line made visible.
  package var visibleLines: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { String($0).visible }
      .joined(separator: "\n")
  }
}
