import ConfigurationModel
import Synchronization

/// By how much AWS's clocks are ahead of this machine's: learnt once for a partition, or an endpoint that
/// somebody set, and kept for all calls of the process.
///
/// Anybody on the way can write a header `Date`. So an offset is learnt only from a refusal that is about the
/// clock, and kept only after a call that was signed by it was answered.
package final class ServerClock: Sendable {
  private struct State {
    var offsets: [String: Int64] = [:]
    var last: Int64 = 0
  }

  private let state = Mutex(State())

  /// Nothing is known yet: clocks are taken to agree.
  package init() {}

  /// By how many seconds the clock of a place is ahead.
  func offset(of place: String) -> Int64 { state.withLock { $0.offsets[place] ?? 0 } }

  /// Keeps an offset that a place took.
  func keep(_ offset: Int64, of place: String) {
    state.withLock { state in
      state.offsets[place] = offset
      state.last = offset
    }
  }

  /// The moment by AWS's clock, as the offset that was kept last says: credentials end by it.
  func moment(of own: Timestamp) -> Timestamp {
    own.advanced(bySeconds: state.withLock { $0.last })
  }
}
