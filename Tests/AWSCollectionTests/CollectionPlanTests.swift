import AWSClient
import AWSCollection
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import Testing

@Suite struct CollectionPlanTests {
  private let plan = CollectionPlan(ResourceKind.all)

  @Test func `every kind is read by calls that the program can make and that only read`() {
    for kind in ResourceKind.all {
      let listings = kind.listings.prefix(1)
      let parents = listings.flatMap { listing in
        (listing.each?.line ?? []).map { (listing.service, $0.operation) }
      }
      let calls =
        listings.map { ($0.service, $0.operation) } + parents
        + kind.details.map { ($0.service, $0.operation) }
      #expect(!listings.isEmpty, "\(kind.type)")
      for (service, operation) in calls {
        #expect(ServiceCatalog.knows(service, operation), "\(service) \(operation)")
        let name = operation.split(separator: "-").map {
          $0.prefix(1).uppercased() + $0.dropFirst()
        }.joined()
        #expect(ServiceCatalog.isRead(service, name), "\(service) \(name)")
      }
    }
  }

  @Test func `a call that lists several kinds is made once`() throws {
    let identities = plan.calls.filter {
      $0.listing.operation == "get-account-authorization-details"
    }
    #expect(identities.count == 1)
    #expect(
      Set(identities[0].types.map(\.type.name)) == [
        "AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User",
      ])
    #expect(plan.calls.flatMap(\.types).count == ResourceKind.all.count)
  }

  @Test func `what is of no region is read once`() {
    let beyond = plan.calls.filter { $0.reach != .region }
    #expect(Set(beyond.map(\.listing.service)) == ["iam", "organizations", "s3api", "s3control"])
  }

  @Test func `no kinds need no calls`() { #expect(CollectionPlan([]).calls.isEmpty) }
}

@Suite struct ReadPermissionsTests {
  @Test func `the policy allows what each call needs, and only to read`() {
    let actions = ReadPermissions(ResourceKind.all).actions
    for action in [
      "ec2:DescribeSecurityGroups", "ec2:DescribeRegions", "iam:GetAccountAuthorizationDetails",
      "s3:ListAllMyBuckets", "s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration",
      "elasticloadbalancing:DescribeListeners", "config:DescribeConfigurationRecorders",
      "rds:DescribeDBInstances", "iam:ListMFADevices", "sqs:ListQueues", "kms:GetKeyPolicy",
      "ec2:SearchTransitGatewayRoutes", "s3:GetAccountPublicAccessBlock",
      "elasticloadbalancing:DescribeRules", "iam:ListRoles",
    ] { #expect(actions.contains(action), "\(action)") }
    for action in actions {
      let verb = action.split(separator: ":")[1]
      #expect(
        ["BatchGet", "Describe", "Get", "List", "Search"].contains { verb.hasPrefix($0) },
        "\(action)")
      #expect(!action.contains("-") && !action.contains("*"))
    }
  }

  @Test func `fewer kinds need less`() {
    let actions = ReadPermissions([.securityGroup]).actions
    #expect(actions == ["ec2:DescribeRegions", "ec2:DescribeSecurityGroups"])
  }
}
