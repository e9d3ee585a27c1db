import AWSClient
import AWSTestSupport
import Synchronization
import Testing

extension FaultTests {
  /// What a run asks.
  @Suite struct FewCallsTests {
    /// What moto makes a run ask again: its list of buckets lacks their regions, which S3 gives where `max-buckets` is
    /// set; and it says that the policy of its key is not there, so that the key is looked for once more.
    private static let ofMoto = ["s3 eu-west-1 GET /plumb-", "kms eu-west-1 ListKeys"]

    @Test func `nothing is asked twice in a run`() async throws {
      try await FaultBench.run { bench in
        let asked = Mutex(0)
        let again = Mutex<[String]>([])
        bench.proxy.set { request in
          asked.withLock { $0 += 1 }
          let call = "\(request.service) \(request.region) \(request.operation) \(request.body)"
          if request.attempt > 1, !Self.ofMoto.contains(where: call.hasPrefix) {
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
