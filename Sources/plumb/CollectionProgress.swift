import AWSClient
import AWSCollection
import AuditReport
import ConfigurationModel
import Foundation
import Synchronization

/// Tells on a terminal how far a collection is: a line for each account and region that is done, and one
/// that changes meanwhile. In a pipe it says nothing.
final class CollectionProgress: Sendable {
  private struct State {
    var account = ""
    var regions = 0
    var done = 0
    var items = 0
    var requests = 0
    var throttles = 0
    var waited = 0.0
    var isShown = false
    var lastShown = 0.0
  }

  private let state = Mutex(State())
  private let start = Date().timeIntervalSince1970
  private let isOn = isatty(2) == 1

  func tell(_ event: CollectionEvent) {
    guard isOn else { return }
    switch event {
    case .began(_, let regions, let notEnabled):
      state.withLock { $0.regions += regions.count }
      if !notEnabled.isEmpty { line("not enabled: \(notEnabled.joined(separator: ", "))") }
    case .listed(_, _, let items): state.withLock { $0.items += items }
    case .readsAgain(let scope, let listed, let last):
      line("\(scope): \(listed) listed, \(last) before; read a second time")
    case .kept(let scope, let keeper):
      line("\(scope.account): \(scope.type) is \(keeper)'s, for the organization")
    case .ended(let account, let region, let items, let refusals):
      state.withLock { $0.done += 1 }
      let refused = refusals == 0 ? "" : ", \(counted(refusals, "call")) refused"
      line("\(account) \(region): \(counted(items, "item"))\(refused)")
    }
    show()
  }

  func tell(_ event: AWSEvent) {
    guard isOn else { return }
    state.withLock { state in
      switch event {
      case .sent: state.requests += 1
      case .throttled: state.throttles += 1
      case .waits(_, let seconds): state.waited += seconds
      }
    }
    show()
  }

  /// Takes the line that changes away.
  func end() {
    state.withLock { state in
      if state.isShown { Console.writeError("\r\u{1B}[K", isRaw: true) }
      state.isShown = false
    }
  }

  private func line(_ text: String) {
    end()
    Console.writeError(text + "\n")
  }

  private func show() {
    let now = Date().timeIntervalSince1970
    state.withLock { state in
      guard now - state.lastShown > 0.1 else { return }
      let rate = Int(Double(state.requests) / max(now - start, 0.1))
      var text = "\(state.items) items, \(state.requests) calls, \(rate) a second"
      if state.throttles > 0 {
        text += ", \(state.throttles) throttled, waited \(Int(state.waited)) s"
      }
      Console.writeError("\r\u{1B}[K\(text)", isRaw: true)
      (state.isShown, state.lastShown) = (true, now)
    }
  }
}
