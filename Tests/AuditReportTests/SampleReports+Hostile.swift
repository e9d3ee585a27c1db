import AuditReport
import ConfigurationModel

extension SampleReport {
  /// What an account may hold to break out of each format.
  static let attacks = [
    "</script><img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='x",
    "admin\u{202E}gpj.exe\u{2066}", "\u{1B}[2J\u{1B}]0;owned\u{07}", "line\r\nX-Forged: 1",
    "`|`` | **bold** [a](javascript:alert(1)) @everyone", "=HYPERLINK(\"http://evil\")", "+1", "-1",
    "@SUM(A1)", "\tTab", "]]>&amp;<!--", "nul\u{0}\u{FFFE}\u{FEFF}\u{200B}end", "日本語の名前🙂",
    "a,b;\"c\"", "${jndi:x} $x$ # 1. www.evil.example http://evil.example", "",
  ]

  /// Every attack in every place that holds text.
  static let hostile: SampleReport = {
    let type = ResourceType("AWS::EC2::<b>Type</b>")
    var report = DriftReport(
      subject: .audit(snapshot: 1), store: attacks[0], baseline: attacks[1],
      at: moment(20, "21:28"),
      period: Occurrence(after: moment(20, "20:45"), until: moment(20, "21:15")),
      coverage: Coverage(
        cells: attacks.map { attack in
          Coverage.Cell(
            scope: Scope(account: attack, region: attack, type: type),
            state: .unread(Problem(attack, attack, hint: attack), since: moment(20, "20:00")),
            lastRead: nil,
            parts: [
              .init(
                name: attack, count: 1, resources: [attack], problem: Problem(attack, attack),
                since: moment(20, "20:00"))
            ],
            resumed: Retirement(by: attack, at: moment(20, "20:00"), reason: attack))
        }),
      firstReadings: attacks.map { attack in
        .init(
          scope: Scope(account: attack, region: attack, type: type),
          resource: resource(type, attack, attack, region: attack, account: attack), part: attack,
          at: moment(20, "21:15"), count: 0)
      })
    report.findings = attacks.enumerated().map { index, attack in
      finding(index + 1, attack, type)
    }
    report.approved = attacks.map { attack in
      .init(
        resource: resource(type, attack, attack), change: .created,
        judged: edit(attack, .added(.string(attack)), approved(attack), sentence: attack))
    }
    report.ignored = attacks.map {
      .init(
        ignore: ignore($0, until: moment(30, "00:00"), reason: $0, owner: $0), count: 1,
        isExpired: false)
    }
    report.underDelivered = attacks.map {
      .init(record: $0, title: $0, expected: $0, until: moment(18, "22:00"))
    }
    report.fulfilments = attacks.map {
      .init(
        record: $0, title: $0, state: $0, outcome: .notObservable, done: 0, total: 1, edits: 0,
        requestedBy: $0, approvals: [.init(by: $0, at: moment(20, "20:00"))], reference: $0)
    }
    report.since = DriftReport.Since(
      made: moment(30, "09:00"),
      entries: attacks.map { .init(about: $0, at: moment(22, "09:15"), words: $0) })
    report.debts = attacks.map {
      .init(record: $0, title: $0, due: moment(20, "20:00"), isOverdue: false, findings: [1])
    }
    report.timeline = [.init(date: attacks[0], approved: 1, ignored: 0, unapproved: 0)]
    report.warnings = attacks
    report.alerts = attacks.map { attack in
      DriftReport.Alert(
        event: attack, at: moment(20, "21:03"), call: attack, actor: attack, account: attack,
        region: attack, error: attack, resources: [attack, attack],
        rules: [.init(id: attack, title: attack, severity: .high, threshold: attack)],
        findings: [1])
    }
    for attack in attacks {
      report.guardrails.findings.append(
        .init(
          guardrail: attack, title: attack, severity: .high, rationale: attack, controls: [attack],
          resource: resource("AWS::S3::Bucket", attack, attack, region: attack, account: attack),
          rows: [attack], since: moment(20, "21:03"), snapshot: 1))
      report.guardrails.notObserved.append(
        .init(guardrail: attack, why: attack, count: 1, resources: [attack]))
    }
    report.guardrails.notObservedCount = attacks.count
    return SampleReport(name: "hostile", report: report)
  }()

  private static func finding(_ number: Int, _ attack: String, _ type: ResourceType) -> Finding {
    let statuses: [Finding.Status] = [
      .open, .acknowledged(by: attack, at: moment(20, "21:20"), note: attack),
      .accepted(by: attack, until: moment(30, "00:00"), reason: attack),
      .resolved(.promoted(by: attack, reason: attack), at: moment(20, "21:20")),
    ]
    return Finding(
      number: number,
      resource: resource(type, attack, attack, region: attack, account: attack), change: .modified,
      status: statuses[number % 4],
      edits: [
        edit(
          attack,
          .changed(
            from: .string(attack), to: .object([attack: .elements([attack: .string(attack)])])),
          .unapproved([NearMiss(record: attack, lacks: attack, distance: 1)]), sentence: attack),
        edit(attack + "2", .added(.string(attack))),
        edit(attack + "3", .removed(.null), .ignored(by: attack)),
      ], firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15"), notes: [attack],
      life: [.init(at: moment(20, "21:15"), what: .ignored(by: attack), by: attack, reason: attack)]
    )
  }
}
