import ChangeDocuments
import ConfigurationModel
import Testing

/// Settings with a secret in a place where it does not belong, and in places where it may stand by mistake.
@Suite struct SecretSettingsTests {
  private static func destination(_ text: String) -> String {
    "notices: { destinations: [{ name: a, \(text) }] }"
  }

  private static func source(_ text: String) -> String { "sources: [{ name: a, \(text) }]" }

  private static let wrong = [
    destination(#"webhook: { url: "http://siem.example.com/x?token=s3cr3t" }"#),
    destination(#"webhook: { url: "https://me:s3cr3t@siem.example.com/x" }"#),
    destination(#"webhook: { url: "siem.example.com/s3cr3t" }"#),
    destination(#"webhook: { url: "https://siem.example.com/x y?token=s3cr3t" }"#),
    destination(#"webhook: { url: [s3cr3t] }"#),
    destination(#"webhook: { url: { s3cr3t: } }"#),
    destination(#"webhook: { "https://siem.example.com/?s3cr3t": }"#),
    destination(#"webhook: { url: https://siem.example.com, secret: s3cr3t }"#),
    destination(#"webhook: { url: https://siem.example.com, secret: { env: s3cr3t-1 } }"#),
    destination(#"webhook: { url: https://siem.example.com, secret: { s3cr3t } }"#),
    destination(#"webhook: { url: https://siem.example.com, secret: !s3cr3t }"#),
    destination(#"webhook: { url: https://siem.example.com, secret: *s3cr3t }"#),
    destination(#"webhook: { url: https://siem.example.com, secret: "s3cr3t\q" }"#),
    destination(#"webhook: { url: https://siem.example.com, secret: @s3cr3t }"#),
    destination(#"webhook: { url: "https://s3cr3t\0" }"#),
    destination(#"webhook: { url: https://siem.example.com, headers: { X: s3cr3t } }"#),
    destination(#"webhook: s3cr3t"#), destination("slack: { url: https://hooks/s3cr3t }"),
    destination("slack: https://hooks/s3cr3t"), destination("teams: { url: s3cr3t }"),
    destination("pagerDuty: { routingKey: s3cr3t }"),
    destination("pagerDuty: { routingKey: { env: A, s3cr3t: x } }"),
    destination(#"pagerDuty: { routingKey: { env: A }, url: "https://s3cr3t@example.com" }"#),
    destination(#"jira: { url: "https://me:s3cr3t@example.com", project: P, token: s3cr3t }"#),
    destination(#"serviceNow: { url: "http://s3cr3t.example.com", user: u, password: s3cr3t }"#),
    destination(#"mail: { from: "a:s3cr3t@b@c", to: ["s3cr3t"] }"#),
    destination(
      #"mail: { from: a@b.c, to: [a@b.c], smtp: { host: "smtp://a:s3cr3t@b.c", password: s3cr3t } }"#
    ),
    destination(#"sns: { topic: "https://AKIA:s3cr3t@sns.example.com" }"#),
    destination(#"program: { sh: "-c s3cr3t" }"#), destination(#"program: ["s3cr3t\0"]"#),
    destination(#"program: s3cr3t"#),
    "notices: { link: 'https://me:s3cr3t@example.com/{finding}', destinations: [] }",
    "notices: { link: s3cr3t, destinations: [] }",
    source(
      #"activity: { queue: "https://AKIA:s3cr3t@sqs.eu-west-1.amazonaws.com/111122223333/q" }"#),
    source(#"activity: { queue: "https://sqs.eu-west-1.amazonaws.com/111122223333/q?s3cr3t" }"#),
    source(#"activity: { url: "s3://AKIA:s3cr3t@bucket", region: eu-west-1 }"#),
    source(#"delivery: { url: "https://AKIA:s3cr3t@bucket", region: eu-west-1 }"#),
    source(
      #"activity: { queue: "https://sqs.eu-west-1.amazonaws.com/111122223333/q", buckets: ["s3://s3cr3t@b"] }"#
    ),
    #"status: { host: "http://me:s3cr3t@127.0.0.1" }"#, "s3cr3t: 1\ns3cr3t: 2",
    destination("webhook: { url: https://a.b\n\tsecret: s3cr3t }"),
    destination("webhook: { url: https://a.b, secret: 's3cr3t }"),
  ]

  @Test(arguments: wrong)
  func `no problem repeats what may be a secret, and each says where it stands`(text: String) {
    let problems = #expect(throws: Problems.self) {
      try Settings.read(text, file: "plumbline.yaml")
    }
    for problem in problems?.all ?? [] {
      #expect(!"\(problem)".contains("s3cr3t"), "\(problem)")
      #expect(problem.place?.line != nil, "\(problem)")
    }
  }

  @Test(arguments: [
    ("http://siem.example.com/x", "http is not encrypted"),
    ("https://me:x@siem.example.com", "a user or a password stands in it"),
    ("siem.example.com", "does not begin with https://"),
  ])
  func `what is wrong with an address is said`(address: String, words: String) {
    let text = Self.destination("webhook: { url: \"\(address)\" }")
    let problems = #expect(throws: Problems.self) {
      try Settings.read(text, file: "plumbline.yaml")
    }
    let problem = problems?.all.first
    #expect(problem?.message.contains("'url' is not an address") == true, "\(text)")
    #expect(problem?.message.contains(words) == true, "\(text)")
    #expect(problem?.hint?.contains("{ env: NAME }") == true, "\(text)")
  }
}
