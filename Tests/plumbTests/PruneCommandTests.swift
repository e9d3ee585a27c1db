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
}
