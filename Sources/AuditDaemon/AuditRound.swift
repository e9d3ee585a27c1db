import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Logging

/// What follows a snapshot: change records are registered, and what is new is judged against each
/// baseline.
struct AuditRound: Sendable {
  let file: SettingsFile
  let workplace: Workplace
  /// Whether what is older than the retention is dropped afterwards.
  let prunes: Bool
  let logger: Logger
  /// What the rounds of a daemon know of guardrails.
  let guardrails: GuardrailWatch
  /// What was told before: once is enough.
  var told = Told()

  /// What a log need not say again.
  struct Told: Sendable {
    /// Why baselines failed, by their names; that one is missing is a failure.
    var failed: [String: DaemonNote.Failure] = [:]
    /// What was not read, each with its reason.
    var limits: Set<String> = []
    /// The alerts of the last audit of each baseline, by their events.
    var alerts: Set<String> = []
    /// How guardrails stand.
    var guardrails = GuardrailRound.Told()

    /// Whether the audit of each baseline of the settings failed: also where a guardrail that has to hold gave no answer, or
    /// none could be held.
    func audits(by settings: Settings) -> [String: Bool] {
      let isUnknown =
        settings.guardrails.isStrict
        && (guardrails.failure != nil || guardrails.standing.map { $0.unanswered > 0 } ?? false)
      return Dictionary(
        settings.baselines.map { ($0, isUnknown || failed[$0] != nil) }
      ) { first, _ in first }
    }
  }

  private var settings: Settings { file.settings }

  /// Returns what is told now.
  func run() async -> Told {
    var told: Told
    do {
      let warnings = try await registerChanges()
      told = await audit(warnings: warnings)
    } catch {
      logger.error("Change records were not registered, so nothing is audited", problem: error)
      let failure = DaemonNote.Failure(Problem.of(error), at: workplace.moment)
      told = Told(alerts: self.told.alerts)
      for baseline in settings.baselines { told.failed[baseline] = failure }
    }
    told.guardrails = await GuardrailRound(
      settings: settings, workplace: workplace, watch: guardrails, logger: logger,
      told: self.told.guardrails
    ).run()
    if prunes, let retention = settings.retention { await prune(retention) }
    return told
  }

  private func prune(_ retention: Settings.Retention) async {
    let now = workplace.moment
    do {
      let outcome = try await workplace.writing { store -> PruneStore.Outcome? in
        var pruning = PruneStore(
          store: store, olderThan: retention.age, keeping: retention.count, at: now,
          by: "plumb daemon", reason: "the settings' retention")
        pruning.activityOlderThan = retention.activity
        pruning.messagesOlderThan = retention.messages
        // What drops nothing leaves no entry.
        let outcome = try pruning.run()
        return outcome.isIdle && outcome.spaceProblem == nil ? nil : outcome
      }
      guard let outcome else { return }
      logger.info(
        "Pruned",
        metadata: [
          "snapshots": "\(outcome.plan.snapshots.count)",
          "calls": "\(outcome.plan.activity?.dropped ?? 0)",
          "messages": "\(outcome.messages ?? 0)", "bytes": "\(outcome.bytesGivenBack)",
        ])
      if let problem = outcome.spaceProblem {
        logger.error("No space given back", problem: problem)
      }
    } catch {
      logger.error("Not pruned", problem: error)
    }
  }

  /// Returns what an audit has to warn of. Throws where the records could not be kept, and no audit may go by them.
  private func registerChanges() async throws -> [String] {
    let (changes, now) = (settings.changes, workplace.moment)
    let outcome = try await workplace.writing { store in
      try RegisterFolders(store: store, at: now).run(changes)
    }
    for words in outcome.news { logger.info("Change record", metadata: ["record": "\(words)"]) }
    for sentence in outcome.discounts {
      logger.warning("Change record", metadata: ["warning": "\(sentence)"])
    }
    for problem in outcome.problems {
      logger.error("Change records were not registered", problem: problem)
    }
    return outcome.warnings
  }

  /// The audits of all baselines.
  ///
  /// - Parameter warnings: What each has to warn of.
  private func audit(warnings: [String]) async -> Told {
    var told = Told()
    for baseline in settings.baselines {
      switch await audit(
        baseline, besides: told.alerts.union(self.told.alerts), warnings: warnings)
      {
      case .success(let new):
        told.limits.formUnion(new.limits)
        told.alerts.formUnion(new.alerts)
      case .failure(let problem):
        told.failed[baseline] = DaemonNote.Failure(problem, at: workplace.moment)
        told.alerts.formUnion(self.told.alerts)
      }
    }
    return told
  }

  /// - Parameters:
  ///   - alerts: The events of alerts that were told before.
  ///   - warnings: What the audit has to warn of.
  /// - Returns: What was told, or why the audit failed; that there is no such baseline is a failure.
  private func audit(
    _ baseline: String, besides alerts: Set<String>, warnings: [String]
  ) async -> Result<Told, Problem> {
    let (settings, now) = (settings, workplace.moment)
    do {
      let rules = try file.alertRules()
      let (outcome, news) = try await workplace.writing { store in
        let book = try LoadRules(ignorePaths: settings.ignores, freezePaths: settings.freezes)
          .load(from: store)
        var audit = RunAudit(store: store, baseline: baseline, rules: book, at: now)
        audit.notices = settings.notices
        audit.alerts = rules
        let outcome = try audit.run()
        let news = try store.reading {
          var compose = ComposeReport(
            store: store, baseline: baseline, rules: book, at: now,
            demand: CoverageDemand(settings: settings),
            warnings: warnings + outcome.warnings)
          compose.alerts = rules
          return try compose.news(opening: outcome.opened)
        }
        return (outcome, news)
      }
      tellAlerts(of: news, besides: alerts)
      return .success(tell(outcome, news, baseline))
    } catch let problem as Problem where problem.code == "no-baseline" {
      logger.log(
        level: told.failed[baseline]?.code == problem.code ? .debug : .notice,
        "Not audited: there is no baseline '\(baseline)' yet",
        metadata: ["next": "plumb baseline set latest --baseline \(baseline)"])
      return .failure(problem)
    } catch {
      logger.error("Not audited", problem: error, ["baseline": "\(baseline)"])
      return .failure(Problem.of(error))
    }
  }

  private func tell(_ outcome: AuditOutcome, _ news: AuditNews, _ baseline: String) -> Told {
    for finding in news.findings {
      logger.warning(
        "Unapproved",
        metadata: [
          "resource": "\(finding.resource.id)",
          "finding": "F-\(finding.number)", "severity": "\(finding.severity.word)",
          "baseline": "\(baseline)",
        ])
    }
    for ending in outcome.ended {
      logger.info(
        "No longer unapproved",
        metadata: [
          "finding": "F-\(ending.finding)", "what": "\(ending.word)", "baseline": "\(baseline)",
        ])
    }
    for warning in news.warnings {
      logger.warning("The audit warns", metadata: ["warning": "\(warning)"])
    }
    let coverage = news.coverage
    let limits = coverage.unread.map { "\($0.scope): \($0.problem.message)" } + coverage.limits
    let newLimits = limits.filter { !told.limits.contains($0) }
    for limit in newLimits.prefix(Self.toldLimits) {
      logger.warning("Not read", metadata: ["what": "\(limit)"])
    }
    if newLimits.count > Self.toldLimits {
      logger.warning(
        "Not read: \(newLimits.count - Self.toldLimits) more; 'plumb status' names them")
    }
    logger.info(
      "Audited",
      metadata: [
        "baseline": "\(baseline)", "open": "\(news.openCount)",
        "judgedAgain": "\(outcome.judgedAgain)", "scopes": "\(coverage.wantedCount)",
        "read": "\(coverage.readCount)", "unread": "\(coverage.unread.count)",
        "complete": "\(coverage.isComplete)", "ledger": "\(news.ledger?.text ?? "none")",
      ])
    return Told(limits: Set(limits), alerts: Set(news.alerts.map(\.event)))
  }

  private func tellAlerts(of news: AuditNews, besides known: Set<String>) {
    for alert in news.alerts where !known.contains(alert.event) {
      logger.warning(
        "Alert",
        metadata: [
          "rules": "\(alert.rules.map(\.id).joined(separator: ", "))",
          "severity": "\(alert.severity.word)", "call": "\(alert.call)", "at": "\(alert.at)",
          "actor": "\(alert.actor)", "event": "\(alert.event)",
          "resources": "\(alert.resources.joined(separator: ", "))",
          "findings": "\(alert.findings.map { "F-\($0)" }.joined(separator: ", "))",
        ])
    }
  }

  /// So many of what was not read are told in one round.
  private static let toldLimits = 10
}
