import AWSClient
import AWSTestSupport
import AuditService
import ConfigurationModel
import Testing

extension FaultTests {
  /// What fails for one item costs that item only.
  @Suite struct SmallFailures {
    @Test func `a queue that AWS cannot find is gone where it is no longer listed`() async throws {
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        bench.proxy.set { request in
          switch (request.service, request.operation) {
          case ("sqs", "ListQueues") where request.attempt > 1: .text(status: 200, "{}")
          case ("sqs", "GetQueueAttributes"):
            .error(status: 400, code: "AWS.SimpleQueueService.NonExistentQueue")
          default: .none
          }
        }
        let second = try await bench.take(bench.client())
        // Where none is left the listing is refused as a whole: nothing says how it stands.
        #expect(second.edits <= 1)
        #expect(second.resources >= first.resources - 1)
      }
    }

    @Test func `a table that is listed and cannot be described leaves the others of its region`()
      async throws
    {
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        bench.proxy.set { request in
          request.operation == "ListTables" && request.region == "eu-west-1"
            ? .edited { $0.replacing("[\"", with: "[\"plumb-ghost\", \"") }
            : request.body.contains("plumb-ghost")
              ? .error(status: 400, code: "AccessDeniedException") : .none
        }
        let faulty = try await bench.take(bench.client())
        #expect(faulty.unread.isEmpty)
        #expect(faulty.ownUnreadParts == ["configuration of 1 AWS::DynamoDB::Table"])
        #expect(try await bench.takeWhole().readings == first.readings)
        #expect(faulty.edits == 0)
      }
    }

    @Test func `a bucket that vanishes while it is read keeps its parts, and the listing stands`()
      async throws
    {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          request.operation.hasPrefix("GET /plumb-data") && !request.operation.contains("?location")
            ? .error(status: 404, code: "NoSuchBucket") : .none
        }
        #expect(faulty.unread.isEmpty)
        faulty.expectUnreadParts(of: "1 AWS::S3::Bucket", because: ["'resource-vanishing'"])
      }
    }

    @Test func `a service that nobody reaches is given up, and the rest is read`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          request.service == "ec2" && request.region == "us-east-1" ? .cut : .none
        }
        faulty.expectUnread({ $0.hasPrefix("us-east-1 AWS::EC2::") }, because: [])
        #expect(faulty.unread.contains { $0.problem.message.contains("aws-service-given-up") })
      }
    }

    @Test func `at the deadline what was read is stored, and the rest is unread`() async throws {
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        let calls = CallCount(limit: 40)
        let deadline = CallDeadline(
          secondsLeft: { calls.isOver ? 0 : 3600 }, problem: .deadlinePassed())
        let client = AWSClient(
          in: .system(variables: bench.proxy.variables()),
          traffic: AWSTraffic(policy: RetryPolicy(longestWait: 0), deadline: deadline)
        ) { event in if case .sent = event { calls.add() } }
        let faulty = try await bench.take(client)
        #expect(faulty.edits == 0)
        #expect(faulty.scopeTexts == first.scopeTexts)
        #expect(!faulty.unread.isEmpty && faulty.unread.count < first.readings.count)
        for (scope, text) in faulty.unreadTexts where !text.contains("'deadline-passed'") {
          Issue.record("\(scope): \(text)")
        }
        #expect(try await bench.takeWhole().readings == first.readings)
      }
    }
  }
}
