import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// Each element as `transform` makes it, in order, on all cores where there are many. Throws the first failure, in their
  /// order.
  func mapOnAllCores<Value: Sendable>(_ transform: @Sendable (Element) throws -> Value) throws
    -> [Value]
  {
    let size = 256
    guard count > size else { return try map(transform) }
    let parts = stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
    let made = Mutex<[Int: Result<[Value], any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      let result = Result { try parts[index].map(transform) }
      made.withLock { $0[index] = result }
    }
    let results = made.withLock { $0 }
    return try parts.indices.flatMap { try results[$0]?.get() ?? [] }
  }
}
