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
