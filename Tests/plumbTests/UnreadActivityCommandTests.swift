import Foundation
import Testing

/// Activity of which a part could not be read: no list is whole.
struct UnreadActivityCommandTests {
  @Test(arguments: [
    "activity list", "activity list --account 111122223333", "activity timeline",
    "activity timeline --format json", "activity coverage", "activity unusual",
    "alert test security-group-rule-added",
  ])
  func `whatever lists activity says that some could not be read`(command: String) throws {
    let program = try Program()
    let folder = program.folder.appending(path: "trail")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let event = """
      {"Records":[{"eventVersion":"1.08","eventID":"e1","eventTime":"2026-11-20T12:10:00Z",\
      "eventSource":"ec2.amazonaws.com","eventName":"CreateVpc","awsRegion":"eu-west-1",\
      "recipientAccountId":"111122223333","userIdentity":{"type":"Root"},"readOnly":false}]}
      """
    let name = "111122223333_CloudTrail_eu-west-1_20261120T1210Z_"
    try Data(event.utf8).write(to: folder.appending(path: name + "whole.json"))
    try Data(event.utf8.dropLast(20)).write(to: folder.appending(path: name + "cut.json"))
    #expect(try program.run("activity", "import", "trail").status == 2)
    let arguments = command.split(separator: " ").map(String.init)
    let incomplete = try program.run(Program.path, arguments)
    #expect(incomplete.status == 2)
    let said = incomplete.output + incomplete.errors
    #expect(said.contains("1 piece of activity could not be read"), "\(said)")
    try program.run("activity", "withdraw", "U-1", "--by", "ops", "--reason", "lost for good")
    let takenBack = try program.run(Program.path, arguments)
    #expect(takenBack.status == 2)
    let text = (takenBack.output + takenBack.errors).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(
      text.contains("1 piece of activity that could not be read was taken back on"), "\(text)")
    #expect(text.contains("by ops (lost for good) and may hold calls of this time"), "\(text)")
    if command == "activity coverage" { #expect(text.contains(" unread "), "\(text)") }
    try FileManager.default.createDirectory(
      at: folder.appending(path: "again"), withIntermediateDirectories: true)
    try Data(event.utf8).write(to: folder.appending(path: "again/\(name)cut.json"))
    #expect(try program.run("activity", "import", "trail/again").status == 0)
    #expect(try program.run(Program.path, arguments).status == 0)
  }

  @Test func `what is cut off on its way through standard input stands until it is read whole`()
    throws
  {
    let program = try Program()
    let result = try program.run(
      "/bin/bash",
      [
        "-c",
        """
        printf '{"Records":[' | "$0" activity import - ; "$0" activity unread
        printf '{"Records":[]}' | "$0" activity import - && "$0" activity unread
        """, Program.path,
      ])
    #expect(result.output.contains("standard input"), "\(result.output) \(result.errors)")
    #expect(result.output.hasSuffix("No rows.\n"), "\(result.output) \(result.errors)")
  }

  /// Makes `plumb` in the folder a command of somebody who may not look into every folder, with a copy of the program that
  /// all may read.
  private static let asSomebody = """
    chmod 755 .; cp "$0" plumb && chmod 755 plumb
    plumb=(./plumb)
    [ "$(id -u)" != 0 ] || plumb=(setpriv --reuid=65534 --regid=65534 --clear-groups ./plumb)

    """

  private static func runsAsSomebody() -> Bool {
    let script = asSomebody + #""${plumb[@]}" --version"#
    let run = try? Program().run("/bin/bash", ["-c", script, Program.path])
    return run?.status == 0
  }

  @Test(.enabled(if: runsAsSomebody(), "nobody but root can run the program here"))
  func `a folder that cannot be looked into stands until it was listed`() throws {
    let program = try Program()
    let result = try program.run(
      "/bin/bash",
      [
        "-c",
        Self.asSomebody + """
          mkdir -p trail/closed; chmod 777 .; chmod 755 trail
          for file in trail/a.json trail/closed/b.json; do printf '{"Records":[]}' > $file; done
          chmod 644 trail/a.json trail/closed/b.json
          count() { "${plumb[@]}" activity unread --format csv | grep -c /trail/closed,; }
          for mode in 0 444; do
            chmod $mode trail/closed
            for path in trail trail/closed; do "${plumb[@]}" activity import $path; echo $? $(count); done
          done
          chmod 755 trail/closed
          "${plumb[@]}" activity import trail; echo $? $(count)
          """, Program.path,
      ])
    let told = result.output.split(separator: "\n").map(String.init).filter {
      $0.first?.isNumber ?? false && $0.count == 3
    }
    #expect(told == ["2 1", "2 1", "2 1", "2 1", "0 0"], "\(result.output) \(result.errors)")
  }
}
