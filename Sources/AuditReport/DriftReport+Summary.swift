package import ConfigurationModel

extension DriftReport {
  /// `Audit of snapshot 42`, `Drift report` or `Finding F-17`.
  package var title: String {
    switch subject {
    case .audit(let snapshot): "Audit of snapshot \(snapshot)"
    case .period: "Drift report"
    case .finding(let number): "Finding F-\(number)"
    }
  }

  /// Whether it speaks of one finding only, so that it says nothing of what it does not hold.
  package var isOfOneFinding: Bool {
    switch subject {
    case .audit, .period: false
    case .finding: true
    }
  }

  /// The snapshot's time, `2026-11-20 21:15 UTC`, or the time that a report covers.
  package var timeText: String {
    switch subject {
    case .audit: period.until.minuteText
    case .period, .finding:
      (period.after.map { "\($0.minuteText) to " } ?? "all until ") + period.until.minuteText
    }
  }

  /// Edits that ignores hid; expired ignores hide none.
  package var ignoredCount: Int { ignored.reduce(0) { $0 + ($1.isExpired ? 0 : $1.count) } }

  /// Findings whose deviation somebody has accepted, in the order of the report.
  package var accepted: [Finding] { findings.filter { $0.status.word == .accepted } }
  /// Findings that ended within the period, in the order of the report.
  package var resolved: [Finding] { findings.filter { $0.status.word == .resolved } }

  /// Unapproved findings of each severity, worst first, without those that have none.
  package var severities: [(severity: Severity, count: Int)] {
    Severity.worstFirst.compactMap { severity in
      let count = unapproved.count { $0.severity == severity }
      return count == 0 ? nil : (severity, count)
    }
  }

  /// The one sentence a reader takes away. Says that there is no unapproved change only where
  /// everything known was read, and something was.
  package var verdictSentence: String {
    // Of one finding nothing follows for the rest.
    if isOfOneFinding, let finding = findings.first {
      return "\(finding.id) is \(finding.statusText(at: at))."
    }
    guard coverage.readCount > 0 || !unapproved.isEmpty else {
      return coverage.cells.allSatisfy { $0.lastRead == nil && $0.word != .seen }
        && findings.isEmpty && approved.isEmpty && approvedOnPaper.isEmpty
        ? "Nothing was read, so nothing can be said."
        : "No scope was read completely and in time, so nothing is known about the rest."
    }
    guard coverage.readCount > 0 else {
      return
        "\(counted(unapproved.count, "unapproved change")) known, and no scope was read in time."
    }
    let scope = coverage.isComplete ? "" : " in \(coverage.known)"
    guard unapproved.isEmpty else {
      return "\(counted(unapproved.count, "unapproved change"))\(scope)."
    }
    if !contradictions.isEmpty {
      let speak = contradictions.count == 1 ? "A call speaks" : "Calls speak"
      return "\(speak) against \(counted(contradictions.count, "approval"))\(scope)."
    }
    if isStrict, !approvedOnPaper.isEmpty {
      return "\(counted(approvedOnPaper.count, "change")) approved on paper only\(scope)."
    }
    if isGuardrailBroken {
      return "No unapproved changes, but \(guardrails.countWords)\(scope)."
    }
    if isGuardrailUnanswered {
      return
        "None unapproved\(scope), and \(counted(guardrails.problems.count, "guardrail")) gave no answer."
    }
    guard coverage.isComplete else { return "None unapproved in \(coverage.known)." }
    return hasReverted ? "No unapproved change stands." : "No unapproved changes."
  }

  /// Whether there was an unapproved change in the period that is undone.
  private var hasReverted: Bool {
    findings.contains { finding in
      switch finding.status {
      case .resolved(.reverted, _): true
      case .open, .acknowledged, .accepted, .resolved: false
      }
    }
  }

  /// What was found besides: `7 approved`, `1 ignored`, `1 approved but not done`, …; only what
  /// there is.
  package var otherCounts: [String] {
    let debts = counted(debts.count, "emergency change")
    let pairs: [(count: Int, words: String)] = [
      (approved.count, "\(approved.count) approved"),
      (approvedOnPaper.count, "\(approvedOnPaper.count) approved on paper only"),
      (ignoredCount, "\(ignoredCount) ignored"),
      (accepted.count, "\(accepted.count) accepted"),
      (resolved.count, "\(resolved.count) resolved"),
      (underDelivered.count, "\(underDelivered.count) approved but not done"),
      (self.debts.count, "\(debts) not yet approved"),
      (alerts.count, counted(alerts.count, "alert")),
      (isGuardrailCountSaid ? 0 : guardrails.findings.count, guardrails.countWords),
    ]
    return pairs.filter { $0.count > 0 }.map(\.words)
  }

  /// Whether the verdict itself says how much breaks guardrails.
  private var isGuardrailCountSaid: Bool { verdictSentence.contains(guardrails.countWords) }

  /// The alerts, the worst first, and of equal ones the newest.
  package var alertsWorstFirst: [Alert] {
    alerts.sorted { ($0.severity, $0.at) > ($1.severity, $1.at) }
  }

  /// Approved edits under the records that cover them, in the order of the records' numbers.
  package var approvedByRecord: [(record: String, edits: [ResourceEdit])] {
    Self.byRecord(approved)
  }

  /// The same of those that were approved on paper only.
  package var onPaperByRecord: [(record: String, edits: [ResourceEdit])] {
    Self.byRecord(approvedOnPaper)
  }

  private static func byRecord(_ all: [ResourceEdit]) -> [(record: String, edits: [ResourceEdit])] {
    var groups: [String: [ResourceEdit]] = [:]
    for edit in all { groups[edit.judged.verdict.recordName ?? "", default: []].append(edit) }
    return groups.inKeyOrder.map { (record: $0.key, edits: $0.value) }
  }

  /// The title of a change record, where the report knows it.
  package func title(ofRecord number: String) -> String? {
    fulfilments.first { $0.record == number }?.title
  }

  /// The change records that the report speaks of, by number.
  package var recordsTold: [Fulfilment] { fulfilments.filter(\.isTold) }
}

extension DriftReport.FirstReading {
  /// What was read: `Policy of AWS::S3::Bucket logs`, or the scope.
  package var subject: String {
    guard let part, let resource else { return scope.description }
    return "\(part) of \(scope.type) \(resource.title), \(scope.account) \(scope.region)"
  }

  /// `first read 2026-11-20 21:15 UTC, 12 resources; expected as it was read; nobody has agreed to it`.
  package var words: String {
    "first read \(at.minuteText)"
      + (resource == nil ? ", \(counted(count, "resource"))" : "")
      + "; expected as it was read; nobody has agreed to it"
  }
}

extension DriftReport.Fulfilment {
  /// `done, 2 of 2, 9 edits`; the state alone where it was not approved.
  package var outcomeText: String {
    guard let outcome else { return state }
    let wait = waitsFor.map { ", \($0.prefix(1).lowercased() + $0.dropFirst())" } ?? ""
    return "\(outcome.word), \(done) of \(total), \(counted(edits, "edit"))\(wait)"
  }

  /// Who asked, who approved and when, and when it was allowed: `asked for by alice`, …
  package var people: [String] {
    let asked = requestedBy.map { ["asked for by \($0)"] } ?? []
    let approved = approvals.map { "approved by \($0.by) \($0.at.minuteText)" }
    return asked + approved + (window.map { ["window \($0.words)"] } ?? [])
  }

  /// The same with the reference.
  package var facts: [String] { people + (reference.map { [$0] } ?? []) }
}

extension Window {
  /// `2026-11-20 20:00 to 2026-11-20 22:00 UTC`, `from …`, `until …`.
  package var words: String {
    switch (from, until) {
    case (let from?, let until?): "\(from.minuteText.dropLast(4)) to \(until.minuteText)"
    case (let from?, nil): "from \(from.minuteText)"
    case (nil, let until?): "until \(until.minuteText)"
    case (nil, nil): "without limit"
    }
  }
}

extension DriftReport.Since {
  /// `as of 2026-12-01 09:00 UTC, 2 things happened since`; told also where nothing did.
  package var sentence: String {
    "as of \(made.minuteText), "
      + (entries.isEmpty
        ? "nothing more happened to what this report shows" : counted(entries.count, "event"))
  }
}

extension DriftReport.Since.Entry {
  /// `2026-11-10 07:00 UTC reverted, seen in snapshot 3`.
  package var line: String { "\(at.minuteText) \(words)" }
}

extension Verdict {
  /// The record that covers the edit.
  package var recordName: String? { cover?.record }

  /// What is to be said of how it was approved: `time not corroborated`; nil where there is nothing.
  package var note: String? {
    switch self {
    case .approved(_, true), .ignored, .unapproved: nil
    case .approved(_, false): "time not corroborated"
    case .approvedOnPaper: "on paper only"
    }
  }

  /// `approved by CHG0031337, time not corroborated`, `ignored by ignores.yaml#2`, `unapproved`.
  package var words: String {
    switch self {
    case .approved(let cover, true): "approved by \(cover.record)"
    case .approved(let cover, false): "approved by \(cover.record), time not corroborated"
    case .approvedOnPaper(let cover): "approved by \(cover.record), on paper only"
    case .ignored(let name): "ignored by \(name)"
    case .unapproved: "unapproved"
    }
  }
}

extension Finding {
  /// The edits in the order of a reader's interest: unapproved ones first, the worst of them
  /// leading, otherwise in path order.
  package var editsWorstFirst: [JudgedEdit] {
    let others = edits.filter { $0.verdict.word != .unapproved }
    return Severity.worstFirst.flatMap { severity in unapproved.filter { $0.severity == severity } }
      + others
  }

  /// What a reader may do next, as command lines; none for a finding that is over.
  package var commands: [String] {
    switch status {
    case .open, .acknowledged:
      ["plumb finding show \(id)", "plumb change template --finding \(id)"]
    case .accepted, .resolved: ["plumb finding show \(id)"]
    }
  }

  /// `open 13 min`, `acknowledged by carol 2026-11-20 21:00 UTC`, `accepted by …`, `reverted …`.
  package func statusText(at now: Timestamp) -> String {
    switch status {
    case .open where isPassing: "undone, not approved"
    case .open: "open \(durationText(seconds: now.seconds - firstSeen.seconds))"
    case .acknowledged(let by, let at, _): "acknowledged by \(by) \(at.minuteText)"
    case .accepted(let by, let until, _): "accepted by \(by) until \(until.date)"
    case .resolved(let resolution, let at): "\(resolution.words) \(at.minuteText)"
    }
  }

  /// What was said when the status was set: a note or a reason.
  package var statusNote: String? {
    switch status {
    case .open: nil
    case .acknowledged(_, _, let note): note
    case .accepted(_, _, let reason): reason
    case .resolved(.promoted(_, let reason), _): reason.isEmpty ? nil : reason
    case .resolved: nil
    }
  }
}

extension Finding.Step {
  /// `2026-11-10 07:00 UTC reverted, seen in snapshot 3`.
  package var line: String { "\(at.minuteText) \(words)" }

  /// What happened, by whom and why: `accepted until 2026-12-31 by carol: vendor fix due`.
  package var words: String {
    let what =
      switch what {
      case .opened(let snapshot): "opened" + Self.seen(snapshot)
      case .reopened(let snapshot): "opened again by a further edit" + Self.seen(snapshot)
      case .acknowledged: "acknowledged"
      case .accepted(let until): "accepted" + (until.map { " until \($0.minuteText)" } ?? "")
      case .reverted(let snapshot): "reverted" + Self.seen(snapshot)
      case .approved(let record): "approved by \(record)"
      case .promoted: "promoted to the baseline"
      case .ignored(let name): "ignored by \(name)"
      }
    return what + (by.map { " by \($0)" } ?? "") + (reason.map { ": \($0)" } ?? "")
  }

  private static func seen(_ snapshot: Int?) -> String {
    snapshot.map { ", seen in snapshot \($0)" } ?? ""
  }
}

extension Finding.Resolution {
  /// `reverted`, `approved by CHG1`, `promoted to the baseline by carol`, `ignored by
  /// ignores.yaml#2`.
  package var words: String {
    switch self {
    case .reverted: "reverted"
    case .approved(let record): "approved by \(record)"
    case .promoted(let by, _): "promoted to the baseline by \(by)"
    case .ignored(let by): "ignored by \(by)"
    }
  }
}

extension DriftReport.IgnoreUse {
  /// `hid 3 edits`, `expired 2026-11-01, would have hidden 2 edits`, `hid 0 edits, and 2 edits before`.
  package var words: String {
    let edits = counted(count, "edit")
    let before = formerly == 0 ? "" : ", and \(counted(formerly, "edit")) before"
    guard let ignore else { return "hid \(edits)" }
    return (isExpired ? "expired \(ignore.until.date), would have hidden \(edits)" : "hid \(edits)")
      + before
  }

  /// Who answers for it; told too where that was not kept.
  package var owner: String { ignore?.owner ?? "not kept" }
  /// Why it is there.
  package var reason: String {
    ignore?.reason ?? "hidden before the store kept the texts of ignores"
  }
  /// The date from which it no longer works.
  package var end: String { ignore?.until.date ?? "not kept" }
}
