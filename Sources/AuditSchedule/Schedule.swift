package import ConfigurationModel

/// When something is due.
package struct Schedule: Hashable, Sendable {
  /// What makes a moment due.
  package enum Rule: Hashable, Sendable {
    /// Every so many seconds, counted from 1970: the same for every process, whenever it began.
    case every(seconds: Int64)
    case cron(CronExpression, TimeZoneRules)
  }

  /// What makes a moment due.
  package let rule: Rule
  /// The most seconds by which a run begins later than it is due, so that not all begin at once.
  package let jitter: Int64

  /// Makes a schedule whose runs begin on time, unless it has seconds of jitter.
  package init(_ rule: Rule, jitter: Int64 = 0) {
    self.rule = rule
    self.jitter = jitter
  }

  /// The first moment after `moment` that is due. Nil where none is within the eight years in which
  /// every day of the calendar comes.
  package func next(after moment: Timestamp) -> Timestamp? {
    switch rule {
    case .every(let seconds):
      Timestamp(seconds: (moment.seconds / seconds + 1) * seconds)
    case .cron(let expression, let zone): expression.next(after: moment, in: zone)
    }
  }

  /// The last moment that was due by `moment` and after `start`; nil where there was none.
  package func last(by moment: Timestamp, after start: Timestamp) -> Timestamp? {
    if case .every(let seconds) = rule {
      let last = Timestamp(seconds: moment.seconds / seconds * seconds)
      return last > start ? last : nil
    }
    // Most schedules are due within a day: the years before are gone through only where none was.
    for days: Int64 in [1, 32, 366, 8 * 366] {
      let from = max(start, moment.advanced(bySeconds: -days * 86400))
      if let last = lastOf(from, by: moment) { return last }
      if from == start { return nil }
    }
    return nil
  }

  private func lastOf(_ from: Timestamp, by moment: Timestamp) -> Timestamp? {
    var last: Timestamp?
    var due = next(after: from)
    while let found = due, found <= moment {
      last = found
      due = next(after: found)
    }
    return last
  }

  /// The longest time in seconds between two moments that are due one after the other, around a
  /// moment: of a calendar, over the eight days before it and up to the first one that is due after.
  package func longestInterval(before moment: Timestamp) -> Int64 {
    if case .every(let seconds) = rule { return seconds }
    var longest: Int64 = 0
    var last = next(after: moment.advanced(bySeconds: -8 * 86400))
    var count = 0
    while let due = last, let next = next(after: due) {
      longest = max(longest, next.seconds - due.seconds)
      count += 1
      // A calendar of every minute shows its gaps at the ends of its hours and days only.
      if due > moment { break }
      last = count > 20_000 ? nil : next
    }
    return longest
  }

  /// When the run of a moment that is due begins: later by a part of `jitter` that is always the same
  /// for the name and the moment.
  package func start(of due: Timestamp, named name: String) -> Timestamp {
    guard jitter > 0 else { return due }
    // FNV-1a: the same in every process, as Swift's own hashes are not.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(name) \(due.seconds)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return due.advanced(bySeconds: Int64(hash % UInt64(jitter + 1)))
  }
}
