import ConfigurationModel
import Notices
import Testing

/// What a command would not take back is said in words, and the right call is named where there is one.
@Suite struct PutBackWordsTests {
  private func ways(_ type: String, _ id: String, _ edits: [Edit]) -> [PutBack.Way] {
    PutBack.ways(for: SampleNotices.finding(1, edits: edits, type: type, id: id))
  }

  private func edit(_ steps: [ConfigurationPath.Step], _ change: Edit.Change) -> Edit {
    Edit(ConfigurationPath(steps), change)
  }

  private func isCommand(_ way: PutBack.Way) -> Bool {
    if case .command = way { true } else { false }
  }

  private static let token = "secret:" + String(repeating: "0a", count: 32)

  // MARK: Secrets

  @Test(arguments: [
    (Edit.Change.removed(.string(token)), "add Tags[db-password] again"),
    (.changed(from: .string(token), to: .string("x")), "set Tags[db-password] back"),
  ])
  func `no command sets a value to the token of a secret`(change: Edit.Change, words: String) {
    let steps: [ConfigurationPath.Step] = [.key("Tags"), .element("db-password")]
    let ways = ways("AWS::EC2::SecurityGroup", "sg-1", [edit(steps, change)])
    #expect(
      ways == [.words("\(words): its value was a secret, which is not kept")], "\(ways)")
  }

  @Test func `a value that holds a token says so, and a tag that came is taken away`() {
    let document: ConfigurationValue = .object([
      "Version": .string("2012-10-17"),
      "Statement": .list([
        .object([
          "Effect": .string("Allow"), "Action": .string("*"),
          "Condition": .object(["StringEquals": .object(["aws:x": .string(Self.token)])]),
        ])
      ]),
    ])
    let policy = ways(
      "AWS::IAM::User", "bob", [edit([.key("Policies"), .element("p")], .removed(document))])
    #expect(policy.count == 1 && !policy.contains(where: isCommand))
    #expect(policy[0].text.contains("is not kept"))
    let added = ways(
      "AWS::EC2::SecurityGroup", "sg-1",
      [edit([.key("Tags"), .element("db-password")], .added(.string(Self.token)))])
    #expect(added.map(isCommand) == [true] && !added[0].text.contains("secret:"))
  }

  // MARK: Routes

  private static func route(
    _ target: String, origin: String = "CreateRoute", state: String = "active"
  )
    -> ConfigurationValue
  {
    .object([
      "GatewayId": .string(target), "Origin": .string(origin), "State": .string(state),
    ])
  }

  private static let rows: [(destination: String, change: Edit.Change, command: String?)] = [
    (
      "0.0.0.0/0", .removed(route("vpce-1")),
      "create-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --vpc-endpoint-id vpce-1"
    ),
    (
      "0.0.0.0/0", .added(route("vpce-1")),
      "delete-route --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0"
    ),
    (
      "pl-1", .added(route("vpce-1")),
      "modify-vpc-endpoint --vpc-endpoint-id vpce-1 --remove-route-table-ids rtb-1"
    ),
    (
      "pl-1", .removed(route("vpce-1")),
      "modify-vpc-endpoint --vpc-endpoint-id vpce-1 --add-route-table-ids rtb-1"
    ),
    (
      "pl-1", .removed(route("tgw-1")),
      "create-route --route-table-id rtb-1 --destination-prefix-list-id pl-1 --gateway-id tgw-1"
    ),
    ("0.0.0.0/0", .removed(route("vgw-1", origin: "EnableVgwRoutePropagation")), nil),
    ("0.0.0.0/0", .added(route("vgw-1", origin: "EnableVgwRoutePropagation")), nil),
    ("10.0.0.0/16", .removed(route("local", origin: "CreateRouteTable")), nil),
    ("10.0.0.0/16", .added(route("local", origin: "CreateRouteTable")), nil),
    ("0.0.0.0/0", .removed(route("igw-1", origin: "Advertisement")), nil),
    ("0.0.0.0/0", .removed(route("igw-1", state: "blackhole")), nil),
    (
      "10.0.0.0/16",
      .removed(.object(["NetworkInterfaceId": .string("eni-1"), "InstanceId": .string("i-1")])),
      "create-route --route-table-id rtb-1 --destination-cidr-block 10.0.0.0/16 --network-interface-id eni-1"
    ),
  ]

  @Test(arguments: rows.indices)
  func `a route is put back by the call that does it, and by none that does not`(row: Int) {
    let (destination, change, command) = Self.rows[row]
    let ways = ways(
      "AWS::EC2::RouteTable", "rtb-1",
      [edit([.key("Routes"), .element(destination)], change)])
    #expect(ways.count == 1)
    if let command {
      #expect(ways.first == .command("aws ec2 \(command) --region eu-west-1"))
    } else {
      #expect(ways.map(isCommand) == [false])
    }
  }

  @Test func `routes that a gateway propagates come back with its propagation`() {
    let ways = ways(
      "AWS::EC2::RouteTable", "rtb-1",
      [
        edit([.key("PropagatingVgws"), .element("vgw-1")], .removed(.object([:]))),
        edit(
          [.key("Routes"), .element("0.0.0.0/0")],
          .removed(Self.route("vgw-1", origin: "EnableVgwRoutePropagation"))),
      ])
    #expect(
      ways.map(\.text) == [
        "aws ec2 enable-vgw-route-propagation --route-table-id rtb-1 --gateway-id vgw-1 --region eu-west-1"
      ])
  }

  private static let targets: [(old: String, new: String, beside: [Edit], command: String?)] = [
    ("vpce-1", "igw-1", [], "--vpc-endpoint-id vpce-1"), ("local", "eni", [], "--local-target"),
    ("igw-1", "vpce-1", [], "--gateway-id igw-1"),
    (
      "vgw-1", "igw-1",
      [
        Edit(
          ConfigurationPath([.key("Routes"), .element("0.0.0.0/0"), .key("Origin")]),
          .changed(from: .string("EnableVgwRoutePropagation"), to: .string("CreateRoute")))
      ], nil
    ),
    (
      "nat-1", "igw-1",
      [
        Edit(
          ConfigurationPath([.key("Routes"), .element("0.0.0.0/0"), .key("State")]),
          .changed(from: .string("blackhole"), to: .string("active")))
      ], nil
    ),
  ]

  @Test(arguments: targets.indices)
  func `a route gets its old target back where it was one that a call gives`(row: Int) {
    let (old, new, beside, command) = Self.targets[row]
    let field = edit(
      [.key("Routes"), .element("0.0.0.0/0"), .key("GatewayId")],
      .changed(from: .string(old), to: .string(new)))
    let ways = ways("AWS::EC2::RouteTable", "rtb-1", [field] + beside)
    #expect(ways.first.map(isCommand) == (command != nil))
    if let command { #expect(ways.first?.text.contains(" \(command) ") == true) }
  }

  // MARK: What AWS refuses

  private static let refused: [(type: String, id: String, edit: Edit)] = [
    (
      "AWS::EC2::RouteTable", "rtb-1",
      Edit(
        ConfigurationPath([.key("Associations"), .element("rtbassoc-1")]),
        .removed(.object(["Main": .bool(true)])))
    ),
    (
      "AWS::EC2::NetworkAcl", "acl-1",
      Edit(
        ConfigurationPath([.key("Entries"), .element("ingress 32767")]),
        .added(
          .object([
            "RuleNumber": .number("32767"), "Egress": .bool(false), "Protocol": .string("-1"),
            "RuleAction": .string("deny"), "CidrBlock": .string("0.0.0.0/0"),
          ])))
    ),
    (
      "AWS::EC2::SecurityGroup", "sg-1",
      Edit(.root, .added(.object(["GroupName": .string("default")])))
    ),
    (
      "AWS::EC2::VPC", "vpc-1",
      Edit(
        ConfigurationPath([.key("Tags"), .element("aws:cloudformation:stack-name")]),
        .added(.string("s")))
    ),
    (
      "AWS::EC2::KeyPair", "my-key",
      Edit(ConfigurationPath([.key("Tags"), .element("k")]), .added(.string("s")))
    ),
    (
      "AWS::IAM::User", "bob",
      Edit(.root, .added(.object(["AccessKeys": .elements(["AKIA1": .object([:])])])))
    ),
    (
      "AWS::IAM::Role", "AWSServiceRoleForSupport", Edit(.root, .added(.object([:])))
    ),
    (
      "AWS::IAM::Role", "AWSReservedSSO_Admin_1",
      Edit(
        ConfigurationPath([.key("AttachedManagedPolicies"), .element("arn:aws:iam::aws:policy/A")]),
        .added(.object([:])))
    ),
  ]

  @Test(arguments: refused.indices)
  func `what AWS refuses to do is said in words`(row: Int) {
    let (type, id, edit) = Self.refused[row]
    let ways = ways(type, id, [edit])
    #expect(ways.map(isCommand) == [false], "\(ways)")
  }

  @Test func `a new user who has nothing is deleted`() {
    let ways = ways(
      "AWS::IAM::User", "bob",
      [Edit(.root, .added(.object(["Groups": .list([]), "LoginProfile": .null])))])
    #expect(ways.map(\.text) == ["aws iam delete-user --user-name bob --region eu-west-1"])
  }
}
