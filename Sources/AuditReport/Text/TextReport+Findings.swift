import ConfigurationModel

extension DriftReport {
  /// Every unapproved finding in full, but many creations in one scope in one line.
  func addFindings(to page: inout TextPage, _ options: ReportOptions) {
    let groups = Dictionary(grouping: unapproved.filter(\.isQuietCreation), by: \.resource.id.scope)
      .filter { $0.value.count > 10 }
    var shown: Set<Scope> = []
    for finding in options.isWhole ? findings : unapproved {
      let scope = finding.resource.id.scope
      if finding.isQuietCreation, let group = groups[scope] {
        if shown.insert(scope).inserted { page.add(group, of: scope) }
      } else {
        page.add(finding, at: at, options)
      }
    }
  }
}

extension Finding {
  /// Whether it may stand in one line with others: a new resource that is not critical.
  fileprivate var isQuietCreation: Bool { change == .created && severity < .critical }
}

extension TextPage {
  /// Many resources created in one scope.
  fileprivate mutating func add(_ findings: [Finding], of scope: Scope) {
    let severity = findings.map(\.severity).max() ?? .low
    let ids = findings.map(\.number).sorted().map { "F-\($0)" }
    addSpace()
    add(
      StyledText(severity.word.uppercased(), severity.textStyle)
        + StyledText("  \(counted(findings.count, scope.type.words)) created", .strong),
      right: StyledText("\(scope.account) \(scope.region)"))
    let shown = ids.prefix(5).joined(separator: ", ")
    let more = ids.count > 5 ? " and \(ids.count - 5) more" : ""
    add(StyledText(shown + more), after: "    which  ")
    add("plumb finding list shows each", after: "    next   ")
  }

  fileprivate mutating func add(_ finding: Finding, at now: Timestamp, _ options: ReportOptions) {
    addSpace()
    addTitle(of: finding, at: now)
    let isCut = addEdits(of: finding, options)
    addFacts(of: finding, isWhole: options.isWhole)
    let hint = isCut ? " (shows whole what is cut here)" : ""
    // Who sees it whole has asked for it already.
    let commands = finding.commands.dropFirst(options.isWhole ? 1 : 0)
    addCommands(commands.enumerated().map { $1 + ($0 == 0 ? hint : "") })
  }

  /// On one line, or each on its own: a command broken in two cannot be copied.
  private mutating func addCommands(_ commands: [String]) {
    guard !commands.isEmpty else { return }
    let line = StyledText(commands.joined(separator: ", "), .quiet)
    let lines = line.columns + 11 <= width ? [line] : commands.map { StyledText($0, .quiet) }
    for line in lines { add(line, after: "    next   ") }
  }

  private mutating func addTitle(of finding: Finding, at now: Timestamp) {
    let resource = finding.resource
    let left =
      StyledText(finding.severity.word.uppercased(), finding.severity.textStyle)
      + StyledText(" \(finding.id)  ", .strong) + StyledText("\(resource.id.type.words) ")
      + StyledText(resource.title, .strong)
      + StyledText(finding.change == .modified ? "" : " \(finding.change.rawValue)")
    let place = "\(resource.id.account) \(resource.id.region)    "
    add(left, right: StyledText(place, .quiet) + StyledText(finding.statusText(at: now)))
  }

  private mutating func addFacts(of finding: Finding, isWhole: Bool) {
    add(StyledText(finding.occurred.words), after: "    when   ")
    let life = isWhole ? finding.life : []
    let status = life.isEmpty ? finding.statusNote.map { [$0] } ?? [] : []
    for note in finding.notes + status { add(StyledText(note), after: "    note   ") }
    for miss in finding.nearMisses.prefix(isWhole ? .max : 3) {
      add(StyledText("\(miss.record): \(miss.lacks)"), after: "    near   ")
    }
    for step in life { add(StyledText(step.line), after: "    life   ") }
    let hidden = isWhole ? 0 : finding.nearMisses.count - 3
    if hidden > 0 { add(StyledText(counted(hidden, "more near miss")), after: "    near   ") }
  }
}
