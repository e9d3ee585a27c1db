import AuditReport
import AuditStore
import ChangeDocuments
import ConfigurationModel

extension StoreStatus.BaselineStatus {
  func words(_ now: Timestamp) -> String {
    let counts = Severity.worstFirst.compactMap { severity in
      findings[severity].map { "\($0) \(severity.word)" }
    }
    let open = counts.isEmpty ? "none open" : counts.joined(separator: ", ") + " open"
    let last = audited.map { "audited \(ago($0, now))" } ?? "never audited"
    return "\(open), baseline \(name), \(last)" + (unaudited.map { ", \($0.words(now))" } ?? "")
  }
}

extension StoreStatus.Unaudited {
  /// `3 snapshots and 1 call not audited yet, the oldest stored 3 d ago`.
  func words(_ now: Timestamp) -> String {
    let parts = [(snapshots, "snapshot"), (calls, "call")].filter { $0.0 > 0 }
    let counts = parts.map { counted($0.0, $0.1) }.joined(separator: " and ")
    return "\(counts) not audited yet, \(snapshots + calls == 1 ? "" : "the oldest ")stored "
      + ago(since, now)
  }
}

extension DaemonNote.Failure {
  func words(_ now: Timestamp) -> String { "\(message) [\(code)], \(ago(at, now))" }
}

extension NoticeStatus {
  /// When the oldest happened that could have been sent for an hour, and that nobody tried to send; nil where nothing
  /// is late. A digest and quiet hours of the settings may hold news back for longer.
  func oldestUntried(by notices: Settings.Notices?, at now: Timestamp) -> Timestamp? {
    let before = now.advanced(bySeconds: -Self.patience)
    return untried.filter { name, since in
      let timing = notices?.destinations.first { $0.name == name }?.timing
      return since < before && timing?.mayTell(since: since, at: before) ?? true
    }.values.min()
  }

  /// Whether somebody should look: messages were given up, cannot be sent, or nobody tries to send them.
  func needsSomebody(by notices: Settings.Notices?, at now: Timestamp) -> Bool {
    needsSomebody(at: now) || oldestUntried(by: notices, at: now) != nil
  }

  /// How many messages were given up, how long the oldest cannot be sent, and how long nobody tries; nil where nothing is
  /// wrong.
  func words(by notices: Settings.Notices?, _ now: Timestamp) -> String? {
    let parts = [
      givenUp == 0 ? nil : "\(counted(givenUp, "message")) given up",
      oldestFailed.map { "the oldest that could not be sent yet was made \(ago($0, now))" },
      oldestUntried(by: notices, at: now).map {
        "nobody tries to send what happened \(ago($0, now)), as 'plumb daemon' and 'plumb notice send' do"
      },
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension WatchGuardrails.Standing {
  func words(_ now: Timestamp) -> String {
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
  func words(_ now: Timestamp) -> String {
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
  func words(_ end: End, _ now: Timestamp) -> String {
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
func ago(_ moment: Timestamp, _ now: Timestamp) -> String {
  let seconds = now.seconds - moment.seconds
  return seconds < 0 ? "in the future" : "\(span(seconds)) ago"
}

/// `12 s`, `3 min`, `5 h`, `4 d`.
func span(_ seconds: Int64) -> String {
  switch seconds {
  case ..<120: "\(seconds) s"
  case ..<7200: "\(seconds / 60) min"
  case ..<172_800: "\(seconds / 3600) h"
  case _: "\(seconds / 86400) d"
  }
}
