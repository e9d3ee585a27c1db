import ArgumentParser
import AuditStore
import ConfigurationModel

/// `plumb store`.
struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store", abstract: "Back up the store.",
    discussion:
      "EXAMPLE: plumb store backup backups/plumb-2026-11-30.db\n\n\(ExitStatus.discussion)",
    subcommands: [StoreBackupCommand.self])
}

/// `plumb store backup`.
struct StoreBackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Copy the store and its key while others use it.",
    discussion: """
      The copy is the store as it is at one moment, with its key beside it (FILE.key), and is verified. It is a \
      store itself: --store FILE of every command works with it. Prints the head of its ledger; kept elsewhere, it \
      shows later that what was restored is the whole of it.

      EXAMPLE: plumb store backup backups/plumb-2026-11-30.db

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The file to write; it must not be there.", completion: .file()) var file: String
  @OptionGroup var store: StoreOptions

  func run() throws {
    let head = try store.open(.reading).backup(to: file)
    try Console.tell(["\(file) and \(file).key, ledger \(head.text)"])
  }
}
