import ArgumentParser
import AuditReport
import AuditStore

/// `plumb query`.
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Ask the store in SQL.",
    discussion: """
      One SELECT over the views resources, items, edits, findings, records and snapshots; see \
      Documentation/Query.md. Nothing can be changed.

      EXAMPLE: plumb query "SELECT type, count(*) FROM edits GROUP BY type"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The SELECT.") var sql: String
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let answer = try store.open(.reading).query(sql)
    let rows = answer.rows.map { row in
      row.map { cell -> ResultTable.Cell in
        switch cell {
        case .null: .null
        case .number(let text): .number(text)
        case .text(let text): .text(text)
        }
      }
    }
    Console.write(
      ResultTable(columns: answer.columns, rows: rows).text(format, output.tableOptions))
  }
}
