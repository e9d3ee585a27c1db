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
}
