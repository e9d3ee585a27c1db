package import AuditSchedule
package import ConfigurationModel

/// When a destination is told, where that is not at once.
package struct NoticeTiming: Hashable, Sendable {
  /// When it is left alone.
  package var quiet: QuietHours?
  /// When it is told of all that came since, in one message; nil for at once.
  package var digest: Schedule?
  /// What is as bad as this, or worse, neither quiet hours nor a digest hold back; nil where they hold all.
  package var unless: Severity?
  /// Seconds after which it is reminded of what nobody acknowledged, again and again; nil for never.
  package var remind: Int64?
  /// Who is told where nobody acknowledges; nil for nobody.
  package var escalation: Escalation?

  /// Everything at once, without reminders.
  package init() {}

  /// Whether a digest is due of what came since a moment; false where there is none. What a clock that was ahead says to
  /// come later has waited long enough.
  package func isDigestDue(since first: Timestamp, at now: Timestamp) -> Bool {
    digest?.next(after: first).map { $0 <= now || first > now } ?? false
  }

  /// Whether what came at a moment may be told at a later one: its digest is due, and no quiet hours hold it back.
  package func mayTell(since first: Timestamp, at now: Timestamp) -> Bool {
    guard digest == nil || isDigestDue(since: first, at: now) else { return false }
    return !(quiet?.holds(at: now) ?? false)
  }

  /// The hours of each day in which nothing is sent.
  package struct QuietHours: Hashable, Sendable {
    /// Minutes since midnight: the first quiet one …
    package let from: Int
    /// … and the first that is not. Before `from` it is one of the next day.
    package let until: Int
    /// The time zone whose midnight it is.
    package let zone: TimeZoneRules

    /// Makes quiet hours of minutes since midnight, both from 0 to 1439.
    package init(from: Int, until: Int, zone: TimeZoneRules) {
      self.from = from
      self.until = until
      self.zone = zone
    }

    /// Whether a moment is a quiet one.
    package func holds(at moment: Timestamp) -> Bool {
      let local = moment.seconds + zone.secondsAhead(at: moment)
      let minute = Int((local % 86400 + 86400) % 86400) / 60
      return from <= until
        ? (from..<until).contains(minute) : minute >= from || minute < until
    }
  }

  /// Who is told where nobody acknowledges.
  package struct Escalation: Hashable, Sendable {
    /// Seconds after the first message.
    package let after: Int64
    /// The name of the destination that is told then.
    package let to: String

    /// Makes an escalation to a destination, so many seconds after the first message.
    package init(after: Int64, to: String) {
      self.after = after
      self.to = to
    }
  }
}
