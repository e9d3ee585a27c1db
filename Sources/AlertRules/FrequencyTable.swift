package import ConfigurationModel

/// How often each actor, call, region and hour of the week was seen in each account: a plain table, so that anybody can
/// count again what it says.
package struct FrequencyTable: Sendable {
  /// How often what an event is made of had been seen in its account before it.
  package struct Seen: Hashable, Sendable {
    /// Events of the account, whatever they were.
    package let events: Int
    /// Events by the same actor.
    package let actor: Int
    /// Events with the same call.
    package let call: Int
    /// Events in the same region.
    package let region: Int
    /// In the same hour of the same day of the week, in UTC.
    package let hour: Int

    /// Makes counts, as tests do; a table makes them itself.
    package init(events: Int, actor: Int, call: Int, region: Int, hour: Int) {
      self.events = events
      self.actor = actor
      self.call = call
      self.region = region
      self.hour = hour
    }

    /// Whether any of it is there for the first time.
    package var isUnusual: Bool { [actor, call, region, hour].contains(0) }
  }

  fileprivate struct Account {
    var events = 0
    var actors: [String: Int] = [:]
    var calls: [String: Int] = [:]
    var regions: [String: Int] = [:]
    var hours: [Int64: Int] = [:]
  }

  private var accounts: [String: Account] = [:]

  /// Nothing was seen yet.
  package init() {}

  /// Counts an event, and tells how often the like had been seen before it.
  ///
  /// - Parameters:
  ///   - moment: Not before that of any event which was counted already.
  ///   - actor: Who, by a name that nobody who calls can choose: the same for all sessions of a role.
  ///   - call: `ec2.amazonaws.com RunInstances`.
  package mutating func note(
    at moment: Timestamp, account: String, actor: String, call: String, region: String
  ) -> Seen {
    accounts[account, default: Account()]
      .note(actor: actor, call: call, region: region, hour: moment.hourOfWeek)
  }
}

extension FrequencyTable.Account {
  /// In its place: a copy of the counts would be made anew for each event.
  fileprivate mutating func note(actor: String, call: String, region: String, hour: Int64)
    -> FrequencyTable.Seen
  {
    let seen = FrequencyTable.Seen(
      events: events, actor: actors[actor] ?? 0, call: calls[call] ?? 0,
      region: regions[region] ?? 0, hour: hours[hour] ?? 0)
    events += 1
    actors[actor, default: 0] += 1
    calls[call, default: 0] += 1
    regions[region, default: 0] += 1
    hours[hour, default: 0] += 1
    return seen
  }
}

extension Timestamp {
  /// From 0, the hour that begins a Monday in UTC, to 167. The first of January 1970 was a Thursday.
  fileprivate var hourOfWeek: Int64 {
    let hours = microseconds.flooredQuotient(3_600_000_000) + 3 * 24
    return hours - hours.flooredQuotient(168) * 168
  }
}

extension Int64 {
  /// The quotient, rounded down also below zero.
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
