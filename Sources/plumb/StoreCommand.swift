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
    commandName: "backup", abstract: "Copy the store and its key while other processes use it.",
    discussion: """
      The copy is the store as it was at one moment, with its key beside it (FILE.key), and is \
      verified. It is a store itself: every command can use it with --store FILE. Prints the head \
      of its ledger. Keep it elsewhere: it shows after a restore that nothing is missing.

      EXAMPLE: plumb store backup backups/plumb-2026-11-30.db

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The file to write; it must not exist.", completion: .file()) var file: String
  @OptionGroup var store: StoreOptions

  func run() throws {
    let head = try store.open(.reading).backup(to: file)
    try Console.tell(["\(file) and \(file).key, ledger \(head.text)"])
  }
}
