import AuditReport
import ConfigurationModel

extension SampleReport {
  /// A state that breaks a guardrail, a change that broke one, and what nobody can say.
  static var guardrails: DriftReport.GuardrailSection {
    var section = DriftReport.GuardrailSection()
    section.asked = 76
    section.passed = 1204
    let group = resource(
      "AWS::EC2::SecurityGroup", "sg-0a1b2c3d", "web-prod", region: "eu-west-1",
      account: "111122223333")
    section.findings = [
      .init(
        guardrail: "ssh-open-to-world",
        title: "No security group opens SSH to the whole internet", severity: .critical,
        rationale: "What listens on port 22 is found and tried within minutes, by everybody.",
        controls: ["CIS 6.3", "EC2.13", "NIST AC-4"], resource: group,
        rows: ["tcp 22 from 0.0.0.0/0, protocol tcp, from_port 22, to_port 22, source 0.0.0.0/0"],
        since: moment(20, "21:15")),
      .init(
        guardrail: "trail-stopped", title: "No change stops a trail, or deletes it",
        severity: .critical, rationale: "Who wants not to be seen stops the trail first.",
        controls: ["CIS 5.5"],
        resource: resource(
          "AWS::CloudTrail::Trail", "main", nil, region: "eu-west-1", account: "111122223333"),
        rows: ["bucket logs"], since: moment(20, "21:15"), after: moment(20, "20:45"), snapshot: 42),
    ]
    section.notObserved = [
      .init(
        guardrail: "console-user-without-mfa", why: "its MFADevices was not read", count: 12,
        resources: ["alice", "bob"])
    ]
    section.notObservedCount = 12
    return section
  }
}
