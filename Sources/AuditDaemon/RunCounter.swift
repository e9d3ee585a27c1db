import AWSClient
import Synchronization

/// Counts the requests of one run.
final class RunCounter: Sendable {
  private let state = Mutex((requests: 0, throttles: 0))

  var requests: Int { state.withLock { $0.requests } }
  var throttles: Int { state.withLock { $0.throttles } }

  func count(_ event: AWSEvent) {
    state.withLock { state in
      switch event {
      case .sent: state.requests += 1
      case .throttled: state.throttles += 1
      case .waits: break
      }
    }
  }
}
