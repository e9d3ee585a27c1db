package import ConfigurationModel

/// How often each actor, call, region and hour of the week was seen in each account: a plain table, so that anybody can
/// count again what it says.
package struct FrequencyTable: Sendable {
  /// How often what an event is made of had been seen in its account before it.
  package struct Seen: Hashable, Sendable {
    /// Events of the account, whatever they were.
    package let events: Int
    package let actor: Int
    package let call: Int
    package let region: Int
    /// In the same hour of the same day of the week, in UTC.
    package let hour: Int

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

  private struct Account {
    var events = 0
    var actors: [String: Int] = [:]
    var calls: [String: Int] = [:]
    var regions: [String: Int] = [:]
    var hours: [Int64: Int] = [:]
  }

  private var accounts: [String: Account] = [:]

  package init() {}

  /// Counts an event, and tells how often the like had been seen before it. Sessions of one role are one actor: their
  /// names are new each time.
  ///
  /// - Parameters:
  ///   - moment: Not before that of any event which was counted already.
  ///   - actor: Who, in words: `alice`, `role deploy, session build-17`.
  ///   - call: `ec2.amazonaws.com RunInstances`.
  package mutating func note(
    at moment: Timestamp, account: String, actor: String, call: String, region: String
  ) -> Seen {
    let who = actor.split(separator: ", session ").first.map(String.init) ?? actor
    let hour = moment.hourOfWeek
    var known = accounts[account] ?? Account()
    let seen = Seen(
      events: known.events, actor: known.actors[who] ?? 0, call: known.calls[call] ?? 0,
      region: known.regions[region] ?? 0, hour: known.hours[hour] ?? 0)
    known.events += 1
    known.actors[who, default: 0] += 1
    known.calls[call, default: 0] += 1
    known.regions[region, default: 0] += 1
    known.hours[hour, default: 0] += 1
    accounts[account] = known
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
