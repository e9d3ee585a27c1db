package import AuditReport
package import AuditStore
import ChangeDocuments
package import ConfigurationModel

/// How the work stands, for a terminal and for scripts.
package struct StatusText {
  private let status: StoreStatus
  private let coverage: Coverage
  private let sources: [SourceStanding]
  private let daemons: [DaemonNote]
  private let file: SettingsFile?
  private let path: String
  private let now: Timestamp
  /// Calls that changed what was not read since.
  package var laterCalls: LaterCalls?
  /// The newest files of exports that are old, by the names of their sources.
  private let oldExports: [String: Timestamp]

  /// Leaves out the daemons that are gone.
  ///
  /// `path` is that of the store's file; `file` is nil where there are no settings.
  package init(
    status: StoreStatus, coverage: Coverage, daemons: [DaemonNote] = [], file: SettingsFile? = nil,
    path: String, now: Timestamp
  ) {
    self.status = status
    self.coverage = coverage
    self.daemons = daemons.filter { !$0.isGone(at: now) }
    self.file = file
    self.path = path
    self.now = now
    sources = SourceStanding.all(status, settings: file?.settings, at: now)
    let own = file?.settings.sources ?? []
    oldExports = Dictionary(
      own.compactMap { source in source.oldExports(at: now).map { (source.name, $0) } }
    ) { first, _ in first }
  }

  /// Whether somebody has to look: a source fails, is late, or never ran; change records could not be read; audits fail, or
  /// there is nothing that they could be held against; guardrails could not be held; messages were given up, or cannot be
  /// sent.
  package var hasFailing: Bool {
    sources.contains(where: \.state.isFailing) || !coverage.unreadDocuments.isEmpty
      || !missingBaselines.isEmpty || !failures.isEmpty || !notHeld.isEmpty || isUnanswered
      || status.notices.needsSomebody(at: now)
  }

  /// The baselines that audits are held against and that nobody has set.
  private var missingBaselines: [String] {
    let known = status.baselines.map(\.name)
    guard let file else { return known.isEmpty ? ["default"] : [] }
    return file.settings.baselines.filter { !known.contains($0) }
  }

  /// Why daemons could not audit, and did not since, by baseline.
  private var failures: [(baseline: String, failure: DaemonNote.Failure)] {
    daemons.flatMap { failures(of: $0) }
  }

  /// The same of one daemon.
  private func failures(of daemon: DaemonNote) -> [(
    baseline: String, failure: DaemonNote.Failure
  )] {
    daemon.failed.sorted { $0.key < $1.key }.compactMap { name, failure in
      // That there is none is said by itself, also without a daemon.
      guard failure.code != "no-baseline" else { return nil }
      let audited = status.baselines.first { $0.name == name }?.audited
      return audited.map { $0 > failure.at } ?? false ? nil : (name, failure)
    }
  }

  /// How the guardrails stood when a daemon last held them.
  private var guardrails: WatchGuardrails.Standing? {
    daemons.compactMap(\.guardrails).max { $0.at < $1.at }
  }

  /// Why daemons could not hold the guardrails, and no daemon did since.
  private var notHeld: [DaemonNote.Failure] { daemons.compactMap { notHeld(of: $0) } }

  /// The same of one daemon.
  private func notHeld(of daemon: DaemonNote) -> DaemonNote.Failure? {
    daemon.notHeld.flatMap { failure in
      guardrails.map { $0.at > failure.at } ?? false ? nil : failure
    }
  }

  /// Whether a guardrail that has to hold gave no answer when they were last held.
  private var isUnanswered: Bool {
    file?.settings.guardrails.isStrict == true
      && guardrails.map { $0.unanswered > 0 } ?? false
  }

  /// How things stand, as lines for a terminal.
  package func text(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText(store), after: StyledText("Store      ", .strong))
    addCoverage(to: &page)
    if let latest = status.latestActivity {
      page.add(
        StyledText("the newest call that is kept was made \(ago(latest, now))"),
        after: StyledText("Activity   ", .strong))
    }
    if let sentence = laterCalls?.sentence {
      page.add(StyledText(sentence, .warning), after: StyledText("Activity   ", .strong))
    }
    for baseline in status.baselines {
      page.add(
        StyledText(baseline.words(now)), after: StyledText("Findings   ", .strong))
    }
    addAudits(to: &page)
    addGuardrails(to: &page)
    if let words = status.notices.words(now) {
      page.add(
        StyledText(
          "\(words): 'plumb notice list' shows why",
          status.notices.needsSomebody(at: now) ? .warning : .plain),
        after: StyledText("Notices    ", .strong))
    }
    for source in sources {
      page.add(
        StyledText(source.words(now), source.state.isFailing ? .warning : .plain),
        after: StyledText("Source     ", .strong))
      if let newest = oldExports[source.name] {
        page.add(StyledText(newest.oldExportWords, .warning), after: "           ")
      }
    }
    for words in daemons.flatMap({ needs(of: $0) }) + silence {
      page.add(StyledText(words), after: StyledText("Daemon     ", .strong))
    }
    if sources.isEmpty {
      page.add(
        StyledText("No source was run. 'plumb init' writes settings, 'plumb daemon' runs them."),
        after: StyledText("Source     ", .strong))
    }
    return page.text(isColoured: options.isColoured)
  }

  private func addGuardrails(to page: inout TextPage) {
    if let standing = guardrails, standing.asked > 0 {
      page.add(
        StyledText(standing.words(now), standing.unanswered > 0 ? .warning : .plain),
        after: StyledText("Guardrails ", .strong))
    }
    for failure in notHeld {
      page.add(
        StyledText("not held: \(failure.words(now))", .warning),
        after: StyledText("Guardrails ", .strong))
    }
  }

  private func addAudits(to page: inout TextPage) {
    let label = StyledText("Audits     ", .strong)
    for name in missingBaselines {
      page.add(
        StyledText(
          "there is no baseline '\(name)', so nothing is audited against it: look at what stands, then "
            + "'plumb baseline set latest --baseline \(name)'", .warning), after: label)
    }
    for (baseline, failure) in failures {
      page.add(
        StyledText("not audited against \(baseline): \(failure.words(now))", .warning),
        after: label)
    }
  }

  /// What is said where nobody runs the sources of the settings by themselves, or may not any more.
  private var silence: [String] {
    let isScheduled = file?.settings.sources.contains { $0.schedule != nil || $0.isQueue } ?? false
    guard isScheduled else { return [] }
    guard !daemons.isEmpty else {
      return [
        "none runs with this store: sources are read where somebody runs 'plumb daemon', or "
          + "'plumb snapshot take'"
      ]
    }
    return daemons.filter { now.seconds - $0.said.seconds > DaemonNote.silence }.map {
      "\($0.holder) has said nothing for \(span(now.seconds - $0.said.seconds)): it may be gone"
    }
  }

  /// What a daemon waits for, in sentences.
  private func needs(of daemon: DaemonNote) -> [String] {
    guard let file else { return [] }
    let parts = daemon.awaitingRestart(file)
    if !parts.isEmpty {
      return [
        "\(daemon.holder) still uses the old \(parts.joined(separator: ", ")): restart it to use "
          + "what '\(file.path)' says now"
      ]
    }
    guard daemon.awaitsReload(file) else { return [] }
    return [
      "\(daemon.holder) has not read '\(file.path)' since it changed: send SIGHUP"
    ]
  }

  /// How many scopes are named.
  private static let named = 20

  private var unreadTexts: [String] {
    coverage.unread.map { "\($0.scope): \($0.problem.message)" }
  }

  private func addCoverage(to page: inout TextPage) {
    guard
      !coverage.cells.isEmpty || !coverage.ahead.isEmpty || !coverage.unreadSources.isEmpty
        || !coverage.unreadDocuments.isEmpty
    else { return }
    page.add(
      StyledText(coverage.sentence, coverage.isComplete ? .plain : .warning),
      after: StyledText("Coverage   ", .strong))
    let unread = unreadTexts + coverage.limits
    for line in unread.prefix(Self.named) { page.add(StyledText(line), after: "           ") }
    if unread.count > Self.named {
      page.add(
        StyledText("\(unread.count - Self.named) more: 'plumb scope list' names them"),
        after: "           ")
    }
    for (type, text) in coverage.neverLookedAtTexts.prefix(Self.named) {
      page.add(StyledText("\(type): \(text)", .quiet), after: "           ")
    }
    for (scope, text) in coverage.retirementTexts.prefix(Self.named) {
      page.add(StyledText("\(scope): \(text)", .quiet), after: "           ")
    }
  }

  private var store: String {
    let latest = status.latest.map { ", the latest \(ago($0, now))" } ?? ""
    let megabytes = Double(status.bytes / 100_000) / 10
    return "\(path), \(megabytes) MB, \(counted(status.snapshots, "snapshot"))\(latest)"
  }
}

extension StoreStatus.BaselineStatus {
  fileprivate func words(_ now: Timestamp) -> String {
    let counts = Severity.worstFirst.compactMap { severity in
      findings[severity].map { "\($0) \(severity.word)" }
    }
    let open = counts.isEmpty ? "none open" : counts.joined(separator: ", ") + " open"
    return
      "\(open), baseline \(name), \(audited.map { "audited \(ago($0, now))" } ?? "never audited")"
  }
}

extension DaemonNote.Failure {
  fileprivate func words(_ now: Timestamp) -> String { "\(message) [\(code)], \(ago(at, now))" }

  fileprivate var json: JSONTree {
    ["at": .time(at), "code": .string(code), "message": .string(message)]
  }
}

extension NoticeStatus {
  /// How many messages were given up, and how long the oldest cannot be sent; nil where nothing is wrong.
  func words(_ now: Timestamp) -> String? {
    let parts = [
      givenUp == 0 ? nil : "\(counted(givenUp, "message")) given up",
      oldestFailed.map { "the oldest that could not be sent yet was made \(ago($0, now))" },
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension WatchGuardrails.Standing {
  fileprivate func words(_ now: Timestamp) -> String {
    let counts = Severity.worstFirst.compactMap { severity in
      broken[severity].map { "\($0) \(severity.word)" }
    }
    let severities = counts.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
    return [
      DriftReport.GuardrailSection.words(standing: brokenCount, changes: changes) + severities,
      "\(counted(asked, "guardrail")) held \(ago(at, now))",
      notObserved == 0 ? "" : "not observed of \(counted(notObserved, "resource"))",
      unanswered == 0 ? "" : "\(unanswered) gave no answer",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

extension SourceStanding {
  fileprivate func words(_ now: Timestamp) -> String {
    guard let known else { return "\(name): never run" }
    let run = known.last.end == nil ? known.ended ?? known.last : known.last
    var parts = [run.end.map { run.words($0, now) } ?? ""]
    if known.last.end == nil { parts.append(running(known.last, now)) }
    switch state {
    case .late: parts.append("late by its schedule")
    case .removed: parts.append("no longer in the settings")
    case .never, .failed, .abandoned, .incomplete, .complete, .running: break
    }
    if let problem = run.end?.problem { parts.append("\(problem.message) [\(problem.code)]") }
    return "\(name): " + parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// A process that is gone is said to be: nothing runs then.
  private func running(_ run: SourceRun, _ now: Timestamp) -> String {
    isRunning
      ? "running since \(ago(run.started, now)), by \(run.holder)"
      : "a run was given up by \(run.holder), which is gone"
  }
}

extension SourceRun {
  fileprivate func words(_ end: End, _ now: Timestamp) -> String {
    let counts = end.counts
    let seconds = max(0, end.at.seconds - started.seconds)
    return [
      "\(end.outcome.rawValue) \(ago(end.at, now)), took \(seconds) s",
      counts.snapshot.map { "snapshot \($0), \(counted(counts.resources, "resource"))" } ?? "",
      counts.snapshot == nil ? "" : counted(counts.edits, "edit"),
      counts.unreadScopes == 0 ? "" : counted(counts.unreadScopes, "scope") + " unread",
      counts.requests == 0 ? "" : counted(counts.requests, "request"),
      counts.throttles == 0 ? "" : "\(counts.throttles) throttled",
    ].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

/// `12 s ago`, `3 min ago`, `5 h ago`, `4 d ago`; `in the future` for what is.
private func ago(_ moment: Timestamp, _ now: Timestamp) -> String {
  let seconds = now.seconds - moment.seconds
  return seconds < 0 ? "in the future" : "\(span(seconds)) ago"
}

/// `12 s`, `3 min`, `5 h`, `4 d`.
private func span(_ seconds: Int64) -> String {
  switch seconds {
  case ..<120: "\(seconds) s"
  case ..<7200: "\(seconds / 60) min"
  case ..<172_800: "\(seconds / 3600) h"
  case _: "\(seconds / 86400) d"
  }
}

// MARK: JSON

extension StatusText {
  /// The same as a JSON text, described in Documentation/Daemon.md.
  package var json: String {
    let document: JSONTree = [
      "schemaVersion": "1", "at": .time(now), "isFailing": .bool(hasFailing),
      "store": [
        "path": .string(path), "bytes": .count(status.bytes), "snapshots": .count(status.snapshots),
        "latest": status.latest.map(JSONTree.time) ?? .null,
        "latestActivity": status.latestActivity.map(JSONTree.time) ?? .null,
      ],
      "coverage": [
        "isComplete": .bool(coverage.isComplete), "sentence": .string(coverage.sentence),
        "limits": .list((unreadTexts + coverage.limits).map { .string($0) }),
        "scopes": .object(
          Coverage.StateWord.allCases.map {
            .init(key: $0.rawValue, value: .count(coverage.counts[$0] ?? 0))
          }),
        "unreadDocuments": .list(
          coverage.unreadDocuments.map {
            ["path": .string($0.path), "code": .string($0.problem.code), "since": .time($0.since)]
          }),
      ],
      "baselines": .list(status.baselines.map(\.statusJSON)),
      "missingBaselines": .list(missingBaselines.map { .string($0) }),
      "laterCalls": laterCalls.map { later -> JSONTree in
        ["calls": .count(later.calls), "resources": .count(later.resourceCount)]
      } ?? .null,
      "notices": [
        "waiting": .count(status.notices.waiting), "givenUp": .count(status.notices.givenUp),
        "oldestFailed": status.notices.oldestFailed.map(JSONTree.time) ?? .null,
      ],
      "sources": .list(
        sources.map { source -> JSONTree in
          source.statusJSON + ["newestFile": oldExports[source.name].map(JSONTree.time) ?? .null]
        }),
      "daemons": .list(daemons.map { tree(of: $0) }),
    ]
    return document.text + "\n"
  }

  private func tree(of daemon: DaemonNote) -> JSONTree {
    [
      "holder": .string(daemon.holder), "since": .time(daemon.since),
      "awaitsRestart": .list((file.map { daemon.awaitingRestart($0) } ?? []).map { .string($0) }),
      "awaitsReload": .bool(file.map { daemon.awaitsReload($0) } ?? false),
      "said": .time(daemon.said),
      "notAudited": .list(
        failures(of: daemon).map { name, failure -> JSONTree in
          ["baseline": .string(name)] + failure.json
        }),
      "guardrails": daemon.guardrails.map(\.statusJSON) ?? .null,
      "guardrailsNotHeld": notHeld(of: daemon).map(\.json) ?? .null,
    ]
  }
}
