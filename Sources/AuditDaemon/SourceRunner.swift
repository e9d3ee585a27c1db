package import AWSClient
package import AWSCollection
package import AlertRules
package import AuditService
import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Dispatch
package import Logging
import Synchronization

/// Runs one source once: its snapshot under a lease of the store, and the audit of what is new.
package struct SourceRunner: Sendable {
  private let source: SnapshotSource
  private let due: Timestamp
  private let workplace: Workplace
  private let logger: Logger
  /// Where AWS's answers are kept; nil to keep none.
  package var keptFolder: String?
  /// How the messages of a queue are waited for; nil to work until nothing waits. Whoever listens tells himself what
  /// begins and fails.
  package var listening: QueueListening?
  /// Waits until the next of what a queue tells of may be read again.
  package var pace: @Sendable () async throws -> Void = {}
  /// By which what a queue tells of is read again.
  package var others: [SnapshotSource] = []
  /// Told of the scopes that a queue had to be read again, and which of them do not show yet what calls say.
  package var observeAgain: @Sendable (_ read: Set<Scope>, _ unshown: Set<Scope>) -> Void = {
    _, _ in
  }
  /// Is shown each step of the reading, from any task.
  package var observe: @Sendable (CollectionEvent) -> Void = { _ in }
  /// Is shown each request and each wait, from any task.
  package var observeCalls: @Sendable (AWSEvent) -> Void = { _ in }
  /// The alert rules by which events are kept that only read; asked for where a source is of activity.
  package var alerts: @Sendable () throws -> AlertRuleBook = { AlertRuleBook() }
  /// Told each time that something was stored, also while the run goes on.
  var stored: @Sendable () -> Void = {}

  /// Makes a run of a source for the moment at which it was due.
  package init(_ source: SnapshotSource, due: Timestamp, at workplace: Workplace, logger: Logger) {
    self.source = source
    self.due = due
    self.workplace = workplace
    self.logger = logger
  }

  /// What came of it.
  enum Conclusion: Sendable {
    /// The moment is done with, by this run or another.
    case settled
    /// It failed, and is done with.
    case failed(Problem)
    /// Another process holds the source, or the store: ask again later.
    case held
    /// It was told to stop before its end.
    case stopped
  }

  /// Seconds for which a run holds its source without being heard of.
  private static let lease: Int64 = 120

  /// Seconds of a deadline that are kept for storing what was read by then.
  private var reserve: Double { min(60, Double(source.deadline) / 10) }

  /// Runs it and logs what comes of it.
  func run() async -> Conclusion {
    let beginning: AuditStore.Beginning
    do {
      beginning = try await begin()
    } catch {
      logger.error("The run could not begin", problem: error)
      return .held
    }
    switch beginning {
    case .held(let run):
      logger.debug("Held by another process", metadata: ["holder": "\(run.holder)"])
      return .held
    // Who listens has no moment that another run could have done with: the clock was set back.
    case .settled: return listening == nil ? .settled : .held
    case .begun(let run): return await perform(run)
    }
  }

  private func begin() async throws -> AuditStore.Beginning {
    try await workplace.writing { store in
      let now = workplace.now()
      return try store.beginRun(
        of: source.name, due: due, by: RunHolder.own.text, at: now,
        leaseUntil: now.advanced(bySeconds: Self.lease), allowedAge: source.allowedAge(at: now),
        question: source.question, isGone: RunHolder.isGone)
    }
  }

  private func perform(_ run: SourceRun) async -> Conclusion {
    logger.log(
      level: listening == nil ? .info : .debug, "Run begins", metadata: ["due": "\(due)"])
    let counter = RunCounter()
    let storedSoFar = StoredSoFar()
    do {
      let outcome = try await whileHeld(run) { try await take(run, counter, storedSoFar) }
      tell(outcome, counter)
      return .settled
    } catch {
      if Task.isCancelled {
        logger.notice("Run stopped; it will be caught up")
      } else if listening == nil {
        logger.error("Run failed", problem: error)
      }
      await end(run, error, counter, storedSoFar)
      return Task.isCancelled ? .stopped : .failed(Problem.of(error))
    }
  }

  private func tell(_ outcome: ImportOutcome, _ counter: RunCounter) {
    if let activity = outcome.activity { tell(activity, counter) }
    if outcome.activity != nil, outcome.snapshots.isEmpty { return }
    let what = outcome.activity == nil ? "Snapshot taken" : "Read again"
    logger.info("\(what)", metadata: outcome.metadata(counter))
    for warning in outcome.warnings.prefix(Self.toldUnread) {
      logger.warning("The snapshot warns", metadata: ["warning": "\(warning)"])
    }
    for (scope, problem) in outcome.unread.prefix(Self.toldUnread) {
      logger.warning("Unread", metadata: ["scope": "\(scope)", "problem": "\(problem.message)"])
    }
    let rest = outcome.unread.count - Self.toldUnread
    if rest > 0 { logger.warning("Unread, too: \(rest) scopes; a report names them") }
  }

  private func tell(_ activity: ImportActivity.Outcome, _ counter: RunCounter) {
    logger.info(
      "Activity kept",
      metadata: [
        "new": "\(activity.new)", "known": "\(activity.known)", "reading": "\(activity.reading)",
        "files": "\(activity.fileCount)", "requests": "\(counter.requests)",
      ])
    for problem in activity.problems.prefix(Self.toldUnread) {
      logger.warning("Unread", metadata: ["problem": "\(problem)"])
    }
    let rest = activity.problems.count - Self.toldUnread
    if rest > 0 { logger.warning("Unread, too: \(rest) files") }
  }

  /// So much of what was not read is told of one run.
  private static let toldUnread = 5

  /// Runs it for a person who waits. Throws `source-held` where another process runs it.
  package func takeNow() async throws -> ImportOutcome {
    switch try await begin() {
    case .held(let run), .settled(let run): throw Problem.sourceHeld(source.name, run.holder)
    case .begun(let run):
      let (counter, storedSoFar) = (RunCounter(), StoredSoFar())
      do {
        return try await whileHeld(run) { try await take(run, counter, storedSoFar) }
      } catch {
        await end(run, error, counter, storedSoFar)
        throw error
      }
    }
  }

  private func take(_ run: SourceRun, _ counter: RunCounter, _ storedSoFar: StoredSoFar)
    async throws
    -> ImportOutcome
  {
    var take = TakeSource(source, in: workplace.surroundings)
    take.keptFolder = keptFolder
    (take.listening, take.observeAgain) = (listening, observeAgain)
    let (storePath, surroundings) = (workplace.storePath, workplace.surroundings)
    take.touched = TakeTouched(sources: others, in: surroundings) { name in
      SourcePast(of: name, at: storePath)
    }
    take.touched?.pace = pace
    if source.isOfActivity { take.keeping = ActivitySelection(alerts: try alerts()) }
    take.deadline = .after(
      seconds: Double(source.deadline) - reserve,
      .deadlinePassed(source.name, seconds: source.deadline))
    take.observeCalls = { event in
      counter.count(event)
      observeCalls(event)
    }
    take.observe = { event in
      logger.debug("Call", metadata: ["event": "\(event)"])
      observe(event)
    }
    take.past = SourcePast(of: source.name, at: workplace.storePath)
    let now = workplace.now
    let target = SnapshotTarget(
      source: source.name, now: { workplace.moment }, queue: workplace.queue,
      check: { try $0.require(run) },
      conclude: { writer, outcome in
        try writer.endRun(run, outcome.end(at: now(), counter))
      },
      stored: { outcome in
        storedSoFar.add(outcome)
        stored()
      }, open: { try workplace.open() })
    let outcome = try await take.run(into: target)
    // Where its snapshot did not end it.
    try await workplace.writing { try $0.endRun(run.id, outcome.end(at: now(), counter)) }
    return outcome
  }

  /// Says from time to time that the work goes on. It knows its deadline itself, and stores what was read by then:
  /// what does not end long after it hangs, and is ended.
  private func whileHeld<Value: Sendable>(
    _ run: SourceRun, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: .seconds(2 * source.deadline + 600))
        throw Problem.runHung(source.name)
      }
      group.addTask {
        while true {
          try await Task.sleep(for: .seconds(Self.lease / 4))
          try await extend(run)
        }
      }
      defer { group.cancelAll() }
      while let value = try await group.next() {
        if let value { return value }
      }
      throw CancellationError()
    }
  }

  private func extend(_ run: SourceRun) async throws {
    let until = workplace.now().advanced(bySeconds: Self.lease)
    do {
      let isHeld = try await workplace.writing { try $0.extendRun(run.id, until: until) }
      guard !isHeld else { return }
      logger.debug("The run has ended, or another process took it over")
      // Nobody receives what somebody else works on.
      if listening != nil { throw Problem.leaseLost(source.name) }
    } catch let problem as Problem where problem.code == "store-busy" {
      logger.debug("The store is busy: the lease is extended later")
    }
  }

  /// Writes down how it ended that did not end by itself: incomplete where some of it was stored. What was told to stop
  /// is caught up whole.
  private func end(
    _ run: SourceRun, _ error: any Error, _ counter: RunCounter, _ storedSoFar: StoredSoFar
  ) async {
    let outcome = storedSoFar.outcome
    let isPart = outcome?.snapshots.isEmpty == false && !Task.isCancelled
    var counts =
      isPart ? outcome?.counts(counter) ?? SourceRun.Counts() : SourceRun.Counts()
    (counts.requests, counts.throttles) = (counter.requests, counter.throttles)
    let end = SourceRun.End(
      at: workplace.now(), outcome: Task.isCancelled ? .stopped : isPart ? .incomplete : .failed,
      counts: counts, problem: Problem.of(error))
    do {
      try await workplace.writing { try $0.endRun(run.id, end) }
    } catch {
      logger.error("The end of the run could not be written", problem: error)
    }
  }
}

/// What a run has stored by now.
private final class StoredSoFar: Sendable {
  private let state = Mutex<ImportOutcome?>(nil)

  var outcome: ImportOutcome? { state.withLock { $0 } }

  func add(_ outcome: ImportOutcome) {
    state.withLock { state in
      var sum = state ?? outcome
      if state != nil { sum.add(outcome) }
      state = sum
    }
  }
}

extension ImportOutcome {
  /// How the run ends that took these snapshots.
  fileprivate func end(at now: Timestamp, _ counter: RunCounter) -> SourceRun.End {
    SourceRun.End(
      at: now, outcome: hasUnread ? .incomplete : .complete, counts: counts(counter),
      problem: ofNoScope)
  }

  fileprivate func counts(_ counter: RunCounter) -> SourceRun.Counts {
    SourceRun.Counts(
      snapshot: snapshots.last, resources: resources, unreadScopes: unread.count, edits: edits,
      requests: counter.requests, throttles: counter.throttles)
  }

  /// What could not be read of which no scope tells; otherwise that nothing of an account could.
  private var ofNoScope: Problem? {
    refused.first { !$0.isOfWholeAccount } ?? refused.first ?? activity?.problems.first
  }

  fileprivate func metadata(_ counter: RunCounter) -> Logger.Metadata {
    [
      "snapshot": "\(snapshots.last ?? 0)", "resources": "\(resources)", "edits": "\(edits)",
      "unread": "\(unread.count)", "requests": "\(counter.requests)",
      "throttles": "\(counter.throttles)",
    ]
  }
}

extension Problem {
  static func sourceHeld(_ source: String, _ holder: String) -> Problem {
    Problem(
      "source-held", "The source '\(source)' is being read by another process, \(holder).",
      hint: "Wait until it has ended; 'plumb status' shows it.")
  }

  static func deadlinePassed(_ source: String, seconds: Int64) -> Problem {
    Problem(
      "deadline-passed", "The source '\(source)' was not read within \(seconds) s.",
      hint:
        "What was read by then is stored. Give it more time with 'deadline', or read less at a time."
    )
  }

  static func runHung(_ source: String) -> Problem {
    Problem(
      "run-hung", "The run of the source '\(source)' did not end long after its deadline.",
      hint:
        "What was stored by then stays. Look at the disk of the store, and at the files it reads.")
  }
}
