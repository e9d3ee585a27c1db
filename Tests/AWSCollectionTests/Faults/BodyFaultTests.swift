import AWSTestSupport
import AuditService
import Testing

extension FaultTests {
  /// Answers that are not what they should be.
  @Suite struct Bodies {
    private static let html = "<html><head><title>Log in</title></head><body>Welcome</body></html>"

    /// One listing of each protocol and form in eu-west-1, and one of what hangs on two calls: the scopes
    /// that each lists, and the call that they name.
    private static let calls: [String: (scopes: [String], call: String)] = [
      "ec2 DescribeSecurityGroups": (
        ["eu-west-1 AWS::EC2::SecurityGroup"], "'ec2:DescribeSecurityGroups'"
      ),
      "iam GetAccountAuthorizationDetails": (
        ["User", "Group", "Role", "Policy"].map { "global AWS::IAM::\($0)" },
        "'iam:GetAccountAuthorizationDetails'"
      ),
      "sns ListTopics": (["eu-west-1 AWS::SNS::Topic"], "'sns:ListTopics'"),
      "kms ListKeys": (["eu-west-1 AWS::KMS::Key"], "'kms:ListKeys'"),
      "dynamodb DescribeTable": (["eu-west-1 AWS::DynamoDB::Table"], "'dynamodb:DescribeTable'"),
      "sqs ListQueues": (["eu-west-1 AWS::SQS::Queue"], "'sqs:ListQueues'"),
      "lambda GET /2015-03-31/functions": (
        ["eu-west-1 AWS::Lambda::Function"], "'lambda:ListFunctions'"
      ),
      "s3 GET /": (
        ["eu-west-1 AWS::S3::Bucket", "us-east-1 AWS::S3::Bucket"], "'s3:ListBuckets'"
      ),
    ]

    private static func isChosen(_ request: ProxiedRequest) -> Bool {
      let path = request.operation.prefix { $0 != "?" }
      let name = path.hasSuffix("functions/") ? path.dropLast() : path
      return calls["\(request.service) \(name)"] != nil
        && (request.region == "eu-west-1" || request.service == "iam")
    }

    /// All of the calls' scopes, each with the call and this reason.
    private static func unread(_ reason: String) -> [String: [String]] {
      Dictionary(
        uniqueKeysWithValues: calls.values.flatMap { scopes, call in
          scopes.map { ($0, [call, reason]) }
        })
    }

    @Test func `connections that are cut and then hold are no loss`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          Self.isChosen(request) && request.attempt < 3 ? .cut : .none
        }
        bench.expectWhole(faulty)
      }
    }

    @Test func `connections that are always cut leave their scopes unread`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { Self.isChosen($0) ? .cut : .none }
        faulty.expectUnread(Self.unread("did not reach"))
      }
    }

    @Test func `answers that break off leave their scopes unread`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          Self.isChosen(request) ? .edited { String($0.prefix($0.count * 2 / 3)) } : .none
        }
        faulty.expectUnread(Self.unread("MalformedResponse"))
      }
    }

    @Test func `a web page for an answer leaves the scopes unread`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults {
          Self.isChosen($0) ? .text(status: 200, Self.html) : .none
        }
        faulty.expectUnread(Self.unread("'MalformedResponse'"))
      }
    }

    @Test(arguments: [html, "{\"Version\":"])
    func `a web page or half an answer about a bucket leaves its parts as they were`(
      text: String
    ) async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          request.operation.hasPrefix("GET /plumb-data")
            && !request.operation.contains("?location") ? .text(status: 200, text) : .none
        }
        #expect(faulty.unread.isEmpty)
        faulty.expectUnreadParts(of: "1 AWS::S3::Bucket", because: ["'MalformedResponse'"])
        #expect(faulty.ownUnreadParts.contains("Policy of 1 AWS::S3::Bucket"))
      }
    }

    @Test func `a bucket that is nowhere is unread, and no other`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          request.operation.hasPrefix("GET /plumb-data?location")
            ? .text(status: 200, Self.html) : .none
        }
        #expect(faulty.unread.isEmpty)
        #expect(faulty.ownUnreadParts == ["configuration of 1 AWS::S3::Bucket"])
        #expect(faulty.ownWarnings.allSatisfy { $0.contains("'s3:GetBucketLocation'") })
      }
    }

    @Test func `a listing whose second page fails is unread, although the first was read`()
      async throws
    {
      let end = "</DescribeSecurityGroupsResponse>"
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          guard request.operation == "DescribeSecurityGroups", request.region == "eu-west-1"
          else { return .none }
          return request.body.contains("NextToken=")
            ? .error(status: 503, code: "ServiceUnavailable")
            : .edited { $0.replacing(end, with: "<nextToken>2</nextToken>\(end)") }
        }
        faulty.expectUnread(
          { $0 == "eu-west-1 AWS::EC2::SecurityGroup" },
          because: ["'ec2:DescribeSecurityGroups'", "'ServiceUnavailable'"])
      }
    }

    @Test func `what an answer no longer lists is deleted`() async throws {
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        bench.proxy.set { request in
          switch request.operation {
          case "ListTables": .text(status: 200, #"{"TableNames":[]}"#)
          case "ListQueues": .text(status: 200, "{}")
          case "ListTopics":
            .edited {
              $0.replacing(/<Topics>.*<\/Topics>/.dotMatchesNewlines(), with: "<Topics></Topics>")
            }
          default: .none
          }
        }
        let second = try await bench.take(bench.client())
        #expect(second.unreadTexts.isEmpty)
        #expect(second.edits == 3)
        #expect(second.resources == first.resources - 3)
      }
    }
  }
}
