import Foundation
import Testing

/// Coverage as the command line tells it.
struct CoverageCommandTests {
  private let program: Program

  init() throws { program = try Program() }

  /// An export of listings, each in its file.
  private func export(_ name: String, _ listings: [String: String]) throws -> String {
    let folder = program.folder.appending(path: "\(name)/111122223333/eu-west-1")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (call, text) in listings {
      try Data(text.utf8).write(to: folder.appending(path: "\(call).json"))
    }
    return name
  }

  private static let groups =
    #"{"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1", "Description": "d", "IpPermissions": [], "IpPermissionsEgress": []}]}"#
  private static let vpcs = #"{"Vpcs": []}"#
  private static let denied =
    "An error occurred (UnauthorizedOperation) when calling the DescribeSecurityGroups operation: no"

  @Test func `check and diff say no more than what was read`() throws {
    let both = try export(
      "both", ["ec2-describe-security-groups": Self.groups, "ec2-describe-vpcs": Self.vpcs])
    let one = try export("one", ["ec2-describe-vpcs": Self.vpcs])
    let refused = try export(
      "refused", ["ec2-describe-security-groups": Self.denied, "ec2-describe-vpcs": Self.vpcs])
    try program.run("snapshot", "import", both, "--at", "2026-11-01T00:00:00Z")
    try program.run("baseline", "set", "latest", "--at", "2026-11-01T00:10:00Z")
    let check = try program.run("baseline", "check", "--at", "2026-11-01T00:20:00Z")
    #expect(check.status == 0 && check.output.contains("No difference."))
    let stale = try program.run("baseline", "check", "--at", "2026-11-03T00:00:00Z")
    #expect(stale.status == 2 && stale.output.contains("No difference in what was read."))
    #expect(
      try program.run("baseline", "check", "--at", "2026-11-03T00:00:00Z", "--max-age", "3d").status
        == 0)
    try program.run("snapshot", "import", one, "--at", "2026-11-01T01:00:00Z")
    for states in [["1", "2"], [both, one], [one, both], [both, refused]] {
      let diff = try program.run("diff", states[0], states[1])
      #expect(diff.status == 2, "\(states)")
      #expect(diff.output.contains("No difference in what was read."))
      #expect(diff.output.contains("AWS::EC2::SecurityGroup"))
    }
    #expect(try program.run("diff", both, both).status == 0)
    try program.run("snapshot", "import", refused, "--at", "2026-11-01T02:00:00Z")
    let denied = try program.run("baseline", "check", "--at", "2026-11-01T02:10:00Z")
    #expect(denied.status == 2 && denied.output.contains("UnauthorizedOperation"))
  }

  @Test func `columns that were never exported were never read`() throws {
    let few = try export(
      "few", ["ec2-describe-security-groups": #"{"SecurityGroups": [{"GroupId": "sg-1"}]}"#])
    for (day, number) in [("01", "1"), ("02", "2")] {
      let taken = try program.run("snapshot", "import", few, "--at", "2026-11-\(day)T00:00:00Z")
      #expect(taken.status == 2 && taken.output.contains("IpPermissions of 1"), "\(number)")
      try program.run("baseline", "set", "latest", "--at", "2026-11-\(day)T00:10:00Z")
      let audit = try program.run("audit", "--at", "2026-11-\(day)T00:20:00Z")
      #expect(audit.status == 2 && audit.output.contains("None unapproved in what was read."))
      #expect(try program.run("baseline", "check", "--at", "2026-11-\(day)T00:20:00Z").status == 2)
    }
    #expect(try program.run("diff", few, few).status == 2)
  }

  @Test func `a baseline of nothing that was read is no clean bill`() throws {
    let refused = try export("refused", ["ec2-describe-security-groups": Self.denied])
    try program.run("snapshot", "import", refused, "--at", "2026-11-01T00:00:00Z")
    try program.run("baseline", "set", "latest", "--at", "2026-11-01T00:10:00Z")
    let check = try program.run("baseline", "check", "--at", "2026-11-01T00:20:00Z")
    #expect(check.status == 2 && check.output.contains("UnauthorizedOperation"))
  }

  @Test func `parts that no file ever gave are called so everywhere, and are not called unread`()
    throws
  {
    let buckets = #"{"Buckets": [{"Name": "logs", "CreationDate": "2026-01-01T00:00:00Z"}]}"#
    let first = try export("first", ["s3api-list-buckets": buckets])
    let second = try export(
      "second",
      ["s3api-list-buckets": buckets, "s3api-get-bucket-tagging-logs": "{\"TagSet\": []}"])
    try program.run("snapshot", "import", first, "--at", "2026-11-01T00:00:00Z")
    try program.run("snapshot", "import", second, "--at", "2026-11-02T00:00:00Z")
    func count(_ sql: String) throws -> String? {
      try program.run("query", "--format", "csv", "SELECT count(*) FROM \(sql)").output
        .split(whereSeparator: \.isNewline).last.map(String.init)
    }
    let never = "readings WHERE status = 'never' AND part"
    #expect(try count("\(never) = 'Tags' AND snapshot = 1 AND resources IS NULL") == "1")
    #expect(try count("\(never) = 'Policy' AND snapshot = 2") == "1")
    #expect(try count("\(never) = 'Tags' AND snapshot = 2") == "0")
    #expect(try count("readings WHERE status = 'unread'") == "0")
    let parts = "parts_never_looked_at"
    #expect(
      try count(
        "coverage WHERE unread_parts IS NULL AND \(parts) LIKE '%Policy%' "
          + "AND \(parts) NOT LIKE '%Tags%'") == "1")
    try program.run("baseline", "set", "latest", "--at", "2026-11-02T00:10:00Z")
    let check = try program.run("baseline", "check", "--at", "2026-11-02T01:00:00Z")
    #expect(check.status == 0 && check.output.contains("  never looked at  AWS::S3::Bucket: "))
    let diff = try program.run("diff", first, first, "--format", "json")
    #expect(diff.status == 0 && diff.output.contains(#""Accelerate","#))
    let list = try program.run("scope", "list", "--at", "2026-11-02T01:00:00Z", "--format", "json")
    #expect(list.output.contains(#""unread_parts": null"#))
    #expect(list.output.contains(#""parts_never_looked_at": "Accelerate, "#))
  }

  @Test func `a closed account is retired, listed, and counts again when it is read`() throws {
    let both = try export(
      "both", ["ec2-describe-security-groups": Self.groups, "ec2-describe-vpcs": Self.vpcs])
    try program.run("snapshot", "import", both, "--at", "2026-11-01T00:00:00Z")
    try program.run("baseline", "set", "latest", "--at", "2026-11-01T00:10:00Z")
    try FileManager.default.removeItem(
      at: program.folder.appending(
        path: "both/111122223333/eu-west-1/ec2-describe-security-groups.json"))
    try program.run("snapshot", "import", both, "--at", "2026-11-02T00:00:00Z")
    let left = try program.run("audit", "--at", "2026-11-02T00:10:00Z")
    #expect(left.status == 2 && left.output.contains("scope-not-looked-at"))
    let who = ["--by", "carol@example.com", "--reason", "given up"]
    let retire = try program.run(
      Program.path,
      ["scope", "retire", "*/*/AWS::EC2::SecurityGroup", "--at", "2026-11-02T00:20:00Z"] + who)
    #expect(retire.status == 0 && retire.output.contains("1 scope retired"))
    let audit = try program.run("audit", "--at", "2026-11-02T00:30:00Z")
    #expect(audit.status == 0 && audit.output.contains("given up"), "\(audit.output)")
    let list = try program.run(
      "scope", "list", "--format", "csv", "--at", "2026-11-02T00:30:00Z")
    #expect(list.output.contains("AWS::EC2::SecurityGroup,retired,2026-11-01T00:00:00Z"))
    #expect(
      try program.run(
        Program.path, ["scope", "retire", "111122223333", "--at", "2026-11-02T00:32:00Z"] + who
      ).status == 0)
    for command in [["diff", "1", "latest"], ["baseline", "check"]] {
      let nothing = try program.run(Program.path, command + ["--at", "2026-11-02T00:34:00Z"])
      #expect(nothing.status == 2 && nothing.output.contains("no scope counts"), "\(command)")
    }
    #expect(
      try program.run(
        Program.path, ["scope", "unretire", "111122223333", "--at", "2026-11-02T00:40:00Z"] + who
      ).status == 0)
    #expect(try program.run("audit", "--at", "2026-11-02T00:50:00Z").status == 2)
  }

  @Test func `what was looked at once in a quarter was not watched`() throws {
    let one = try export("one", ["ec2-describe-vpcs": Self.vpcs])
    try program.run("snapshot", "import", one, "--at", "2026-07-01T00:00:00Z")
    try program.run("baseline", "set", "latest", "--at", "2026-07-01T00:10:00Z")
    try program.run("audit", "--at", "2026-07-01T00:20:00Z")
    let period = ["report", "--from", "2026-07-01", "--until", "2026-10-01"]
    let once = try program.run(Program.path, period)
    #expect(once.status == 2 && once.output.contains("last read 2026-07-01 00:00 UTC"))
    #expect(!once.output.contains("No unapproved changes"))
    try program.run("snapshot", "import", one, "--at", "2026-09-30T23:00:00Z")
    try program.run("audit", "--at", "2026-09-30T23:10:00Z")
    let twice = try program.run(Program.path, period)
    #expect(twice.status == 2 && twice.output.contains("not looked at for 91 days"))
    #expect(try program.run(Program.path, period + ["--max-age", "20w"]).status == 0)
  }

  @Test func `what is taken back takes its names back`() throws {
    for (day, name) in [("01", "front"), ("02", "back")] {
      let one = try export(
        name,
        [
          "ec2-describe-vpcs":
            #"{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "DhcpOptionsId": "d", "InstanceTenancy": "default", "IsDefault": false, "Tags": [{"Key": "Name", "Value": "\#(name)"}]}]}"#
        ])
      try program.run("snapshot", "import", one, "--at", "2026-11-\(day)T00:00:00Z")
    }
    let names = ["query", "SELECT name FROM resources", "--format", "csv"]
    #expect(try program.run(Program.path, names).output.contains("back"))
    try program.run(
      "snapshot", "withdraw", "2", "--by", "carol@example.com", "--reason", "the wrong folder")
    #expect(try program.run(Program.path, names).output.contains("front"))
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a moment that is yet to come is refused, and a mistaken import taken back`() throws {
    let one = try export("one", ["ec2-describe-vpcs": Self.vpcs])
    #expect(
      try program.run("snapshot", "import", one, "--at", "2062-11-01T00:00:00Z").errors
        .contains("moment-in-future"))
    try program.run("snapshot", "import", one, "--at", "2026-11-01T00:00:00Z")
    try program.run("baseline", "set", "latest", "--at", "2026-11-01T00:10:00Z")
    #expect(
      try program.run("audit", "--at", "2062-11-01T00:00:00Z").errors.contains("moment-in-future"))
    try program.run("snapshot", "import", one, "--at", "2026-11-02T00:00:00Z")
    let back = try program.run(
      "snapshot", "withdraw", "2", "--by", "carol@example.com", "--reason", "the wrong folder")
    #expect(back.status == 0 && back.output.contains("Snapshot 2"))
    #expect(try program.run("snapshot", "import", one, "--at", "2026-11-01T06:00:00Z").status == 0)
    #expect(try program.run("verify").status == 0)
  }
}
