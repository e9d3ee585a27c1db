/// Lets so many calls through at a time: in all, and for one account, region and service.
///
/// What waits costs what it holds and nothing else: a call that ends looks at the lanes that may go on, never at
/// all that wait.
package actor CallGate {
  /// What is limited together.
  package struct Lane: Hashable, Sendable {
    /// The account's id, or the profile's name.
    package let account: String
    /// The region that is called.
    package let region: String
    /// The service as the request names it.
    package let service: String

    /// Makes a lane.
    package init(account: String, region: String, service: String) {
      self.account = account
      self.region = region
      self.service = service
    }
  }

  /// First in, first out.
  private struct Line<Element> {
    private var elements: [Element] = []
    private var first = 0

    var isEmpty: Bool { first == elements.count }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func popFirst() -> Element? {
      guard !isEmpty else { return nil }
      defer { shrink() }
      first += 1
      return elements[first - 1]
    }

    /// What was taken out is given back when it is the greater part, so that it costs nothing in the mean.
    private mutating func shrink() {
      guard first > 32, first * 2 > elements.count else { return }
      elements.removeFirst(first)
      first = 0
    }
  }

  private let limit: Int
  private let laneLimit: Int
  private var running: [Lane: Int] = [:]
  private var total = 0
  /// The calls that wait, by their numbers: one that is cancelled leaves, and its number is passed over.
  private var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
  private var lines: [Lane: Line<Int>] = [:]
  /// The lanes that have room and calls that wait, each once.
  private var turns = Line<Lane>()
  private var hasTurn: Set<Lane> = []
  private var nextID = 0
  /// How many calls that wait were looked at so far: each is once.
  private(set) var looks = 0
  /// How many calls run.
  var inside: Int { total }
  /// How many calls wait.
  var waitingCount: Int { waiting.count }

  /// Makes a gate for so many calls in all and in one lane; less than 1 counts as 1.
  package init(limit: Int, laneLimit: Int) {
    self.limit = max(1, limit)
    self.laneLimit = max(1, laneLimit)
  }

  /// What `work` gives, run when there is room. Lanes take turns; in a lane, who waits longest goes first.
  package func run<Value: Sendable>(
    in lane: Lane, _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    try await enter(lane)
    defer { leave(lane) }
    return try await work()
  }

  private func enter(_ lane: Lane) async throws {
    try Task.checkCancellation()
    if total < limit, hasRoom(lane) {
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
          waiting[id] = continuation
          lines[lane, default: Line()].append(id)
          giveTurn(lane)
        }
      }
    } onCancel: {
      Task { await self.cancel(id) }
    }
    guard hasEntered else { throw CancellationError() }
  }

  /// Does nothing where it got in already, or is not waiting yet.
  private func cancel(_ id: Int) {
    waiting.removeValue(forKey: id)?.resume(returning: false)
  }

  private func leave(_ lane: Lane) {
    total -= 1
    let left = (running[lane] ?? 1) - 1
    running[lane] = left == 0 ? nil : left
    giveTurn(lane)
    while total < limit, let next = turns.popFirst() {
      hasTurn.remove(next)
      admit(next)
      giveTurn(next)
    }
  }

  /// Lets the call in that waits longest in a lane.
  private func admit(_ lane: Lane) {
    while let id = lines[lane]?.popFirst() {
      looks += 1
      guard let continuation = waiting.removeValue(forKey: id) else { continue }
      begin(lane)
      continuation.resume(returning: true)
      return
    }
  }

  /// Puts a lane in the row of those that may go on, if it may.
  private func giveTurn(_ lane: Lane) {
    guard let line = lines[lane] else { return }
    guard !line.isEmpty else {
      lines[lane] = nil
      return
    }
    if hasRoom(lane), hasTurn.insert(lane).inserted { turns.append(lane) }
  }

  private func hasRoom(_ lane: Lane) -> Bool { (running[lane] ?? 0) < laneLimit }

  private func begin(_ lane: Lane) {
    total += 1
    running[lane, default: 0] += 1
  }
}
