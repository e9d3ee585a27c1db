import ConfigurationModel

extension DriftReport {
  /// Every unapproved finding, what many say as one. As many of the first in full as fit two screens with
  /// all others in two lines each; what is beyond that is counted.
  func addFindings(to page: inout TextPage, _ options: ReportOptions) {
    let groups = FindingGroup.groups(options.isWhole ? findings : unapproved)
    let blocks = groups.count { $0.side?.isAll != true }
    let inFull = options.isWhole ? blocks : max(3, (90 - 2 * blocks) / 4)
    let most = options.isWhole ? blocks : 60
    var told = 0
    for (index, group) in groups.enumerated() {
      guard group.side?.isAll != true else {
        page.addSide(group)
        continue
      }
      guard told < most else { return page.addRest(groups[index...], options) }
      told += 1
      if told <= inFull {
        page.add(group, at: at, options)
      } else {
        if told == inFull + 1 { page.addSpace() }
        page.addShort(group, at: at)
      }
    }
  }
}

extension TextPage {
  fileprivate mutating func add(_ group: FindingGroup, at now: Timestamp, _ options: ReportOptions)
  {
    guard group.isMany else { return add(group.leader, sideOf: group.side, at: now, options) }
    addSpace()
    add(
      group.title,
      right: StyledText("\(group.place)    ", .quiet) + StyledText(group.statusText(at: now)))
    let isCut = addEdits(group.edits, options)
    add(StyledText(group.ids(atMost: 5)), after: "    which  ")
    add(StyledText(group.occurred.words), after: "    when   ")
    for note in group.notes.prefix(3) { add(StyledText(note), after: "    note   ") }
    for miss in group.nearMisses.prefix(3) { add(StyledText(miss), after: "    near   ") }
    addSide(of: group.side)
    let commands = group.commands.map { $0 + options.commandOptions }
    let whole = "plumb finding show \(group.leader.id)\(options.commandOptions)"
    let hint = isCut ? ", \(whole) (shows whole what is cut here)" : ""
    addCommands([commands[0] + hint] + commands.dropFirst())
  }

  /// Two lines: what, and the worst of its edits.
  fileprivate mutating func addShort(_ group: FindingGroup, at now: Timestamp) {
    let which = group.isMany ? "\(group.ids(atMost: 1)), " : ""
    add(
      group.title,
      right: StyledText("\(which)\(group.place)  ", .quiet) + StyledText(group.statusText(at: now)))
    guard let first = group.edits.first, let gist = group.gist else { return }
    let sentence = first.sentence.map { "  \($0)" } ?? ""
    addCut(StyledText("  \(gist)\(sentence)", .quiet))
  }

  /// What shows nothing but the act that stands above.
  fileprivate mutating func addSide(_ group: FindingGroup) {
    let ids = group.isMany ? " (\(group.ids(atMost: 3)))" : ""
    let lead = group.isMany ? "" : "\(group.leader.id)  "
    add(
      StyledText("\(lead)\(group.subject): \(group.gist ?? "")\(ids)"),
      after: "    side   ")
    for miss in group.nearMisses.prefix(3) { add(StyledText(miss), after: "    near   ") }
  }

  private mutating func addSide(of side: FindingGroup.Side?) {
    guard let side else { return }
    add(StyledText("shows what \(side.of) shows, from the other side"), after: "    side   ")
  }

  /// What is not told one by one.
  fileprivate mutating func addRest(
    _ groups: ArraySlice<FindingGroup>, _ options: ReportOptions
  ) {
    let counts = Severity.worstFirst.compactMap { severity -> String? in
      let count = groups.filter { $0.leader.severity == severity }.reduce(0) {
        $0 + $1.members.count
      }
      return count == 0 ? nil : "\(count) \(severity.word)"
    }
    let findings = groups.reduce(0) { $0 + $1.members.count }
    addSpace()
    add(
      StyledText(
        "… \(counted(findings, "more finding")): \(counts.joined(separator: ", "))", .strong),
      after: "")
    let commands = ["plumb finding list --groups", "plumb finding list --sort severity"]
    addCommands(commands.map { $0 + options.commandOptions })
  }

  private mutating func add(
    _ finding: Finding, sideOf side: FindingGroup.Side?, at now: Timestamp, _ options: ReportOptions
  ) {
    addSpace()
    addTitle(of: finding, at: now)
    let isCut = addEdits(finding.editsWorstFirst, options)
    addFacts(of: finding, isWhole: options.isWhole)
    addSide(of: side)
    let hint = isCut ? " (shows whole what is cut here)" : ""
    // Who sees it whole has asked for it already.
    let commands = finding.commands.dropFirst(options.isWhole ? 1 : 0)
    addCommands(commands.enumerated().map { $1 + options.commandOptions + ($0 == 0 ? hint : "") })
  }

  /// On one line, or each on its own: a command broken in two cannot be copied.
  private mutating func addCommands(_ commands: [String]) {
    guard !commands.isEmpty else { return }
    let line = StyledText(commands.joined(separator: ", "), .quiet)
    let lines = line.columns + 11 <= width ? [line] : commands.map { StyledText($0, .quiet) }
    for line in lines { add(line, after: "    next   ") }
  }

  private mutating func addTitle(of finding: Finding, at now: Timestamp) {
    let place = "\(finding.resource.id.account) \(finding.resource.id.region)    "
    add(
      FindingGroup(members: [finding], side: nil).title,
      right: StyledText(place, .quiet) + StyledText(finding.statusText(at: now)))
  }

  private mutating func addFacts(of finding: Finding, isWhole: Bool) {
    add(StyledText(finding.occurred.words), after: "    when   ")
    for actor in isWhole ? [] : finding.actors { add(StyledText(actor), after: "    who    ") }
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

extension FindingGroup {
  /// `CRITICAL F-1  security group web (sg-1)`, `CRITICAL  126 security groups`.
  fileprivate var title: StyledText {
    let severity = StyledText(leader.severity.word.uppercased(), leader.severity.textStyle)
    guard !isMany else { return severity + StyledText("  \(subject)", .strong) }
    let resource = leader.resource
    return severity + StyledText(" \(leader.id)  ", .strong)
      + StyledText("\(resource.id.type.words) ") + StyledText(resource.title, .strong)
      + StyledText(leader.change == .modified ? "" : " \(leader.change.rawValue)")
  }
}
