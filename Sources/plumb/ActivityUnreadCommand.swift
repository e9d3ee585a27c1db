import ArgumentParser
import AuditReport
import AuditStore
import ConfigurationModel

/// `plumb activity unread`.
struct ActivityUnreadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unread",
    abstract: "List the activity that could not be read.",
    discussion: """
      A file that is damaged, whether it was imported or read from a trail's bucket, or a folder that could \
      not be looked into. Of a queue a message that cannot be used, an object that could not be fetched, a \
      scope that could not be read again. Each stands until it is read after all, or until somebody takes it \
      back with 'plumb activity withdraw'; no audit is complete before.

      EXAMPLE: plumb activity unread
      EXAMPLE: plumb activity unread --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let rows = try store.open(.reading).standingUnread().map { entry -> [ResultTable.Cell] in
      [
        .text("U-\(entry.number)"), .text("\(entry.since)"), .text(entry.source),
        .text(entry.name), entry.account.map { .text($0) } ?? .null,
        entry.region.map { .text($0) } ?? .null, .text(entry.problem.code),
        .text(entry.problem.message),
      ]
    }
    let table = ResultTable(
      columns: ["unread", "since", "source", "what", "account", "region", "code", "why"],
      rows: rows)
    try Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb activity withdraw`.
struct ActivityWithdrawCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "Take back what stands as unread: nobody waits for it any more.",
    discussion: """
      Who did it and why stays in the log. Calls may stand in a log file of CloudTrail whoever waits for it: \
      until it is read whole, no edit of its time is called unexplained. A message that was \
      taken back is not written down again when it comes again.

      EXAMPLE: plumb activity withdraw U-7 --by carol@example.com --reason "a test message"
      EXAMPLE: plumb activity withdraw --all --by carol@example.com --reason "the queue was wrongly fed"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Which, as 'plumb activity unread' lists them: U-7.") var unread: [String] = []
  @Flag(help: "All that stands.") var all = false
  @OptionGroup var actor: ActorOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard all == unread.isEmpty else { throw ValidationError("Name what to take back, or --all.") }
    for text in unread where number(text) == nil {
      throw ValidationError("'\(text)' names nothing unread: write U-7.")
    }
  }

  func run() throws {
    let numbers = all ? nil : Set(unread.compactMap(number))
    let taken = try store.open(.writing).withdrawUnread(
      numbers, at: moment.moment, by: actor.by, reason: actor.reason)
    try Console.tell(
      ["\(taken.count) taken back:"] + taken.map { "  U-\($0.number) \($0.name)" })
  }

  private func number(_ text: String) -> Int64? {
    text.lowercased().hasPrefix("u-") ? Int64(text.dropFirst(2)) : nil
  }
}
