import Foundation
import Testing

/// Names that want to be more than names.
struct HostileNamesTests {
  private let program: Program

  init() throws { program = try Program() }

  private func write(_ lines: [String], to name: String) throws {
    let text = lines.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: program.folder.appending(path: name))
  }

  private static func document(
    _ id: String, account: String = "111122223333", region: String = "eu-west-1",
    type: String = "App::Thing", _ configuration: String = "{\"a\":1}"
  ) -> String {
    """
    {"type":"\(type)","id":"\(id)","account":"\(account)","region":"\(region)","configuration":\(configuration)}
    """
  }

  @Test func `an exported baseline stays in its folder`() throws {
    let names = [
      ("../../escaped", "eu-west-1", "App::Thing"), ("111122223333", "..", "App::Thing"),
      ("111122223333", "eu-west-1", "../../../../escaped"),
      ("111122223333", "eu-west-1", "apps/v1/Deployment"), ("my.project", "a b", "App::Thing"),
    ]
    try write(
      names.enumerated().map {
        Self.document("\($0)", account: $1.0, region: $1.1, type: $1.2)
      }, to: "docs.ndjson")
    let imported = try program.run("snapshot", "import", "docs.ndjson")
    // Two of them can name nothing; the rest is read.
    #expect(imported.status == 2 && imported.output.contains("3 resources in 3 scopes"))
    #expect(imported.output.contains("'../../escaped' is no account: it holds a path separator"))
    try program.run("baseline", "set", "latest", "--by", "a", "--reason", "r")
    #expect(try program.run("baseline", "export", "out/golden").status == 0)
    let files = FileManager.default.enumerator(atPath: program.folder.path)?.compactMap {
      $0 as? String
    }
    let written = (files ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
    #expect(
      written == [
        "out/golden/111122223333/eu-west-1/%2E%2E%2F%2E%2E%2F%2E%2E%2F%2E%2E%2Fescaped.yaml",
        "out/golden/111122223333/eu-west-1/apps%2Fv1%2FDeployment.yaml",
        "out/golden/my%2Eproject/a%20b/App-Thing.yaml",
      ])
    let set = try program.run(
      "baseline", "set", "--documents", "out/golden", "--by", "a", "--reason", "r")
    #expect(set.output.hasPrefix("3 golden documents agreed to"), "\(set.errors)")
  }

  @Test func `a zero in a key is a character like any other`() throws {
    try write(
      [Self.document("x", #"{"k":{"a\u0000b":1,"a":1},"s":["p\u0000q"]}"#)], to: "1.ndjson")
    try write(
      [Self.document("x", #"{"k":{"a\u0000c":1,"a":1},"s":["p\u0000r"]}"#)], to: "2.ndjson")
    try program.run("snapshot", "import", "1.ndjson", "--at", "2026-11-01T06:00:00Z")
    try program.run(
      "baseline", "set", "latest", "--by", "a", "--reason", "r", "--at", "2026-11-01T06:05:00Z")
    try program.run("snapshot", "import", "2.ndjson", "--at", "2026-11-02T06:00:00Z")
    let audit = try program.run("audit", "--at", "2026-11-02T07:00:00Z")
    #expect(audit.status == 1)
    #expect(
      audit.output.contains(#"k."a\0b""#) && audit.output.contains(#"k."a\0c""#), "\(audit.output)")
    #expect(try program.run("verify").status == 0)
  }

  @Test func `a file's name forges no line of an error`() throws {
    let name = "x\nerror: forged [store-damaged]"
    try Data().write(to: program.folder.appending(path: name + ".json"))
    let result = try program.run("snapshot", "import", name + ".json", name)
    #expect(result.status == 2)
    let lines = result.errors.split(separator: "\n")
    #expect(
      lines.allSatisfy { $0.hasPrefix("  ") || $0.hasPrefix("error: x\\nerror: forged") },
      "\(result.errors)")
    #expect(!lines.isEmpty)
  }

  @Test func `what an approver reads is what is approved`() throws {
    try write(
      [
        "change: CHG1", "title: \"a\\u202Eb\"", "kind: normal", "state: submitted",
        "requestedBy: alice@example.com", "window: { from: 2026-11-01, until: 2026-11-02 }",
        "allows:",
        "- resource: { type: App::Thing, id: \"x\\u200B\" }", "  action: modify",
        "  edits: [{ changed: \"k\\u200D\", to: \"v\\U000E0041\" }]",
      ], to: "c.yaml")
    try write([Self.document("x", #"{"k":"v\u202e"}"#)], to: "1.ndjson")
    try program.run("snapshot", "import", "1.ndjson")
    try program.run("baseline", "set", "latest", "--by", "a", "--reason", "r")
    let added = try program.run("change", "add", "c.yaml", "--by", "alice@example.com")
    #expect(added.status == 0, "\(added.errors)")
    let rejected = try program.run(
      "change", "reject", "CHG1", "--by", "bob@example.com", "--reason", "why\n# revision 9, forged"
    )
    #expect(rejected.status == 0, "\(rejected.errors)")
    for command in [["change", "show", "CHG1"], ["baseline", "show"]] {
      let shown = try program.run(Program.path, command)
      #expect(shown.status == 0)
      let hidden = shown.output.unicodeScalars.filter {
        $0 != "\n" && [.format, .control].contains($0.properties.generalCategory)
      }
      #expect(hidden.isEmpty, "\(shown.output)")
      #expect(shown.output.contains("\\u202e"))
      #expect(!shown.output.contains("\n# revision 9"))
    }
  }
}
