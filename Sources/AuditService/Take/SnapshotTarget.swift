package import AWSClient
package import AuditStore
package import ConfigurationModel
package import Dispatch
import Synchronization

/// Where the snapshots of a source go, and what is written together with them.
package struct SnapshotTarget: Sendable {
  let open: @Sendable () throws -> AuditStore
  let now: @Sendable () -> Timestamp
  /// What a snapshot says of where it is from; nil for the paths it was read from.
  let source: String?
  let queue: DispatchQueue
  /// Checks, in the transaction of each snapshot, that whoever takes it may still do so.
  let check: @Sendable (SnapshotWriter) throws -> Void
  let conclude: @Sendable (SnapshotWriter, ImportOutcome) throws -> Void
  /// Told of what was stored, after it was.
  let stored: @Sendable (ImportOutcome) -> Void

  /// - Parameters:
  ///   - open: Called only when there is something to import.
  ///   - queue: What imports run on.
  ///   - check: Throws where what was read must not be stored, such as a lease that was lost.
  ///   - conclude: Writes what belongs to the last of the snapshots into its own transaction.
  ///   - stored: Told of what each import stored, after it did.
  package init(
    source: String? = nil, now: @escaping @Sendable () -> Timestamp,
    queue: DispatchQueue = .global(),
    check: @escaping @Sendable (SnapshotWriter) throws -> Void = { _ in },
    conclude: @escaping @Sendable (SnapshotWriter, ImportOutcome) throws -> Void = { _, _ in },
    stored: @escaping @Sendable (ImportOutcome) -> Void = { _ in },
    open: @escaping @Sendable () throws -> AuditStore
  ) {
    self.open = open
    self.now = now
    self.source = source
    self.queue = queue
    self.check = check
    self.conclude = conclude
    self.stored = stored
  }

  /// The same target, with nothing else to write into the snapshots' transaction.
  var withoutConclusion: SnapshotTarget {
    SnapshotTarget(
      source: source, now: now, queue: queue, check: check, stored: stored, open: open)
  }

  /// Where the snapshots of another source go, which nothing else is written with.
  func of(source: String) -> SnapshotTarget {
    SnapshotTarget(source: source, now: now, queue: queue, open: open)
  }

  /// The same target, with more to write into the snapshots' transaction.
  package func concluding(
    _ more: @escaping @Sendable (SnapshotWriter, ImportOutcome) throws -> Void
  ) -> SnapshotTarget {
    SnapshotTarget(
      source: source, now: now, queue: queue, check: check,
      conclude: { writer, outcome in
        try conclude(writer, outcome)
        try more(writer, outcome)
      }, stored: stored, open: open)
  }

  /// Imports paths, on a thread of its own: an import waits for files and the store. A task that is
  /// cancelled stops it, and nothing is stored then. Files that are not read by the deadline are unread.
  /// `isAsked`: whether they are answers to this program's own whole questions.
  package func take(
    _ paths: [String], capturedAt: Timestamp? = nil, coverage: KnownCoverage = KnownCoverage(),
    times: ReadingTimes = ReadingTimes(), deadline: CallDeadline = .never, isAsked: Bool = true
  ) async throws -> ImportOutcome {
    let isStopped = Latch()
    let now = now()
    let outcome = try await withTaskCancellationHandler {
      try await queue.performing {
        var request = ImportSnapshot(
          paths: paths, capturedAt: capturedAt, now: now, into: open)
        request.coverage = coverage
        request.times = times
        request.isAsked = isAsked
        request.lateness = { deadline.isOver ? deadline.problem : nil }
        request.source = source
        request.checkpoint = { if isStopped.isSet { throw Problem.importStopped() } }
        request.conclude = { writer, outcome in
          if isStopped.isSet { throw Problem.importStopped() }
          try check(writer)
          try conclude(writer, outcome)
        }
        return try request.run()
      }
    } onCancel: {
      isStopped.set()
    }
    stored(outcome)
    return outcome
  }
}

/// Something that was said once.
package final class Latch: Sendable {
  private let state = Mutex(false)

  /// A latch that is not set.
  package init() {}

  /// Whether it was set.
  package var isSet: Bool { state.withLock { $0 } }

  /// From now on it is set.
  package func set() { state.withLock { $0 = true } }
}

extension Problem {
  static func importStopped() -> Problem {
    Problem(
      "run-stopped", "The import was stopped before its end.",
      hint: "What was stored by then stays.")
  }
}

extension DispatchQueue {
  /// What `work` gives, done here, where waiting for the disk keeps no task waiting.
  package func performing<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value)
    async throws -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      async { continuation.resume(with: Result { try work() }) }
    }
  }
}
