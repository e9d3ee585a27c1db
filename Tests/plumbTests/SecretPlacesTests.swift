import Foundation
import Testing

/// Settings that can be read, with secrets in places where they may stand.
struct SecretPlacesTests {
  private static let settings = """
    store: plumb.db
    sources:
      - { name: exported, exports: [exports] }
    notices:
      destinations:
        - { name: query, webhook: { url: "https://127.0.0.1:9/x?token=s3cr3t" } }
        - { name: named, slack: { url: { env: s3cr3t } } }
        - { name: sent, program: [./missing, --token, s3cr3t] }
        - { name: said, program: [sh, -c, "echo s3cr3t >&2; exit 1"] }
        - { name: whole, program: ["curl -H s3cr3t"] }
    """

  private static let commands = [
    "doctor", "doctor --help", "status --format json", "notice list", "notice list --format json",
    "notice test query", "notice test named", "notice test sent", "notice test said",
    "notice test whole",
    "notice send", "finding list --format json", "--help", "audit --format json",
    "audit --help",
  ]

  @Test func `no command tells a secret of the settings`() throws {
    let program = try Program()
    try Self.settings.write(
      to: program.folder.appending(path: "plumbline.yaml"), atomically: true, encoding: .utf8)
    for command in Self.commands {
      let words = command.split(separator: " ").map(String.init)
      let result = try program.run(Program.path, words, ["NO_COLOR": "1", "COLUMNS": "1000"])
      #expect(!(result.output + result.errors).contains("s3cr3t"), "\(command): \(result)")
    }
  }
}
