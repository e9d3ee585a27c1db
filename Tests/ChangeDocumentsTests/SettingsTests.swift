import AuditSchedule
import ChangeDocuments
import ConfigurationModel
import Testing

@Suite struct SettingsTests {
  private static let full = """
    store: audit/plumb.db
    baselines: [default, pci]
    changes: { folders: [changes], by: gitops@example.com }
    ignores: [ignores.yaml]
    freezes: [freezes.yaml]
    sources:
      - name: production
        aws:
          profile: audit
          organization: { units: [ou-ab12-cdef3456], except: ["012345678901"] }
          role: path/PlumblineReader
          externalID: x
          regions: [eu-west-1, us-gov-west-1]
          requestBudget: 500
        types: ["AWS::EC2::*"]
        schedule: { cron: "0 6 * * 1-5", zone: Europe/Berlin, jitter: 90s }
        deadline: 10m
        secondReading: { below: 25%, atLeast: 5 }
      - { name: recorded, recorder: { aggregator: all, region: eu-west-1 } }
      - { name: delivered, delivery: { url: "s3://config-bucket/a/b/", region: eu-west-1 } }
      - { name: exported, exports: [exports], schedule: { every: 1d } }
      - { name: copies, activity: { files: [AWSLogs] } }
      - { name: trail, activity: { url: "s3://trail/a/", region: eu-west-1, profile: audit } }
      - { name: calls, activity: { lookup: [eu-west-1, us-east-1] }, schedule: { every: 15m } }
      - name: events
        activity:
          queue: https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline
          profile: audit
          buckets: ["s3://trail/a"]
    maxAge: 3d
    retention: { age: 52w, count: 30, activity: 400d, messages: 90d }
    audit: { strict: true }
    status: { port: 0 }
    log: json
    """

  @Test func `everything that settings may say is read`() throws {
    let settings = try Settings.read(Self.full, file: "plumbline.yaml")
    #expect(settings.store == "audit/plumb.db")
    #expect(settings.baselines == ["default", "pci"])
    #expect(settings.changes?.actor == "gitops@example.com")
    #expect(settings.maxAge == Age(parsing: "3d"))
    #expect(settings.isStrict)
    #expect(settings.retention?.age == Age(parsing: "52w"))
    #expect(settings.retention?.activity == Age(parsing: "400d"))
    #expect(settings.retention?.messages == Age(parsing: "90d"))
    #expect(settings.status == Settings.StatusPage(port: 0))
    #expect(settings.log == .json)
    let production = try #require(settings.sources.first)
    var accounts = SnapshotSource.AWSAccounts()
    accounts.profile = "audit"
    accounts.reach = .organization(units: ["ou-ab12-cdef3456"], except: ["012345678901"])
    accounts.role = .init(name: "path/PlumblineReader", externalID: "x")
    accounts.regions = ["eu-west-1", "us-gov-west-1"]
    accounts.requestBudget = 500
    #expect(production.origin == .aws(accounts))
    #expect(production.deadline == 600)
    #expect(production.schedule?.jitter == 90)
    #expect(production.secondReading == SecondReading(share: 0.25, least: 5))
    #expect(
      settings.sources[2].origin
        == .delivery(.init(bucket: "config-bucket", prefix: "a/b", region: "eu-west-1")))
    #expect(settings.sources[3].schedule == Schedule(.every(seconds: 86400)))
    var queue = try #require(
      EventQueue(url: "https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline"))
    queue.profile = "audit"
    queue.buckets = [S3Place(bucket: "trail", prefix: "a")]
    #expect(queue.arn == "arn:*:sqs:eu-west-1:111122223333:plumbline")
    #expect(
      settings.sources[4...].map(\.origin) == [
        .activity(.files(["AWSLogs"])),
        .activity(
          .bucket(.init(profile: "audit", bucket: "trail", prefix: "a", region: "eu-west-1"))),
        .activity(.lookup(profile: nil, regions: ["eu-west-1", "us-east-1"])),
        .activity(.queue(queue)),
      ])
    #expect(
      settings.sources.map(\.isOfActivity) == [false, false, false, false] + [
        true, true, true, true,
      ])
  }

  @Test(arguments: [
    ("https://sqs.eu-west-1.amazonaws.com/111122223333/q", nil, "eu-west-1"),
    ("https://eu-west-1.queue.amazonaws.com/111122223333/q.fifo", nil, "eu-west-1"),
    ("https://sqs.cn-north-1.amazonaws.com.cn/111122223333/q_-1", nil, "cn-north-1"),
    ("http://127.0.0.1:4566/111122223333/q", "us-east-1", "us-east-1"),
    ("https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com/111122223333/q", "eu-west-1", "eu-west-1"),
    ("https://sqs.eu-west-1.amazonaws.com/111122223333/q", "eu-west-2", "eu-west-2"),
    ("https://queue.amazonaws.com/111122223333/q", nil, nil),
    ("http://127.0.0.1:4566/111122223333/q", nil, nil), ("", "eu-west-1", nil),
    ("http://example.com/111122223333/q", "eu-west-1", nil),
    ("https://sqs.eu-west-1.amazonaws.com/11112222333/q", nil, nil),
    ("https://sqs.eu-west-1.amazonaws.com/111122223333/", nil, nil),
    ("https://sqs.eu-west-1.amazonaws.com/111122223333/a b", nil, nil),
    ("https://sqs.eu-west-1.amazonaws.com/111122223333", nil, nil),
  ])
  func `a queue has an address, and says where it is`(url: String, given: String?, region: String?)
  {
    #expect(EventQueue(url: url, region: given)?.region == region)
  }

  @Test func `every kind of destination is read`() throws {
    let text = """
      notices:
        link: https://plumb.example.com/{finding}
        destinations:
          - name: hook
            webhook: { url: "https://example.com/x", secret: { env: KEY } }
            only:
              - { severity: high, class: [further, passing], actor: "alice*" }
              - { resource: { type: "AWS::IAM::*", tags: { env: prod } } }
            except: [{ class: waiting }]
            news: [opened, ended]
            giveUpAfter: 12h
          - { name: tokened, webhook: { url: { file: /run/url } } }
          - { name: program, program: [notify, --fast] }
          - { name: slack, slack: { url: { env: SLACK } } }
          - { name: teams, teams: { url: { file: teams.url } } }
          - { name: pager, pagerDuty: { routingKey: { env: PD }, url: "https://events.eu.pagerduty.com/v2/enqueue" } }
      """
    let notices = try Settings.read(text, file: "s.yaml").notices
    #expect(notices.link == "https://plumb.example.com/{finding}")
    let hook = try #require(notices.destinations.first)
    #expect(
      hook.channel
        == .webhook(.init(address: .plain("https://example.com/x"), secret: .variable("KEY"))))
    #expect(hook.only.map(\.severity) == [.high, nil])
    #expect(hook.only[0].classes == [.further, .passing])
    #expect(hook.only[0].actor == Glob("alice*"))
    #expect(hook.only[1].resource?.tags == ["env": Glob("prod")])
    #expect(hook.except.map(\.classes) == [[.waiting]])
    #expect(hook.news == [.opened, .ended] && hook.giveUpAfter == 43_200)
    let others = notices.destinations.dropFirst().map(\.channel)
    #expect(
      others == [
        .webhook(.init(address: .secret(.file("/run/url")))),
        .program(.init(command: ["notify", "--fast"])), .slack(.variable("SLACK")),
        .teams(.file("teams.url")),
        .pagerDuty(
          .init(
            routingKey: .variable("PD"), address: "https://events.eu.pagerduty.com/v2/enqueue")),
      ])
    let placed = notices.placed { "/etc/plumb/\($0)" }
    #expect(placed.destinations[4].channel == .teams(.file("/etc/plumb/teams.url")))
    #expect(placed.destinations[2].channel == .program(.init(command: ["notify", "--fast"])))
  }

  @Test func `what init writes is read, and also with every comment taken as said`() throws {
    let settings = try Settings.read(Settings.example, file: "plumbline.yaml")
    #expect(settings.sources.map(\.name) == ["aws"])
    #expect(settings.sources[0].origin == .aws(SnapshotSource.AWSAccounts()))
    #expect(settings.sources[0].schedule?.rule == .every(seconds: 900))
    let comments = Settings.example.split(separator: "\n").filter { $0.contains("# -") }
    #expect(comments.count == 5)
  }

  @Test func `aws with nothing below it is the account of whoever runs it`() throws {
    let settings = try Settings.read("sources: [{ name: a, aws: }]", file: "s.yaml")
    #expect(settings.sources[0].origin == .aws(SnapshotSource.AWSAccounts()))
  }

  @Test(arguments: [
    ("sotre: x", "unknown-key"), ("sources: []", "wrong-shape"),
    ("notices: { link: x, destinations: [{ name: a, program: [x] }] }", "malformed-text"),
    ("notices: { link: \"https://x\" }", "missing-key"),
    ("notices: { destinations: [{ name: a }] }", "contradiction"),
    ("notices: { destinations: [{ name: a b, program: [x] }] }", "malformed-text"),
    (
      "notices: { destinations: [{ name: a, program: [x] }, { name: a, program: [y] }] }",
      "contradiction"
    ),
    (
      "notices: { destinations: [{ name: a, webhook: { url: \"http://x.example\" } }] }",
      "malformed-text"
    ),
    (
      "notices: { destinations: [{ name: a, webhook: { url: \"https://u:p@x\" } }] }",
      "malformed-text"
    ),
    (
      "notices: { link: \"https://x/a b\", destinations: [{ name: a, program: [x] }] }",
      "malformed-text"
    ),
    (
      "notices: { destinations: [{ name: a, slack: { url: \"https://x\" } }] }",
      "secret-in-settings"
    ),
    (
      "notices: { destinations: [{ name: a, slack: { url: { env: A, file: b } } }] }",
      "contradiction"
    ),
    ("notices: { destinations: [{ name: a, program: [x], only: [{}] }] }", "missing-key"),
    (
      "notices: { destinations: [{ name: a, program: [x], only: [{ severity: bad }] }] }",
      "unknown-word"
    ),
    ("notices: { destinations: [{ name: a, program: [x], news: [open] }] }", "unknown-word"),
    ("sources: [{ name: a }]", "contradiction"),
    ("sources: [{ aws: {} }]", "missing-key"),
    ("sources: [{ name: a, aws: {}, exports: [x] }]", "contradiction"),
    ("sources: [{ name: a, exports: [x] }, { name: a, exports: [y] }]", "contradiction"),
    ("sources: [{ name: a, aws: { accounts: [12] } }]", "malformed-text"),
    ("sources: [{ name: a, aws: { accounts: [\"111122223333\"] } }]", "missing-key"),
    (
      "sources: [{ name: a, aws: { accounts: [\"111122223333\"], organization: all, role: r } }]",
      "contradiction"
    ),
    ("sources: [{ name: a, aws: { role: \"arn:aws:iam::1:role/x\" } }]", "malformed-text"),
    ("sources: [{ name: a, aws: { externalID: x } }]", "contradiction"),
    ("sources: [{ name: a, aws: { regions: [Frankfurt] } }]", "malformed-text"),
    (
      "sources: [{ name: a, aws: { organization: { units: [production] }, role: r } }]",
      "malformed-text"
    ),
    ("sources: [{ name: a, recorder: { aggregator: x } }]", "missing-key"),
    ("sources: [{ name: a, recorder: { region: eu-west-1 } }]", "contradiction"),
    (
      "sources: [{ name: a, delivery: { url: \"https://x\", region: eu-west-1 } }]",
      "malformed-text"
    ),
    ("sources: [{ name: a, exports: [x], schedule: {} }]", "contradiction"),
    (
      "sources: [{ name: a, exports: [x], schedule: { every: 1h, cron: \"* * * * *\" } }]",
      "contradiction"
    ),
    ("sources: [{ name: a, exports: [x], schedule: { every: 0s } }]", "malformed-text"),
    ("sources: [{ name: a, exports: [x], schedule: { every: soon } }]", "malformed-text"),
    ("sources: [{ name: a, exports: [x], schedule: { every: 2s, jitter: 10s } }]", "contradiction"),
    ("sources: [{ name: a, exports: [x], schedule: { every: 1h, zone: UTC } }]", "contradiction"),
    ("sources: [{ name: a, exports: [x], schedule: { cron: \"61 * * * *\" } }]", "malformed-text"),
    (
      "sources: [{ name: a, exports: [x], schedule: { cron: \"1 * * * *\", zone: Berlin } }]",
      "malformed-text"
    ),
    ("sources: [{ name: a, exports: [x], secondReading: { below: 2 } }]", "malformed-text"),
    ("sources: [{ name: a, activity: {} }]", "contradiction"),
    ("sources: [{ name: a, activity: { files: [x], lookup: [eu-west-1] } }]", "contradiction"),
    ("sources: [{ name: a, activity: { files: [x], region: eu-west-1 } }]", "contradiction"),
    (
      "sources: [{ name: a, activity: { lookup: [eu-west-1], region: eu-west-1 } }]",
      "contradiction"
    ),
    ("sources: [{ name: a, activity: { lookup: [] } }]", "wrong-shape"),
    ("sources: [{ name: a, activity: { queue: plumbline } }]", "malformed-text"),
    (
      "sources: [{ name: a, activity: { files: [x], buckets: [\"s3://trail\"] } }]", "contradiction"
    ),
    (
      "sources: [{ name: a, activity: { queue: \"https://sqs.eu-west-1.amazonaws.com/111122223333/q\" }, schedule: { every: 1m } }]",
      "contradiction"
    ),
    (
      "sources: [{ name: a, activity: { queue: \"https://sqs.eu-west-1.amazonaws.com/111122223333/q\", buckets: [trail] } }]",
      "malformed-text"
    ),
    ("sources: [{ name: a, activity: { url: \"s3://trail\" } }]", "missing-key"),
    ("sources: [{ name: a, activity: { files: [x] }, types: [\"AWS::*\"] }]", "contradiction"),
    ("sources: [{ name: a, activity: { files: [x] }, secondReading: {} }]", "contradiction"),
    ("status: { host: 0.0.0.0 }", "malformed-text"), ("status: { port: 70000 }", "malformed-text"),
    ("maxAge: 90s", "malformed-text"),
    ("audit: {}", "missing-key"), ("audit: { strict: maybe }", "wrong-shape"),
    ("retention: {}", "missing-key"), ("retention: { activity: soon }", "malformed-text"),
    ("retention: { activity: 6d }", "malformed-text"),
    ("retention: { messages: soon }", "malformed-text"),
    ("retention: { count: 0 }", "malformed-text"),
    ("log: xml", "unknown-word"), ("changes: { folders: [x] }", "missing-key"),
    ("ignores: [a, a]", "contradiction"), ("", "empty-document"), ("- a", "wrong-shape"),
  ])
  func `what is wrong is told with its line`(text: String, code: String) {
    #expect {
      try Settings.read("\n" + text, file: "s.yaml")
    } throws: { error in
      let problems = (error as? Problems)?.all ?? []
      return problems.contains { $0.code == code && $0.place?.line != nil }
    }
  }

  @Test func `all that is wrong is told at once`() {
    let text =
      "log: xml\nstatus: { port: x }\nsources:\n  - { name: a, exports: [x], deadline: y }\n"
    #expect {
      try Settings.read(text, file: "s.yaml")
    } throws: { error in
      (error as? Problems)?.all.compactMap(\.place?.line) == [1, 2, 4]
    }
  }

  @Test(arguments: [
    ("http://127.0.0.1", true), ("http://127.0.0.1:8080/x", true), ("http://localhost?x", true),
    ("http://[::1]:80/", true), ("http://[::1]", true), ("https://x.example/", true),
    ("http://[::1].evil.example/", false), ("http://[::1]evil/", false),
    ("http://127.0.0.1.evil.example/", false), ("http://localhost.evil/", false),
    ("http://127.0.0.1:80.evil.example/", false), ("http://localhost:x/", false),
    ("http://localhost:/", false), ("http://localhost:80@evil/", false),
    ("http://localhost#@evil/", true), ("http://[::1", false), ("http://x.example/", false),
  ])
  func `http is for this machine only`(address: String, isTaken: Bool) {
    #expect(address.isWebAddress == isTaken)
  }
}
