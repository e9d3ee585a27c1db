import AWSClient
import AWSTestSupport
import Synchronization
import Testing

extension FaultTests {
  /// What a run asks.
  @Suite struct FewCallsTests {
    @Test func `nothing is asked twice in a run`() async throws {
      try await FaultBench.run { bench in
        let asked = Mutex(0)
        let again = Mutex<[String]>([])
        bench.proxy.set { request in
          asked.withLock { $0 += 1 }
          if request.attempt > 1 {
            let call = "\(request.service) \(request.region) \(request.operation) \(request.body)"
            again.withLock { $0.append(call) }
          }
          return .none
        }
        bench.expectWhole(try await bench.take(bench.client()))
        #expect(asked.withLock { $0 } > 100)
        #expect(again.withLock { $0 } == [])
      }
    }
  }
}
