import ConfigurationModel
import SnapshotSources
import Testing

private let owner = "444455556666"
private let own = "111122223333/eu-west-1/"

/// Listings of an account that takes part in a shared VPC, each with an item of the VPC's owner.
private let shared = [
  (
    "ec2-describe-internet-gateways",
    #"{"InternetGateways":[{"InternetGatewayId":"igw-1","OwnerId":"\#(owner)","Attachments":[]}]}"#
  ),
  (
    "ec2-describe-network-acls",
    #"{"NetworkAcls":[{"NetworkAclId":"acl-1","OwnerId":"\#(owner)","VpcId":"vpc-1","IsDefault":true,"Entries":[],"Associations":[]}]}"#
  ),
  (
    "ec2-describe-dhcp-options",
    #"{"DhcpOptions":[{"DhcpOptionsId":"dopt-1","OwnerId":"\#(owner)","DhcpConfigurations":[]}]}"#
  ),
  (
    "route53resolver-list-resolver-rules",
    #"{"ResolverRules":[{"Id":"rslvr-rr-1","Arn":"arn:aws:route53resolver:eu-west-1:\#(owner):resolver-rule/rslvr-rr-1","OwnerId":"\#(owner)"}]}"#
  ),
]

private let instances =
  #"{"Reservations":[{"OwnerId":"111122223333","Instances":[{"InstanceId":"i-1","State":{"Name":"running"}}]}]}"#

@Suite struct `What another account shares` {
  @Test(arguments: shared) func `is taken where another file confirms the account`(
    call: String, answer: String
  ) throws {
    let fixture = try Fixture([
      own + call + ".json": answer, own + "ec2-describe-instances.json": instances,
    ])
    #expect(fixture.read().codes == [])
    #expect(fixture.read().resources.count == 2)
  }

  @Test(arguments: shared) func `is refused where nothing confirms the account`(
    call: String, answer: String
  ) throws {
    #expect(try Fixture([own + call + ".json": answer]).read().codes == ["conflicting-account"])
  }

  @Test func `is the caller's where no folder names the account`() throws {
    let files = [
      "sts-get-caller-identity.json": #"{"Account":"111122223333"}"#,
      "eu-west-1/ec2-describe-vpcs.json":
        #"{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"\#(owner)","CidrBlock":"10.0.0.0/16"}]}"#,
    ]
    let read = try Fixture(files).read()
    #expect(read.codes == [])
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::VPC: read 1"])
    // What is not shared says whose it is.
    let group =
      #"{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"n","OwnerId":"\#(owner)"}]}"#
    let groups = ["eu-west-1/ec2-describe-security-groups.json": group]
    let beside = try Fixture(files.merging(groups) { $1 }).read()
    #expect(
      beside.readings == [
        "111122223333 eu-west-1 AWS::EC2::VPC: read 1",
        "\(owner) eu-west-1 AWS::EC2::SecurityGroup: read 1",
      ])
  }

  @Test func `what no account shares is refused beside what confirms the account`() throws {
    let foreign =
      #"{"Reservations":[{"OwnerId":"\#(owner)","Instances":[{"InstanceId":"i-2","State":{"Name":"running"}}]}]}"#
    let group = #"{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"n","OwnerId":"111122223333"}]}"#
    let fixture = try Fixture([
      own + "ec2-describe-instances.json": foreign,
      own + "ec2-describe-security-groups.json": group,
    ])
    #expect(fixture.read().codes == ["conflicting-account"])
  }
}

@Suite struct `Ids that need their parents` {
  static let records = #"{"ResourceRecordSets":[{"Name":"db.example.com.","Type":"A","TTL":60}]}"#
  static let stages = #"{"item":[{"stageName":"prod","deploymentId":"d1"}]}"#

  @Test(arguments: [
    (
      "global/route53-list-resource-record-sets/", records,
      [
        "Z1.json": "Z1|db.example.com. A",
        "hosted-zone-id=%2Fhostedzone%2FZ2.json": "Z2|db.example.com. A",
      ]
    ),
    (
      "global/route53-list-resource-record-sets__", records,
      [
        "hosted-zone-id=Z1.json": "Z1|db.example.com. A",
        "hosted-zone-id=Z2.json": "Z2|db.example.com. A",
      ]
    ),
    (
      "eu-west-1/apigateway-get-stages/", stages,
      ["api1.json": "api1|prod", "api2.json": "api2|prod"]
    ),
    (
      "eu-west-1/glue-get-tables__", #"{"TableList":[{"Name":"events","DatabaseName":"DB"}]}"#,
      ["database-name=a.json": "a|events", "database-name=b.json": "b|events"]
    ),
    (
      "eu-west-1/eks-list-addons/", #"{"addons":["vpc-cni"]}"#,
      ["c1.json": "c1|vpc-cni", "c2.json": "c2|vpc-cni"]
    ),
  ])
  func `one name in two parents is two resources`(
    folder: String, answer: String, files: [String: String]
  ) throws {
    let named = files.map { name, id in
      ("111122223333/" + folder + name, answer.replacing("DB", with: id.split(separator: "|")[0]))
    }
    let read = try Fixture(Dictionary(uniqueKeysWithValues: named)).read()
    #expect(read.codes == [])
    #expect(Set(read.items.map(\.resource.id.id)) == Set(files.values))
    #expect(read.items.allSatisfy { item in item.formerID.map { !$0.contains("|") } ?? false })
  }

  @Test func `a listing that names no parent leaves the id as it is`() throws {
    let read = try Fixture([
      "111122223333/global/route53-list-resource-record-sets.json": Self.records
    ]).read()
    #expect(read.items.map(\.resource.id.id) == ["db.example.com. A"])
    #expect(read.items.map(\.formerID) == [nil])
  }

  @Test func `an ARN needs no parent`() throws {
    let addon = "arn:aws:eks:eu-west-1:111122223333:addon/c1/vpc-cni/x"
    let read = try Fixture([
      "111122223333/eu-west-1/eks-describe-addon/c1.json":
        #"{"addon":{"addonName":"vpc-cni","addonArn":"\#(addon)"}}"#
    ]).read()
    #expect(read.items.map(\.resource.id.id) == [addon])
  }

  @Test func `versions of a function stand beside it`() throws {
    let arn = "arn:aws:lambda:eu-west-1:111122223333:function:pay"
    let read = try Fixture([
      "111122223333/eu-west-1/lambda-list-functions.json": """
      {"Functions":[{"FunctionName":"pay","FunctionArn":"\(arn):$LATEST","Version":"$LATEST"},
        {"FunctionName":"pay","FunctionArn":"\(arn):1","Version":"1"}]}
      """
    ]).read()
    #expect(read.items.map(\.resource.id.id) == ["pay", "pay:1"])
  }
}

@Suite struct `Resources in an end state` {
  @Test(arguments: [
    (
      "ec2-describe-instances",
      #"{"Reservations":[{"Instances":[{"InstanceId":"i-1","State":{"Name":"terminated"}}]}]}"#
    ),
    (
      "ec2-describe-vpc-endpoints",
      #"{"VpcEndpoints":[{"VpcEndpointId":"vpce-1","State":"Deleted"}]}"#
    ),
    (
      "rds-describe-db-instances",
      #"{"DBInstances":[{"DBInstanceIdentifier":"d","DBInstanceStatus":"deleting"}]}"#
    ),
    (
      "rds-describe-db-clusters",
      #"{"DBClusters":[{"DBClusterIdentifier":"d","Status":"deleting"}]}"#
    ),
    (
      "rds-describe-db-snapshots",
      #"{"DBSnapshots":[{"DBSnapshotIdentifier":"s","Status":"failed"}]}"#
    ),
    (
      "redshift-describe-clusters",
      #"{"Clusters":[{"ClusterIdentifier":"c","ClusterStatus":"final-snapshot"}]}"#
    ),
    (
      "dynamodb-describe-table",
      #"{"Table":{"TableName":"t","TableStatus":"DELETING"}}"#
    ),
    (
      "elbv2-describe-load-balancers",
      #"{"LoadBalancers":[{"LoadBalancerArn":"arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/b/1","State":{"Code":"failed"}}]}"#
    ),
    (
      "ec2-describe-snapshots",
      #"{"Snapshots":[{"SnapshotId":"snap-1","State":"error"}]}"#
    ),
    (
      "ec2-describe-transit-gateways",
      #"{"TransitGateways":[{"TransitGatewayId":"tgw-1","State":"deleting"}]}"#
    ),
    (
      "ec2-describe-transit-gateway-attachments",
      #"{"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-1","State":"rejected"}]}"#
    ),
    (
      "cloudformation-describe-stacks",
      #"{"Stacks":[{"StackName":"s","StackId":"arn:aws:cloudformation:eu-west-1:111122223333:stack/s/1","CreationTime":"2026-01-01T00:00:00Z","StackStatus":"DELETE_COMPLETE"}]}"#
    ),
    (
      "ecs-describe-clusters",
      #"{"clusters":[{"clusterArn":"arn:aws:ecs:eu-west-1:111122223333:cluster/c","status":"INACTIVE"}]}"#
    ),
    (
      "ecs-describe-task-definition",
      #"{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:eu-west-1:111122223333:task-definition/t:1","status":"INACTIVE"}}"#
    ),
    (
      "ec2-describe-vpn-connections",
      #"{"VpnConnections":[{"VpnConnectionId":"vpn-1","State":"deleted"}]}"#
    ),
  ])
  func `are gone, though they are listed`(call: String, answer: String) throws {
    let read = try Fixture([own + call + ".json": answer]).read()
    #expect(read.items.map(\.presence) == [.deleted])
    for reading in read.conclusion.readings.values {
      switch reading {
      case .read(let count), .seen(let count): #expect(count == 0)
      case .unread: Issue.record("\(call) was not read")
      }
    }
  }

  @Test(arguments: [
    (
      "ec2-describe-instances",
      #"{"Reservations":[{"Instances":[{"InstanceId":"i-1","State":{"Name":"stopped"}}]}]}"#
    ),
    (
      "cloudformation-describe-stacks",
      #"{"Stacks":[{"StackName":"s","CreationTime":"2026-01-01T00:00:00Z","StackStatus":"DELETE_FAILED"}]}"#
    ),
    ("kms-describe-key", #"{"KeyMetadata":{"KeyId":"k-1","KeyState":"PendingDeletion"}}"#),
    (
      "ecs-describe-services",
      #"{"services":[{"serviceArn":"arn:aws:ecs:eu-west-1:111122223333:service/c/s","status":"DRAINING"}]}"#
    ),
  ])
  func `a state that can be left again is none`(call: String, answer: String) throws {
    let read = try Fixture([own + call + ".json": answer]).read()
    #expect(read.items.map(\.presence) == [.present])
  }

  @Test func `AWS Config's spelling of a state is known too`() throws {
    let read = try Fixture([
      "item.json": #"""
      {"resourceType":"AWS::EC2::Instance","resourceId":"i-1","awsAccountId":"111122223333","awsRegion":"eu-west-1",
       "configurationItemStatus":"OK","configurationItemCaptureTime":"2026-11-20T06:00:00Z",
       "configuration":{"instanceId":"i-1","state":{"code":48,"name":"terminated"}}}
      """#
    ]).read()
    #expect(read.items.map(\.presence) == [.deleted])
  }
}
