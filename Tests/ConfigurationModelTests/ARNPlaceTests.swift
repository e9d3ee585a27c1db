import ConfigurationModel
import Testing

/// Whose resource an ARN names.
@Suite struct ARNPlaceTests {
  private static let trail = ResourceID(
    account: "111122223333", region: "eu-west-1", type: "AWS::CloudTrail::Trail", id: "main")
  private static let policy = ResourceID(
    account: "111122223333", region: Scope.global, type: "AWS::IAM::Policy",
    id: "arn:aws:iam::111122223333:policy/team/p")
  private static let user = ResourceID(
    account: "111122223333", region: Scope.global, type: "AWS::IAM::User", id: "ann")
  private static let bucket = ResourceID(
    account: "111122223333", region: "eu-west-1", type: "AWS::S3::Bucket", id: "b")

  @Test(
    arguments: [
      (trail, "main", true), (trail, "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", true),
      (trail, "arn:aws:cloudtrail:eu-west-1:444455556666:trail/main", false),
      (trail, "arn:aws:cloudtrail:us-east-1:111122223333:trail/main", false),
      (trail, "arn:aws-cn:cloudtrail:eu-west-1:111122223333:trail/main", false),
      (trail, "arn:main", false), (policy, "p", true),
      (policy, "arn:aws:iam::111122223333:policy/team/p", true),
      (policy, "arn:aws:iam::444455556666:policy/team/p", false),
      (policy, "arn:aws:iam::111122223333:policy/p", false),
      (user, "arn:aws:iam::111122223333:user/ann", true),
      (user, "arn:aws:iam::444455556666:user/ann", false), (bucket, "arn:aws:s3:::b", true),
      (bucket, "arn:aws-cn:s3:::b", false),
    ])
  func `an ARN is meant for a resource of its own place alone`(
    resource: ResourceID, name: String, isMeant: Bool
  ) {
    #expect(resource.mayBeCalled(name) == isMeant)
  }

  @Test func `an ARN says where its resource is, where it says it`() throws {
    let place = try #require(ARNPlace("arn:aws:kms:eu-west-1:111122223333:key/a:b"))
    #expect(place.region == "eu-west-1" && place.account == "111122223333")
    #expect(ARNPlace("arn:aws:s3:::b")?.account == nil)
    #expect(ARNPlace("sg-a") == nil && ARNPlace("arn:aws:s3") == nil)
  }
}
