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
      Beside a call stands the finding that it made or undid, or may have. If calls were pruned or could not be \
      read that may be among those asked for, it says so and ends with status 2.

      EXAMPLE: plumb activity timeline --resource sg-0a1b2c3d
      EXAMPLE: plumb activity timeline --by alice --from 2026-11-20 --format html > alice.html

      \(ExitStatus.discussion)
      """)

  @OptionGroup var activity: ActivityFilterOptions
  @Option(help: "text, json or html.") var format = ActivityTimelineFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let store = try store.open(.reading)
    let kept = KeptActivity(
      store: store, account: activity.account, in: activity.window, now: moment.moment)
    var timeline = try ShowTimeline(store: store, at: moment.moment).timeline(activity.filter)
    timeline.kept = try kept.sentence()
    timeline.pruned = try PrunedCalls(store: store).sentence(activity.filter)
    timeline.unread = try UnreadCalls(store: store)
      .sentence(in: activity.window, account: activity.account)
    try Console.write(timeline.text(format, output.options))
    guard timeline.pruned == nil, timeline.unread == nil else { throw ExitStatus.incomplete }
  }
}

extension ActivityTimelineFormat: ExpressibleByArgument {}
