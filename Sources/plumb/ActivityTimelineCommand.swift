import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel

/// `plumb activity timeline`.
struct ActivityTimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "Show who did what, by day, hour and actor, with the findings beside.",
    discussion: """
      What was done to one resource, or what one person did, also in the sessions of roles that they took. \
      Beside a call stands the finding that it made, may have made, or undid.

      EXAMPLE: plumb activity timeline --about sg-0a1b2c3d
      EXAMPLE: plumb activity timeline --by alice --from 2026-11-20 --format html > alice.html

      \(ExitStatus.discussion)
      """)

  @Option(help: "Only what was done to the resource that events call so.") var about: String?
  @Option(help: "Only what this person, role, address or tool did.") var by: String?
  @Option(help: "From when, as 2026-11-01 or 2026-11-01T12:00:00Z.") var from: Timestamp?
  @Option(help: "Until when, as 2026-11-30, which includes that day, or 2026-11-30T12:00:00Z.")
  var until: EndMoment?
  @Option(help: "Only of this account.") var account: String?
  @Option(help: "At most so many calls, the newest.") var limit: Int?
  @Option(help: "text, json or html.") var format = ActivityTimelineFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func validate() throws {
    guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit is at least 1.") }
    if let from, let until = until?.moment, from > until {
      throw ValidationError("The period begins (\(from)) after it ends (\(until)).")
    }
  }

  func run() throws {
    var filter = ActivityFilter()
    (filter.from, filter.until) = (from, until?.moment)
    (filter.actor, filter.resource) = (by, about)
    (filter.account, filter.limit) = (account, limit)
    let timeline = try ShowTimeline(store: store.open(.reading), at: moment.moment)
      .timeline(filter)
    try Console.write(timeline.text(format, output.options))
  }
}

extension ActivityTimelineFormat: ExpressibleByArgument {}
