import PlumblineTestSupport

/// A small account of many kinds, as a whole export of the AWS CLI tells it.
struct Account {
  /// A resource with fields that may change.
  struct Thing: Equatable {
    var number: Int
    var size: Int
    var isOpen: Bool
    var tag: String
  }

  private(set) var things: [String: [String: Thing]] = [:]
  private var made = 0

  static let kinds = [
    "address", "bucket", "cluster", "function", "group", "key", "network", "queue", "recorder",
    "remoteGroup", "remoteNetwork", "role", "route", "subnet", "table", "user", "volume",
  ]

  /// - Parameter names: Of its resources; another account has others.
  init(using random: inout SeededGenerator, names: [String] = ["a", "b", "c"]) {
    for kind in Account.kinds {
      for name in names.prefix(kind == "recorder" ? 1 : 3) {
        let first = thing(using: &random)
        things[kind, default: [:]][name] = first
      }
    }
  }

  private mutating func thing(using random: inout SeededGenerator) -> Thing {
    made += 1
    return Thing(
      number: made, size: Int.random(in: 1...9, using: &random),
      isOpen: Bool.random(using: &random), tag: ["web", "data"].any(using: &random))
  }

  /// Some edits, or none.
  mutating func edit(using random: inout SeededGenerator) {
    for _ in 0..<[0, 1, 1, 2, 4].any(using: &random) {
      let kind = Account.kinds.any(using: &random)
      let name = (things[kind] ?? [:]).keys.sorted().randomElement(using: &random) ?? "a"
      switch Int.random(in: 0..<6, using: &random) {
      case 0 where kind != "recorder": things[kind]?[name] = nil
      case 1 where kind != "recorder":
        let new = thing(using: &random)
        things[kind]?["d"] = new
      case 2: things[kind]?[name]?.size = Int.random(in: 1...9, using: &random)
      case 3: things[kind]?[name]?.tag = ["web", "data", "ops"].any(using: &random)
      default: things[kind]?[name]?.isOpen.toggle()
      }
    }
  }

  private func each(_ kind: String, _ text: (String, Thing) -> String) -> String {
    things[kind, default: [:]].sorted { $0.key < $1.key }.map { text($0.key, $0.value) }
      .joined(separator: ",")
  }

  private func listed(_ member: String, more: String = "", _ items: String) -> String {
    #"{"\#(member)":[\#(items)]\#(more)}"#
  }

  private func parts(_ kind: String, _ call: String, _ text: (String, Thing) -> String)
    -> [(String, String)]
  {
    things[kind, default: [:]].sorted { $0.key < $1.key }.map {
      ("eu-west-1/\(call)/\($0.key).json", text($0.key, $0.value))
    }
  }

  /// A policy as a text. Those of buckets and functions name what they belong to (S3 User Guide, "Bucket
  /// policies"; Lambda API Reference, "GetPolicy"); a key's says `*`.
  private static func policy(_ thing: Thing, _ service: String, of resource: String = "*")
    -> String
  {
    #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"\#(service):Do\#(thing.size)\",\"Resource\":\"\#(resource)\"}]}"#
  }

  /// An id as EC2 makes them: no two resources of any region have one.
  private static func id(_ kind: String, _ name: String, in region: String = "eu-west-1") -> String
  {
    let letter = name.first { $0.isHexDigit } ?? "e"
    return "\(kind)-\(region == "eu-west-1" ? "0" : "1")" + String(repeating: letter, count: 16)
  }

  private static func none(_ code: String, _ operation: String) -> String {
    "\naws: [ERROR]: An error occurred (\(code)) when calling the \(operation) operation: none\n"
  }

  private static func tags(_ thing: Thing) -> String {
    #"[{"Key":"team","Value":"\#(thing.tag)"}]"#
  }

  /// The files by their paths below the account's folder.
  var files: [String: String] {
    Dictionary(networkFiles + storageFiles + otherFiles) { first, _ in first }
  }

  private func groups(_ kind: String, in region: String) -> [String] {
    things[kind, default: [:]].sorted { $0.key < $1.key }.map { name, thing in
      let rules =
        thing.isOpen
        ? #"{"IpProtocol":"tcp","FromPort":\#(thing.size),"ToPort":\#(thing.size),"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}"#
        : ""
      let id = Account.id("sg", name, in: region)
      return
        #"{"GroupId":"\#(id)","SecurityGroupArn":"arn:aws:ec2:\#(region):111122223333:security-group/\#(id)","GroupName":"\#(name)","Description":"d","OwnerId":"111122223333","VpcId":"v","IpPermissions":[\#(rules)],"IpPermissionsEgress":[],"Tags":\#(Account.tags(thing))}"#
    }
  }

  private func networks(_ kind: String, in region: String) -> String {
    listed(
      "Vpcs",
      each(kind) { name, thing in
        #"{"VpcId":"\#(Account.id("vpc", name, in: region))","OwnerId":"111122223333","State":"available","CidrBlock":"10.\#(thing.size).0.0/16","DhcpOptionsId":"dopt-1","InstanceTenancy":"default","IsDefault":false,"CidrBlockAssociationSet":[],"Tags":\#(Account.tags(thing))\#(thing.isOpen ? #","Ipv6CidrBlockAssociationSet":[{"AssociationId":"i","Ipv6CidrBlock":"2001:db8::/56","Ipv6CidrBlockState":{"State":"associated"}}]"# : "")}"#
      })
  }

  private var networkFiles: [(String, String)] {
    let groups = groups("group", in: "eu-west-1")
    let (first, rest) = (groups.prefix(1).joined(), groups.dropFirst().joined(separator: ","))
    let remote = self.groups("remoteGroup", in: "us-east-1").joined(separator: ",")
    return [
      (
        "eu-west-1/ec2-describe-security-groups.page1.json",
        #"{"SecurityGroups":[\#(first)],"NextToken":"n"}"#
      ),
      ("eu-west-1/ec2-describe-security-groups.page2.json", #"{"SecurityGroups":[\#(rest)]}"#),
      ("us-east-1/ec2-describe-security-groups.json", #"{"SecurityGroups":[\#(remote)]}"#),
      (
        "eu-west-1/ec2-describe-route-tables.json",
        listed(
          "RouteTables",
          each("route") { name, thing in
            #"{"RouteTableId":"\#(Account.id("rtb", name))","OwnerId":"111122223333","VpcId":"v","Associations":[],"PropagatingVgws":[],"Tags":\#(Account.tags(thing)),"Routes":[{"DestinationCidrBlock":"10.\#(thing.size).0.0/16","GatewayId":"\#(thing.isOpen ? "igw-1" : "local")","Origin":"CreateRoute","State":"active"}]}"#
          })
      ),
      ("eu-west-1/ec2-describe-vpcs.json", networks("network", in: "eu-west-1")),
      ("us-east-1/ec2-describe-vpcs.json", networks("remoteNetwork", in: "us-east-1")),
      (
        "eu-west-1/ec2-describe-subnets.json",
        listed(
          "Subnets",
          each("subnet") { name, thing in
            let id = Account.id("subnet", name)
            return
              #"{"SubnetId":"\#(id)","SubnetArn":"arn:aws:ec2:eu-west-1:111122223333:subnet/\#(id)","OwnerId":"111122223333","VpcId":"v","AvailabilityZone":"eu-west-1a","CidrBlock":"10.\#(thing.size).1.0/24","DefaultForAz":false,"MapPublicIpOnLaunch":\#(thing.isOpen),"State":"available","Tags":\#(Account.tags(thing))}"#
          })
      ),
      (
        "eu-west-1/ec2-describe-addresses.json",
        listed(
          "Addresses",
          each("address") { name, thing in
            #"{"AllocationId":"\#(Account.id("eipalloc", name))","PublicIp":"203.0.113.\#(thing.number)","Domain":"vpc","NetworkBorderGroup":"eu-west-1","PublicIpv4Pool":"amazon"\#(thing.isOpen ? #","Tags":\#(Account.tags(thing))"# : "")}"#
          })
      ),
      (
        "eu-west-1/ec2-describe-volumes.json",
        listed(
          "Volumes",
          each("volume") { name, thing in
            #"{"VolumeId":"\#(Account.id("vol", name))","AvailabilityZone":"eu-west-1a","Encrypted":\#(thing.isOpen),"Size":\#(thing.size),"VolumeType":"gp3","State":"available","Attachments":[],"Tags":\#(Account.tags(thing))}"#
          })
      ),
    ]
  }

  private var storageFiles: [(String, String)] {
    [
      (
        "eu-west-1/s3api-list-buckets.json",
        listed(
          "Buckets",
          each("bucket") { name, _ in
            #"{"Name":"\#(name)"}"#
          })
      )
    ]
      + parts("bucket", "s3api-get-bucket-policy") { name, thing in
        thing.isOpen
          ? #"{"Policy":"\#(Account.policy(thing, "s3", of: "arn:aws:s3:::\(name)/*"))"}"#
          : Account.none("NoSuchBucketPolicy", "GetBucketPolicy")
      }
      + parts("bucket", "s3api-get-public-access-block") { _, thing in
        thing.isOpen
          ? Account.none("NoSuchPublicAccessBlockConfiguration", "GetPublicAccessBlock")
          : #"{"PublicAccessBlockConfiguration":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":\#(thing.size > 4)}}"#
      }
      + parts("bucket", "s3api-get-bucket-tagging") { _, thing in
        #"{"TagSet":\#(Account.tags(thing))}"#
      }
      + parts("bucket", "s3api-get-bucket-logging") { _, thing in
        thing.isOpen
          ? "" : #"{"LoggingEnabled":{"TargetBucket":"logs","TargetPrefix":"\#(thing.size)/"}}"#
      }
      + parts("bucket", "s3api-get-bucket-acl") { _, thing in
        #"{"Owner":{"ID":"o"},"Grants":[{"Grantee":{"ID":"o","Type":"CanonicalUser"},"Permission":"\#(thing.isOpen ? "READ" : "FULL_CONTROL")"}]}"#
      }
      + [
        (
          "eu-west-1/dynamodb-describe-table.page1.json",
          listed(
            "Table",
            each("table") { name, thing in
              #"{"TableName":"\#(name)","TableArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/\#(name)","TableId":"\#(thing.number)","AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],"KeySchema":[{"AttributeName":"k","KeyType":"HASH"}],"DeletionProtectionEnabled":\#(thing.isOpen)}"#
            })
        )
      ]
      + parts("table", "dynamodb-list-tags-of-resource") { _, thing in
        #"{"Tags":\#(Account.tags(thing))}"#
      }
  }

  private var otherFiles: [(String, String)] {
    iamFiles + [queueFile] + [
      (
        "eu-west-1/ecs-describe-clusters.json",
        listed(
          "clusters", more: #","failures":[]"#,
          each("cluster") { name, thing in
            #"{"clusterArn":"arn:aws:ecs:eu-west-1:111122223333:cluster/\#(name)","clusterName":"\#(name)","status":"ACTIVE","registeredContainerInstancesCount":\#(thing.size)}"#
          })
      ),
      (
        "eu-west-1/lambda-list-functions.json",
        listed(
          "Functions",
          each("function") { name, thing in
            #"{"FunctionName":"\#(name)","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:\#(name)","Runtime":"python3.12","Role":"r","Handler":"a.b","CodeSha256":"S\#(thing.size)","MemorySize":128,"Timeout":3,"Environment":{"Variables":{"TEAM":"\#(thing.tag)"}}}"#
          })
      ),
      (
        "eu-west-1/kms-list-keys.json",
        listed(
          "Keys",
          each("key") { name, _ in
            #"{"KeyId":"k-\#(name)","KeyArn":"arn:aws:kms:eu-west-1:111122223333:key/k-\#(name)"}"#
          })
      ),
      (
        "eu-west-1/configservice-describe-configuration-recorders.json",
        listed(
          "ConfigurationRecorders",
          each("recorder") { name, _ in
            #"{"name":"\#(name)","roleARN":"r","recordingGroup":{"allSupported":true,"includeGlobalResourceTypes":true}}"#
          })
      ),
      (
        "eu-west-1/configservice-describe-configuration-recorder-status.json",
        listed(
          "ConfigurationRecordersStatus",
          each("recorder") { name, thing in
            #"{"name":"\#(name)","recording":\#(thing.isOpen)}"#
          })
      ),
    ]
      + parts("function", "lambda-get-policy") { name, thing in
        let arn = "arn:aws:lambda:eu-west-1:111122223333:function:\(name)"
        return thing.isOpen
          ? #"{"Policy":"\#(Account.policy(thing, "lambda", of: arn))","RevisionId":"1"}"#
          : Account.none("ResourceNotFoundException", "GetPolicy")
      }
      + things["key", default: [:]].map { name, thing in
        (
          "eu-west-1/kms-get-key-policy/k-\(name).json",
          #"{"Policy":"\#(Account.policy(thing, "kms"))"}"#
        )
      }
      + things["key", default: [:]].map { name, thing in
        (
          "eu-west-1/kms-get-key-rotation-status/k-\(name).json",
          #"{"KeyId":"k-\#(name)","KeyRotationEnabled":\#(thing.isOpen)\#(thing.isOpen ? #","RotationPeriodInDays":365"# : "")}"#
        )
      }
  }

  /// The answers of a call about each queue, under one name, as live collection keeps them.
  private var queueFile: (String, String) {
    (
      "eu-west-1/sqs-get-queue-attributes.page1.json",
      listed(
        "Attributes",
        each("queue") { name, thing in
          let set =
            thing.isOpen
            ? #","Policy":"\#(Account.policy(thing, "sqs"))","KmsMasterKeyId":"k""# : ""
          return
            #"{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:\#(name)","VisibilityTimeout":"\#(thing.size)","DelaySeconds":"0"\#(set)}"#
        })
    )
  }

  private var iamFiles: [(String, String)] {
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#
    let attached = #"[{"PolicyName":"P","PolicyArn":"arn:aws:iam::111122223333:policy/P"}]"#
    let users = each("user") { name, thing in
      #"{"UserName":"\#(name)","UserId":"AIDA\#(thing.number)","Path":"/","Arn":"arn:aws:iam::111122223333:user/\#(name)","GroupList":[\#(thing.isOpen ? "\"g\"" : "")],"AttachedManagedPolicies":[],"Tags":\#(Account.tags(thing))}"#
    }
    let roles = each("role") { name, thing in
      let inline =
        thing.isOpen
        ? #"{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Do\#(thing.size)","Resource":"*"}]}}"#
        : ""
      return
        #"{"RoleName":"\#(name)","RoleId":"AROA\#(thing.number)","Path":"/","Arn":"arn:aws:iam::111122223333:role/\#(name)","AssumeRolePolicyDocument":\#(trust),"InstanceProfileList":[],"RolePolicyList":[\#(inline)],"AttachedManagedPolicies":\#(attached),"Tags":\#(Account.tags(thing)),"RoleLastUsed":{}}"#
    }
    let policy =
      #"{"PolicyName":"P","PolicyId":"ANPA1","Arn":"arn:aws:iam::111122223333:policy/P","Path":"/","DefaultVersionId":"v1","AttachmentCount":3,"PolicyVersionList":[{"VersionId":"v1","IsDefaultVersion":true,"Document":\#(trust)}]}"#
    return [
      (
        "global/iam-get-account-authorization-details.json",
        #"{"UserDetailList":[\#(users)],"GroupDetailList":[{"GroupName":"g","GroupId":"AGPA1","Path":"/","Arn":"arn:aws:iam::111122223333:group/g","GroupPolicyList":[],"AttachedManagedPolicies":[]}],"RoleDetailList":[\#(roles)],"Policies":[\#(policy)]}"#
      )
    ]
  }
}

extension Array {
  /// One of the elements; there must be one.
  func any(using random: inout SeededGenerator) -> Element {
    self[Int.random(in: indices, using: &random)]
  }
}
