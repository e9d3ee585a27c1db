import Activity
package import AuditStore
package import ConfigurationModel
package import Dispatch
import SnapshotSources

/// Where activity is kept: a store that is written on one queue, whoever reads from AWS meanwhile.
package struct ActivityTarget: Sendable {
  private let open: @Sendable () throws -> AuditStore
  private let queue: DispatchQueue
  let keeping: ActivitySelection
  private let clock: @Sendable () -> Timestamp
  /// This machine's clock, whatever the moment at which events are kept.
  private var machineClock: @Sendable () -> Timestamp

  /// Makes a target; `open` is called on the queue, and `now` is the moment at which events are
  /// kept.
  package init(
    queue: DispatchQueue = DispatchQueue(label: "plumb.activity"),
    keeping: ActivitySelection = ActivitySelection(),
    now: @escaping @Sendable () -> Timestamp, open: @escaping @Sendable () throws -> AuditStore
  ) {
    (self.queue, self.keeping, clock, self.open) = (queue, keeping, now, open)
    machineClock = now
  }

  /// A target of one moment.
  package init(
    keeping: ActivitySelection = ActivitySelection(), at now: Timestamp,
    open: @escaping @Sendable () throws -> AuditStore
  ) {
    self.init(keeping: keeping, now: { now }, open: open)
  }

  /// The same with this machine's clock, which calls are held against where events are kept at another moment.
  package func held(against clock: @escaping @Sendable () -> Timestamp) -> ActivityTarget {
    var target = self
    target.machineClock = clock
    return target
  }

  var now: Timestamp { clock() }

  /// Writes down what could not be read of what a source told, and ends what was read after all.
  func settle(
    _ unread: [UnreadActivity], done: [UnreadActivity.Subject], of source: String
  ) async throws {
    let now = now
    try await queue.performing { [open] in
      let store = try open()
      _ = try store.noteUnread(unread, of: source, at: now)
      try store.endUnread(done, from: source, at: now)
    }
  }

  /// The last object of each folder of a source that was read.
  func delivered(to source: String) async throws -> [String: String] {
    try await queue.performing { [open] in try open().delivered(to: source) }
  }

  /// Notes down how far a source was read.
  func setDelivered(to source: String, _ objects: [String: String]) async throws {
    try await queue.performing { [open] in try open().setDelivered(to: source, objects) }
  }

  /// Keeps what files hold, on a thread of its own. A task that is cancelled stops it, and so does what `lateness`
  /// gives; what was kept by then stays.
  ///
  /// - Parameters:
  ///   - source: What the files are copies of; nil for the paths themselves.
  ///   - name: The source of the settings whose files they are; nil for files that a person names. What is damaged
  ///     stands under it.
  ///   - spans: Times that they tell of besides those in their names.
  ///   - original: The object that the copy at a path is of.
  ///   - isTold: Whether they are what messages of a queue tell.
  ///   - observe: Is shown every event.
  func keep(
    _ paths: [String], of source: String? = nil, name: String? = nil, spans: [ActivitySpan] = [],
    onlyNew: Bool = false, isTold: Bool = false,
    lateness: @escaping @Sendable () -> Problem? = { nil },
    original: @escaping @Sendable (String) -> UnreadActivity.Subject? = { _ in nil },
    observe: @escaping @Sendable (ActivityEvent) -> Void = { _ in }
  ) async throws -> ImportActivity.Outcome {
    let isStopped = Latch()
    return try await withTaskCancellationHandler {
      try await queue.performing { [open, keeping, now, machineClock] in
        var run = ImportActivity(
          store: try open(), paths: paths, keeping: keeping, at: now, clock: machineClock)
        run.source = source
        if let name { run.name = name }
        run.spans = spans
        run.onlyNew = onlyNew
        run.observe = observe
        run.isTold = isTold
        run.original = original
        run.checkpoint = {
          if isStopped.isSet { throw Problem.importStopped() }
          if let late = lateness() { throw late }
        }
        return try run.run()
      }
    } onCancel: {
      isStopped.set()
    }
  }
}
