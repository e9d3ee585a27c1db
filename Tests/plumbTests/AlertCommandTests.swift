import Foundation
import Testing

/// Alert rules from the command line.
struct AlertCommandTests {
  private let program: Program

  init() throws { program = try Program() }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: program.folder.appending(path: name))
  }

  private func event(_ id: String, _ name: String, reads: Bool = false, _ more: String = "")
    -> String
  {
    """
    {"eventVersion":"1.08","eventID":"\(id)","eventTime":"2026-11-20T10:00:00Z",\
    "eventSource":"iam.amazonaws.com","eventName":"\(name)","awsRegion":"us-east-1","readOnly":\(reads),\
    "recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","userName":"alice"}\(more)}
    """
  }

  private let rule = """
    alert: group-left
    title: A user left a group
    severity: low
    rationale: to see
    source: ours
    pattern: '{ $.eventName = RemoveUserFromGroup }'
    """

  @Test func `rules are listed and shown`() throws {
    let list = try program.run("alert", "list", "--format", "csv")
    #expect(list.status == 0)
    let ids = list.output.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.prefix { $0 != "," }
    }
    #expect(ids.first == "cis-5.1" && ids.contains("user-added-to-group"))
    let shown = try program.run("alert", "show", "cis-5.6")
    #expect(shown.output.contains("$.errorMessage = \"Failed authentication\""))
    #expect(shown.output.contains("matches    a wrong password: {"))
    let tree = try JSONSerialization.jsonObject(
      with: Data(program.run("alert", "show", "cis-5.6", "--format", "json").output.utf8))
    #expect((tree as? [String: Any])?["alert"] as? String == "cis-5.6")
    let unknown = try program.run("alert", "show", "cis-5.66")
    #expect(unknown.status == 2 && unknown.errors.contains("unknown-alert-rule"))
  }

  @Test func `a file is checked, with all that is wrong at its lines`() throws {
    try write(rule, to: "good.yaml")
    let good = try program.run("alert", "check", "good.yaml")
    #expect(good.status == 0 && good.output.hasPrefix("1 alert rule with 0 examples"))
    #expect(good.errors.contains("no example that matches"))
    try write(
      rule.replacing("low", with: "lowest").replacing("= Remove", with: "== Remove"), to: "bad.yaml"
    )
    let bad = try program.run("alert", "check", "bad.yaml")
    #expect(bad.status == 2)
    #expect(bad.errors.contains("bad.yaml:3") && bad.errors.contains("bad.yaml:6"))
    #expect(bad.errors.contains("column 16: a text"))
    #expect(try program.run("alert", "check").output.hasPrefix("24 alert rules with "))
  }

  @Test func `a rule is tested on what is kept, and import keeps what rules name`() throws {
    let events = [
      event("e1", "CreateUser"), event("e2", "ListUsers", reads: true),
      event("e3", "RemoveUserFromGroup"),
      event("e4", "GetUser", reads: true, #","errorCode":"AccessDenied""#),
    ]
    try write("{\"Records\":[\(events.joined(separator: ","))]}", to: "trail.json")
    try write(rule, to: "left.yaml")
    let kept = try program.run("activity", "import", "trail.json")
    #expect(
      kept.output
        == "3 new events in 1 file; 0 known already, 1 that only read not kept, 1 that only read kept: an alert rule names them.\n"
    )
    let test = try program.run("alert", "test", "left.yaml")
    #expect(test.status == 0)
    #expect(test.output.contains("1 of 3 kept events matches (33.33 %)."))
    #expect(test.output.contains("iam RemoveUserFromGroup"))
    let rows = try program.run("alert", "test", "left.yaml", "--format", "csv").output
    #expect(rows.contains(",e3\r\n") && !rows.contains(",e1\r\n"))
    #expect(test.errors.contains("warning: group-left matches 33.33 %"))
    let json = try program.run(
      "alert", "test", "left.yaml", "--format", "json", "--over", "1d", "--at",
      "2026-11-21T00:00:00Z")
    let tree =
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any] ?? [:]
    #expect(tree["share"] as? Double == 0.3333 && tree["matches"] as? Int == 1)
    let none = try program.run(
      "alert", "test", "left.yaml", "--over", "1h", "--at", "2026-11-21T00:00:00Z")
    #expect(none.status == 2 && none.errors.contains("no-activity"))
  }

  @Test func `what was never seen before is listed with its counts`() throws {
    let second = event("e2", "CreateUser").replacing("T10:00:00Z", with: "T10:30:00Z")
    let third = event("e3", "DeleteUser").replacing("T10:00:00Z", with: "T10:40:00Z")
    try write("{\"Records\":[\(event("e1", "CreateUser")),\(second),\(third)]}", to: "t.json")
    try program.run("activity", "import", "t.json")
    let list = try program.run("activity", "unusual", "--format", "csv")
    let rows = list.output.split(whereSeparator: \.isNewline).map(String.init)
    #expect(rows.count == 3 && rows[1].hasSuffix("iam CreateUser,0,us-east-1,0,0,0,e1"))
    #expect(rows[2].contains(",alice,2,iam DeleteUser,0,us-east-1,2,2,2,e3"))
    let later = try program.run(
      "activity", "unusual", "--over", "1h", "--at", "2026-11-20T11:35:00Z", "--format", "csv")
    #expect(later.output.split(whereSeparator: \.isNewline).count == 2)
  }

  @Test func `settings name rules of one's own, and turn rules off`() throws {
    try write(rule, to: "left.yaml")
    try write(
      "alerts: { rules: [left.yaml], off: [cis-5.1, unauthorized-call] }\n", to: "plumbline.yaml")
    let list = try program.run("alert", "list").output
    #expect(list.contains("group-left") && list.contains("cis-5.2") && !list.contains("cis-5.1 "))
    try write("alerts: [left.yaml]\n", to: "plumbline.yaml")
    #expect(try program.run("alert", "list").output.contains("cis-5.1 "))
    try write("alerts: { off: [cis-9.9] }\n", to: "plumbline.yaml")
    #expect(try program.run("alert", "list").errors.contains("unknown-alert-rule"))
  }
}
