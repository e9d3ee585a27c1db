import AuditService
import AuditStore
import ConfigurationModel
import Testing

/// Exports that hold one thing twice, the wrong one, or less than there is.
@Suite struct MisplacedTests {
  private let store: TemporaryStore
  private static let first = Timestamp(seconds: 1_800_000_000)

  init() throws { store = try TemporaryStore() }

  /// Imports files below an account's folder, so many days after the first.
  private func importing(_ files: [String: String], day: Int64 = 0) throws -> ImportOutcome {
    for (name, text) in files { _ = try store.write(text, to: "\(day)/111122223333/\(name)") }
    let moment = Self.first.advanced(bySeconds: day * 86_400)
    return try ImportSnapshot(
      store: store.store, paths: [store.folder + "/\(day)"], capturedAt: moment, now: moment
    ).run()
  }

  private func edits() throws -> [String] {
    try store.store.query("SELECT region, id, change, path FROM edits ORDER BY 1, 2, 4").rows.map {
      row in
      row.map { cell in
        switch cell {
        case .null: "-"
        case .number(let text), .text(let text): text
        }
      }.joined(separator: " ")
    }
  }

  private static func group(_ id: String, _ description: String) -> String {
    #"{"GroupId":"sg-\#(id)","GroupName":"\#(id)","Description":"\#(description)","IpPermissions":[],"IpPermissionsEgress":[]}"#
  }

  private static func pages(_ first: [String], _ second: [String]) -> [String: String] {
    let name = "eu-west-1/ec2-describe-security-groups"
    return [
      name + ".page1.json":
        #"{"SecurityGroups":[\#(first.joined(separator: ","))],"NextToken":"t"}"#,
      name + ".page2.json": #"{"SecurityGroups":[\#(second.joined(separator: ","))]}"#,
    ]
  }

  private static func codes(_ outcome: ImportOutcome) -> [String] {
    outcome.unread.map(\.problem.code)
  }

  @Test func `an item on two pages is one where both say the same`() throws {
    let group = Self.group
    _ = try importing(Self.pages([group("a", "x"), group("b", "x")], [group("c", "x")]))
    let outcome = try importing(
      Self.pages([group("a", "x"), group("b", "y")], [group("b", "y"), group("c", "x")]), day: 1)
    #expect(!outcome.hasUnread)
    #expect(outcome.readings.values.first == .read(count: 3))
    #expect(try edits() == ["eu-west-1 sg-b changed Description"])
  }

  @Test(arguments: [true, false])
  func `an item that two pages tell differently is left as it was, and the others are compared`(
    isOldFirst: Bool
  ) throws {
    let group = Self.group
    _ = try importing(Self.pages([group("a", "x"), group("b", "x")], [group("c", "x")]))
    let (one, two) = isOldFirst ? ("x", "y") : ("y", "x")
    let outcome = try importing(
      Self.pages([group("a", "x"), group("b", one)], [group("b", two), group("c", "z")]), day: 1)
    #expect(Self.codes(outcome) == ["duplicate-resource"])
    #expect(outcome.unreadParts == ["configuration of 1 AWS::EC2::SecurityGroup"])
    #expect(try edits() == ["eu-west-1 sg-c changed Description"])
    let next = try importing(
      Self.pages([group("a", "x"), group("b", "y")], [group("c", "z")]), day: 2)
    #expect(!next.hasUnread)
    #expect(
      try edits() == [
        "eu-west-1 sg-b changed Description", "eu-west-1 sg-c changed Description",
      ])
  }

  @Test func `what is new and told differently begins when it is read`() throws {
    let group = Self.group
    _ = try importing(Self.pages([group("a", "x")], [group("c", "x")]))
    let outcome = try importing(
      Self.pages([group("a", "x"), group("b", "x")], [group("b", "y"), group("c", "x")]), day: 1)
    #expect(Self.codes(outcome) == ["duplicate-resource"])
    #expect(try edits() == [])
    _ = try importing(
      Self.pages([group("a", "x"), group("b", "y")], [group("c", "x")]), day: 2)
    #expect(try edits() == ["eu-west-1 sg-b added "])
  }

  @Test func `documents that a person wrote stop the import all the same`() throws {
    let text =
      #"{"type":"AWS::EC2::VPC","id":"v","account":"111122223333","region":"eu-west-1","configuration":{"a":N}}"#
    #expect(throws: Problems.self) {
      try importing([
        "one.json": text.replacing("N", with: "1"), "two.json": text.replacing("N", with: "2"),
      ])
    }
  }

  @Test func `a file of another region deletes nothing and makes nothing`() throws {
    func vpcs(_ digit: String) -> String {
      #"{"Vpcs":[{"VpcId":"vpc-\#(digit)123456789abcdef0","CidrBlock":"10.0.0.0/16"}]}"#
    }
    let name = "ec2-describe-vpcs.json"
    _ = try importing(["eu-west-1/" + name: vpcs("0"), "us-east-1/" + name: vpcs("1")])
    let outcome = try importing(
      ["eu-west-1/" + name: vpcs("1"), "us-east-1/" + name: vpcs("0")], day: 1)
    #expect(Set(Self.codes(outcome)) == ["stands-elsewhere"])
    #expect(outcome.unread.count == 2)
    #expect(try edits() == [])
  }

  @Test func `a peering connection between two regions stands in both`() throws {
    let name = "ec2-describe-vpc-peering-connections.json"
    let text =
      #"{"VpcPeeringConnections":[{"VpcPeeringConnectionId":"pcx-0123456789abcdef0","Status":{"Code":"active"},"AccepterVpcInfo":{"VpcId":"vpc-1"},"RequesterVpcInfo":{"VpcId":"vpc-2"}}]}"#
    _ = try importing([
      "eu-west-1/" + name: text, "us-east-1/" + name: #"{"VpcPeeringConnections":[]}"#,
    ])
    let outcome = try importing(["eu-west-1/" + name: text, "us-east-1/" + name: text], day: 1)
    #expect(!outcome.hasUnread)
    #expect(try edits() == ["us-east-1 pcx-0123456789abcdef0 added "])
  }

  @Test(arguments: [
    ["Policies"], ["UserDetailList"], ["GroupDetailList", "Policies"],
    ["UserDetailList", "RoleDetailList", "Policies"],
  ])
  func `lists that a filter emptied delete nothing and take nobody out of a group`(gone: [String])
    throws
  {
    let lists = [
      "UserDetailList":
        #"{"UserName":"ann","UserId":"U","Arn":"arn:aws:iam::111122223333:user/ann","GroupList":["g"]}"#,
      "GroupDetailList":
        #"{"GroupName":"g","GroupId":"G","Arn":"arn:aws:iam::111122223333:group/g","GroupPolicyList":[],"AttachedManagedPolicies":[]}"#,
      "RoleDetailList": #"{"RoleName":"r","RoleId":"R","Arn":"arn:aws:iam::111122223333:role/r"}"#,
      "Policies": #"{"PolicyName":"p","PolicyId":"P","Arn":"arn:aws:iam::111122223333:policy/p"}"#,
    ]
    func details(without gone: [String] = []) -> [String: String] {
      let members = lists.map { #""\#($0)":[\#(gone.contains($0) ? "" : $1)]"# }
      return [
        "global/iam-get-account-authorization-details.json":
          "{\(members.sorted().joined(separator: ","))}"
      ]
    }
    _ = try importing(details())
    let outcome = try importing(details(without: gone), day: 1)
    #expect(Self.codes(outcome) == gone.map { _ in "looks-filtered" })
    #expect(try edits() == [])
  }

  @Test func `a file that is missing in the next day's folder is missed`() throws {
    let files = [
      "eu-west-1/ec2-describe-vpcs.json": #"{"Vpcs":[]}"#,
      "eu-west-1/ec2-describe-subnets.json": #"{"Subnets":[]}"#,
    ]
    func take(_ files: [String: String], _ day: String, _ moment: Timestamp) throws {
      for (name, text) in files { _ = try store.write(text, to: "\(day)/111122223333/\(name)") }
      _ = try ImportSnapshot(
        store: store.store, paths: [store.folder + "/" + day], capturedAt: moment, now: moment
      ).run()
    }
    try take(files, "2027-01-15", Self.first)
    let later = Self.first.advanced(bySeconds: 3600)
    try take(files.filter { $0.key.contains("vpcs") }, "2027-01-16", later)
    let coverage = try ComposeCoverage(store: store.store).now(later)
    #expect(!coverage.isComplete)
  }
}
