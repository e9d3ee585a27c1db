import AWSClient
import ArgumentParser
import AuditReport
import AuditService
import ChangeDocuments
import ConfigurationModel
import Foundation
import NoticeDelivery

/// `plumb doctor`.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the store, its key and the disk, and try what the settings ask for.",
    discussion: """
      For each source of the settings (plumbline.yaml): whose the credentials are, how far the \
      clock differs from AWS's, which accounts and regions there are, and whether every listing is \
      allowed. For each destination of notices: whether its secrets can be read, its program can be \
      run, and its host has an address. Nothing is stored, and no message is sent.

      EXAMPLE: plumb doctor --config plumbline.yaml

      \(ExitStatus.discussion)
      """)

  @OptionGroup var settings: SettingsOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    let file = try settings.load()
    var checks = CheckHealth(
      path: store.path(file), now: .now, mayBeMissing: file != nil,
      notices: file?.settings.notices
    ).run()
    checks += file?.documentChecks() ?? []
    for source in file?.settings.sources ?? [] {
      checks += await CheckSource(source, in: .system(prompt: TerminalPrompt.ask)).run()
    }
    let environment = ProcessInfo.processInfo.environment
    for destination in file?.settings.notices.destinations ?? [] {
      checks.append(CheckDestination(destination, in: .system(variables: environment)).run())
    }
    let rows = checks.map { check -> [ResultTable.Cell] in
      [
        .text(check.isGood ? "ok" : "BAD"), .text(check.name), .text(check.words),
        .text(check.next ?? ""),
      ]
    }
    let table = ResultTable(columns: ["", "check", "result", "next"], rows: rows)
    try Console.write(table.text(.text, output.tableOptions))
    if checks.contains(where: { !$0.isGood }) { throw ExitStatus.incomplete }
  }
}
