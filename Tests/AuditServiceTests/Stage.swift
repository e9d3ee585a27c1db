import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import Testing

/// Plays the steps of a story against a store of its own, at the moments that the story says.
final class Stage {
  private let story: Story
  private let temporary: TemporaryStore
  private var moment = Timestamp(microseconds: 0)
  /// The newest moment of the story so far: its present.
  private var now = Timestamp(microseconds: 0)

  private var store: AuditStore { temporary.store }

  init(_ story: Story) throws {
    self.story = story
    temporary = try TemporaryStore()
  }

  /// What the step prints, with its exit status.
  func play(_ step: String) throws -> String {
    var (text, status): (String, Int)
    do {
      (text, status) = try result(of: step)
    } catch let problem as Problem {
      (text, status) = ("error: \(problem)\n", 2)
    } catch let problems as Problems {
      (text, status) = (problems.all.map { "error: \($0)\n" }.joined(), 2)
    }
    let named = text.replacing(story.folder + "/", with: "")
      .replacing(temporary.folder + "/", with: "")
      // The digests of secrets are keyed by the store.
      .replacing(/secret:[0-9a-f]+/, with: "secret:…")
    return "$ \(step)    # \(moment)\n\(named)exit status \(status)\n"
  }

  private func result(of step: String) throws -> (String, Int) {
    let words = step.split(separator: " ").map(String.init)
    switch (words[0], words.dropFirst().first) {
    case ("at", let time?):
      moment = try #require(Timestamp(parsing: time))
      return ("", 0)
    case ("import", let number?): return try importSnapshot(number)
    case ("activity", let folder?): return try keepActivity(folder)
    case ("baseline", "set"): return try setBaseline(words[2...])
    case ("change", "add"):
      return try register(words[2], by: words.count > 4 ? words[4] : "alice@example.com")
    case ("change", "approve"): return try approve(words[2], by: words[4])
    case ("change", "cancel"): return try cancel(words[2])
    case ("finding", "accept"): return try accept(words)
    case ("promote", let finding?): return try promote(finding, words)
    case ("audit", "without"?): return try audit("default", isBare: true)
    case ("audit", let name): return try audit(name ?? "default")
    case ("withdraw", let number?): return try withdraw(number, words)
    case ("report", _): return try write(report("default").period(from: nil, until: moment))
    case ("template", let finding?): return try template(finding)
    default:
      Issue.record("no such step: \(step)")
      return ("", 64)
    }
  }

  private func importSnapshot(_ number: String) throws -> (String, Int) {
    let path = try story.path(of: number + "-")
    let time = try #require(path.split(separator: "/").last).dropFirst(number.count + 1)
    moment = try #require(Timestamp(parsing: String(time)))
    now = max(now, moment)
    var outcome = try ImportSnapshot(store: store, paths: [path], capturedAt: moment, now: now)
      .run()
    // Before it is broken into lines: where the story stands is no part of it.
    outcome.readings = outcome.readings.mapValues { $0.relative(to: story.folder + "/") }
    outcome.refused = outcome.refused.map { $0.relative(to: story.folder + "/") }
    let text = ImportText(outcome: outcome, isVerbose: false).text(ReportOptions())
    return (text, outcome.hasUnread ? 2 : 0)
  }

  /// `activity FOLDER`.
  private func keepActivity(_ folder: String) throws -> (String, Int) {
    let outcome = try ImportActivity(
      store: store, paths: [story.folder + "/" + folder], at: moment
    ).run()
    return ("\(counted(outcome.new, "event")) kept\n", 0)
  }

  /// `baseline set SNAPSHOT`, `baseline set SNAPSHOT BASELINE`, `baseline set SNAPSHOT only TYPE` or
  /// `baseline set --documents FOLDER`.
  private func setBaseline(_ words: ArraySlice<String>) throws -> (String, Int) {
    let type = words.dropFirst().first == "only" ? words.last : nil
    let name = words.first == "--documents" || type != nil ? nil : words.dropFirst().first
    let baselines = ManageBaselines(store: store, name: name ?? "default", at: moment)
    guard words.first != "--documents" else {
      let path = story.folder + "/" + (words.last ?? "")
      let count = try baselines.set(documents: [path], by: "erin@example.com", reason: "agreed")
      return ("\(counted(count.documents, "golden document"))\n", 0)
    }
    let setting = try baselines.set(
      to: words.first ?? "latest", choosing: ResourceSelector(type: type.map { Glob($0) }),
      by: "erin@example.com", reason: "agreed")
    let effect = setting.effect.isSilent ? "" : setting.effect.sentence + "\n"
    return ("\(counted(setting.setting.resources, "resource"))\n\(effect)", 0)
  }

  private func register(_ folder: String, by person: String) throws -> (String, Int) {
    let registrations = try ManageChangeRecords(store: store, at: moment).register(
      ManageChangeRecords.read([story.folder + "/" + folder]), by: person)
    return (registrations.map { $0.words + "\n" }.joined(), 0)
  }

  private func approve(_ record: String, by person: String) throws -> (String, Int) {
    try ManageChangeRecords(store: store, at: moment)
      .move([record], to: .approved, by: person, reason: nil)
    return ("", 0)
  }

  private func cancel(_ record: String) throws -> (String, Int) {
    try ManageChangeRecords(store: store, at: moment)
      .move([record], to: .cancelled, by: "alice@example.com", reason: nil)
    return ("", 0)
  }

  /// `finding accept F-1 until MOMENT by PERSON because REASON`.
  private func accept(_ words: [String]) throws -> (String, Int) {
    let until = try #require(Timestamp(parsing: words[4]))
    try DecideFindings(
      store: store, by: words[6], reason: words[8...].joined(separator: " "), at: moment
    ).accept([words[2]], until: until)
    return ("", 0)
  }

  /// `withdraw SNAPSHOT by PERSON because REASON`.
  private func withdraw(_ number: String, _ words: [String]) throws -> (String, Int) {
    let withdrawal = try store.withdraw(
      try #require(Int(number)), at: moment, by: words[3],
      reason: words[5...].joined(separator: " "))
    return ("\(counted(withdrawal.edits, "edit")) taken back\n", 0)
  }

  /// `promote F-1 by PERSON because REASON`.
  private func promote(_ finding: String, _ words: [String]) throws -> (String, Int) {
    let count = try ManageBaselines(store: store, name: "default", at: moment)
      .promote([finding], by: words[3], reason: words[5...].joined(separator: " "))
    return ("\(counted(count, "edit")) promoted\n", 0)
  }

  private func template(_ finding: String) throws -> (String, Int) {
    (
      try ManageChangeRecords(store: store, at: moment).template(findings: [finding], number: nil),
      0
    )
  }

  private func report(_ baseline: String, isBare: Bool = false, warnings: [String] = []) throws
    -> ComposeReport
  {
    let rules = try LoadRules(
      ignorePaths: isBare ? [] : story.optionalPath("ignores.yaml"),
      freezePaths: isBare ? [] : story.optionalPath("freezes.yaml")
    ).load(from: store)
    return ComposeReport(
      store: store, baseline: baseline, rules: rules, at: moment, warnings: warnings)
  }

  /// `audit`, `audit BASELINE`, or `audit without rules`: without ignores and freezes.
  private func audit(_ baseline: String, isBare: Bool = false) throws -> (String, Int) {
    let outcome = try RunAudit(
      store: store, baseline: baseline, rules: report(baseline, isBare: isBare).rules, at: moment
    ).run()
    _ = try VerifyStore(store: store).run().problems.map { Issue.record("\($0)") }
    let compose = try report(baseline, isBare: isBare, warnings: outcome.warnings)
    let report = try compose.audit()
    try compare(compose.news(opening: outcome.opened), of: outcome, with: report)
    return write(report)
  }

  /// What a log is told of an audit is what a report says of it.
  private func compare(_ news: AuditNews, of outcome: AuditOutcome, with report: DriftReport) {
    #expect(news.openCount == report.unapproved.count)
    #expect(news.warnings == report.warnings)
    #expect(news.alerts == report.alerts)
    #expect(news.coverage.cells == report.coverage.cells)
    #expect(news.coverage.isComplete == report.coverage.isComplete)
    #expect(news.coverage.limits == report.coverage.limits)
    #expect(news.findings == report.findings.filter { outcome.opened.contains($0.number) })
  }

  /// As `plumb audit` ends.
  private func write(_ report: DriftReport) -> (String, Int) {
    var report = report
    report.store = "plumb.db"
    // Its root is keyed by the store.
    report.ledger = nil
    let status = report.hasUnapproved ? 1 : report.coverage.isComplete ? 0 : 2
    return (report.text(ReportOptions()), status)
  }
}

extension ScopeReading {
  fileprivate func relative(to folder: String) -> ScopeReading {
    switch self {
    case .read, .seen: self
    case .unread(let problem): .unread(problem.relative(to: folder))
    }
  }
}

extension Problem {
  fileprivate func relative(to folder: String) -> Problem {
    let place = place.map { Place(file: $0.file.replacing(folder, with: ""), line: $0.line) }
    return Problem(code, message, hint: hint, at: place)
  }
}
