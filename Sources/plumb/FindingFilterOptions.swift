import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// Which findings are meant, by what they have in common.
struct FindingFilterOptions: ParsableArguments {
  @Option(help: "Only of this severity or a worse one.") var severity: Severity?
  @Option(help: "Only of this status; may be repeated.") var status: [Finding.Status.Word] = []
  @Option(help: "Only in this account (a glob); may be repeated.") var account: [String] = []
  @Option(help: "Only in this region (a glob); may be repeated.") var region: [String] = []
  @Option(help: "Only of this resource type (a glob); may be repeated.") var type: [String] = []
  @Option(help: "Only of resources of this name or id (a glob); may be repeated.")
  var name: [String] = []
  @Option(
    help: "Only with this change record as near miss or cover (a glob); may be repeated.",
    completion: .names(of: .record))
  var record: [String] = []
  @Option(help: "First seen longer ago: 30d, 12h or 4w.") var olderThan: Age?
  @Option(help: "First seen more recently: 30d, 12h or 4w.") var newerThan: Age?
  @Option(
    help: "Only this finding and those that are alike: F-17.",
    completion: .names(of: .finding))
  var like: FindingName?

  /// The same, where each type is one that there is. Warns of accounts and regions of which a store knows nothing: nothing
  /// is found there.
  func checkedFilter(in store: AuditStore) throws -> FindingFilter {
    try store.checkChoice(accounts: account, regions: region, types: type)
    return filter
  }

  var filter: FindingFilter {
    var filter = FindingFilter()
    (filter.severity, filter.statuses, filter.like) = (severity, Set(status), like?.number)
    (filter.accounts, filter.regions) = (account.map(Glob.init), region.map(Glob.init))
    (filter.types, filter.names) = (type.map(Glob.init), name.map(Glob.init))
    filter.records = record.map(Glob.init)
    (filter.olderThan, filter.newerThan) = (olderThan, newerThan)
    return filter
  }
}

extension AuditStore {
  /// Throws where a type is named that nobody knows, and warns of accounts and regions of which nothing is known.
  func checkChoice(accounts: [String], regions: [String], types: [String]) throws {
    try KnownTypes(in: self).check(types.map(Glob.init))
    let known = try knownPlaces()
    for (word, given, known) in [
      ("account", accounts, known.accounts), ("region", regions, known.regions),
    ] {
      for text in given where !known.contains(where: Glob(text).matches) {
        let all = known.isEmpty ? "none" : known.joined(separator: ", ")
        Console.writeError(
          "warning: Nothing is known of the \(word) '\(text)'. The store knows \(all).\n")
      }
    }
  }
}

/// The findings that something is decided about: named one by one, or chosen by a filter, which shows
/// first which they are.
struct FindingChoiceOptions: ParsableArguments {
  @Argument(help: "The findings: F-17.", completion: .names(of: .finding))
  var findings: [String] = []
  @OptionGroup(title: "A filter instead of names") var filter: FindingFilterOptions
  @Flag(help: "Confirm the decision about all findings that the filter chooses.") var yes = false
  @OptionGroup var output: OutputOptions

  /// For the help of the commands that take it.
  static let discussion = """
    Name findings, or choose them by a filter, as in 'plumb finding list'. The command first shows \
    what the filter chooses, and somebody must agree, at the terminal or with --yes. All of these \
    findings are decided about, or none.
    """

  var choice: FindingChoice { findings.isEmpty ? .fitting(filter.filter) : .named(findings) }

  func validate() throws {
    let isFiltered = !filter.filter.isEmpty || !filter.status.isEmpty
    guard findings.isEmpty == isFiltered else {
      throw ValidationError(
        isFiltered
          ? "Name findings, or give a filter, not both."
          : "Name findings, as F-17, or say by a filter which ones, as --like F-17.")
    }
  }

  /// Decides, where what the filter chooses is agreed to.
  func agreed<Value>(_ decide: ((FindingSelection) -> Bool) throws -> Value) throws -> Value {
    try Console.agreed(
      yes: yes, mayAsk: true, question: "Decide that about all of them?", isSilent: { _ in false },
      text: { $0.text(output.options) }, decide)
  }
}

/// A finding as people name it.
struct FindingName: ExpressibleByArgument {
  let number: Int

  init?(argument: String) {
    guard let number = Finding.number(parsing: argument) else { return nil }
    self.number = number
  }
}

extension Severity: ExpressibleByArgument {
  /// Reads a severity by its word.
  package init?(argument: String) {
    guard let severity = Severity.allCases.first(where: { $0.word == argument }) else { return nil }
    self = severity
  }

  /// The words that the help and shells list, from the least severity on.
  package static var allValueStrings: [String] { allCases.map(\.word) }
}

extension Finding.Status.Word: ExpressibleByArgument {}
extension FindingOrder: ExpressibleByArgument {}
