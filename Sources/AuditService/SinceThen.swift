import AuditReport
import AuditStore
import ChangeAudit
import ConfigurationModel

extension AuditStore {
  /// The change records as they stood at an event.
  func rules(until event: Int64) throws(Problem) -> RuleBook {
    do {
      return RuleBook(of: try recordHistories(until: event))
    } catch let problem as Problem {
      throw problem
    } catch let problems as Problems {
      throw problems.all[0]
    } catch {
      preconditionFailure("Records are refused with problems: \(error)")
    }
  }
}

extension ComposeReport {
  /// What became, since the end of a period, of what a report on it says.
  ///
  /// - Parameter prunings: Every pruning of the store.
  func since(_ period: StoredPeriod, _ prunings: [StoredPruning]) throws(Problem)
    -> DriftReport.Since
  {
    let later = prunings.filter { $0.event > period.toEvent }
    let entries =
      try findingsSince(period) + recordsSince(period) + auditsSince(period)
      + snapshotsSince(period, later) + callsPrunedSince(period, later)
    return DriftReport.Since(
      made: at,
      entries: entries.filter { $0.at <= at }.sorted { ($0.at, $0.about) < ($1.at, $1.about) },
      ledger: at > period.end ? try .init(store.head()) : nil)
  }

  /// What happened to the findings of the period, and what was found later of its snapshots.
  private func findingsSince(_ period: StoredPeriod) throws(Problem) -> [DriftReport.Since.Entry] {
    let told = Set(try store.findings(baseline: baseline, in: period).map(\.number))
    let late = Set(try knownLater(period).map(\.number))
    return try store.findings(baseline: baseline, in: .everything).flatMap { stored in
      let later = stored.events.filter { $0.event > period.toEvent }
      guard !told.contains(stored.number) else {
        return later.map {
          .init(about: "F-\(stored.number)", at: $0.at, words: $0.step.words)
        } + acceptanceEnded(stored, period)
      }
      guard let opened = later.first, opened.kind == "opened",
        (period.after + 1...max(period.after + 1, period.to)).contains(stored.firstSnapshot)
          || late.contains(stored.firstSnapshot)
      else { return [] }
      let finding = finding(stored)
      let what = "\(finding.resource.id.type.words) \(finding.resource.title)"
      return [
        .init(
          about: finding.id, at: opened.at,
          words: "found only then: \(finding.severity.word), \(what)")
      ]
    }
  }

  /// That an acceptance which held at the end of the period is over, where nothing else came after it.
  private func acceptanceEnded(_ stored: StoredFinding, _ period: StoredPeriod)
    -> [DriftReport.Since.Entry]
  {
    guard let last = stored.events.last, last.kind == "accepted", last.event <= period.toEvent,
      let until = last.until, until > period.end
    else { return [] }
    return [.init(about: "F-\(stored.number)", at: until, words: "open again: accepted until then")]
  }

  /// What was done with change records that were registered by then.
  private func recordsSince(_ period: StoredPeriod) throws(Problem) -> [DriftReport.Since.Entry] {
    let all = try store.allRevisions()
    let known = Set(all.filter { $0.event <= period.toEvent }.map(\.number))
    return all.filter { $0.event > period.toEvent && known.contains($0.number) }.map { revision in
      let by = revision.actor.map { " by \($0)" } ?? ""
      let reason = revision.reason.map { ": \($0)" } ?? ""
      let what = revision.origin == .document ? "edited, now \(revision.state)" : revision.state
      return .init(about: revision.number, at: revision.registered, words: what + by + reason)
    }
  }

  /// That snapshots of the period, which nobody had audited by its end, were audited.
  private func auditsSince(_ period: StoredPeriod) throws(Problem) -> [DriftReport.Since.Entry] {
    let known = try store.periodOfLastAudit(baseline: baseline, until: period.toEvent)?.to ?? 0
    let first = max(known, period.after) + 1
    guard first <= period.to,
      let audit = try store.audits(baseline: baseline, after: period.toEvent)
        .first(where: { $0.to >= first })
    else { return [] }
    let last = min(audit.to, period.to)
    let numbers = first == last ? "snapshot \(last)" : "snapshots \(first) to \(last)"
    return [.init(about: numbers, at: audit.at, words: "audited only then")]
  }

  /// That calls of the period were pruned: who made what that no verdict stands on, and alerts, are told no longer.
  private func callsPrunedSince(_ period: StoredPeriod, _ prunings: [StoredPruning])
    -> [DriftReport.Since.Entry]
  {
    prunings.compactMap { pruning in
      guard let first = pruning.activityFrom, let last = pruning.activityUntil, first <= period.end,
        period.start.map({ last >= $0 }) ?? true
      else { return nil }
      return .init(
        about: "calls up to \(last.minuteText)", at: pruning.at,
        words:
          "pruned\(doneBy(pruning.actor, pruning.reason)); alerts about them are told no longer")
    }
  }

  /// What the period read and is kept no longer.
  private func snapshotsSince(_ period: StoredPeriod, _ prunings: [StoredPruning]) throws(Problem)
    -> [DriftReport.Since.Entry]
  {
    // A period without snapshots speaks of the one before it.
    let first = min(period.after, period.to - 1) + 1
    let pruned = prunings.compactMap { pruning -> DriftReport.Since.Entry? in
      let numbers = pruning.snapshots.filter { $0 >= first && $0 <= period.to }
      guard !numbers.isEmpty else { return nil }
      let (snapshots, they) = numbers.count == 1 ? ("snapshot", "it") : ("snapshots", "they")
      return .init(
        about: "\(snapshots) \(numbers.rangesText)", at: pruning.at,
        words:
          "pruned\(doneBy(pruning.actor, pruning.reason)); which scopes \(they) read may be known "
          + "no longer"
      )
    }
    let withdrawn = try store.snapshots().compactMap { snapshot -> DriftReport.Since.Entry? in
      guard let when = snapshot.withdrawnAt, when > period.end, snapshot.takenAt <= period.end,
        period.start.map({ snapshot.takenAt >= $0 }) ?? true
      else { return nil }
      return .init(
        about: "snapshot \(snapshot.number)", at: when,
        words: "taken back: it counts no more, also in this period")
    }
    let late = try knownLater(period).map { number, at in
      DriftReport.Since.Entry(
        about: "snapshot \(number)", at: at,
        words: "imported only then: what it shows of this time is not in this report")
    }
    return pruned + withdrawn + late
  }

  /// The snapshots of the period's time that nobody knew by its end.
  private func knownLater(_ period: StoredPeriod) throws(Problem) -> [(number: Int, at: Timestamp)]
  {
    try store.snapshotsKnownLater(
      than: period.to, takenFrom: period.start, until: period.end)
  }
}
