package import AWSClient
import AuditService
import AuditStore
package import ConfigurationModel
import Dispatch

/// What runs work with: the store, credentials, the clock.
package struct Workplace: Sendable {
  /// The store's file.
  package let storePath: String
  /// Where credentials, profiles and regions are looked for.
  package let surroundings: CredentialSurroundings
  /// The clock, in UTC.
  package let now: @Sendable () -> Timestamp
  /// Seconds of a clock that nobody sets.
  let uptime: @Sendable () -> Double
  /// On which this process writes the store, one thing after the other.
  let queue = DispatchQueue(label: "plumb.store")

  /// Makes a workplace; `storePath` need not exist yet.
  package init(
    storePath: String, surroundings: CredentialSurroundings,
    now: @escaping @Sendable () -> Timestamp,
    uptime: @escaping @Sendable () -> Double = Workplace.steadySeconds
  ) {
    self.uptime = uptime
    self.storePath = storePath
    self.surroundings = surroundings
    self.now = now
  }

  private static let start = ContinuousClock.now

  /// Seconds since the program began, by a clock that nobody sets.
  package static let steadySeconds: @Sendable () -> Double = {
    start.duration(to: .now) / .seconds(1)
  }

  /// Now, to the second, as everything stores it that people also do by hand.
  var moment: Timestamp { Timestamp(seconds: now().seconds) }

  /// Whether the store was opened before: one that goes away is then missed, and not made anew.
  private let wasThere = Latch()

  /// Seconds to wait for other processes that write the store.
  private static let patience: Double = 30

  func open() throws(Problem) -> AuditStore {
    let store = try AuditStore(
      path: storePath, mode: wasThere.isSet ? .writing : .creating, patience: Self.patience)
    wasThere.set()
    return store
  }

  /// What `work` gives with the store, when this process writes nothing else.
  func writing<Value: Sendable>(_ work: @escaping @Sendable (AuditStore) throws -> Value)
    async throws -> Value
  {
    try await queue.performing { try work(try open()) }
  }
}
