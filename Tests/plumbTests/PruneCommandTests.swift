import Foundation
import Testing

struct PruneCommandTests {
  private let program: Program

  /// Three snapshots, of which the second is audited.
  init() throws {
    program = try Program()
    let days = ["2026-11-19", "2026-11-20"].map {
      Program.package.appending(path: "Examples/snapshots/\($0)").path
    }
    for (index, path) in [days[0], days[0], days[1]].enumerated() {
      try program.run("snapshot", "import", path, "--at", "2026-11-2\(index)")
    }
  }

  @Test
  func `what would go is only said, and goes with yes`() throws {
    let asked = try program.run("prune", "--keep", "1")
    #expect(asked.status == 0)
    #expect(
      asked.output.hasPrefix("Would prune 2 snapshots  1, 2, taken up to 2026-11-21 00:00 UTC"))
    #expect(asked.output.contains("nothing was changed"))
    #expect(try program.run("diff", "1", "latest").status == 1)
    let done = try program.run(
      "prune", "--keep", "1", "--yes", "--by", "ops@example.com", "--reason", "space")
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.hasPrefix("Pruned 2 snapshots  1, 2, taken up to"))
    let diff = try program.run("diff", "1", "latest")
    #expect(diff.status == 2 && diff.errors.contains("[snapshot-pruned]"))
    let again = try program.run("prune", "--keep", "1")
    #expect(again.status == 0 && again.output.hasPrefix("Nothing to prune."))
    #expect(try program.run("verify").status == 0)
  }

  @Test
  func `lists and queries show what was pruned`() throws {
    try program.run(
      "prune", "--keep", "2", "--yes", "--by", "ops", "--reason", "r", "--at", "2026-11-23")
    let list = try program.run("snapshot", "list", "--format", "csv").output
    let lines = list.split(whereSeparator: \.isNewline)
    #expect(lines[1].hasPrefix("1,2026-11-20T00:00:00Z,,,,,"))
    #expect(lines[1].hasSuffix(",2026-11-23T00:00:00Z,"))
    #expect(lines[2].hasSuffix(",,"))
    let answer = try program.run(
      "query", "SELECT snapshot FROM snapshots WHERE pruned IS NULL", "--format", "csv")
    #expect(answer.output == "snapshot\r\n2\r\n3\r\n")
  }

  @Test
  func `guardrails do not pass in a time that was pruned, and no scope was read then`() throws {
    try program.run(
      "prune", "--keep", "1", "--yes", "--by", "ops", "--reason", "r", "--at", "2026-11-23")
    let scopes = try program.run("scope", "list", "--at", "2026-11-21T12:00:00Z")
    #expect(scopes.status == 2 && scopes.errors.contains("[snapshot-pruned]"))
    #expect(try program.run("scope", "list").status == 0)
    for options in [[], ["--back-test"]] {
      let then = try program.run(
        Program.path,
        ["guardrail", "test", "ssh-open-to-world", "--at", "2026-11-21T12:00:00Z"] + options)
      #expect(then.status == 2 && then.errors.contains("[snapshot-pruned]"), "\(then.errors)")
      #expect(then.output.isEmpty)
      let changes = try program.run(
        Program.path, ["guardrail", "test", "administration-opened"] + options)
      #expect(changes.status != 0)
      #expect(changes.output.contains("Changes in 2 pruned snapshots are not known: 1, 2."))
    }
  }

  @Test
  func `as JSON it says what is held, and by what`() throws {
    try program.run("baseline", "set", "1", "--at", "2026-11-23")
    let result = try program.run(
      "prune", "--older-than", "1h", "--at", "2026-11-30", "--format", "json")
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let plan = try #require(document as? [String: Any])
    #expect(plan["isDone"] as? Bool == false && plan["snapshots"] as? [Int] == [])
    let held = try #require(plan["held"] as? [[String: Any]])
    #expect(held.compactMap { $0["snapshot"] as? Int } == [1, 2, 3])
    #expect(held.first?["holds"] as? [String] == ["the baseline default was set to it"])
  }

  @Test
  func `a list of calls that were pruned says so and is not complete`() throws {
    let event = """
      {"eventVersion":"1.08","eventID":"e1","eventTime":"2026-11-20T10:00:00Z",\
      "eventSource":"sqs.amazonaws.com","eventName":"CreateQueue","awsRegion":"eu-west-1",\
      "recipientAccountId":"999900001111","readOnly":false,\
      "userIdentity":{"type":"IAMUser","userName":"alice"}}
      """
    try Data("{\"Records\":[\(event)]}".utf8).write(to: program.folder.appending(path: "e.json"))
    try program.run("baseline", "set", "1", "--at", "2026-11-22")
    try program.run("activity", "import", "e.json", "--at", "2026-11-22T01:00:00Z")
    try program.run("audit", "--at", "2026-11-22T02:00:00Z")
    #expect(try program.run("activity", "list").status == 0)
    try program.run(
      "prune", "--activity-older-than", "7d", "--yes", "--by", "ops", "--reason", "privacy", "--at",
      "2026-11-29")
    for arguments in [["list"], ["timeline"], ["unusual"]] {
      let answer = try program.run(Program.path, ["activity"] + arguments)
      #expect(answer.status == 2, "\(arguments)")
      let said = answer.output + answer.errors
      #expect(
        said.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
          "1 call, made at 2026-11-20 10:00 UTC, was pruned on 2026-11-29 00:00 UTC by ops (privacy)"
        ),
        "\(said)")
      let later = try program.run(
        Program.path,
        ["activity"] + arguments
          + (arguments == ["unusual"]
            ? ["--over", "7d", "--at", "2026-11-29"] : ["--from", "2026-11-21"]))
      #expect(later.status == 0, "\(later.errors)")
    }
    let shown = try program.run("activity", "show", "e1")
    #expect(shown.status == 2 && shown.errors.contains("[activity-pruned]"))
    let tested = try program.run("alert", "test", "cis-5.1")
    #expect(tested.status == 2 && tested.errors.contains("was pruned"))
  }
}
