import AWSTestSupport
import AuditService
import Testing

extension FaultTests {
  /// What would go on for ever.
  @Suite struct Endless {
    @Test(arguments: [
      (
        "DescribeSecurityGroups", "</DescribeSecurityGroupsResponse>",
        "<nextToken>again</nextToken></DescribeSecurityGroupsResponse>",
        ["eu-west-1 AWS::EC2::SecurityGroup"]
      ),
      (
        "GetAccountAuthorizationDetails", "<IsTruncated>false</IsTruncated>",
        "<IsTruncated>true</IsTruncated><Marker>again</Marker>",
        ["User", "Group", "Role", "ManagedPolicy"].map { "global AWS::IAM::\($0)" }
      ),
      ("ListKeys", #"{"#, #"{"NextMarker":"again","Truncated":true,"#, ["eu-west-1 AWS::KMS::Key"]),
      (
        "ListTables", #"{"#, #"{"LastEvaluatedTableName":"again","#,
        ["eu-west-1 AWS::DynamoDB::Table"]
      ),
    ])
    func `a page token that comes again ends the listing, which is unread`(
      operation: String, old: String, new: String, scopes: [String]
    ) async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults { request in
          request.operation == operation
            && (request.region == "eu-west-1" || request.service == "iam")
            ? .again { $0.replacing(old, with: new, maxReplacements: 1) } : .none
        }
        faulty.expectUnread({ scopes.contains($0) }, because: ["page-token-repeats"])
      }
    }

    @Test func `a call that stalls once is made again`() async throws {
      try await FaultBench.run { bench in
        let faulty = try await bench.withFaults(timeout: 1) {
          $0.operation == "DescribeVpcs" && $0.region == "eu-west-1" && $0.attempt == 1
            ? .stall(seconds: 30) : .none
        }
        bench.expectWhole(faulty)
      }
    }

    @Test(arguments: [Fault.stall(seconds: 30), .stallInside(seconds: 30)])
    func `a call that always stalls is unread, and nothing waits for it`(fault: Fault) async throws
    {
      try await FaultBench.run { bench in
        let clock = ContinuousClock()
        let start = clock.now
        let faulty = try await bench.withFaults(timeout: 1) {
          $0.operation == "DescribeVpcs" && $0.region == "eu-west-1" ? fault : .none
        }
        faulty.expectUnread(
          { $0 == "eu-west-1 AWS::EC2::VPC" },
          because: ["'ec2:DescribeVpcs'", "aws-request-timed-out"])
        #expect(clock.now - start < .seconds(20))
      }
    }
  }
}
