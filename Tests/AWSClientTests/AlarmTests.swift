import Testing

@testable import AWSClient

/// What waits for a moment leaves nothing behind once nobody waits.
@Suite struct AlarmTests {
  @Test func `a moment comes`() async throws {
    try await Alarm.wait(seconds: 0)
    try await Alarm.wait(seconds: 0.001)
    try await Alarm.wait(seconds: -1)
  }

  @Test func `who gives up waiting waits no longer`() async {
    let waiting = Task { try await Alarm.wait(seconds: 1e9) }
    await Task.yield()
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    let late = Task {
      while !Task.isCancelled { await Task.yield() }
      try await Alarm.wait(seconds: 1e9)
    }
    late.cancel()
    await #expect(throws: CancellationError.self) { try await late.value }
  }

  @Test func `of many some come and some are given up, each once`() async {
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<400 {
        group.addTask {
          let isShort = number.isMultiple(of: 2)
          let waiting = Task { try await Alarm.wait(seconds: isShort ? 0.002 : 1e6) }
          if !isShort { waiting.cancel() }
          return await (try? waiting.value) != nil
        }
      }
      return await group.reduce(into: [Bool]()) { $0.append($1) }
    }
    #expect(outcomes.count(where: \.self) == 200)
  }

  @Test func `what takes longer than it may is cancelled`() async {
    await #expect(throws: TransportFailure.timedOut(seconds: 0.01)) {
      try await HTTPTransport.within(0.01) { try await Alarm.wait(seconds: 1e6) }
    }
  }
}
