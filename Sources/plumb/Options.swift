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

  /// Who names a store and only reads needs no settings for it: settings that cannot be read are warned of, and keep nobody
  /// from looking. What needs them for its answer reads them by itself, and fails by what is wrong with them.
  func open(_ mode: AuditStore.Mode) throws -> AuditStore {
    guard mode == .reading, let named = store ?? ProcessInfo.processInfo.environment["PLUMB_STORE"]
    else { return try AuditStore(path: try path, mode: mode) }
    do {
      _ = try SettingsFile.named()
    } catch let problems as Problems {
      Console.warnAtEnd(problems.all)
    }
    return try AuditStore(path: named, mode: mode)
  }
}

extension StoreOptions {
  /// The same for a command that is about a baseline. One that was named and that there is not is refused; the usual one may
  /// be set later. Which is the usual one the settings say: where they cannot be read, nobody knows.
  func open(_ mode: AuditStore.Mode, about baseline: String) throws -> AuditStore {
    if GivenOptions.own["--baseline"] == nil { _ = try SettingsFile.named() }
    let store = try open(mode)
    if baseline != SettingsFile.usualBaseline { try store.requireBaseline(baseline) }
    return store
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
    var options = ReportOptions(
      width: width ?? Console.width ?? 100, isColoured: Console.isTerminal && !isPlain)
    options.commandOptions = GivenOptions.own.storeText
    return options
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
    get throws { demand(by: try SettingsFile.named()?.settings) }
  }

  /// The same by settings that were read.
  func demand(by settings: Settings?) -> CoverageDemand {
    CoverageDemand(maxAge: maxAge, settings: settings)
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
