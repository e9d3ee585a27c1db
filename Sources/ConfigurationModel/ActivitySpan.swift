/// A time of which CloudTrail's files of an account and region are known.
package struct ActivitySpan: Hashable, Sendable, Comparable {
  /// The 12-digit account that the files are of.
  package let account: String
  /// The region that they are of.
  package let region: String
  /// The beginning, which belongs to the time.
  package let from: Timestamp
  /// The end, which no longer belongs to it.
  package let until: Timestamp

  /// Makes a time from one moment up to a later one; nothing checks their order.
  package init(account: String, region: String, from: Timestamp, until: Timestamp) {
    self.account = account
    self.region = region
    self.from = from
    self.until = until
  }

  /// By account, then by region, beginning and end.
  package static func < (left: ActivitySpan, right: ActivitySpan) -> Bool {
    (left.account, left.region, left.from, left.until)
      < (right.account, right.region, right.from, right.until)
  }
}

extension ActivitySpan {
  /// What is left of the time before and after another one of the same account and region.
  fileprivate func without(_ other: ActivitySpan) -> [ActivitySpan] {
    guard account == other.account, region == other.region, other.from < until, other.until > from
    else { return [self] }
    return [(from, other.from), (other.until, until)].filter { $0.0 < $0.1 }.map {
      ActivitySpan(account: account, region: region, from: $0.0, until: $0.1)
    }
  }

  /// The time between it and a later one of the same account and region; nil where none is.
  fileprivate func gap(to later: ActivitySpan) -> ActivitySpan? {
    guard until < later.from else { return nil }
    return ActivitySpan(account: account, region: region, from: until, until: later.from)
  }
}

/// The hours that files of CloudTrail tell of, in whatever order they are read.
package struct DeliveredHours: Hashable, Sendable {
  private struct Place: Hashable {
    let account: String
    let region: String
  }

  private var hours: [Place: Set<Int64>] = [:]

  /// None yet.
  package init() {}

  /// A file or an event of this moment was read.
  package mutating func note(_ account: String, _ region: String, at moment: Timestamp) {
    hours[Place(account: account, region: region), default: []].insert(
      moment.seconds.flooredDivision(by: 3600))
  }

  /// The hours as times, those that follow one another as one; in order.
  package var spans: [ActivitySpan] {
    hours.flatMap { place, hours in
      Self.runs(of: hours.sorted()).map { run in
        ActivitySpan(
          account: place.account, region: place.region, from: Timestamp(seconds: run.first * 3600),
          until: Timestamp(seconds: (run.last + 1) * 3600))
      }
    }.sorted()
  }

  private static func runs(of hours: [Int64]) -> [(first: Int64, last: Int64)] {
    hours.reduce(into: []) { runs, hour in
      if let last = runs.last?.last, last + 1 == hour {
        runs[runs.count - 1].last = hour
      } else {
        runs.append((hour, hour))
      }
    }
  }
}

extension [ActivitySpan] {
  /// So many seconds without any file are a quiet time and no gap: CloudTrail delivers nothing where nothing was called.
  package static var quiet: Int64 { 6 * 3600 }

  /// The times of one account and region, those that overlap or lie within a quiet time of one another as one; in order.
  package var joined: [ActivitySpan] { joined(within: Self.quiet) }

  /// The same, where a time between two of them is not taken for quiet if something speaks against it; in order.
  package func joined(unless isSpokenAgainst: (ActivitySpan) -> Bool) -> [ActivitySpan] {
    joined(within: Self.quiet, unless: isSpokenAgainst)
  }

  /// Whether one of the times has every moment of an interval.
  package func covers(_ interval: Occurrence) -> Bool {
    guard let after = interval.after else { return false }
    return contains { $0.from.seconds <= after.seconds && $0.until >= interval.until }
  }

  /// The times of one account and region, those that touch or overlap as one; in order.
  package var merged: [ActivitySpan] { joined(within: 0) }

  /// What is left of the times without others of the same account and region; in the same order.
  package func without(_ others: [ActivitySpan]) -> [ActivitySpan] {
    others.reduce(self) { rest, other in rest.flatMap { $0.without(other) } }
  }

  private func joined(
    within quiet: Int64, unless isSpokenAgainst: (ActivitySpan) -> Bool = { _ in false }
  ) -> [ActivitySpan] {
    sorted().reduce(into: []) { joined, span in
      if let last = joined.last, last.account == span.account, last.region == span.region,
        span.from.seconds - last.until.seconds <= quiet,
        !(last.gap(to: span).map(isSpokenAgainst) ?? false)
      {
        joined[joined.count - 1] = ActivitySpan(
          account: last.account, region: last.region, from: last.from,
          until: Swift.max(last.until, span.until))
      } else {
        joined.append(span)
      }
    }
  }
}
