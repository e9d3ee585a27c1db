import Foundation
import Testing

/// Notices from the command line.
struct NoticeCommandTests {
  private let program: Program
  private let named = ["PLUMB_CONFIG": "team.yaml"]

  /// A store with two groups, whose first snapshot is the baseline.
  init() throws {
    program = try Program()
    try take(["10.0.0.0/8", "10.0.0.0/8"], day: 20)
    try program.run("baseline", "set", "latest", "--at", "2026-11-20")
  }

  private func write(_ text: String, to path: String) throws {
    let place = program.folder.appending(path: path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  /// Takes a snapshot in which each group is open to a network.
  private func take(_ sources: [String], day: Int) throws {
    let groups = sources.enumerated().map { place, source in
      """
      {"GroupId": "sg-\(place)", "GroupName": "a", "OwnerId": "111122223333", "Description": "d",
      "VpcId": "vpc-1", "IpPermissionsEgress": [], "Tags": [], "IpPermissions": [{"IpProtocol":
      "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "\(source)"}]}]}
      """
    }
    try write(
      "{\"SecurityGroups\": [\(groups.joined(separator: ","))]}",
      to: "exports/111122223333/eu-west-1/ec2-describe-security-groups.json")
    try program.run("snapshot", "import", "exports", "--at", "2026-11-\(day)")
  }

  /// One destination, which runs a script for each message.
  private func tell(by script: String) throws {
    try write(
      """
      store: plumb.db
      notices:
        destinations:
          - { name: team, program: [/bin/sh, -c, "\(script)"] }
      """, to: "team.yaml")
  }

  private func audit(day: Int, with environment: [String: String]) throws -> Program.Result {
    try program.run("audit", "--at", "2026-11-\(day)", environment: environment)
  }

  private func send(day: Int) throws -> Program.Result {
    try program.run("notice", "send", "--at", "2026-11-\(day)", environment: named)
  }

  private var got: String {
    let place = program.folder.appending(path: "got.txt").path
    return (try? String(contentsOfFile: place, encoding: .utf8)) ?? ""
  }

  @Test func `an audit without settings says that it tells nobody, and the next one tells`() throws
  {
    try tell(by: "cat >> got.txt")
    #expect(try audit(day: 20, with: [:]).errors == "")
    #expect(try audit(day: 20, with: named).errors == "")
    try take(["0.0.0.0/0", "10.0.0.0/8"], day: 21)
    #expect(try audit(day: 21, with: named).status == 1)
    #expect(try send(day: 21).output.hasPrefix("1 sent, 0 to be tried again"))
    try take(["0.0.0.0/0", "0.0.0.0/0"], day: 22)
    let without = try audit(day: 22, with: [:])
    #expect(without.status == 1)
    #expect(without.errors.hasPrefix("warning: No settings were found, so nobody is told"))
    #expect(try send(day: 22).output.hasPrefix("0 sent"))
    #expect(try audit(day: 23, with: named).errors == "")
    #expect(try send(day: 23).output.hasPrefix("1 sent"))
    #expect(got.contains("F-1") && got.contains("F-2"))
  }

  @Test func `what was given up is told wherever somebody looks, and dropped by name`() throws {
    try tell(by: "exit 65")
    _ = try audit(day: 20, with: named)
    try take(["0.0.0.0/0", "10.0.0.0/8"], day: 21)
    _ = try audit(day: 21, with: named)
    for environment: [String: String] in [[:], named] {
      let untried = try program.run("status", environment: environment)
      #expect(untried.status == 2 && untried.output.contains("nobody tries to send"))
    }
    #expect(try program.run("doctor", environment: named).output.contains("nobody tries to send"))
    #expect(try send(day: 21).status == 2)
    let list = try program.run("notice", "list", environment: named)
    #expect(list.status == 1 && list.output.contains("given up") && !list.output.contains("dead"))
    let status = try program.run("status")
    #expect(status.status == 2 && status.output.contains("1 message given up"))
    let tree = try program.run("status", "--format", "json").output
    #expect(tree.contains("\"givenUp\": 1") || tree.contains("\"givenUp\":1"))
    #expect(try program.run("doctor", environment: named).output.contains("message given up"))
    #expect(try program.run("notice", "drop", "1").status == 64)
    let dropped = try program.run(
      "notice", "drop", "1", "--by", "ops@example.com", "--reason", "told by telephone", "--at",
      "2026-11-22")
    #expect(dropped.output == "1 message dropped\n", "\(dropped.errors)")
    let log = try program.run("log", "--format", "csv").output
    #expect(
      log.contains("notices dropped,ops@example.com,F-1 not told to team,told by telephone"))
    #expect(try program.run("status").status == 0)
    let shown = try program.run("finding", "show", "F-1").output
    #expect(shown.contains("team  opened 2026-11-21 00:00 UTC, dropped 2026-11-21 00:00 UTC"))
    #expect(try program.run("verify").status == 0)
  }

  @Test func `who was told of a finding is shown, also once the message is pruned`() throws {
    try tell(by: "cat >> got.txt")
    _ = try audit(day: 20, with: named)
    try take(["0.0.0.0/0", "0.0.0.0/0"], day: 21)
    _ = try audit(day: 21, with: named)
    _ = try send(day: 21)
    try take(["10.0.0.0/8", "0.0.0.0/0"], day: 22)
    _ = try audit(day: 22, with: named)
    let waiting = try program.run("finding", "show", "F-1", "--format", "json").output
    let document = try JSONSerialization.jsonObject(with: Data(waiting.utf8)) as? [String: Any]
    let told = try #require(document?["told"] as? [[String: Any]])
    #expect(told.compactMap { $0["state"] as? String } == ["sent", "gathering"])
    #expect(told.compactMap { $0["what"] as? String } == ["opened", "reverted"])
    #expect(told[0]["destination"] as? String == "team")
    _ = try send(day: 22)
    let list = try program.run(
      "notice", "list", "--finding", "F-1", "--format", "csv", environment: named)
    #expect(list.output.split(whereSeparator: \.isNewline).count == 3)
    let unknown = try program.run("notice", "list", "--finding", "F-9", environment: named)
    #expect(unknown.status == 2 && unknown.errors.contains("unknown-finding"))
    try take(["10.0.0.0/8", "10.0.0.0/8"], day: 23)
    _ = try audit(day: 23, with: named)
    _ = try send(day: 23)
    let asked = try program.run("prune", "--messages-older-than", "2d", "--at", "2026-11-28")
    #expect(asked.output.hasPrefix("Would prune 3 messages"), "\(asked.output)")
    let pruned = try program.run(
      "prune", "--messages-older-than", "2d", "--yes", "--by", "ops", "--reason", "old", "--at",
      "2026-11-28")
    #expect(pruned.output.hasPrefix("Pruned 3 messages"), "\(pruned.output)")
    #expect(
      try program.run("finding", "show", "F-1").output
        .contains("team  opened 2026-11-21 00:00 UTC, sent 2026-11-21 00:00 UTC"))
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a test that finds nobody says so in plain words, and names no finding that may be`()
    throws
  {
    try write(
      """
      notices:
        destinations:
          - { name: team, webhook: { url: "http://127.0.0.1:1/hook" } }
      """, to: "team.yaml")
    let failed = try program.run("notice", "test", "team", environment: named)
    #expect(failed.errors.contains("to 'team': it cannot be reached: connection refused"))
    #expect(!failed.errors.contains("errno"))
    let printed = try program.run("notice", "test", "team", "--print", environment: named)
    #expect(printed.output.contains("F-0") && !printed.output.contains("F-1"))
  }
}
