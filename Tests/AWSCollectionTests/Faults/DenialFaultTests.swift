import AWSTestSupport
import AuditService
import Testing

extension FaultTests {
  /// What may not be read.
  @Suite struct Denials {
    @Test func `a denied service leaves its scopes unread and nothing else`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          $0.service == "iam" ? .error(status: 403, code: "AccessDenied") : .none
        }
        faulty.expectUnread(
          { $0.contains("AWS::IAM::") },
          because: ["'iam:", "'AccessDenied'", "request fault-"])
        #expect(
          faulty.unreadTexts["global AWS::IAM::Role"]?.contains(
            "'iam:GetAccountAuthorizationDetails'") == true)
        #expect(faulty.ownUnreadParts.isEmpty)
        #expect(bench.proxy.counts.keys.contains("iam us-east-1 GetAccountAuthorizationDetails"))
      }
    }

    @Test func `denied calls leave their scopes unread and nothing else`() async throws {
      let codes = [
        "ec2 DescribeRouteTables": "UnauthorizedOperation", "kms ListKeys": "AccessDeniedException",
        "dynamodb DescribeTable": "AccessDeniedException", "sqs ListQueues": "AccessDenied",
        "sns ListTopics": "AuthorizationError",
      ]
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          let code = codes["\(request.service) \(request.operation)"]
          return code.map {
            request.region == "eu-west-1" ? .error(status: 403, code: $0) : .none
          } ?? .none
        }
        faulty.expectUnread([
          "eu-west-1 AWS::EC2::RouteTable": [
            "'ec2:DescribeRouteTables'", "'UnauthorizedOperation'", "request fault-",
          ],
          "eu-west-1 AWS::KMS::Key": [
            "'kms:ListKeys'", "'AccessDeniedException'", "request fault-",
          ],
          "eu-west-1 AWS::DynamoDB::Table": [
            "'dynamodb:DescribeTable'", "'AccessDeniedException'", "request fault-",
          ],
          "eu-west-1 AWS::SQS::Queue": [
            "'sqs:ListQueues'", "'AccessDenied'", "request fault-",
          ],
          "eu-west-1 AWS::SNS::Topic": [
            "'sns:ListTopics'", "'AuthorizationError'", "request fault-",
          ],
        ])
        #expect(faulty.ownUnreadParts.isEmpty)
      }
    }

    @Test func `a denied call about one item leaves its part as it was`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          $0.operation.hasPrefix("GET /plumb-data") && $0.operation.contains("?policy")
            ? .error(status: 403, code: "AccessDenied") : .none
        }
        #expect(faulty.unread.isEmpty)
        #expect(faulty.ownUnreadParts == ["Policy of 1 AWS::S3::Bucket"])
        #expect(faulty.ownWarnings.count == 1)
        for text in ["Policy", "'s3:GetBucketPolicy'", "'AccessDenied'", "request fault-"] {
          #expect(faulty.ownWarnings.first?.contains(text) == true)
        }
      }
    }

    @Test func `denied buckets leave no region's buckets deleted`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          $0.service == "s3" && !$0.isOfAccount
            ? .error(status: 403, code: "AccessDenied") : .none
        }
        faulty.expectUnread(
          { $0.contains("AWS::S3::Bucket") },
          because: ["'s3:ListBuckets'", "'AccessDenied'", "request fault-"])
      }
    }

    @Test func `a table that goes between two calls leaves its scope unread`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          $0.operation == "DescribeTable"
            ? .error(status: 400, code: "ResourceNotFoundException") : .none
        }
        faulty.expectUnread(
          { $0 == "eu-west-1 AWS::DynamoDB::Table" },
          because: ["'dynamodb:DescribeTable'", "'ResourceNotFoundException'"])
      }
    }

    @Test func `a part that was never read is unread each time, until it is read`() async throws {
      try await FaultBench.run { bench in
        bench.proxy.set {
          $0.operation.hasPrefix("GET /plumb-data") && $0.operation.contains("?policy")
            ? .error(status: 403, code: "AccessDenied") : .none
        }
        for _ in 0..<2 {
          let outcome = try await bench.take(bench.client())
          #expect(outcome.ownUnreadParts == ["Policy of 1 AWS::S3::Bucket"])
          #expect(outcome.hasUnread)
          #expect(outcome.edits == 0)
        }
      }
    }

    @Test func `what was denied at first is no edit when it is read`() async throws {
      try await FaultBench.run { bench in
        bench.proxy.set {
          $0.service == "iam" ? .error(status: 403, code: "AccessDenied") : .none
        }
        let faulty = try await bench.take(bench.client())
        #expect(Set(faulty.unreadTexts.keys) == faulty.scopeTexts.filter { $0.contains("IAM") })
        _ = try await bench.takeWhole()
      }
    }
  }
}
