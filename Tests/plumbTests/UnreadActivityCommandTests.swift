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
}
