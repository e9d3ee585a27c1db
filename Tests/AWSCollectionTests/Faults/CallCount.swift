import Synchronization

/// Counts calls, for a deadline that is over after so many: no clock decides.
final class CallCount: Sendable {
  private let limit: Int
  private let calls = Mutex(0)

  init(limit: Int) { self.limit = limit }

  func add() { calls.withLock { $0 += 1 } }

  var isOver: Bool { calls.withLock { $0 >= limit } }
}
