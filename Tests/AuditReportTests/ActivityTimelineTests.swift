import AuditReport
import ConfigurationModel
import Foundation
import Testing

@Suite struct ActivityTimelineTests {
  private func call(
    _ time: String, _ actor: String, _ name: String = "ec2 CreateVpc", error: String? = nil,
    findings: [String] = []
  ) throws -> ActivityTimeline.Call {
    ActivityTimeline.Call(
      at: try #require(Timestamp(parsing: time)), actor: actor, name: name, resources: ["sg-1"],
      errorCode: error, findings: findings, id: "e-\(time)")
  }

  private func timeline() throws -> ActivityTimeline {
    try ActivityTimeline(
      of: "sg-1",
      [
        call("2026-11-20T20:45:10Z", "alice, with Terraform", findings: ["made F-1"]),
        call("2026-11-20T20:50:00Z", "bob"),
        call("2026-11-20T20:59:12Z", "alice, with Terraform", error: "AccessDenied"),
        call("2026-11-20T21:00:00Z", "alice, with Terraform"),
        call(
          "2026-11-21T00:00:00Z", "<b>\u{202E}bob", findings: ["undid F-1", "perhaps made F-2"]),
      ])
  }

  private func parsed(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private let options = ReportOptions(width: 78, isColoured: false)

  @Test func `calls stand by day, hour and actor with the findings beside`() throws {
    #expect(
      try timeline().text(.text, options) == """
        Timeline of sg-1                                5 calls by 3 actors, 1 refused

        2026-11-20                                                                 UTC
          20:00  alice, with Terraform
                   20:45:10  ec2 CreateVpc  sg-1  made F-1
                   20:59:12  ec2 CreateVpc  sg-1  refused: AccessDenied
                 bob
                   20:50:00  ec2 CreateVpc  sg-1
          21:00  alice, with Terraform
                   21:00:00  ec2 CreateVpc  sg-1

        2026-11-21                                                                 UTC
          00:00  <b>\\u{202e}bob
                   00:00:00  ec2 CreateVpc  sg-1  undid F-1, perhaps made F-2

        """)
  }

  @Test func `a page escapes what events say`() throws {
    let page = try timeline().text(.html, options)
    #expect(page.contains("<h2>2026-11-21</h2>") && page.contains("made F-1"))
    #expect(!page.contains("<b>") && !page.contains("\u{202E}"))
    #expect(page.contains("&lt;b&gt;"))
  }

  @Test func `as JSON it is one call after the other`() throws {
    let tree = try parsed(timeline().text(.json, options))
    #expect(tree["subject"] as? String == "sg-1")
    let calls = try #require(tree["calls"] as? [[String: Any]])
    #expect(calls.count == 5 && calls.last?["actor"] as? String == "<b>\u{202E}bob")
  }

  @Test func `calls that were pruned are told in every format`() throws {
    var timeline = ActivityTimeline(of: "sg-1", [])
    timeline.pruned = "Of this time, 2 calls were pruned <by> ops."
    let text = timeline.text(.text, options)
    #expect(text.hasSuffix("0 calls by 0 actors\n\nOf this time, 2 calls were pruned <by> ops.\n"))
    let tree = try parsed(timeline.text(.json, options))
    #expect(tree["pruned"] as? String == timeline.pruned && tree["kept"] is NSNull)
    #expect(timeline.text(.html, options).contains("2 calls were pruned &lt;by&gt; ops."))
    #expect(try parsed(self.timeline().text(.json, options))["pruned"] is NSNull)
  }

  @Test func `without calls it says so`() {
    #expect(
      ActivityTimeline(of: nil, []).text(.text, options).hasPrefix("Timeline ") == true)
  }

  @Test func `a JSON text with hidden characters keeps its values`() throws {
    let text = "{\"a\":\"x\u{202E}y\u{1B}[2J\"}"
    #expect(!text.jsonTextVisible.unicodeScalars.contains("\u{202E}"))
    let tree = try parsed(text.jsonTextVisible)
    #expect(tree["a"] as? String == "x\u{202E}y\u{1B}[2J")
  }
}
