import ConfigurationModel

extension CronExpression {
  private static let day: Int64 = 86400
  /// From 29 February to the next over a year that is none: 1896 to 1904, 2096 to 2104.
  private static let horizon: Int64 = 8 * 366

  /// The first moment after `moment` at which it holds on the clocks of a zone. Where clocks are put
  /// forward, what lay in the hour that is left out is due when it ends; where they are put back, what
  /// lies in the hour that comes twice is due once. What holds in every hour goes by the time that
  /// passes instead (as cron of Debian does, cron(8)).
  func next(after moment: Timestamp, in zone: TimeZoneRules) -> Timestamp? {
    var utc = (moment.seconds.flooredDivision(by: 60) + 1) * 60
    let end = utc + Self.horizon * Self.day
    while utc < end {
      let wall = utc + zone.offset(utc)
      let days = wall.flooredDivision(by: Self.day)
      guard holds(on: CalendarDay(daysSince1970: days)) || isBehindGap(utc, zone) else {
        utc = nextMidnight(after: utc, days, zone)
        continue
      }
      if isDue(utc, zone) { return Timestamp(seconds: utc) }
      utc += 60
    }
    return nil
  }

  private func isDue(_ utc: Int64, _ zone: TimeZoneRules) -> Bool {
    let wall = utc + zone.offset(utc)
    if holds(atWall: wall) { return isHourly || !hasBeen(wall, before: utc, zone) }
    guard !isHourly else { return false }
    let before = utc - 60 + zone.offset(utc - 60)
    return stride(from: before + 60, to: wall, by: 60).contains { holds(atWall: $0) }
  }

  private func holds(atWall wall: Int64) -> Bool {
    let days = wall.flooredDivision(by: Self.day)
    return holds(on: CalendarDay(daysSince1970: days))
      && holds(atMinute: Int((wall - days * Self.day) / 60))
  }

  /// Whether the clocks showed this already, up to three hours ago.
  private func hasBeen(_ wall: Int64, before utc: Int64, _ zone: TimeZoneRules) -> Bool {
    let earlier = zone.offset(utc - 3 * 3600)
    let then = wall - earlier
    return then < utc && earlier > zone.offset(utc) && then + zone.offset(then) == wall
  }

  /// Whether clocks were put forward in the minute before.
  private func isBehindGap(_ utc: Int64, _ zone: TimeZoneRules) -> Bool {
    zone.offset(utc) > zone.offset(utc - 60)
  }

  /// The next moment at which a day may begin, or clocks are put forward.
  private func nextMidnight(after utc: Int64, _ days: Int64, _ zone: TimeZoneRules) -> Int64 {
    let guess = (days + 1) * Self.day - zone.offset(utc)
    let offset = zone.offset(utc)
    guard zone.offset(guess) != offset else { return max(guess, utc + 60) }
    // Clocks change on this day: go by minutes to where they do.
    var next = utc + 60
    while zone.offset(next) == offset, next < guess { next += 60 }
    return next
  }
}
