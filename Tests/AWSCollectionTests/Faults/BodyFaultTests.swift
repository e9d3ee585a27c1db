import AWSTestSupport
import AuditService
import Foundation
import Testing

extension FaultTests {
  /// Answers that are not what they should be.
  @Suite struct Bodies {
    private static let html = "<html><head><title>Log in</title></head><body>Welcome</body></html>"

    /// One call of each protocol, with the type it lists.
    private static let calls = [
      ("ec2", "DescribeSecurityGroups", "AWS::EC2::SecurityGroup", "ec2:DescribeSecurityGroups"),
      ("sns", "ListTopics", "AWS::SNS::Topic", "sns:ListTopics"),
      ("kms", "ListKeys", "AWS::KMS::Key", "kms:ListKeys"),
      ("dynamodb", "ListTables", "AWS::DynamoDB::Table", "dynamodb:DescribeTable"),
      ("dynamodb", "DescribeTable", "AWS::DynamoDB::Table", "dynamodb:DescribeTable"),
      ("sqs", "ListQueues", "AWS::SQS::Queue", "sqs:GetQueueAttributes"),
      ("lambda", "GET /2015-03-31/functions", "AWS::Lambda::Function", "lambda:ListFunctions"),
      ("s3", "GET /", "AWS::S3::Bucket", "s3:ListBuckets"),
    ]

    private static func isCall(_ request: ProxiedRequest, _ service: String, _ operation: String)
      -> Bool
    {
      let name = request.operation.prefix { $0 != "?" }
      return request.region == "eu-west-1" && request.service == service
        && (name == operation || operation.count > 5 && name == operation + "/")
    }

    private static func isScope(_ text: String, _ type: String) -> Bool {
      text == "eu-west-1 \(type)" || type == "AWS::S3::Bucket" && text.hasSuffix(type)
    }

    @Test(arguments: calls)
    func `a connection that is cut once is no loss`(
      service: String, operation: String, type: String, call: String
    ) async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          Self.isCall(request, service, operation) && request.attempt < 3 ? .cut : .none
        }
        bench.expectWhole(faulty)
      }
    }

    @Test(arguments: calls)
    func `a connection that is always cut leaves the scope unread`(
      service: String, operation: String, type: String, call: String
    ) async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          Self.isCall($0, service, operation) ? .cut : .none
        }
        faulty.expectUnread(
          { Self.isScope($0, type) }, because: ["'\(call)'", "aws-connection-failed"])
      }
    }

    @Test(arguments: calls)
    func `an answer that breaks off leaves the scope unread`(
      service: String, operation: String, type: String, call: String
    ) async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          Self.isCall(request, service, operation)
            ? .edited { String($0.prefix($0.count * 2 / 3)) } : .none
        }
        faulty.expectUnread(
          { Self.isScope($0, type) }, because: ["'\(call)'", "MalformedResponse"])
      }
    }

    @Test(arguments: calls)
    func `a page of somebody else's leaves the scope unread`(
      service: String, operation: String, type: String, call: String
    ) async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          Self.isCall($0, service, operation) ? .text(status: 200, Self.html) : .none
        }
        faulty.expectUnread(
          { Self.isScope($0, type) }, because: ["'\(call)'", "MalformedResponse"])
      }
    }

    @Test func `a page of somebody else's about one item leaves its parts as they were`()
      async throws
    {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          $0.operation.hasPrefix("GET /plumb-data") ? .text(status: 200, Self.html) : .none
        }
        #expect(faulty.unread.isEmpty)
        faulty.expectUnreadParts(of: "1 AWS::S3::Bucket", because: ["MalformedResponse"])
      }
    }
  }
}
