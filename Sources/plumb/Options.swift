import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation

/// Where the store is.
struct StoreOptions: ParsableArguments {
  @Option(help: "The store's file (default: PLUMB_STORE, or plumb.db).", completion: .file())
  var store: String?

  /// As it is named here, in the environment, or in the settings.
  func path(_ file: SettingsFile?) -> String {
    store ?? ProcessInfo.processInfo.environment["PLUMB_STORE"] ?? file?.settings.store
      ?? "plumb.db"
  }

  /// With the store that the usual settings name.
  var path: String {
    get throws { path(try SettingsFile.named()) }
  }

  func open(_ mode: AuditStore.Mode) throws -> AuditStore {
    try AuditStore(path: try path, mode: mode)
  }
}

/// How output looks.
struct OutputOptions: ParsableArguments {
  @Flag(help: "No colours (as NO_COLOR does).") var noColor = false
  @Option(
    help: "Columns of text (default: the terminal's; 100 elsewhere, as many as needed for tables).")
  var width: Int?

  var options: ReportOptions {
    let environment = ProcessInfo.processInfo.environment
    let isPlain = noColor || environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return ReportOptions(
      width: width ?? Console.width ?? 100, isColoured: Console.isTerminal && !isPlain)
  }

  /// The same for a table, of which nothing is cut where no terminal sets an edge.
  var tableOptions: ReportOptions {
    ReportOptions(width: width ?? Console.width ?? 1_000_000, isColoured: options.isColoured)
  }
}

/// The moment for which a command speaks.
struct MomentOptions: ParsableArguments {
  @Option(help: "The time of the command, as 2026-11-20T21:15:00Z (default: now).")
  var at: Timestamp?

  var moment: Timestamp { at ?? .now }
}

/// How old what was read may be.
struct CoverageOptions: ParsableArguments {
  @Option(
    help: """
      How old a reading may be, as 26h, 3d or 2w (default: for a scheduled source twice its \
      interval plus its deadline; for any other what the settings say, or 26h).
      """)
  var maxAge: Age?

  var demand: CoverageDemand {
    get throws { CoverageDemand(maxAge: maxAge, settings: try SettingsFile.named()?.settings) }
  }
}

/// Who does something, and why.
struct ActorOptions: ParsableArguments {
  @Option(help: "Who does it.") var by: String
  @Option(help: "Why.") var reason: String
}

extension Timestamp {
  static var now: Timestamp {
    Timestamp(microseconds: Int64(Date().timeIntervalSince1970) * 1_000_000)
  }
}

extension Timestamp: ExpressibleByArgument {
  /// Reads a moment as documents write it; also a date alone.
  package init?(argument: String) { self.init(parsing: argument) }
}

/// The end of a span of time: a date includes its day.
struct EndMoment: ExpressibleByArgument {
  let moment: Timestamp

  init?(argument: String) {
    guard let moment = Timestamp(parsingEnd: argument) else { return nil }
    self.moment = moment
  }
}

extension ReportFormat: ExpressibleByArgument {}
extension TableFormat: ExpressibleByArgument {}
extension DifferenceFormat: ExpressibleByArgument {}
