import ArgumentParser
import AuditReport
import AuditStore
import ConfigurationModel

/// `plumb query`.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Query the store with SQL.",
    discussion: """
      Runs one SELECT over the views resources, items, edits, findings, records, snapshots, \
      ignores, readings and coverage; see Documentation/Query.md. It cannot change anything.

      EXAMPLE: plumb query "SELECT type, count(*) FROM edits GROUP BY type"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The SELECT.") var sql: String
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @Option(help: "The time limit in seconds; 0 for no limit.") var timeout = 60.0
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard timeout >= 0, timeout.isFinite else {
      throw ValidationError("--timeout is a number of seconds, or 0 for no limit.")
    }
  }

  func run() throws {
    var writer: TableWriter?
    // Rows go out in larger pieces than one.
    var text = ""
    try store.open(.reading).query(sql, timeout: timeout == 0 ? nil : timeout) { columns in
      if format == .json { try columns.checkForDoubles() }
      writer = TableWriter(columns, format, output.tableOptions)
    } row: { row in
      text += writer?.text(of: row.map(\.cell)) ?? ""
      guard text.utf8.count > 1 << 16 else { return }
      try Console.write(text)
      text = ""
    }
    try Console.write(text + (writer?.end() ?? ""))
  }
}

extension QueryAnswer.Cell {
  fileprivate var cell: ResultTable.Cell {
    switch self {
    case .null: .null
    case .number(let text): .number(text)
    case .text(let text): .text(text)
    }
  }
}

extension [String] {
  /// Throws where two columns have one name: a JSON object holds each key once.
  fileprivate func checkForDoubles() throws(Problem) {
    var seen: Set<String> = []
    for column in self where !seen.insert(column).inserted {
      throw Problem(
        "query-doubled-column", "Two columns of the answer are named '\(column)'.",
        hint: "Give them different names with AS, or use --format csv.")
    }
  }
}
