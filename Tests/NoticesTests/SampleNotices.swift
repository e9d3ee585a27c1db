import AuditReport
import ConfigurationModel
import Notices

/// Findings and notices for the tests.
enum SampleNotices {
  static let now = Timestamp(seconds: 1_795_209_300)

  /// A finding of a security group with some edits.
  static func finding(
    _ number: Int, edits: [Edit], severity: Severity = .critical, sentence: String? = nil,
    type: String = "AWS::EC2::SecurityGroup", id: String? = nil, name: String? = "web-prod",
    status: Finding.Status = .open, actor: String? = "alice", lacks: String = "port 22 is not 443"
  ) -> Finding {
    let resource = Resource(
      ResourceID(
        account: "111122223333", region: "eu-west-1", type: ResourceType(type),
        id: id ?? "sg-\(number)"), name: name)
    let miss = NearMiss(record: "CHG0031337", lacks: lacks, distance: 1)
    let judged = edits.map { edit in
      var judged = JudgedEdit(
        edit: edit, verdict: .unapproved([miss]),
        occurred: Occurrence(after: now.advanced(bySeconds: -900), until: now), severity: severity,
        sentence: sentence)
      judged.attribution = actor.map { actor in
        EditAttribution(
          .exact,
          [
            .init(
              id: "e\(number)", at: now.advanced(bySeconds: -300),
              call: "AuthorizeSecurityGroupIngress",
              actor: "\(actor) (role Admin), from 198.51.100.7", person: actor)
          ])
      }
      return judged
    }
    return Finding(
      number: number, resource: resource, change: .modified, status: status, edits: judged,
      firstSeen: now.advanced(bySeconds: -60), lastSeen: now)
  }

  /// A port that was opened.
  static func opened(_ port: Int = 22, from source: String = "0.0.0.0/0") -> Edit {
    Edit(
      ConfigurationPath([
        .key("IpPermissions"), .element("tcp \(port) from \(source)"),
      ]),
      .added(
        .object([
          "IpProtocol": .string("tcp"), "FromPort": .number("\(port)"),
          "ToPort": .number("\(port)"), "source": .string(source),
        ])))
  }

  /// A call that a rule names.
  static func alert(
    _ number: Int, rule: String = "cis-5.10", title: String = "A security group was changed",
    by actor: String = "alice (role Admin), from 198.51.100.7", on resource: String = "sg-1",
    error: String? = nil, threshold: String? = nil, findings: [Int] = []
  ) -> DriftReport.Alert {
    DriftReport.Alert(
      event: "e\(number)", at: now.advanced(bySeconds: -300 + Int64(number)),
      call: "ec2 AuthorizeSecurityGroupIngress", actor: actor, account: "111122223333",
      region: "eu-west-1", error: error, resources: [resource],
      rules: [
        .init(id: rule, title: title, severity: .high, threshold: threshold),
        .init(id: "own", title: "Anything at all", severity: .low, threshold: nil),
      ], findings: findings)
  }

  static func notice(
    _ findings: [Finding], _ act: NoticeAct = .open, _ occasion: Notice.Occasion = .news([.opened]),
    alerts: [DriftReport.Alert] = [], breaches: [ToldBreach] = [], summaries: [BreachSummary] = [],
    link: String? = "https://plumb.example.com/{finding}"
  ) -> Notice {
    Notice(
      act, occasion, about: findings, alerts: alerts, breaches: breaches, summaries: summaries,
      key: "key-1", thread: "key-1", store: "store",
      at: now,
      link: link)
  }

  /// What every receiver has to take.
  static var all: [Notice] {
    [one, huge, alerted, both, alertStorm, broken, brokenWithFinding, firstLook, breachStorm]
  }

  /// A resource that breaks a guardrail.
  static func breach(
    _ number: Int, guardrail: String = "ssh-open-to-world", finding: Int? = nil, text: String = ""
  ) -> ToldBreach {
    ToldBreach(
      guardrail: guardrail, title: "Port 22 is not open to everybody\(text)",
      rationale: "Whoever finds a password gets in\(text)", severity: .critical,
      controls: ["CIS 6.3", "EC2.13\(text)"],
      resource: Resource(
        ResourceID(
          account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup",
          id: "sg-\(number)"), name: "web\(text)"),
      rows: ["tcp 22 from 0.0.0.0/0\(text)"], since: now.advanced(bySeconds: -60),
      who: ["alice (role Admin), from 198.51.100.7\(text)"], finding: finding)
  }

  /// A breach that belongs to no finding.
  static let broken = notice([], .open, .news([.broken]), breaches: [breach(1)])

  /// A finding whose resource breaks a guardrail.
  static let brokenWithFinding = notice(
    [finding(17, edits: [opened()], sentence: "tcp/22 is now open to the whole internet")],
    breaches: [breach(17, finding: 17)])

  /// What guardrails found that were not asked before.
  static let firstLook = notice(
    [], .open, .news([.broken]),
    summaries: [BreachSummary(guardrails: 40, passed: 412, broken: 23, severity: .high)])

  /// As many breaches as can be, with long texts full of marks.
  static var breachStorm: Notice {
    let long = String(repeating: "<b>*_`~&\u{202E}\"\\ ", count: 60)
    return notice(
      [], breaches: (1...1_000).map { breach($0, guardrail: "g\($0) \(long)", text: long) })
  }

  /// One critical finding.
  static let one = notice([
    finding(17, edits: [opened()], sentence: "tcp/22 is now open to the whole internet")
  ])

  /// An alert of one call that was refused, and that belongs to no finding.
  static let alerted = notice([], alerts: [alert(1, error: "Client.UnauthorizedOperation")])

  /// A finding with the alert of a call that made it.
  static let both = notice(
    [finding(17, edits: [opened()], sentence: "tcp/22 is now open to the whole internet")],
    .update, .news([.alerted]),
    alerts: [alert(17, threshold: "5 in 10min, by actor", findings: [17])])

  /// As many alerts as can be, with long texts full of marks.
  static var alertStorm: Notice {
    let long = String(repeating: "<b>*_`~&\u{202E}\"\\ ", count: 60)
    return notice(
      [],
      alerts: (1...1_000).map { number in
        alert(
          number, rule: "r\(number)", title: long, by: "mallory*<@U123>\(number) \(long)",
          on: "sg-\(long)", error: long)
      })
  }

  /// As much as can be said: many findings that differ, each with many edits and long texts full of marks.
  static var huge: Notice {
    let findings = (1...200).map { number in
      finding(
        number, edits: (1...30).map { opened($0 * 100 + number, from: "198.51.100.\($0)/32") },
        sentence: String(repeating: "<b>*_`~&\u{202E}\"\\ open ", count: 40),
        name: String(repeating: "näme*_<>&`\n", count: 30), actor: "mallory*<@U123>\(number)",
        lacks: String(repeating: "it approves another <thing> ", count: 60))
    }
    return notice(findings)
  }
}
