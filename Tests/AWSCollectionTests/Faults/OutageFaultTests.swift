import AWSTestSupport
import AuditService
import Testing

extension FaultTests {
  /// Services that are down, or say that calls come too fast.
  @Suite struct Outages {
    /// What is called in a region, and not for all of them.
    private static func isRegional(_ request: ProxiedRequest, _ region: String) -> Bool {
      request.region == region && !["sts", "iam", "organizations"].contains(request.service)
        && !request.isOfAccount
    }

    /// What services say that are down, or called too fast.
    private static let errors = [
      (503, "ServiceUnavailable"), (400, "Throttling"), (429, "TooManyRequestsException"),
      (503, "SlowDown"), (503, "RequestLimitExceeded"), (500, "InternalFailure"),
    ]

    @Test func `a region that recovers in time is read whole`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          guard Self.isRegional(request, "us-east-1"), request.attempt < 3 else { return .none }
          let (status, code) = Self.errors[request.number % Self.errors.count]
          return .error(status: status, code: code)
        }
        bench.expectWhole(faulty)
      }
    }

    @Test(arguments: [(503, "ServiceUnavailable"), (400, "Throttling"), (429, "SlowDown")])
    func `a region that does not recover is unread, and the other read`(
      status: Int, code: String
    ) async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          Self.isRegional($0, "us-east-1") ? .error(status: status, code: code) : .none
        }
        // Its bucket is listed with all others, and known as it was.
        faulty.expectUnread(
          { $0.hasPrefix("us-east-1 ") && !$0.contains("AWS::S3::Bucket") },
          because: ["'\(code)'", "request fault-"])
        faulty.expectUnreadParts(of: "1 AWS::S3::Bucket", because: ["'\(code)'"])
      }
    }

    @Test func `the region that is called first may be the one that is down`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          Self.isRegional($0, "eu-west-1") ? .text(status: 503, "<html>busy</html>") : .none
        }
        faulty.expectUnread(
          { $0.hasPrefix("eu-west-1 ") || $0.contains("AWS::S3::Bucket") }, because: ["'503'"])
      }
    }
  }
}
