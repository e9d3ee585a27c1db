import ConfigurationModel
import Testing

@testable import SnapshotSources

@Suite struct APICallTests {
  @Test(
    arguments: [
      ("ec2-describe-security-groups", "ec2 describe-security-groups", nil, nil),
      ("describe-security-groups", "describe-security-groups", nil, nil),
      ("ec2.DescribeSecurityGroups_2", "ec2 describe-security-groups", nil, 2),
      ("rds.DescribeDBInstances_1", "rds describe-db-instances", nil, 1),
      ("iam.ListSSHPublicKeys_1", "iam list-ssh-public-keys", nil, 1),
      ("describe-images__self", "describe-images", "self", nil),
      ("list-launch-templates___Default", "list-launch-templates", "_Default", nil),
      ("iam-list-users-page2", "iam list-users", nil, 2),
      ("iam-list-users.3", "iam list-users", nil, 3),
      ("cognito-idp-list-user-pools", "cognito-idp list-user-pools", nil, nil),
      ("bedrock_agent-get-flow", "bedrock-agent get-flow", nil, nil),
      ("ec2-describe-vpcs-2026-11-20", "ec2 describe-vpcs", nil, nil),
      ("ec2-describe-vpcs-20261120", "ec2 describe-vpcs", nil, nil),
      ("ec2-describe-vpcs-2", "ec2 describe-vpcs", nil, 2),
      ("s3api-list-objects-v2", "s3api list-objects-v2", nil, nil),
    ] as [(String, String, String?, Int?)])
  func `a file's name says its call, its parameters and its page`(
    name: String, call: String, parameters: String?, page: Int?
  ) {
    let named = CallName(name)
    #expect(named?.call.description == call)
    #expect(named?.parameters == parameters)
    #expect(named?.page == page)
  }

  @Test(arguments: [
    "", "list", "README", "SecurityGroups", "my bucket", "a.b.c", "x-describe", "--",
  ])
  func `other names say no call`(name: String) {
    #expect(CallName(name) == nil)
  }

  @Test(arguments: [
    ("eu-west-1", true), ("us-gov-east-1", true), ("apiso-centralnorth-2r", true),
    ("xx-moon-12", true), ("eu-west", false), ("west-1", false), ("EU-WEST-1", false),
    ("", false), ("--1", false), ("eu--1", false), ("test_a-b-1", false),
  ])
  func `a region is known by its form`(text: String, isRegion: Bool) {
    #expect(PathFacts.isRegion(text) == isRegion)
  }

  @Test(
    arguments: [
      (
        "x/111122223333/eu-west-1/ec2-describe-vpcs.json", "111122223333", "eu-west-1",
        "ec2 describe-vpcs", nil
      ),
      ("111122223333/ec2/describe-vpcs.json.gz", "111122223333", nil, "ec2 describe-vpcs", nil),
      (
        "eu-west-1/s3-get-bucket-policy/a%2Fb-eu-1", nil, "eu-west-1", "s3 get-bucket-policy",
        "a/b-eu-1"
      ),
      (
        "s3/get-bucket-policy/my-list-bucket.json", nil, nil, "s3 get-bucket-policy",
        "my-list-bucket"
      ),
      ("eu-west-1/describe-vpcs.json", nil, "eu-west-1", "describe-vpcs", nil),
    ] as [(String, String?, String?, String, String?)])
  func `a path says account, region, call and parameters`(
    path: String, account: String?, region: String?, call: String, parameters: String?
  ) {
    let facts = PathFacts(path) { $0.operation == "get-bucket-policy" }
    #expect(facts.account == account)
    #expect(facts.region == region)
    #expect(facts.name?.call.description == call)
    #expect(facts.name?.parameters == parameters)
  }

  @Test func `percent signs that encode nothing stay`() {
    #expect("100%".percentDecoded == "100%")
    #expect("%zz%41".percentDecoded == "%zzA")
    #expect("%ff".percentDecoded == "%ff")
  }
}
