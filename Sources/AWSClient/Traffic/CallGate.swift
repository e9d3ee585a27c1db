/// Lets so many calls through at a time: in all, and for one account, region and service.
package actor CallGate {
  /// What is limited together.
  package struct Lane: Hashable, Sendable {
    package let account: String
    package let region: String
    package let service: String

    package init(account: String, region: String, service: String) {
      self.account = account
      self.region = region
      self.service = service
    }
  }

  private struct Waiter {
    let id: Int
    let lane: Lane
    let continuation: CheckedContinuation<Bool, Never>
  }

  private let limit: Int
  private let laneLimit: Int
  private var running: [Lane: Int] = [:]
  private var total = 0
  private var waiters: [Waiter] = []
  private var nextID = 0

  package init(limit: Int, laneLimit: Int) {
    self.limit = max(1, limit)
    self.laneLimit = max(1, laneLimit)
  }

  /// What `work` gives, run when there is room. Who waits longest goes first.
  package func run<Value: Sendable>(
    in lane: Lane, _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    try await enter(lane)
    defer { leave(lane) }
    return try await work()
  }

  private func enter(_ lane: Lane) async throws {
    try Task.checkCancellation()
    if isFree(lane) {
      begin(lane)
      return
    }
    let id = nextID
    nextID += 1
    let hasEntered = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        if Task.isCancelled {
          continuation.resume(returning: false)
        } else {
          waiters.append(Waiter(id: id, lane: lane, continuation: continuation))
        }
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
    guard hasEntered else { throw CancellationError() }
  }

  private func cancel(_ id: Int) {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else {
      // It got in already, or is not waiting yet.
      return
    }
    waiters.remove(at: index).continuation.resume(returning: false)
  }

  private func leave(_ lane: Lane) {
    total -= 1
    let left = (running[lane] ?? 1) - 1
    running[lane] = left == 0 ? nil : left
    while let index = waiters.firstIndex(where: { isFree($0.lane) }) {
      let waiter = waiters.remove(at: index)
      begin(waiter.lane)
      waiter.continuation.resume(returning: true)
    }
  }

  private func isFree(_ lane: Lane) -> Bool {
    total < limit && (running[lane] ?? 0) < laneLimit
  }

  private func begin(_ lane: Lane) {
    total += 1
    running[lane, default: 0] += 1
  }
}
