import ConfigurationModel
import Synchronization

/// Scopes that are read once more, because their reading did not show yet what calls say: each some seconds later, some
/// times. Then the next snapshot of the schedule has the word.
struct UnshownScopes: Hashable, Sendable {
  /// Seconds before each further reading.
  static let pauses = [5.0, 15, 45]
  private var waiting: [Scope: Wait] = [:]

  private struct Wait: Hashable {
    var tries: Int
    var due: Double
  }

  /// Takes what was read, and what of it does not show the calls. Returns what is not waited for any longer.
  mutating func note(read: Set<Scope>, unshown: Set<Scope>, at now: Double) -> Set<Scope> {
    for scope in read.subtracting(unshown) { waiting[scope] = nil }
    var given: Set<Scope> = []
    for scope in unshown {
      let tries = waiting[scope]?.tries ?? 0
      if tries < Self.pauses.count {
        waiting[scope] = Wait(tries: tries + 1, due: now + Self.pauses[tries])
      } else {
        waiting[scope] = nil
        given.insert(scope)
      }
    }
    return given
  }

  /// What is to be read now.
  func due(at now: Double) -> Set<Scope> { Set(waiting.filter { $0.value.due <= now }.keys) }

  /// When the next is due; nil for none.
  var next: Double? { waiting.values.map(\.due).min() }
}

/// The same for tasks that run at the same time.
final class SharedUnshownScopes: Sendable {
  private let state = Mutex(UnshownScopes())

  func due(at now: Double) -> Set<Scope> { state.withLock { $0.due(at: now) } }

  var next: Double? { state.withLock { $0.next } }

  func note(read: Set<Scope>, unshown: Set<Scope>, at now: Double) -> Set<Scope> {
    state.withLock { $0.note(read: read, unshown: unshown, at: now) }
  }
}
