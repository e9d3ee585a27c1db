import Foundation
import Testing

/// The folders of change records that the settings name, as a person at a terminal meets them.
struct ChangeFolderCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
    let day = Program.package.appending(path: "Examples/snapshots/2026-11-19").path
    try program.run("snapshot", "import", day, "--at", "2026-11-19T06:00:00Z")
    try program.run(
      "baseline", "set", "latest", "--by", "erin@example.com", "--at", "2026-11-19T07:00:00Z")
    try write("changes: { folders: [changes], by: gitops@example.com }\n", to: "plumbline.yaml")
    try write(
      """
      change: CHG-1
      kind: normal
      state: submitted
      requestedBy: alice@example.com
      allows:
        - resource: { id: sg-a }
          action: modify
          edits: [{ added: IpPermissions }]

      """, to: "changes/c1.yaml")
  }

  private func write(_ text: String, to name: String) throws {
    let file = program.folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  private func audit(_ options: String...) throws -> Program.Result {
    try program.run(
      Program.path, ["audit", "--at", "2026-11-19T08:00:00Z", "--max-age", "5000d"] + options)
  }

  @Test func `an audit registers the records of the settings before it judges`() throws {
    let result = try audit()
    #expect(result.status == 0 && result.errors.contains("CHG-1 registered, submitted"))
    #expect(try program.run("change", "list").output.contains("CHG-1"))
    #expect(try audit().errors.isEmpty)
  }

  @Test func `nothing is judged for a report that cannot be written`() throws {
    let result = try audit("--output", "no/report.txt")
    #expect(result.status == 2 && result.errors.contains("no/report.txt"))
    #expect(try !program.run("log").output.contains("up to snapshot"))
    #expect(try audit("--output", "report.txt").status == 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(left.filter { $0.hasPrefix("report.txt") } == ["report.txt"])
  }

  @Test(arguments: ["text", "json", "markdown", "html", "csv", "sarif", "junit"])
  func `a file that cannot be read makes every answer incomplete`(format: String) throws {
    try write("change: 3\n", to: "changes/zz.yaml")
    let result = try audit("--format", format)
    #expect(result.status == 2 && result.errors.contains("changes/zz.yaml:1"))
    #expect(result.output.contains("zz.yaml"), "\(result.output)")
    #expect(!result.output.contains("No unapproved changes."))
    let status = try program.run("status")
    #expect(status.status == 2 && status.output.contains("zz.yaml"))
    let report = try program.run("report", "--format", format, "--max-age", "5000d")
    #expect(report.status == 2 && report.output.contains("zz.yaml"))
  }

  @Test func `unread change records fail whatever may be unread`() throws {
    try write("change: 3\n", to: "changes/zz.yaml")
    #expect(try audit("--allow-unread").status == 2)
    let report = ["report", "--max-age", "5000d", "--allow-unread"]
    #expect(try program.run(Program.path, report).status == 2)
    try FileManager.default.removeItem(at: program.folder.appending(path: "changes/zz.yaml"))
    #expect(try audit("--allow-unread").status == 0)
  }

  /// An approved record for the group.
  ///
  /// - Parameter inWindow: Whether it may be carried out in one hour of 16 November 2026 only.
  private static func record(
    _ number: String, approvedBy person: String, at moment: String, inWindow: Bool = false
  ) -> String {
    let window = "window: { from: 2026-11-16T08:00:00Z, until: 2026-11-16T09:00:00Z }\n"
    return """
      change: \(number)
      kind: normal
      state: approved
      requestedBy: alice@example.com
      \(inWindow ? window : "")approvals: [{ by: \(person), at: \(moment) }]
      allows:
        - resource: { id: sg-a }
          action: modify
          edits: [{ added: IpPermissions }]

      """
  }

  @Test func `an approval that does not count is told when it is registered`() throws {
    let record = Self.record("CHG-2", approvedBy: "gitops@example.com", at: "2026-11-18T12:00:00Z")
    try write(record, to: "changes/c2.yaml")
    let words =
      "An approval of CHG-2 does not count: gitops@example.com approved what they registered themselves."
    let audited = try audit()
    #expect(audited.errors.contains("CHG-2 registered, approved"), "\(audited.errors)")
    #expect(audited.errors.contains("warning: " + words), "\(audited.errors)")
    #expect(try !audit().errors.contains("does not count"))
    try write(record.replacing("CHG-2", with: "CHG-3"), to: "c3.yaml")
    let added = try program.run("change", "add", "c3.yaml", "--by", "gitops@example.com")
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.errors.contains("warning: " + words.replacing("CHG-2", with: "CHG-3")))
    let other = try program.run("change", "add", "changes/c1.yaml", "--by", "bob@example.com")
    #expect(!other.errors.contains("does not count"))
  }

  @Test func `an approval that is dated in the future is told when it is registered`() throws {
    let record = Self.record("CHG-4", approvedBy: "bob@example.com", at: "2099-11-20T12:00:00Z")
    try write(record, to: "changes/c4.yaml")
    let words = """
      An approval of CHG-4 does not count yet: it is dated in the future \
      (bob@example.com, 2099-11-20 12:00 UTC).
      """
    #expect(try audit().errors.contains("warning: " + words))
    try write(record.replacing("CHG-4", with: "CHG-5"), to: "c5.yaml")
    let added = try program.run("change", "add", "c5.yaml", "--by", "gitops@example.com")
    #expect(added.status == 0, "\(added.errors)")
    #expect(added.errors.contains("warning: " + words.replacing("CHG-4", with: "CHG-5")))
  }

  @Test func `an approval after the window is told each time that the record is added`() throws {
    let record = Self.record(
      "CHG-6", approvedBy: "carol@example.com", at: "2026-11-16T12:00:00Z", inWindow: true)
    let words = " does not count: approved 3 h after its window closed (carol@example.com).\n"
    try write(record, to: "c6.yaml")
    for became in ["registered", "unchanged"] {
      let added = try program.run(
        "change", "add", "c6.yaml", "--by", "bob@example.com", "--at", "2026-11-19T07:30:00Z")
      #expect(added.status == 0 && added.output == "CHG-6 \(became), approved\n")
      #expect(added.errors == "warning: An approval of CHG-6" + words)
    }
    try write(record.replacing("CHG-6", with: "CHG-7"), to: "changes/c7.yaml")
    #expect(try audit().errors.contains("warning: An approval of CHG-7" + words))
    #expect(try audit().errors.isEmpty)
  }

  @Test func `a step that leaves a record without effect says so`() throws {
    let late = Self.record(
      "CHG-8", approvedBy: "carol@example.com", at: "2026-11-16T12:00:00Z", inWindow: true)
    let submitted = late.replacing("state: approved", with: "state: submitted")
      .split(separator: "\n").filter { !$0.hasPrefix("approvals:") }.joined(separator: "\n")
    let open = Self.record("CHG-9", approvedBy: "carol@example.com", at: "2026-11-16T12:00:00Z")
    try write(submitted + "\n---\n" + open, to: "steps.yaml")
    let added = try program.run(
      "change", "add", "steps.yaml", "--by", "bob@example.com", "--at", "2026-11-19T07:30:00Z")
    #expect(added.errors.isEmpty, "\(added.errors)")
    let approved = try program.run(
      "change", "approve", "CHG-8", "--by", "dave@example.com", "--at", "2026-11-19T09:00:00Z")
    let closed = try program.run(
      "change", "close", "CHG-9", "--by", "dave@example.com", "--at", "2026-11-19T09:00:00Z")
    #expect(
      approved.errors
        == "warning: An approval of CHG-8 does not count: approved 3 d after its window closed (dave@example.com).\n"
    )
    #expect(
      closed.errors == """
        warning: CHG-9: is closed, and no window says when it was carried out, so it covers no edit \
        that is judged from now on.

        """)
  }

  @Test func `a record without effect is marked where records are listed and shown`() throws {
    let morning = "2026-11-16T12:00:00Z"
    let records = [
      Self.record("CHG-6", approvedBy: "carol@example.com", at: morning, inWindow: true),
      Self.record("CHG-7", approvedBy: "carol@example.com", at: "2099-11-20T12:00:00Z"),
      Self.record("CHG-8", approvedBy: "carol@example.com", at: morning),
    ]
    try write(records.joined(separator: "---\n"), to: "three.yaml")
    let added = try program.run(
      "change", "add", "three.yaml", "--by", "bob@example.com", "--at", "2026-11-19T07:30:00Z")
    let words = added.errors.split(separator: "\n").map { "# \($0)" }
    #expect(added.status == 0 && words.count == 2, "\(added.errors)")
    let listed = try program.run("change", "list", "--format", "json").output
    let rows = try JSONSerialization.jsonObject(with: Data(listed.utf8)) as? [[String: Any]]
    #expect(
      rows?.map { $0["covers"] as? String } == ["nothing", "nothing yet", nil], "\(listed)")
    for (index, number) in ["CHG-6", "CHG-7", "CHG-8"].enumerated() {
      let shown = try program.run("change", "show", number).output.split(separator: "\n")
      let warnings = shown.filter { $0.hasPrefix("# warning") }.map { String($0) }
      #expect(warnings == Array(words.dropFirst(index).prefix(1)))
    }
  }
}
