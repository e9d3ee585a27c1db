import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb activity unusual`.
struct ActivityUnusualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unusual",
    abstract: "List calls that are the first of their kind in their account.",
    discussion: """
      Lists the first event of an actor, of a call, in a region, or in its hour of the week (UTC), \
      and how often each was seen before. This is a plain count over all activity that is kept: if \
      little is kept, many events are the first. All sessions of a role are one actor, or \
      who opened them. If calls of the time were pruned or could not be read, it says so and ends \
      with status 2. If earlier calls were pruned, it only says so.

      EXAMPLE: plumb activity unusual --over 24h
      EXAMPLE: plumb activity unusual --over 30d --account 111122223333 --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "Only this last time, as 12h, 30d or 4w; all earlier events count as seen.")
  var over: Age?
  @Option(help: "Only of this account.") var account: String?
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let until = moment.moment
    let window = Window(
      from: over?.before(until), until: over == nil && moment.at == nil ? nil : until)
    let store = try store.open(.reading)
    let table = try ListUnusual(store: store, in: window, account: account).table()
    try Console.write(table.text(format, output.tableOptions))
    try KeptActivity(store: store, account: account, in: window, now: until).tell()
    let calls = PrunedCalls(store: store)
    let pruned = try calls.sentence(in: window, account: account)
    let before = try window.from.flatMap { from in
      try calls.sentence(
        in: Window(from: nil, until: from), account: account, of: "Before this time")
    }
    for sentence in [pruned, before].compactMap(\.self) {
      Console.writeError(sentence + " What is called the first of its kind may not have been.\n")
    }
    let unread = try UnreadCalls(store: store).sentence(in: window, account: account)
    if let unread { Console.writeError(unread + "\n") }
    guard unread == nil, pruned == nil else { throw ExitStatus.incomplete }
  }
}
