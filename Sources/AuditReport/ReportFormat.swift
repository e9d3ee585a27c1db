/// The formats a drift report can be written in.
package enum ReportFormat: String, Hashable, Sendable, CaseIterable {
  case text, json, markdown, html, csv, sarif, junit

  /// The usual ending of a file of this format, without the point.
  package var fileExtension: String {
    switch self {
    case .text: "txt"
    case .json: "json"
    case .markdown: "md"
    case .html: "html"
    case .csv: "csv"
    case .sarif: "sarif"
    case .junit: "xml"
    }
  }

  /// The report in this format. The same report and options give the same bytes.
  package func render(_ report: DriftReport, _ options: ReportOptions = ReportOptions()) -> String {
    switch self {
    case .text: report.text(options)
    case .json: report.json
    case .markdown: report.markdown(options)
    case .html: report.html
    case .csv: report.csv
    case .sarif: report.sarif
    case .junit: report.junit
    }
  }
}

/// What a reader may choose about the form of a report.
package struct ReportOptions: Hashable, Sendable {
  /// Columns of the terminal, for text; less than 40 counts as 40.
  package var width: Int
  /// Whether text carries ANSI colours.
  package var isColoured: Bool
  /// How many edits text and Markdown show of one finding; at least one.
  package var editsOfFinding: Int
  /// How many edits text and Markdown show of one change record; 0 shows none.
  package var editsOfRecord: Int
  /// Whether text shows the values of findings whole, over as many lines as they take.
  package var isWhole: Bool
  /// What text puts behind the commands that it names, with a blank before it; empty for nothing.
  package var commandOptions = ""

  /// Raises a width below 40 to 40, and fewer than one edit of a finding to one.
  package init(
    width: Int = 100, isColoured: Bool = false, editsOfFinding: Int = 20, editsOfRecord: Int = 5,
    isWhole: Bool = false
  ) {
    self.width = max(40, width)
    self.isColoured = isColoured
    self.editsOfFinding = max(1, editsOfFinding)
    self.editsOfRecord = max(0, editsOfRecord)
    self.isWhole = isWhole
  }
}
