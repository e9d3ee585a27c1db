import Foundation
import PlumblineTestSupport
import Testing

/// Stores that the program of each released schema wrote, upgraded: what was found, decided and registered by then
/// is what it was.
///
/// `Stores/0005` and its like are named after the last migration. They were made by the steps of
/// `Examples/demo.sh`, then `finding acknowledge F-1`, the first day's snapshot again, and an audit.
struct UpgradeTests {
  private static let stores = Program.package.appending(path: "Tests/plumbTests/Stores")
  private static let schemas =
    ((try? FileManager.default.contentsOfDirectory(atPath: stores.path)) ?? []).sorted()

  private func place(_ schema: String) throws -> Program {
    let program = try Program()
    for (file, name) in [("plumb.db.gz", "plumb.db.gz"), ("key", "plumb.db.key")] {
      try FileManager.default.copyItem(
        at: Self.stores.appending(path: "\(schema)/\(file)"),
        to: program.folder.appending(path: name))
    }
    #expect(try program.run("/usr/bin/env", ["gunzip", "plumb.db.gz"]).status == 0)
    return program
  }

  /// Audits by the rules that the audits before went by.
  private func audit(_ program: Program) throws -> Program.Result {
    let examples = Program.package.appending(path: "Examples").path
    return try program.run(
      "audit", "--ignores", "\(examples)/ignores.yaml", "--freezes", "\(examples)/freezes.yaml")
  }

  @Test func `there is a store of each released schema`() {
    #expect(Self.schemas == ["0005", "0011", "0016"])
  }

  @Test(arguments: schemas)
  func `a store of an older program is upgraded by the first command that writes`(schema: String)
    throws
  {
    let program = try place(schema)
    #expect(try program.run("finding", "list").errors.contains("[store-older-than-program]"))
    let audited = try audit(program)
    #expect(audited.status == 1, "\(audited.errors)")
    #expect(!audited.output.contains("The audit before went by the freeze"), "\(audited.output)")
    let verified = try program.run("verify")
    #expect(verified.status == 0, "\(verified.errors)")
    let told = try [
      ["finding", "list", "--all", "--format", "csv"], ["change", "list", "--format", "csv"],
      ["baseline", "list", "--format", "csv"], ["snapshot", "list", "--format", "csv"],
      ["history", "Admins"], ["log", "--until", "2026-11-22", "--format", "csv"],
    ].map { arguments in
      let result = try program.run(Program.path, arguments)
      return "$ plumb \(arguments.joined(separator: " "))\n\(result.output)\(result.errors)"
    }
    expectGolden(told.joined(separator: "\n"), "upgraded-\(schema).txt")
  }
}
