import ChangeDocuments
import Foundation
import Testing

@Suite struct DocumentKindTests {
  private static let texts: [(String, DocumentKind?)] = [
    ("change: CHG1\nfreezes: [a]\n", .changeRecord),
    ("# a comment\n---\n\n  'change' : CHG1\n  state: draft\n", .changeRecord),
    ("\u{feff}change: CHG1\r\nstate: draft\r\n", .changeRecord),
    (#"{"allows":[{"a":"}"}],"state":"a \" b","change":"CHG1"}"#, .changeRecord),
    ("---\n{ state: draft,\n  change: CHG1 }\n", .changeRecord),
    ("guardrail: a\n", .guardrail), ("alert: a\n", .alertRule),
    ("title: a\nalert: a\n---\nguardrail: b\n", .alertRule),
    ("baseline: prod\nresources: []\n", .golden),
    ("type: A::B\nid: x\nconfiguration:\n  change: 1\n", .golden),
    ("ignores:\n- path: x\n  owner: y\n", .ignores), ("freezes: []", .freezes),
    ("accounts: { a: b }\nregions: { c: d }\n", .mapping),
    ("store: x\n", .settings), ("baselines: [default]\nignores: [x]\n", .settings),
    // With mistakes, and not finished.
    ("sources:\n\t- { name: [\nstatus:\nnotice: x\n", .settings), (#"{"change": "#, .changeRecord),
    ("", nil), ("# change: CHG1\n", nil), ("old\n", nil), ("- change: CHG1\n", nil),
    ("[{\"change\": 1}]", nil), ("name: x\nabout:\n  change: CHG1\n", nil),
    ("http://example.com/change:1\n", nil), (#"{"a": {"change": 1}, "b": "change: x"}"#, nil),
    ("name: x\n---\nchange: CHG1\n", nil), ("<change: a>\nchange: x\n", nil),
    ("store: x\nname: a\nversion: 1\n", nil),
  ]

  @Test(arguments: texts.indices)
  func `a document is known by its first keys`(index: Int) {
    let (text, kind) = Self.texts[index]
    #expect(DocumentKind(of: text) == kind, "\(text)")
  }

  private static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: [
    ("Examples/ignores.yaml", DocumentKind.ignores), ("Examples/freezes.yaml", .freezes),
    ("Examples/changes/CHG0031337.yaml", .changeRecord), ("Baselines/account.yaml", .golden),
    ("Baselines/administrators.yaml", .golden),
    ("Sources/ChangeDocuments/Guardrails/root-without-mfa.yaml", .guardrail),
    ("Sources/ChangeDocuments/Alerts/root-activity.yaml", .alertRule),
  ])
  func `the documents that ship are known`(path: String, kind: DocumentKind) {
    #expect(DocumentKind(ofFileAt: Self.package.appending(path: path).path) == kind)
    #expect(DocumentKind(of: Settings.example) == .settings)
  }

  @Test func `no report is taken for a document`() throws {
    let folder = Self.package.appending(path: "Tests/AuditReportTests/Golden").path
    let reports = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(reports.count > 30)
    for report in reports { #expect(DocumentKind(ofFileAt: "\(folder)/\(report)") == nil) }
  }
}
