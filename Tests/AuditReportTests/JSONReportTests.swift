import AuditReport
import ConfigurationModel
import Foundation
import Testing

private func object(_ text: String) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}

private func schema() throws -> JSONSchema {
  let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Documentation/report.schema.json")
  return JSONSchema(root: try object(String(decoding: Data(contentsOf: file), as: UTF8.self)))
}

@Test(arguments: SampleReport.all)
func `a JSON report meets its published schema`(sample: SampleReport) throws {
  let report = try object(ReportFormat.json.render(sample.report))
  #expect(try schema().errors(in: report) == [])
}

@Test(arguments: [
  ("at", "yesterday" as any Sendable), ("schemaVersion", "2"), ("extra", 1), ("store", true),
  ("findings", [["id": "17"]]),
])
func `a report that breaks the schema is noticed`(key: String, value: any Sendable) throws {
  var report = try object(ReportFormat.json.render(SampleReport.clean.report))
  report[key] = value
  #expect(try !schema().errors(in: report).isEmpty)
}

@Test func `the keys stand in the order of the contract`() {
  let text = ReportFormat.json.render(SampleReport.rich.report)
  let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }
    .map { $0.dropFirst(3).prefix { $0 != "\"" } }
  #expect(
    keys == [
      "schemaVersion", "snapshot", "period", "at", "store", "baseline", "coverage", "summary",
      "findings", "groups", "approved", "approvedOnPaper", "underDelivered", "ignored",
      "fulfilments", "debts", "alerts", "guardrails", "firstReadings", "timeline", "warnings",
      "since", "ledger",
    ])
  #expect(text.hasSuffix("}\n"))
}

@Test func `values keep their shapes and their digits`() throws {
  var report = SampleReport.clean.report
  let set = ConfigurationValue.elements(["b": .string("b"), "a": .string("a")])
  let value = ConfigurationValue.object([
    "set": set, "keyed": .elements(["x": .number("18446744073709551617")]), "none": .null,
    "list": .list([.bool(true)]),
  ])
  report.approved = [
    .init(
      resource: resource("AWS::EC2::VPC", "vpc-1"), change: .modified,
      judged: edit("A", .changed(from: .null, to: value), approved("CHG1")))
  ]
  let text = ReportFormat.json.render(report)
  #expect(text.contains("\"old\": null"))
  #expect(text.contains("\"x\": 18446744073709551617"))
  let root = try object(text)
  let edits = try #require((root["approved"] as? [[String: Any]])?.first?["edit"] as? [String: Any])
  let new = try #require(edits["new"] as? [String: Any])
  #expect(new["set"] as? [String] == ["a", "b"])
}

@Test func `hostile texts come back from JSON unchanged`() throws {
  let root = try object(ReportFormat.json.render(SampleReport.hostile.report))
  let warnings = try #require(root["warnings"] as? [String])
  #expect(warnings.map { Array($0.utf8) } == SampleReport.attacks.map { Array($0.utf8) })
}

@Test(arguments: SampleReport.all)
func `a SARIF log has what the standard requires`(sample: SampleReport) throws {
  let log = try object(ReportFormat.sarif.render(sample.report))
  #expect(log["version"] as? String == "2.1.0")
  let run = try #require((log["runs"] as? [[String: Any]])?.first)
  let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
  let rules = try #require(driver["rules"] as? [[String: Any]])
  let results = try #require(run["results"] as? [[String: Any]])
  for result in results {
    let index = try #require(result["ruleIndex"] as? Int)
    #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
    #expect(((result["message"] as? [String: Any])?["text"] as? String)?.isEmpty == false)
    #expect(result["suppressions"] is [Any])
  }
  let standing = sample.report.findings.filter { $0.status.word != .resolved }
  let told =
    sample.report.approvedOnPaper.count + sample.report.guardrails.findings.count
    + sample.report.alerts.count
  #expect(results.count == standing.count + told)
  let alerts = results.filter { ($0["ruleId"] as? String)?.hasPrefix("alert/") == true }
  #expect(alerts.count == sample.report.alerts.count)
  #expect(
    alerts.allSatisfy { $0["kind"] as? String == "review" && $0["level"] as? String == "none" })
  let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
  #expect(invocation["executionSuccessful"] as? Bool == sample.report.coverage.isComplete)
}
