import ArgumentParser
import AuditStore
import ConfigurationModel

/// Which activity a command shows.
struct ActivityFilterOptions: ParsableArguments {
  @Option(help: "From when, as 2026-11-01 or 2026-11-01T12:00:00Z.") var from: Timestamp?
  @Option(help: "Until when, as 2026-11-30, which includes that day, or 2026-11-30T12:00:00Z.")
  var until: EndMoment?
  @Option(help: "Only what this person, role, address or tool did; or the ARN of a user or role.")
  var by: String?
  @Option(help: "Only calls on this resource, by the name that events use.") var resource: String?
  @Option(help: "Only this call, such as AuthorizeSecurityGroupIngress.") var call: String?
  @Option(help: "Only of this account.") var account: String?
  @Option(help: "At most this many: the newest.") var limit: Int?

  func validate() throws {
    guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit is at least 1.") }
    if let from, let until = until?.moment, from > until {
      throw ValidationError("The period begins (\(from)) after it ends (\(until)).")
    }
  }

  /// The time that is asked about.
  var window: Window { Window(from: from, until: until?.moment) }

  /// The same for the store.
  var filter: ActivityFilter {
    var filter = ActivityFilter()
    (filter.from, filter.until) = (from, until?.moment)
    (filter.actor, filter.resource, filter.name) = (by, resource, call)
    (filter.account, filter.limit) = (account, limit)
    return filter
  }
}
