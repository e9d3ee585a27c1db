package import AuditReport
package import AuditStore
import ConfigurationModel

/// What a pruning tells the person who ran it, or who asked what it would do.
package struct PruneText {
  /// What is dropped, and what is held back.
  package let plan: PrunePlan
  /// Nil where nothing was done.
  package let outcome: PruneStore.Outcome?

  /// How many messages are dropped; nil where none were to go.
  package let messages: Int?

  /// Tells what a pruning would do.
  package init(plan: PrunePlan, messages: Int? = nil) {
    self.plan = plan
    self.messages = messages
    outcome = nil
  }

  /// Tells what a pruning did.
  package init(outcome: PruneStore.Outcome) {
    plan = outcome.plan
    messages = outcome.messages
    self.outcome = outcome
  }

  /// What is dropped and what is held back, in one of the formats.
  package func text(_ format: DifferenceFormat, _ options: ReportOptions) -> String {
    switch format {
    case .text: page(options)
    case .json: tree.text + "\n"
    }
  }

  private func page(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText(summary), after: StyledText(title, .strong))
    for line in plan.activity?.lines(isDone: outcome != nil) ?? [] {
      page.add(StyledText(line), after: "  calls   ")
    }
    for (numbers, holds) in plan.heldRuns {
      let count = numbers.count == 1 ? "snapshot" : "snapshots"
      page.add(StyledText("\(count) \(numbers.rangesText): \(holds)"), after: "  held    ")
    }
    if let problem = outcome?.spaceProblem {
      page.add(StyledText("the file keeps its size for now: \(problem)"), after: "  warning ")
    }
    if outcome == nil, !isIdle {
      let how = "nothing was changed; add --yes --by NAME --reason TEXT to drop it"
      page.add(StyledText(how), after: "  next    ")
    }
    return page.text(isColoured: options.isColoured)
  }

  private var isIdle: Bool { plan.isEmpty && (messages ?? 0) == 0 }

  private var title: String {
    guard !isIdle else { return "Nothing to prune.  " }
    let verb = outcome == nil ? "Would prune" : "Pruned"
    let calls = plan.activity?.dropped ?? 0
    let what = [
      plan.snapshots.isEmpty ? nil : counted(plan.snapshots.count, "snapshot"),
      calls > 0 ? counted(calls, "call") : nil,
      messages.flatMap { $0 > 0 ? counted($0, "message") : nil },
    ].compactMap(\.self).joined(separator: " and ")
    return "\(verb) \(what)  "
  }

  private var summary: String {
    guard !plan.isEmpty else { return "" }
    let given = outcome.map { " The file is \(byteText($0.bytesGivenBack)) smaller." } ?? ""
    let size = "about \(byteText(plan.bytes)).\(given)"
    guard let until = plan.until else { return size }
    return "\(plan.snapshots.rangesText), taken up to \(until.minuteText): "
      + "\(counted(plan.versions, "version")), \(counted(plan.edits, "edit")), "
      + "\(counted(plan.readings, "reading")) of scopes, \(size)"
  }

  private var tree: JSONTree {
    .object(
      [
        .init(key: "schemaVersion", value: .string("1")),
        .init(key: "isDone", value: .bool(outcome != nil)),
        .init(key: "snapshots", value: .list(plan.snapshots.map(JSONTree.count))),
        .init(key: "versions", value: .count(plan.versions)),
        .init(key: "edits", value: .count(plan.edits)),
        .init(key: "readings", value: .count(plan.readings)),
        .init(key: "bytes", value: .count(plan.bytes)),
        .init(
          key: "bytesGivenBack", value: outcome.map { .count($0.bytesGivenBack) } ?? .null),
        .init(key: "spaceProblem", value: .optional(outcome?.spaceProblem?.code)),
        .init(key: "held", value: .list(plan.held.map(\.tree))),
      ] + (plan.activity.map { [.init(key: "activity", value: $0.tree)] } ?? [])
        + (messages.map { [.init(key: "messages", value: .count($0))] } ?? []))
  }
}

/// A number of bytes in the unit that says it well: `12 MB`.
private func byteText(_ bytes: Int) -> String {
  switch bytes {
  case ..<10_000: "\(bytes) bytes"
  case ..<10_000_000: "\(bytes / 1000) kB"
  default: "\(bytes / 1_000_000) MB"
  }
}

extension PrunePlan {
  /// The snapshots that are held, those together that follow each other and are held by the same.
  fileprivate var heldRuns: [(numbers: [Int], holds: String)] {
    held.reduce(into: []) { runs, held in
      let words = held.holds.wordsInShort
      if let last = runs.last, last.holds == words {
        runs[runs.count - 1].numbers.append(held.number)
      } else {
        runs.append(([held.number], words))
      }
    }
  }
}

extension PrunePlan.Activity {
  /// `before 2025-10-25 00:00 UTC: 1204 dropped, 31 kept that verdicts and findings stand on`, and what others wait for.
  fileprivate func lines(isDone: Bool) -> [String] {
    var lines = [
      "before \(before.minuteText): \(dropped) \(isDone ? "dropped" : "would be dropped"), "
        + "\(held) kept that verdicts and findings stand on"
    ]
    if unaudited > 0 {
      lines.append("\(unaudited) kept until an audit of every baseline has seen them")
    }
    if waiting > unaudited {
      lines.append("\(waiting - unaudited) kept that an audit may still need")
    }
    return lines + waitsFor.map(\.words)
  }

  fileprivate var tree: JSONTree {
    .object([
      .init(key: "before", value: .time(before)), .init(key: "dropped", value: .count(dropped)),
      .init(key: "held", value: .count(held)), .init(key: "waiting", value: .count(waiting)),
      .init(key: "unaudited", value: .count(unaudited)),
      .init(key: "waitsFor", value: .list(waitsFor.map(\.tree))),
    ])
  }
}

extension PrunePlan.Activity.Wait {
  /// `111122223333 eu-west-1 AWS::EC2::VPC was last read whole and audited against default on 2026-11-20 08:00 UTC`.
  fileprivate var words: String {
    let place = "\(scope.account) \(scope.region) \(scope.type.name)"
    guard let since else {
      return "\(place) was never read whole and audited against \(baseline)"
    }
    return "\(place) was last read whole and audited against \(baseline) on \(since.minuteText)"
  }

  fileprivate var tree: JSONTree {
    .object([
      .init(key: "account", value: .string(scope.account)),
      .init(key: "region", value: .string(scope.region)),
      .init(key: "type", value: .string(scope.type.name)),
      .init(key: "since", value: since.map { .time($0) } ?? .null),
      .init(key: "baseline", value: .string(baseline)),
    ])
  }
}

extension HeldSnapshot {
  fileprivate var tree: JSONTree {
    .object([
      .init(key: "snapshot", value: .count(number)), .init(key: "taken", value: .time(takenAt)),
      .init(key: "holds", value: .list(holds.map { .string($0.words) })),
    ])
  }
}

extension SnapshotHold {
  /// What holds, in words.
  package var words: String {
    switch self {
    case .baseline(let name): "the baseline \(name) was set to it"
    case .lastAudit(let baseline): "the last audit against \(baseline) went up to it"
    case .unaudited(let baseline): "not audited against \(baseline) yet"
    case .finding(let number): "finding F-\(number)"
    case .newest: "it is the newest"
    }
  }
}

extension [SnapshotHold] {
  /// What holds, in words; of many findings the first three and how many more.
  package var wordsInShort: String {
    let findings = filter {
      switch $0 {
      case .finding: true
      case .baseline, .lastAudit, .unaudited, .newest: false
      }
    }
    let untold = Set(findings.dropFirst(findings.count > 4 ? 3 : findings.count))
    let told = filter { !untold.contains($0) }
    let more = count - told.count
    return told.map(\.words).joined(separator: ", ")
      + (more > 0 ? " and \(counted(more, "more finding"))" : "")
  }
}

extension [Int] {
  /// Ascending numbers, those that follow each other as a range: `1 to 4, 7`.
  var rangesText: String {
    var runs: [ClosedRange<Int>] = []
    for number in self {
      if let last = runs.last, last.upperBound + 1 == number {
        runs[runs.count - 1] = last.lowerBound...number
      } else {
        runs.append(number...number)
      }
    }
    return runs.map { run in
      switch run.count {
      case 1: "\(run.lowerBound)"
      case 2: "\(run.lowerBound), \(run.upperBound)"
      default: "\(run.lowerBound) to \(run.upperBound)"
      }
    }.joined(separator: ", ")
  }
}
