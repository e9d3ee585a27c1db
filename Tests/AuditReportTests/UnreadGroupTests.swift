import AuditReport
import ConfigurationModel
import Testing

@Suite struct UnreadGroupTests {
  private typealias Unread = (scope: Scope, problem: Problem)

  private func denied(_ account: Int, _ region: String, _ type: String, _ call: String) -> Unread {
    let name = "22222222220\(account)"
    return (
      Scope(account: name, region: region, type: ResourceType(type)),
      Problem(
        "call-failed",
        "The call '\(call)' failed: role arn:aws:iam::\(name):role/Audit cannot be assumed.")
    )
  }

  @Test func `one role that cannot be assumed is one line`() {
    let unread = ["eu-west-1", "us-east-1", "global"].flatMap { region in
      (1...34).map { denied(1, region, "AWS::EC2::Type\($0)", "ec2:Describe\($0)") }
    }
    let groups = UnreadGroup.groups(unread)
    #expect(
      groups.map { "\($0.place): \($0.reason)" } == [
        "222222222201, eu-west-1 and global and us-east-1, 34 types (102 scopes): The call … failed: "
          + "role arn:aws:iam::…:role/Audit cannot be assumed. [call-failed]"
      ])
    #expect(groups[0].scopes == unread.map(\.0).sorted())
  }

  @Test func `many accounts with one reason are one line, and few are one each`() {
    func places(_ accounts: Int) -> [String] {
      UnreadGroup.groups(
        (1...accounts).map { denied($0, "eu-west-1", "AWS::EC2::VPC", "ec2:DescribeVpcs") }
      ).map(\.place)
    }
    #expect(places(9) == ["9 accounts, eu-west-1, AWS::EC2::VPC (9 scopes)"])
    #expect(
      places(2) == ["222222222201 eu-west-1 AWS::EC2::VPC", "222222222202 eu-west-1 AWS::EC2::VPC"])
  }

  @Test func `two reasons are two lines, the larger first, and a single one keeps its words`() {
    let other: Unread = (
      Scope(account: "222222222201", region: "eu-west-1", type: "AWS::RDS::DBInstance"),
      Problem("throttled", "The call 'rds:DescribeDBInstances' was throttled.")
    )
    let unread =
      [other] + (1...2).map { denied(1, "eu-west-1", "AWS::EC2::T\($0)", "ec2:D\($0)") }
    let groups = UnreadGroup.groups(unread)
    #expect(groups.map(\.count) == [2, 1])
    #expect(
      groups[1].reason == "The call 'rds:DescribeDBInstances' was throttled. [throttled]")
    #expect(!groups[0].scopes.contains(other.0) && groups[1].scopes == [other.0])
  }
}
