import Foundation
import Testing

/// What `plumb doctor` finds in what the settings name, and how it says it.
struct DoctorTests {
  private let program: Program

  init() throws { program = try Program() }

  private func write(_ text: String, to name: String) throws {
    let file = program.folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private static let wrong = [
    ("ignores: [d]", "d/x.yaml", "ignores: [{ resource: {}, owner: a }]", "ignores", "missing-key"),
    ("ignores: [d]", "d/.x", "", "ignores", "document-unreadable"),
    ("freezes: [d]", "d/x.yaml", "freezes: [{}]", "freezes", "missing-key"),
    ("alerts: [d]", "d/x.yaml", "alert: a", "alerts", "missing-key"),
    ("alerts: [d]", "d/.x", "", "alerts", "document-unreadable"),
    ("alerts: { off: [none] }", "d/.x", "", "alerts", "unknown-alert-rule"),
    ("guardrails: [d]", "d/x.yaml", "guardrail: a", "guardrails", "missing-key"),
    ("guardrails: { off: [none] }", "d/.x", "", "guardrails", "unknown-guardrail"),
    (
      "changes: { folders: [d], by: a@example.com }", "d/x.yaml", "change: a", "changes",
      "missing-key"
    ),
    (
      "changes: { folders: [d], by: a@example.com }", "d/x.yaml", "change: a\nkind: qqqq",
      "changes",
      "unknown-word"
    ),
    (
      "notices: { destinations: [{ name: s, sns: { topic: 'arn:aws:sns:eu-west-1:111122223333:a', "
        + "profile: gone } }] }", "d/.x", "", "notices to s", "no profile 'gone'"
    ),
  ]

  @Test(arguments: wrong)
  func `what no audit could go by is not good`(
    settings: String, file: String, text: String, check: String, words: String
  ) throws {
    try write(settings, to: "plumbline.yaml")
    try write(text, to: file)
    let result = try program.run("doctor", "--format", "json")
    #expect(result.status == 2)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(object["isGood"] as? Bool == false)
    let checks = try #require(object["checks"] as? [[String: Any]])
    let bad = checks.filter { $0["isGood"] as? Bool == false && $0["check"] as? String == check }
    #expect(
      bad.contains { ($0["result"] as? String)?.contains(words) == true }, "\(result.output)")
    for check in checks where check["isGood"] as? Bool == false {
      let next = try #require(check["next"] as? String, "\(check)")
      #expect(next.contains { $0.isLetter }, "\(check)")
    }
  }

  @Test(arguments: [
    ("changes: { folders: [d], by: a@example.com }", "No audit is complete until then."),
    ("ignores: [d]", "No audit can go by it until then."),
  ])
  func `what no hint is known for is to be put right, and what comes of it is said`(
    settings: String, consequence: String
  ) throws {
    try write(settings, to: "plumbline.yaml")
    try write("- 1", to: "d/x.yaml")
    let output = try program.run("doctor", "--width", "400").output
    let next = output.split(separator: "\n").filter { $0.contains("next: ") }
    #expect(next.contains { $0.hasSuffix(" " + consequence) }, "\(output)")
    #expect(!next.contains { $0.hasSuffix("next: ") }, "\(output)")
  }

  @Test func `what a status says of baselines and audits, a doctor says too`() throws {
    let day = Program.package.appending(path: "Examples/snapshots/2026-11-19").path
    try program.run("snapshot", "import", day, "--at", "2026-11-19T06:00:00Z")
    try program.run(
      "baseline", "set", "latest", "--by", "erin@example.com", "--at", "2026-11-19T07:00:00Z")
    try write("baselines: [default, gold]\n", to: "plumbline.yaml")
    for command in ["doctor", "status"] {
      let result = try program.run(command, "--width", "400")
      #expect(result.status == 2)
      #expect(result.output.contains("there is no baseline 'gold'"), "\(result.output)")
    }
    try write("baselines: [default]\n", to: "plumbline.yaml")
    let good = try program.run("doctor", "--width", "400")
    #expect(!good.output.contains("there is no baseline"), "\(good.output)")
  }

  @Test(arguments: [40, 80, 100, 160])
  func `advice is whole on a terminal of any width`(width: Int) throws {
    try write("alerts: { off: [none] }", to: "plumbline.yaml")
    let output = try program.run("doctor", "--width", "\(width)").output
    let words = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("'plumb alert list' lists them. No audit can go by it until then."))
    #expect(!output.contains("…"))
    #expect(output.split(separator: "\n").allSatisfy { $0.count <= width }, "\(output)")
  }
}
