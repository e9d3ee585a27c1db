import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import SnapshotSources
import Testing

/// What the imports of one corpus came to.
private struct Tally {
  var groups = 0
  var files = 0
  var skipped = 0
  var items = 0
  var snapshots = 0
  var unread = 0
  var types: Set<String> = []
  var reasons: [String: Int] = [:]
  var problems: [String: Int] = [:]
  var seconds = 0.0

  mutating func add(_ outcome: ImportOutcome) {
    files += outcome.files.count
    snapshots += outcome.snapshots.count
    items += outcome.files.compactMap(\.items).reduce(0, +)
    for file in outcome.files where file.items == nil {
      skipped += 1
      reasons[file.words, default: 0] += 1
    }
    for (scope, reading) in outcome.readings {
      types.insert(scope.type.name)
      if case .unread = reading { unread += 1 }
    }
  }

  func text(_ name: String) -> String {
    let row =
      "\(name): groups \(groups), files \(files), items \(items), types \(types.count), unread "
      + "\(unread), skipped \(skipped), refused groups \(problems.values.reduce(0, +)), "
      + String(format: "%.1f s", seconds)
    return ([row] + reasons.inOrder("   ") + problems.inOrder("   REFUSED ")).joined(
      separator: "\n")
  }
}

extension [String: Int] {
  /// The counts as lines, the greatest first.
  func inOrder(_ mark: String) -> [String] {
    sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\(mark)\($0.value) x \($0.key)" }
  }
}

@Suite(.enabled(if: corpus != nil)) struct `Imports of recorded exports` {
  @Test func `everything is imported, nothing changes the second time, and the store verifies`()
    throws
  {
    var tallies: [String: Tally] = [:]
    for group in ImportGroup.chosen(in: try #require(corpus)) {
      try `import`(group, &tallies[group.corpus, default: Tally()])
    }
    for (name, tally) in tallies.sorted(by: { $0.key < $1.key }) { print(tally.text(name)) }
  }

  private func `import`(_ group: ImportGroup, _ tally: inout Tally) throws {
    let temporary = try TemporaryStore()
    let start = ContinuousClock.now
    tally.groups += 1
    do {
      let first = try temporary.import(group.paths, group.options)
      tally.seconds += (ContinuousClock.now - start) / .seconds(1)
      tally.add(first)
    } catch let problems as Problems {
      for problem in problems.all {
        let reason = problem.message.split(separator: ": ").last ?? ""
        tally.problems["[\(problem.code)] \(reason)", default: 0] += 1
      }
      return
    }
    let second = try temporary.import(group.paths, group.options)
    #expect(second.edits == 0, "\(group.paths)")
    let verified = try VerifyStore(store: temporary.store).run()
    #expect(verified.problems == [], "\(group.paths)")
  }
}

@Suite struct `Imports of two answers about one resource` {
  @Test func `the better answer counts the second time too`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "two-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appending(path: "111122223333/eu-west-1")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let arn = "arn:aws:iam::111122223333:role/r"
    for (name, text) in [
      ("iam-list-roles.json", #"{"Roles":[{"RoleName":"r","Arn":"\#(arn)"}]}"#),
      (
        "iam-get-account-authorization-details.json",
        #"{"RoleDetailList":[{"RoleName":"r","Arn":"\#(arn)","MaxSessionDuration":7200}]}"#
      ),
    ] {
      try Data(text.utf8).write(to: place.appending(path: name))
    }
    let temporary = try TemporaryStore()
    for _ in 0..<3 {
      #expect(try temporary.import([folder.path], .init()).edits == 0)
    }
  }
}

@Suite struct `Imports of what the program wrote` {
  @Test func `digests of secrets stay as they are`() throws {
    let temporary = try TemporaryStore()
    func line(_ value: String) -> String {
      #"{"type":"AWS::Lambda::Function","id":"f","account":"111122223333","region":"eu-west-1","#
        + #""configuration":{"Environment":{"Variables":{"A":"\#(value)"}}}}"#
    }
    _ = try temporary.import(lines: [line("hush hush")])
    let answer = try temporary.store.query(
      "SELECT json_extract(configuration, '$.Environment.Variables.A') FROM items")
    guard case .text(let token)? = answer.rows.first?.first else {
      Issue.record("no configuration")
      return
    }
    #expect(token.hasPrefix("secret:"))
    #expect(try temporary.import(lines: [line(token)]).edits == 0)
    #expect(try temporary.import(lines: [line("hush hush")]).edits == 0)
    #expect(try temporary.import(lines: [line("another")]).edits == 1)
  }
}

@Suite struct `Imports of histories` {
  @Test func `a history that holds the last one adds only what is new`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "past-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    func history(_ days: ClosedRange<Int>) throws -> [String] {
      let items = days.map { day in
        #"{"configurationItemCaptureTime":"2020-01-0\#(day)T00:00:00Z","awsRegion":"eu-west-1","#
          + #""configurationItemStatus":"OK","accountId":"111122223333","resourceId":"sg-1","#
          + #""resourceType":"AWS::EC2::SecurityGroup","configuration":{"description":"\#(day)"}}"#
      }
      let file = folder.appending(path: "history.json")
      try Data(#"{"configurationItems":[\#(items.joined(separator: ","))]}"#.utf8).write(to: file)
      return [file.path]
    }
    let temporary = try TemporaryStore()
    #expect(try temporary.import(history(1...2), .init()).snapshots == [1, 2])
    #expect(try temporary.import(history(1...2), .init()).snapshots == [])
    #expect(try temporary.import(history(1...3), .init()).snapshots == [3])
  }
}
