import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Recompute every digest and every derived head of the store.",
    discussion: "EXAMPLE: plumb verify --store plumb.db\n\n\(ExitStatus.discussion)")

  @OptionGroup var store: StoreOptions

  func run() throws {
    let result = try VerifyStore(store: store.open(.reading)).run()
    guard result.problems.isEmpty else { throw Problems(result.problems) }
    Console.write(
      "The store is sound: \(counted(result.versions, "version")), "
        + "\(counted(result.deviations, "standing deviation")) recomputed.\n")
  }
}

/// `plumb doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check the store, its key, its folder and the disk.",
    discussion: "EXAMPLE: plumb doctor\n\n\(ExitStatus.discussion)")

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let checks = CheckHealth(path: try store.path, now: .now).run()
    let rows = checks.map { check -> [ResultTable.Cell] in
      [.text(check.isGood ? "ok" : "BAD"), .text(check.name), .text(check.words)]
    }
    let table = ResultTable(columns: ["", "check", "result"], rows: rows)
    Console.write(table.text(.text, output.tableOptions))
    if checks.contains(where: { !$0.isGood }) { throw ExitStatus.incomplete }
  }
}
