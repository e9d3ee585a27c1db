import AWSClient
import AWSTestSupport
import AuditService
import Testing

extension FaultTests {
  /// What would go on for ever.
  @Suite struct Endless {
    /// By operation: what is replaced in its answer, and by what, so that there is always another page.
    private static let tokens = [
      "DescribeSecurityGroups": (
        "</DescribeSecurityGroupsResponse>",
        "<nextToken>again</nextToken></DescribeSecurityGroupsResponse>"
      ),
      "GetAccountAuthorizationDetails": (
        "<IsTruncated>false</IsTruncated>", "<IsTruncated>true</IsTruncated><Marker>again</Marker>"
      ),
      "ListTables": ("{", #"{"LastEvaluatedTableName":"again","#),
    ]

    @Test func `a page token that comes again ends the listing, which is unread`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          guard let (old, new) = Self.tokens[request.operation],
            request.region == "eu-west-1" || request.service == "iam"
          else { return .none }
          return .again { $0.replacing(old, with: new, maxReplacements: 1) }
        }
        let iam = ["User", "Group", "Role", "Policy"].map { "global AWS::IAM::\($0)" }
        let scopes = iam + ["eu-west-1 AWS::EC2::SecurityGroup", "eu-west-1 AWS::DynamoDB::Table"]
        faulty.expectUnread({ scopes.contains($0) }, because: ["'page-token-repeats'"])
      }
    }

    @Test func `a call that stalls once is made again`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults(timeout: 10) {
          $0.operation == "DescribeVpcs" && $0.region == "eu-west-1" && $0.attempt == 1
            ? .stall(seconds: 30) : .none
        }
        bench.expectWhole(faulty)
      }
    }

    @Test func `a call that always stalls is unread, and nothing waits for it`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults(timeout: 10) { request in
          guard request.region == "eu-west-1" else { return .none }
          switch request.operation {
          case "DescribeVpcs": return .stall(seconds: 30)
          case "DescribeSubnets": return .stallInside(seconds: 30)
          default: return .none
          }
        }
        faulty.expectUnread([
          "eu-west-1 AWS::EC2::VPC": ["'ec2:DescribeVpcs'", "'aws-request-timed-out'"],
          "eu-west-1 AWS::EC2::Subnet": ["'ec2:DescribeSubnets'", "'aws-request-timed-out'"],
        ])
      }
    }

    @Test func `a budget that is spent leaves the rest unread`() async throws {
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        let traffic = AWSTraffic(policy: RetryPolicy(longestWait: 0), budget: 30)
        let faulty = try await bench.take(
          AWSClient(in: .system(variables: bench.proxy.variables()), traffic: traffic))
        #expect(faulty.edits == 0)
        #expect(faulty.unreadTexts.count > 10)
        #expect(faulty.scopeTexts == first.scopeTexts)
        for (scope, text) in faulty.unreadTexts where !text.contains("'aws-request-budget-spent'") {
          Issue.record("\(scope): \(text)")
        }
        #expect(try await bench.takeWhole().readings == first.readings)
      }
    }
  }
}
