package import AuditReport
package import AuditStore
package import ConfigurationModel

/// How the work stands, for a terminal.
package struct StatusText {
  package let status: StoreStatus
  package let coverage: Coverage
  package let path: String
  package let now: Timestamp

  package init(status: StoreStatus, coverage: Coverage, path: String, now: Timestamp) {
    self.status = status
    self.coverage = coverage
    self.path = path
    self.now = now
  }

  /// How things stand, as lines for a terminal.
  package func text(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText(store), after: StyledText("Store      ", .strong))
    addCoverage(to: &page)
    for baseline in status.baselines {
      page.add(
        StyledText(baseline.words(now)), after: StyledText("Findings   ", .strong))
    }
    for source in status.sources {
      page.add(
        StyledText(source.words(now)),
        after: StyledText("Source     ", .strong))
    }
    if status.sources.isEmpty {
      page.add(
        StyledText("No source was run. 'plumb init' writes settings, 'plumb daemon' runs them."),
        after: StyledText("Source     ", .strong))
    }
    return page.text(isColoured: options.isColoured)
  }

  /// How many scopes are named.
  private static let named = 20

  private func addCoverage(to page: inout TextPage) {
    guard !coverage.cells.isEmpty || !coverage.ahead.isEmpty else { return }
    page.add(
      StyledText(coverage.sentence, coverage.isComplete ? .plain : .warning),
      after: StyledText("Coverage   ", .strong))
    let unread = coverage.unread.map { "\($0.scope): \($0.problem.message)" } + coverage.limits
    for line in unread.prefix(Self.named) { page.add(StyledText(line), after: "           ") }
    if unread.count > Self.named {
      page.add(
        StyledText("\(unread.count - Self.named) more: 'plumb scope list' names them"),
        after: "           ")
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
    let counts = Severity.allCases.reversed().compactMap { severity in
      findings[severity].map { "\($0) \(severity.word)" }
    }
    let open = counts.isEmpty ? "none open" : counts.joined(separator: ", ") + " open"
    return
      "\(open), baseline \(name), \(audited.map { "audited \(ago($0, now))" } ?? "never audited")"
  }
}

extension StoreStatus.SourceStatus {
  fileprivate func words(_ now: Timestamp) -> String {
    guard let run = last.end == nil ? ended : last, let end = run.end else {
      return "\(last.source): \(running(now))"
    }
    let counts = end.counts
    let seconds = max(0, end.at.seconds - run.started.seconds)
    var parts = [
      "\(last.source): \(end.outcome.rawValue) \(ago(end.at, now)), took \(seconds) s",
      end.counts.snapshot.map { "snapshot \($0), \(counted(counts.resources, "resource"))" } ?? "",
      counts.snapshot == nil ? "" : counted(counts.edits, "edit"),
      counts.unreadScopes == 0 ? "" : counted(counts.unreadScopes, "scope") + " unread",
      counts.requests == 0 ? "" : counted(counts.requests, "request"),
      counts.throttles == 0 ? "" : "\(counts.throttles) throttled",
    ].filter { !$0.isEmpty }
    if last.end == nil { parts.append(running(now)) }
    if let problem = end.problem { parts.append("\(problem.message) [\(problem.code)]") }
    return parts.joined(separator: ", ")
  }
}

extension StoreStatus.SourceStatus {
  /// A process that is gone is said to be: nothing runs then.
  private func running(_ now: Timestamp) -> String {
    RunHolder.isGone(last.holder)
      ? "a run was given up by \(last.holder), which is gone"
      : "running since \(ago(last.started, now)), by \(last.holder)"
  }
}

/// `12 s ago`, `3 min ago`, `5 h ago`, `4 d ago`; `in the future` for what is.
private func ago(_ moment: Timestamp, _ now: Timestamp) -> String {
  let seconds = now.seconds - moment.seconds
  switch seconds {
  case ..<0: return "in the future"
  case ..<120: return "\(seconds) s ago"
  case ..<7200: return "\(seconds / 60) min ago"
  case ..<172_800: return "\(seconds / 3600) h ago"
  case _: return "\(seconds / 86400) d ago"
  }
}
