import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb history`.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show the versions of a resource with their edits.",
    discussion: "EXAMPLE: plumb history sg-0a1b2c3d\n\n\(ExitStatus.discussion)")

  @Argument(
    help: "The resource: its id, its name, its ARN, or account/region/type/id.",
    completion: .names(of: .resource)) var resource: String
  @Option(help: "text or json.") var format = DifferenceFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open(.reading)
    let resource = try ResourceName(resource).resource(in: store)
    let steps = try ShowHistory(store: store).steps(of: resource.id)
    let report = DifferenceReport(
      title: "History of \(resource.id)",
      entries: steps.map { step in
        DifferenceReport.Entry(
          resource: resource, change: step.change, edits: step.edits,
          note: "snapshot \(step.snapshot), \(step.from.minuteText)"
            + (step.isBesidePruned ? ", beside what was pruned" : "")
            + (step.firstRead.isEmpty
              ? "" : "; first read then: \(step.firstRead.joined(separator: ", "))"))
      }, subject: .versions)
    try Console.write(report.text(format, output.options))
  }
}

/// `plumb blame`.
struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Show which baseline or record put each expected leaf there.",
    discussion: "EXAMPLE: plumb blame sg-0a1b2c3d\n\n\(ExitStatus.discussion)")

  @Argument(
    help: "The resource: its id, its name, its ARN, or account/region/type/id.",
    completion: .names(of: .resource)) var resource: String
  @Option(help: "The baseline.", completion: .names(of: .baseline))
  var baseline = SettingsFile.usualBaseline
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open(.reading, about: baseline)
    let resource = try ResourceName(resource).resource(in: store)
    let leaves = try BlameResource(store: store, baseline: baseline).leaves(of: resource.id)
    let rows = leaves.map { leaf -> [ResultTable.Cell] in
      [.text(leaf.origin.words), .text(leaf.path.text), .text(leaf.value.canonicalJSON)]
    }
    let table = ResultTable(columns: ["origin", "path", "value"], rows: rows)
    try Console.write(table.text(format, output.tableOptions))
  }
}

extension BlamedLeaf.Origin {
  fileprivate var words: String {
    switch self {
    case .baseline(let at, let by): "baseline \(at.date)" + (by.map { " \($0)" } ?? "")
    case .record(let number, let at): "\(number) \(at.date)"
    case .firstReading(let at): "first read \(at.date)"
    case .promotion(let by, _, let at): "promoted \(at.date)" + (by.map { " \($0)" } ?? "")
    }
  }
}
