import Synchronization

/// Counts from 1.
final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock { count in
      count += 1
      return count
    }
  }

  var count: Int { value.withLock { $0 } }
}
