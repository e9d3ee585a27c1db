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

  /// Whether somebody has to look: a source fails, is late, or never ran; change records could not be read; audits fail or
  /// are late, or there is nothing that they could be held against; guardrails could not be held; messages were given up,
  /// cannot be sent, or nobody tries to.
  package var hasFailing: Bool {
    sources.contains(where: \.state.isFailing) || !coverage.unreadDocuments.isEmpty
      || !missingBaselines.isEmpty || !failures.isEmpty || !lateAudits.isEmpty || !notHeld.isEmpty
      || isUnanswered
      || isNoticeLate
  }

  /// Whether a message was given up or cannot be sent, or nobody tries to.
  private var isNoticeLate: Bool {
    status.notices.needsSomebody(by: file?.settings.notices, at: now)
  }

  private var missingBaselines: [String] { status.missingBaselines(by: file?.settings) }

  private var lateAudits: [StoreStatus.LateAudit] {
    status.lateAudits(by: file?.settings, at: now)
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
    if let words = status.notices.words(by: file?.settings.notices, now) {
      page.add(
        StyledText(
          "\(words): 'plumb notice list' shows why",
          isNoticeLate ? .warning : .plain),
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
    for (words, next) in missingBaselines.map(StoreStatus.missingWords) {
      page.add(StyledText("\(words): \(next)", .warning), after: label)
    }
    for (baseline, failure) in failures {
      page.add(
        StyledText("not audited against \(baseline): \(failure.words(now))", .warning),
        after: label)
    }
    for (words, next) in lateAudits.map({ StoreStatus.lateWords($0, now) }) {
      page.add(StyledText("\(words). \(next)", .warning), after: label)
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
      "baselines": .list(
        status.baselines.map { baseline -> JSONTree in
          let isLate = lateAudits.contains { $0.baseline == baseline.name }
          return baseline.statusJSON + ["isAuditLate": .bool(isLate)]
        }),
      "missingBaselines": .list(missingBaselines.map { .string($0) }),
      "laterCalls": laterCalls.map { later -> JSONTree in
        ["calls": .count(later.calls), "resources": .count(later.resourceCount)]
      } ?? .null,
      "notices": [
        "waiting": .count(status.notices.waiting), "givenUp": .count(status.notices.givenUp),
        "oldestFailed": status.notices.oldestFailed.map(JSONTree.time) ?? .null,
        "oldestUntried": status.notices.oldestUntried(by: file?.settings.notices, at: now)
          .map(JSONTree.time) ?? .null,
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
          ["baseline": .string(name)] + failure.statusJSON
        }),
      "guardrails": daemon.guardrails.map(\.statusJSON) ?? .null,
      "guardrailsNotHeld": notHeld(of: daemon).map(\.statusJSON) ?? .null,
    ]
  }
}
