import AWSClient
import AWSTestSupport
import AuditService
import ConfigurationModel
import Testing

extension FaultTests {
  /// What fails for one item costs that item only.
  @Suite struct SmallFailures {
    /// What AWS says of a queue that was there, and what becomes of it.
    struct QueueCase: Sendable {
      var isListedAgain = true
      /// The code that `GetQueueAttributes` answers with the first time, and from then on; nil where it finds it.
      var codes: [String?]
      /// The code of `ListQueueTags`; nil where it finds it.
      var tags: String?
      let isGone: Bool

      static let missing = "AWS.SimpleQueueService.NonExistentQueue"

      func fault(of request: ProxiedRequest) -> Fault {
        switch (request.service, request.region, request.operation) {
        case ("sqs", "eu-west-1", "ListQueues") where isListedAgain || request.attempt == 1:
          .edited { $0.replacing("/work\"", with: "/work\", \"https://sqs/123456789012/ghost\"") }
        case ("sqs", "eu-west-1", "GetQueueAttributes") where request.body.contains("/ghost"):
          answer(codes[min(request.attempt, codes.count) - 1], Self.attributes)
        case ("sqs", "eu-west-1", "ListQueueTags") where request.body.contains("/ghost"):
          answer(tags, "{}")
        default: .none
        }
      }

      private func answer(_ code: String?, _ text: String) -> Fault {
        code.map { .error(status: 400, code: $0) } ?? .text(status: 200, text)
      }

      private static let attributes =
        #"{"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:123456789012:ghost","VisibilityTimeout":"30","DelaySeconds":"0"}}"#
    }

    @Test(arguments: [
      QueueCase(codes: [QueueCase.missing], tags: QueueCase.missing, isGone: true),
      QueueCase(codes: ["QueueDoesNotExist"], tags: "QueueDoesNotExist", isGone: true),
      QueueCase(isListedAgain: false, codes: [QueueCase.missing], tags: nil, isGone: true),
      // One call finds it, or says something else.
      QueueCase(codes: [QueueCase.missing], tags: nil, isGone: false),
      QueueCase(codes: [QueueCase.missing], tags: "AccessDenied", isGone: false),
      QueueCase(codes: ["ResourceNotFoundException"], tags: QueueCase.missing, isGone: false),
      QueueCase(codes: ["AccessDenied"], tags: QueueCase.missing, isGone: false),
      QueueCase(
        codes: [QueueCase.missing, "AccessDenied"], tags: QueueCase.missing, isGone: false),
    ])
    func `a queue is gone where its list lacks it, or where every call says so twice`(
      row: QueueCase
    ) async throws {
      try await FaultBench.run { bench in
        bench.proxy.set { QueueCase(codes: [nil], isGone: false).fault(of: $0) }
        let first = try await bench.take(bench.client())
        bench.proxy.set { row.fault(of: $0) }
        let second = try await bench.take(bench.client())
        #expect(second.edits == (row.isGone ? 1 : 0))
        #expect(second.unread.isEmpty)
        #expect(
          second.ownUnreadParts == (row.isGone ? [] : ["configuration of 1 AWS::SQS::Queue"]))
        #expect(second.resources == first.resources - (row.isGone ? 1 : 0))
      }
    }

    @Test func `a queue that is found the second time is read`() async throws {
      try await FaultBench.run { bench in
        bench.proxy.set { QueueCase(codes: [nil], isGone: false).fault(of: $0) }
        let first = try await bench.take(bench.client())
        bench.proxy.set { QueueCase(codes: [QueueCase.missing, nil], isGone: false).fault(of: $0) }
        let second = try await bench.take(bench.client())
        #expect(second.edits == 0 && second.ownUnreadParts.isEmpty && second.unread.isEmpty)
        #expect(second.readings == first.readings)
      }
    }

    @Test func `where no queue is found, nothing says how they stand`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          request.service == "sqs" && request.operation != "ListQueues"
            ? .error(status: 400, code: QueueCase.missing) : .none
        }
        faulty.expectUnread({ $0 == "eu-west-1 AWS::SQS::Queue" }, because: ["NonExistentQueue"])
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
