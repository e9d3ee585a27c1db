import Foundation
import Testing

/// Guardrails from the command line.
struct GuardrailCommandTests {
  private let program: Program

  init() throws { program = try Program() }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: program.folder.appending(path: name))
  }

  private let rule = """
    guardrail: no-rules
    title: No group has rules
    severity: low
    rationale: to see
    resource: AWS::EC2::SecurityGroup
    condition: SELECT resource, label FROM ingress_rules
    """

  @Test func `guardrails are listed and explained`() throws {
    let list = try program.run("guardrail", "list", "--format", "csv")
    #expect(list.status == 0)
    let ids = list.output.split(whereSeparator: \.isNewline).dropFirst().map {
      String($0.prefix { $0 != "," })
    }
    #expect(ids.first == "ssh-open-to-world" && ids.contains("trail-stopped"))
    let shown = try program.run("guardrail", "explain", "ssh-open-to-world")
    #expect(shown.output.contains("ports_overlap(from_port, to_port, 22, 22)"))
    #expect(shown.output.contains("needs      IpPermissions of AWS::EC2::SecurityGroup"))
    #expect(shown.output.contains("EC2.13"))
    let tree = try JSONSerialization.jsonObject(
      with: Data(
        program.run("guardrail", "explain", "trail-stopped", "--format", "json").output.utf8))
    #expect((tree as? [String: Any])?["about"] as? String == "transition")
    let language = try program.run("guardrail", "explain", "--format", "csv").output
    #expect(language.contains("ingress_rules,source,TEXT") && language.contains("cidr_contains"))
    let unknown = try program.run("guardrail", "explain", "nothing")
    #expect(unknown.status == 2 && unknown.errors.contains("unknown-guardrail"))
  }

  @Test func `files are checked, with all that is wrong at its lines`() throws {
    try write(rule, to: "good.yaml")
    let good = try program.run("guardrail", "check", "good.yaml")
    #expect(good.status == 0 && good.output.hasPrefix("1 guardrail with 0 examples"))
    #expect(good.errors.contains("fewer than two examples"))
    try write(rule.replacing("SELECT resource, label", with: "DELETE"), to: "bad.yaml")
    let bad = try program.run("guardrail", "check", "bad.yaml")
    #expect(bad.status == 2 && bad.errors.contains("bad.yaml:6"))
    #expect(bad.errors.contains("guardrail-refused"))
    #expect(try program.run("guardrail", "check").status == 0)
  }

  @Test func `the settings bring guardrails of one's own, and turn others off`() throws {
    try write(rule, to: "own.yaml")
    try write(
      "guardrails: { rules: [own.yaml], off: [ssh-open-to-world] }", to: "plumbline.yaml")
    let list = try program.run("guardrail", "list", "--format", "csv").output
    #expect(list.contains("no-rules") && !list.contains("ssh-open-to-world"))
  }

  @Test func `what breaks a guardrail fails an audit where that is asked for`() throws {
    try write(
      """
      {"SecurityGroups": [{"GroupId": "sg-a", "GroupName": "a", "OwnerId": "111122223333",
        "Description": "d", "VpcId": "vpc-1", "IpPermissionsEgress": [], "Tags": [],
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22,
          "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}
      """, to: "ec2-describe-security-groups.json")
    let place = ["--account", "111122223333", "--region", "eu-west-1"]
    _ = try program.run(
      Program.path, ["snapshot", "import", "ec2-describe-security-groups.json"] + place)
    try program.run("baseline", "set", "latest")
    let quiet = try program.run("audit")
    #expect(quiet.status == 0 && quiet.output.contains("ssh-open-to-world  critical"))
    #expect(try program.run("guardrail", "test", "ssh-open-to-world").status == 1)
    #expect(try program.run("guardrail", "test", "rdp-open-to-world").status == 0)
    let unread = try program.run("guardrail", "test", "bucket-keeps-versions")
    #expect(unread.status == 2 && unread.output.contains("AWS::S3::Bucket was never looked at"))
    let allowed = try program.run("guardrail", "test", "bucket-keeps-versions", "--allow-unread")
    #expect(allowed.status == 0 && allowed.output == unread.output)
    let replay = ["guardrail", "test", "bucket-keeps-versions", "--back-test"]
    let replayed = try program.run(Program.path, replay)
    #expect(
      replayed.status == 2 && replayed.output.contains("1 type that it asks about was not read"))
    #expect(try program.run(Program.path, replay + ["--allow-unread"]).status == 0)
    let strict = try program.run("audit", "--strict-guardrails")
    #expect(strict.status == 1 && strict.output.contains("1 breach of a guardrail stands"))
    try write("guardrails: { strict: true }", to: "plumbline.yaml")
    #expect(try program.run("audit").status == 1)
    try write(
      "guardrails: { off: [ssh-open-to-world], strict: true }", to: "plumbline.yaml")
    #expect(try program.run("audit").status == 0)
    let test = try program.run("guardrail", "test", "ssh-open-to-world")
    #expect(test.output.contains("unknown") || test.errors.contains("unknown-guardrail"))
  }

  @Test(arguments: [[], ["--back-test"], ["--format", "json"]])
  func `a condition that gives no answer fails a test of it`(options: [String]) throws {
    try write(
      rule.replacing(
        "SELECT resource, label", with: "SELECT abs(-9223372036854775807-1) AS resource"),
      to: "endless.yaml")
    try write(
      """
      {"SecurityGroups": [{"GroupId": "sg-a", "GroupName": "a", "OwnerId": "111122223333",
        "IpPermissionsEgress": [], "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 22,
          "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}]}
      """, to: "ec2-describe-security-groups.json")
    let place = ["--account", "111122223333", "--region", "eu-west-1"]
    _ = try program.run(
      Program.path, ["snapshot", "import", "ec2-describe-security-groups.json"] + place)
    let test = try program.run(Program.path, ["guardrail", "test", "endless.yaml"] + options)
    #expect(test.status == 2 && test.errors.contains("guardrail-failed"))
  }
}
