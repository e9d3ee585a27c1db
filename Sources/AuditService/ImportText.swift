package import AuditReport
package import ConfigurationModel
import SnapshotSources

extension ImportOutcome {
  /// The scopes that could not be read, in order.
  package var unread: [(scope: Scope, problem: Problem)] {
    readings.compactMap { scope, reading in
      switch reading {
      case .unread(let problem): (scope, problem)
      case .read, .seen: nil
      }
    }.sorted { $0.0 < $1.0 }
  }

  /// Whether anything of what was looked at could not be read.
  package var hasUnread: Bool {
    !unread.isEmpty || !unreadParts.isEmpty || !refused.isEmpty
      || activity.map { !$0.problems.isEmpty } ?? false
  }

  /// Resources in the scopes that were looked at.
  package var resources: Int {
    readings.values.reduce(0) { sum, reading in
      switch reading {
      case .read(let count), .seen(let count): sum + count
      case .unread: sum
      }
    }
  }
}

/// What an import tells the person who ran it.
package struct ImportText {
  /// What the import stored.
  package let outcome: ImportOutcome
  /// Whether every file is named, with what it was taken for.
  package let isVerbose: Bool

  /// Makes the text of an import that has ended.
  package init(outcome: ImportOutcome, isVerbose: Bool) {
    self.outcome = outcome
    self.isVerbose = isVerbose
  }

  /// What was imported, as lines for a terminal.
  package func text(_ options: ReportOptions) -> String {
    guard let activity = outcome.activity else { return snapshotText(options) }
    let kept = text(of: activity, options)
    return outcome.snapshots.isEmpty ? kept : kept + snapshotText(options)
  }

  private func snapshotText(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText(summary), after: StyledText(title, .strong))
    for group in UnreadGroup.groups(outcome.unread) {
      let hint = group.hint.map { " \($0)" } ?? ""
      let file = group.file.map { " (\($0))" } ?? ""
      page.add(
        StyledText("\(group.place): \(group.reason)\(file)\(hint)"), after: "  unread  ")
    }
    for part in outcome.unreadParts { page.add(StyledText(part), after: "  unread  ") }
    let told = Set(outcome.unread.map(\.problem))
    for problem in outcome.refused.filter({ !told.contains($0) }).prefix(20) {
      let place = problem.place.map { " (\($0))" } ?? ""
      page.add(StyledText(problem.message + place), after: "  refused ")
    }
    for warning in outcome.warnings.prefix(20) {
      page.add(StyledText(warning), after: "  warning ")
    }
    addFiles(to: &page)
    return page.text(isColoured: options.isColoured)
  }

  /// A source of activity takes no snapshot, but for a queue, which reads again what its events touched.
  private func text(of activity: ImportActivity.Outcome, _ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText(activity.sentence), after: StyledText("Activity  ", .strong))
    for problem in activity.problems.prefix(20) {
      let place = problem.place.map { " (\($0))" } ?? ""
      page.add(StyledText(problem.message + place), after: "  unread  ")
    }
    return page.text(isColoured: options.isColoured)
  }

  private var title: String {
    let numbers = outcome.snapshots
    guard let first = numbers.first, let last = numbers.last else {
      return "No new snapshot: the import holds nothing newer than the store  "
    }
    guard first != last else { return "Snapshot \(first), \(outcome.takenAt.minuteText)  " }
    return "Snapshots \(first) to \(last), up to \(outcome.takenAt.minuteText)  "
  }

  private var summary: String {
    let read = outcome.readings.count - outcome.unread.count
    return "\(counted(outcome.resources, "resource")) in \(counted(read, "scope")), "
      + "\(counted(outcome.edits, "edit"))"
      + (!outcome.unread.isEmpty ? ", \(counted(outcome.unread.count, "scope")) unread." : ".")
  }

  private func addFiles(to page: inout TextPage) {
    let skipped = outcome.files.filter { $0.items == nil }
    if isVerbose {
      for file in outcome.files {
        let count = file.items.map { counted($0, "item") + ", " } ?? ""
        page.add(StyledText("\(file.path)  ", .quiet) + StyledText(count + file.words), after: "  ")
      }
    } else if !skipped.isEmpty {
      page.add(
        StyledText("\(counted(skipped.count, "file")) of \(outcome.files.count), see --verbose"),
        after: "  skipped ")
    }
  }
}

extension ImportActivity.Outcome {
  /// Files that are nothing of CloudTrail's, the first by their names.
  private var strangers: String {
    guard !files.strangers.isEmpty else { return "" }
    let named = files.strangers.prefix(3).map(\.words).joined(separator: ", ")
    let more = files.strangers.count - min(3, files.strangers.count)
    return " No activity: \(named)\(more > 0 ? " and \(counted(more, "file")) more" : "")."
  }

  /// What was kept and what was left away, in one sentence; and in another what is no activity.
  package var sentence: String {
    let skipped = files.skipped == 0 ? "" : ", \(counted(files.skipped, "file")) without any"
    let kept = named == 0 ? "" : ", \(named) that only read kept: an alert rule names them"
    return "\(counted(new, "new event")) in \(counted(files.files, "file"))\(skipped); "
      + "\(known) known already, \(reading) that only read not kept\(kept).\(strangers)"
  }
}
