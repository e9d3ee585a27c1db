import ConfigurationModel
import Notices
import Testing

/// The command that takes an edit back.
@Suite struct PutBackTests {
  private func way(
    _ type: String, _ id: String, _ steps: [ConfigurationPath.Step], _ change: Edit.Change
  ) -> String? {
    let finding = SampleNotices.finding(
      1, edits: [Edit(ConfigurationPath(steps), change)], type: type, id: id)
    let ways = PutBack.ways(for: finding)
    return ways.count == 1 ? ways[0].text : nil
  }

  private static let rule: ConfigurationValue = .object([
    "IpProtocol": .string("tcp"), "FromPort": .number("22"), "ToPort": .number("22"),
    "source": .string("0.0.0.0/0"), "Description": .string("it's mine"),
  ])

  @Test func `a rule of a security group is revoked, or authorized again as it was`() {
    let steps: [ConfigurationPath.Step] = [
      .key("IpPermissions"), .element("tcp 22 from 0.0.0.0/0"),
    ]
    let type = "AWS::EC2::SecurityGroup"
    #expect(
      way(type, "sg-1", steps, .added(Self.rule))
        == "aws ec2 revoke-security-group-ingress --group-id sg-1 --ip-permissions "
        + #"'[{"FromPort":22,"IpProtocol":"tcp","IpRanges":[{"CidrIp":"0.0.0.0/0"}],"ToPort":22}]'"#
        + " --region eu-west-1")
    #expect(
      way(type, "sg-1", steps, .removed(Self.rule))
        == "aws ec2 authorize-security-group-ingress --group-id sg-1 --ip-permissions "
        + #"'[{"FromPort":22,"IpProtocol":"tcp","IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"it'\''s mine"}],"ToPort":22}]'"#
        + " --region eu-west-1")
  }

  @Test func `a route gets its target back`() {
    let type = "AWS::EC2::RouteTable"
    let place: [ConfigurationPath.Step] = [.key("Routes"), .element("0.0.0.0/0")]
    #expect(
      way(
        type, "rtb-1", place,
        .added(.object(["GatewayId": .string("igw-1"), "State": .string("active")])))
        == "aws ec2 delete-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --region eu-west-1"
    )
    #expect(
      way(type, "rtb-1", place, .removed(.object(["NatGatewayId": .string("nat-1")])))
        == "aws ec2 create-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-1 --region eu-west-1"
    )
    let field = place + [.key("GatewayId")]
    #expect(
      way(type, "rtb-1", field, .changed(from: .string("vgw-1"), to: .string("igw-1")))
        == "aws ec2 replace-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --gateway-id vgw-1 --region eu-west-1"
    )
    // A target of another kind: one command for both edits.
    let both = SampleNotices.finding(
      1,
      edits: [
        Edit(ConfigurationPath(place + [.key("NatGatewayId")]), .removed(.string("nat-1"))),
        Edit(ConfigurationPath(field), .added(.string("igw-1"))),
      ], type: type, id: "rtb-1")
    #expect(PutBack.ways(for: both).count == 1)
    #expect(PutBack.ways(for: both)[0].text.contains("replace-route"))
  }

  @Test func `members, policies, keys and tags`() {
    #expect(
      way("AWS::IAM::Group", "Admins", [.key("Users"), .element("mallory")], .added(.object([:])))
        == "aws iam remove-user-from-group --user-name mallory --group-name Admins --region eu-west-1"
    )
    let arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    #expect(
      way(
        "AWS::IAM::Role", "Deploy", [.key("AttachedManagedPolicies"), .element(arn)],
        .added(.object([:])))
        == "aws iam detach-role-policy --role-name Deploy --policy-arn \(arn) --region eu-west-1")
    let document: ConfigurationValue = .object([
      "Version": .string("2012-10-17"),
      "Statement": .elements(["Read": .object(["Effect": .string("Allow")])]),
    ])
    #expect(
      way("AWS::IAM::User", "bob", [.key("Policies"), .element("p")], .removed(document))
        == #"aws iam put-user-policy --user-name bob --policy-name p --policy-document '{"Statement":[{"Effect":"Allow"}],"Version":"2012-10-17"}' --region eu-west-1"#
    )
    #expect(
      way(
        "AWS::EC2::VPC", "vpc-1", [.key("Tags"), .element("env")],
        .changed(from: .string("prod"), to: .string("dev")))
        == #"aws ec2 create-tags --resources vpc-1 --tags '[{"Key":"env","Value":"prod"}]' --region eu-west-1"#
    )
  }

  @Test func `what no one command undoes is said in words`() {
    #expect(
      way(
        "AWS::S3::Bucket", "b", [.key("PublicAccessBlock"), .key("BlockPublicAcls")],
        .changed(from: .bool(true), to: .bool(false)))
        == "set PublicAccessBlock.BlockPublicAcls back to true")
    #expect(
      way("AWS::EC2::VPC", "vpc-1", [], .removed(.object([:])))
        == "make the resource anew; 'plumb show' has its configuration")
  }

  @Test func `a name cannot become a command`() {
    let evil = "x; rm -rf ~ $(curl evil) `id` '\"'"
    let text = way(
      "AWS::IAM::Group", evil, [.key("Users"), .element("a")], .added(.object([:])))
    #expect(
      text?.contains("--group-name 'x; rm -rf ~ $(curl evil) `id` '\\''\"'\\''' --region") == true)
    // What a terminal does not show is in no command.
    let hidden = way(
      "AWS::IAM::Group", "a\u{202E}b", [.key("Users"), .element("a")], .added(.object([:])))
    #expect(hidden == "take Users[a] away")
  }

  @Test func `of what is over nothing is put back`() {
    let over = SampleNotices.finding(
      1, edits: [SampleNotices.opened()], status: .resolved(.reverted, at: SampleNotices.now))
    #expect(PutBack.ways(for: over).isEmpty)
  }
}
