import Foundation
import Testing

/// Findings chosen by a filter, from the command line.
struct FindingFilterCommandTests {
  private let who = ["--by", "carol@example.com", "--reason", "known at onboarding"]

  /// A store with an audited second day.
  private func audited() throws -> Program {
    let program = try Program()
    for (name, day) in [
      ("2026-11-19", "2026-11-19T06:00:00Z"), ("2026-11-20", "2026-11-20T21:15:00Z"),
    ] {
      let folder = Program.package.appending(path: "Examples/snapshots/\(name)").path
      try program.run("snapshot", "import", folder, "--at", day)
      if name == "2026-11-19" { try program.run("baseline", "set", "latest", "--at", day) }
    }
    #expect(try program.run("audit", "--at", "2026-11-20T21:28:00Z").status == 1)
    return program
  }

  private func ids(_ program: Program, _ words: String...) throws -> [String] {
    let list = try program.run(Program.path, ["finding", "list", "--format", "csv"] + words)
    #expect(list.status == 0, "\(list.errors)")
    return list.output.split(whereSeparator: \.isNewline).dropFirst().map {
      String($0.prefix { $0 != "," })
    }
  }

  @Test func `a list takes filters, an order and groups`() throws {
    let program = try audited()
    let all = try ids(program)
    #expect(all.count > 3)
    let critical = try ids(program, "--severity", "critical")
    #expect(!critical.isEmpty && critical.count < all.count && critical.allSatisfy(all.contains))
    let users = try ids(program, "--type", "AWS::IAM::*", "--region", "global", "--sort", "name")
    #expect(!users.isEmpty && users.count < all.count)
    #expect(try ids(program, "--account", "999999999999").isEmpty)
    #expect(try Set(ids(program, "--sort", "severity", "--sort", "age")) == Set(all))
    #expect(try ids(program, "--like", all[0]).contains(all[0]))
    #expect(try ids(program, "--older-than", "3000w").isEmpty)
    let groups = try program.run("finding", "list", "--groups")
    #expect(groups.output.contains("findings") && groups.output.contains("accounts"))
  }

  @Test func `a decision by filter shows what it is about, and waits for yes`() throws {
    let program = try audited()
    let accept = ["finding", "accept", "--severity", "low", "--until", "2099-01-01"] + who
    let asked = try program.run(Program.path, accept)
    #expect(asked.status == 2 && asked.errors.contains("decision-unconfirmed"))
    #expect(asked.output.contains("findings: "))
    #expect(try ids(program, "--status", "accepted").isEmpty)
    let done = try program.run(Program.path, accept + ["--yes"])
    #expect(done.status == 0 && done.output.contains("findings accepted until"))
    #expect(try ids(program, "--status", "open").isEmpty)
    let again = try program.run(Program.path, accept + ["--yes"])
    #expect(again.status == 2 && again.errors.contains("no-finding-fits"))
    #expect(try program.run("audit", "--allow-unread").status == 0)
  }

  @Test(arguments: [
    ["finding", "acknowledge"], ["finding", "acknowledge", "F-1", "--severity", "low"],
    ["finding", "accept", "--until", "2099-01-01", "--yes"], ["baseline", "promote", "--yes"],
    ["baseline", "promote", "F-1", "--status", "open"],
    ["finding", "acknowledge", "--severity", "worst"], ["finding", "acknowledge", "--like", "x"],
  ])
  func `findings are named or chosen by a filter, not both and not neither`(words: [String]) throws
  {
    let result = try Program().run(Program.path, words + who)
    #expect(result.status == 64, "\(result.errors)")
  }
}
