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

  static func notice(
    _ findings: [Finding], _ act: NoticeAct = .open, _ occasion: Notice.Occasion = .news([.opened]),
    link: String? = "https://plumb.example.com/{finding}"
  ) -> Notice {
    Notice(
      act, occasion, about: findings, key: "key-1", thread: "key-1", store: "store", at: now,
      link: link)
  }

  /// One critical finding.
  static let one = notice([
    finding(17, edits: [opened()], sentence: "tcp/22 is now open to the whole internet")
  ])

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
