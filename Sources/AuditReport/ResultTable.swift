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

  package let columns: [String]
  package let rows: [[Cell]]

  package init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The table in a format, ending with a newline.
  package func text(_ format: TableFormat, _ options: ReportOptions) -> String {
    switch format {
    case .text: page(options)
    case .json: json + "\n"
    case .csv: ([columns] + rows.map { $0.map(\.text) }).map(Self.csvLine).joined()
    }
  }

  private func page(_ options: ReportOptions) -> String {
    guard !rows.isEmpty else { return "No rows.\n" }
    let widths = columns.indices.map { column in
      ([columns[column]] + rows.map { $0[column].text }).map { StyledText($0).columns }.max() ?? 0
    }
    var page = TextPage(width: options.width)
    page.addCut(line(columns.map { StyledText($0, .strong) }, widths))
    for row in rows { page.addCut(line(row.map { StyledText($0.text) }, widths)) }
    return page.text(isColoured: options.isColoured)
  }

  private func line(_ cells: [StyledText], _ widths: [Int]) -> StyledText {
    zip(cells, widths).reduce(StyledText("")) { $0 + $1.0.padded(to: $1.1 + 2) }
  }

  private var json: String {
    JSONTree.list(
      rows.map { row in
        .object(
          zip(columns, row).map { column, cell in
            switch cell {
            case .null: JSONTree.Field(key: column, value: .null)
            case .number(let text): JSONTree.Field(key: column, value: .number(text))
            case .text(let text): JSONTree.Field(key: column, value: .string(text))
            }
          })
      }
    ).text
  }

  private static func csvLine(_ cells: [String]) -> String {
    cells.map(\.csvCell).joined(separator: ",") + "\r\n"
  }
}

/// The formats a table can be written in.
package enum TableFormat: String, Hashable, Sendable, CaseIterable { case text, json, csv }
