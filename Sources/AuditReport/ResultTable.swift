/// Rows under columns: what lists and queries answer.
package struct ResultTable: Hashable, Sendable {
  /// One cell.
  package enum Cell: Hashable, Sendable {
    case null
    case number(String)
    case text(String)

    /// The cell as a person reads it; empty for null.
    package var text: String {
      switch self {
      case .null: ""
      case .number(let text), .text(let text): text
      }
    }
  }

  /// The names of the columns, from the left.
  package let columns: [String]
  /// The rows from the top, each with one cell for every column.
  package let rows: [[Cell]]

  /// Makes a table; every row has as many cells as there are columns.
  package init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The table in a format, ending with a newline.
  package func text(_ format: TableFormat, _ options: ReportOptions) -> String {
    var writer = TableWriter(columns, format, options, sample: .max)
    return rows.map { writer.text(of: $0) }.joined() + writer.end()
  }
}

/// Writes a table row by row: what it has been given is not held, but for the first rows of a text, which
/// the widths of its columns are taken from.
package struct TableWriter {
  private let columns: [String]
  private let format: TableFormat
  private let options: ReportOptions
  private let sample: Int
  /// Rows of text that wait for the widths.
  private var waiting: [[ResultTable.Cell]] = []
  private var widths: [Int]?
  private var count = 0

  /// - Parameter sample: How many rows the widths of a text are taken from.
  package init(
    _ columns: [String], _ format: TableFormat, _ options: ReportOptions, sample: Int = 1000
  ) {
    self.columns = columns
    self.format = format
    self.options = options
    self.sample = sample
  }

  /// What is to be written for one more row.
  package mutating func text(of row: [ResultTable.Cell]) -> String {
    count += 1
    switch format {
    case .json: return (count == 1 ? "[\n  " : ",\n  ") + object(row).replacing("\n", with: "\n  ")
    case .csv: return (count == 1 ? head : "") + Self.csvLine(row)
    case .text:
      guard widths == nil else { return page([row]) }
      waiting.append(row)
      return waiting.count < sample ? "" : waitingRows()
    }
  }

  /// What is to be written when there is no further row.
  package mutating func end() -> String {
    switch format {
    case .json: count == 0 ? "[]\n" : "\n]\n"
    case .csv: count == 0 ? head : ""
    case .text: count == 0 ? "No rows.\n" : waitingRows()
    }
  }

  // MARK: Text

  private mutating func waitingRows() -> String {
    guard widths == nil else { return "" }
    widths = columns.indices.map { column in
      ([columns[column]] + waiting.map { $0[column].text }).map { StyledText($0).columns }.max()
        ?? 0
    }
    let rows = waiting
    waiting = []
    return page(rows, under: columns)
  }

  private func page(_ rows: [[ResultTable.Cell]], under columns: [String] = []) -> String {
    var page = TextPage(width: options.width)
    if !columns.isEmpty { page.addCut(line(columns.map { StyledText($0, .strong) })) }
    for row in rows { page.addCut(line(row.map { StyledText($0.text) })) }
    return page.text(isColoured: options.isColoured)
  }

  private func line(_ cells: [StyledText]) -> StyledText {
    zip(cells, widths ?? []).reduce(StyledText("")) { $0 + $1.0.padded(to: $1.1 + 2) }
  }

  // MARK: JSON and CSV

  private func object(_ row: [ResultTable.Cell]) -> String {
    JSONTree.object(
      zip(columns, row).map { column, cell in
        switch cell {
        case .null: JSONTree.Field(key: column, value: .null)
        case .number(let text): JSONTree.Field(key: column, value: .number(text))
        case .text(let text): JSONTree.Field(key: column, value: .string(text))
        }
      }
    ).text
  }

  private var head: String { Self.csvLine(columns.map { .text($0) }) }

  // A number is no formula, also a negative one.
  private static func csvLine(_ cells: [ResultTable.Cell]) -> String {
    cells.map { cell in
      switch cell {
      case .null: ""
      case .number(let text): text
      case .text(let text): text.csvCell
      }
    }.joined(separator: ",") + "\r\n"
  }
}

/// The formats a table can be written in.
package enum TableFormat: String, Hashable, Sendable, CaseIterable { case text, json, csv }
