import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Dispatch
import Logging
import Synchronization

/// What the rounds of a daemon know of guardrails: one look after the other, on a thread of their own and by a connection
/// of their own, so that nobody who writes the store waits for them longer than for a few thousand verdicts.
final class GuardrailWatch: Sendable {
  private let queue = DispatchQueue(label: "plumb.guardrails")
  private let stop: Latch
  private let watch: Mutex<WatchGuardrails>

  init() {
    let stop = Latch()
    self.stop = stop
    watch = Mutex(WatchGuardrails { stop.isSet })
  }

  /// One look. A task that is cancelled ends it, and every one after it: the daemon ends then.
  func look(by settings: Settings, at workplace: Workplace) async throws -> WatchGuardrails.Round {
    try await withTaskCancellationHandler {
      try await queue.performing { [self] in
        let store = try AuditStore(path: workplace.storePath, mode: .writing)
        return try watch.withLock { watch in
          try watch.look(at: store, by: settings, at: workplace.moment)
        }
      }
    } onCancel: {
      stop.set()
    }
  }
}

/// Holds the guardrails of the settings after the audits of a round, and logs what is new.
struct GuardrailRound: Sendable {
  /// What a round knows of guardrails, and the next one need not say again.
  struct Told: Sendable {
    /// How they stand; nil where they were not held.
    var standing: WatchGuardrails.Standing?
    /// Why they could not be held; nil where they could, or were not held yet.
    var failure: DaemonNote.Failure?
    /// What was not observed, each with its reason.
    var notObserved: Set<String> = []
    /// What gave no answer.
    var problems: Set<String> = []
  }

  let settings: Settings
  let workplace: Workplace
  let watch: GuardrailWatch
  let logger: Logger
  /// What was told before: once is enough.
  let told: Told

  /// So many of a kind are told one by one in one round.
  private static let most = 20

  /// Returns what is told now.
  func run() async -> Told {
    do {
      let round = try await watch.look(by: settings, at: workplace)
      let (settings, now) = (settings, workplace.moment)
      let began = try await workplace.writing { store in
        try RecordBreaches(store: store, settings: settings, at: now).write(round)
      }
      return tell(round, began.map(\.facts))
    } catch {
      if !Task.isCancelled { logger.error("Guardrails were not held", problem: error) }
      return Told(
        standing: nil, failure: DaemonNote.Failure(Problem.of(error), at: workplace.moment),
        notObserved: told.notObserved, problems: told.problems)
    }
  }

  private func tell(_ round: WatchGuardrails.Round, _ began: [BreachFacts]) -> Told {
    let standing = round.standing
    let old = began.count { $0.isOld }
    if old > 0 {
      logger.notice(
        "Guardrails are broken by what stood before they were asked",
        metadata: ["broken": "\(old)", "next": "plumb report"])
    }
    let new = began.filter { !$0.isOld }
    tell(new.filter { $0.snapshot == nil }, "A guardrail is broken")
    tell(new.filter { $0.snapshot != nil }, "A change breaks a guardrail")
    for ended in round.ended.prefix(Self.most) {
      logger.info(ended.ending.message, metadata: ended.metadata)
    }
    tellRest(round.ended.count, "Guardrails are broken no longer")
    guard standing.asked > 0 else { return Told(standing: standing) }
    let notObserved = tellNotObserved(round)
    let problems = Set(round.problems.map(\.message))
    for problem in round.problems where !told.problems.contains(problem.message) {
      logger.error("A guardrail gave no answer", problem: problem)
    }
    logger.info(
      "Guardrails held",
      metadata: [
        "asked": "\(standing.asked)", "passed": "\(standing.passed)",
        "broken": "\(standing.brokenCount)", "changes": "\(standing.changes)",
        "unobserved": "\(standing.notObserved)",
        "unanswered": "\(standing.unanswered)",
        "unapproved":
          "\(settings.guardrails.isStrict ? standing.brokenCount + standing.changes : 0)",
      ])
    return Told(
      standing: standing, notObserved: notObserved, problems: problems)
  }

  private func tell(_ breaches: [BreachFacts], _ message: String) {
    for breach in breaches.prefix(Self.most) {
      logger.warning(
        "\(message)",
        metadata: [
          "guardrail": "\(breach.guardrail)", "title": "\(breach.title)",
          "severity": "\(breach.severity.word)", "resource": "\(breach.resource.id)",
          "what": "\(DriftReport.GuardrailFinding.rowText(breach.rows, title: breach.title))",
          "since": "\(breach.since.map(\.description) ?? "unknown")",
          "actor": "\(breach.makers.words.joined(separator: "; "))",
          "controls": "\(breach.controls.joined(separator: ", "))",
          "next": "plumb guardrail explain \(breach.guardrail)",
        ])
    }
    tellRest(breaches.count, message)
  }

  private func tellRest(_ count: Int, _ message: String) {
    guard count > Self.most else { return }
    logger.warning("\(message): \(count - Self.most) more; 'plumb report' lists what stands")
  }

  private func tellNotObserved(_ round: WatchGuardrails.Round) -> Set<String> {
    let all = round.notObserved.map { (key: "\($0.guardrail): \($0.why)", entry: $0) }
    let news = all.filter { !told.notObserved.contains($0.key) }
    for (_, entry) in news.prefix(Self.most) {
      logger.warning(
        "A guardrail says nothing",
        metadata: [
          "guardrail": "\(entry.guardrail)", "why": "\(entry.why)", "resources": "\(entry.count)",
        ])
    }
    tellRest(news.count, "Guardrails say nothing")
    return Set(all.map(\.key))
  }
}

extension EndedBreach.Ending {
  fileprivate var message: Logger.Message {
    switch self {
    case .holds: "A guardrail holds again"
    case .gone: "What broke a guardrail is gone"
    case .notAsked: "A guardrail is not asked any more"
    }
  }
}

extension EndedBreach {
  fileprivate var metadata: Logger.Metadata {
    [
      "guardrail": "\(breach.facts.guardrail)", "resource": "\(breach.facts.resource.id)",
    ]
  }
}
