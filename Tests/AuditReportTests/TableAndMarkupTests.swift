import AuditReport
import ConfigurationModel
import Foundation
import FoundationXML
import Testing

/// The rows of a CSV text by RFC 4180; nil where it is not one.
private func table(parsing text: String) -> [[String]]? {
  var rows: [[String]] = [[""]]
  var isQuoted = false
  var rest = text.unicodeScalars[...]
  while let scalar = rest.popFirst() {
    let last = (rows.count - 1, rows[rows.count - 1].count - 1)
    switch scalar {
    case "\"" where isQuoted && rest.first == "\"":
      rest.removeFirst()
      rows[last.0][last.1].append("\"")
    case "\"" where isQuoted || rows[last.0][last.1].isEmpty: isQuoted.toggle()
    case "," where !isQuoted: rows[last.0].append("")
    case "\r" where !isQuoted:
      guard rest.popFirst() == "\n" else { return nil }
      rows.append([""])
    case "\n" where !isQuoted: return nil
    default: rows[last.0][last.1].unicodeScalars.append(scalar)
    }
  }
  return isQuoted || rows.removeLast() != [""] ? nil : rows
}

@Test(arguments: SampleReport.all)
func `a CSV report is one table, without formulas`(sample: SampleReport) throws {
  let rows = try #require(table(parsing: ReportFormat.csv.render(sample.report)))
  let columns = try #require(rows.first)
  #expect(rows.allSatisfy { $0.count == columns.count })
  #expect(rows[1][0] == "coverage")
  let formulas = rows.joined().filter { $0.first.map { "=+-@\t\r".contains($0) } ?? false }
  #expect(formulas == [])
  let findings = sample.report.findings.reduce(0) { $0 + $1.edits.count }
  #expect(rows.count { $0[0] == "finding" } == findings)
}

@Test func `cells of CSV come back`() throws {
  let rows = try #require(table(parsing: ReportFormat.csv.render(SampleReport.hostile.report)))
  let resource = try #require(rows[0].firstIndex(of: "resource"))
  let ids = rows.filter { $0[0] == "approved" }.map { $0[resource] }
  let expected = SampleReport.attacks.map { attack in
    let isFormula = attack.first.map { "=+-@\t".contains($0) } ?? false
    return (isFormula ? "'" : "") + attack.visible
  }
  #expect(ids == expected)
}

/// Counts what an XML text holds.
private final class JUnitCounter: NSObject, XMLParserDelegate {
  var suites: [(attributes: [String: String], found: [String: Int])] = []
  var whole: [String: String] = [:]

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    switch name {
    case "testsuites": whole = attributes
    case "testsuite": suites.append((attributes, [:]))
    default: suites[suites.count - 1].found[name, default: 0] += 1
    }
  }
}

@Test(arguments: SampleReport.all)
func `a JUnit report is XML with true counts`(sample: SampleReport) throws {
  let parser = XMLParser(data: Data(ReportFormat.junit.render(sample.report).utf8))
  let counter = JUnitCounter()
  parser.delegate = counter
  #expect(parser.parse(), "\(String(describing: parser.parserError))")
  let pairs = [
    ("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"),
  ]
  for (attribute, element) in pairs {
    for suite in counter.suites {
      #expect(suite.attributes[attribute] == "\(suite.found[element] ?? 0)")
    }
    let total = counter.suites.reduce(0) { $0 + ($1.found[element] ?? 0) }
    #expect(counter.whole[attribute] == "\(total)")
  }
  #expect(counter.whole["failures"] == "\(sample.report.failureCount)")
  let coverage = counter.suites.first { $0.attributes["name"] == "coverage" }
  #expect((coverage?.found["error"] ?? 0 > 0) == !sample.report.coverage.isComplete)
  let alerts = counter.suites.first { $0.attributes["name"] == "alerts" }
  #expect(alerts?.found["skipped"] ?? 0 == sample.report.alerts.count)
}

extension DriftReport {
  fileprivate var failureCount: Int { unapproved.count + debts.count { $0.isOverdue } }
}
