/// A cron expression of five fields: minute, hour, day of month, month, day of week (crontab(5)).
package struct CronExpression: Hashable, Sendable {
  /// As it was written.
  package let text: String
  private let minutes: CronField
  private let hours: CronField
  private let daysOfMonth: CronField
  private let months: CronField
  private let daysOfWeek: CronField

  /// Nil where the text is none, or names a day that no year has.
  package init?(parsing text: String) {
    let written = Self.words[text] ?? text
    let fields = written.split(whereSeparator: \.isWhitespace)
    guard fields.count == 5,
      let minutes = CronField(parsing: fields[0], in: 0...59),
      let hours = CronField(parsing: fields[1], in: 0...23),
      let daysOfMonth = CronField(parsing: fields[2], in: 1...31),
      let months = CronField(parsing: fields[3], in: 1...12, names: Self.monthNames),
      // Sunday is 0 and 7.
      let daysOfWeek = CronField(parsing: fields[4], in: 0...7, names: Self.dayNames)
    else { return nil }
    self.text = text
    (self.minutes, self.hours) = (minutes, hours)
    (self.daysOfMonth, self.months, self.daysOfWeek) = (daysOfMonth, months, daysOfWeek)
    guard hasDay else { return nil }
  }

  private static let words = [
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
  ]
  private static let monthNames = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  private static let dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  /// 30 February never comes.
  private var hasDay: Bool {
    if !daysOfWeek.isStar { return true }
    let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return months.values.contains { month in
      daysOfMonth.values.contains { $0 <= longest[month - 1] }
    }
  }

  /// Whether it holds in every hour: it then goes by the time that passes, not by the clock on the wall.
  var isHourly: Bool { hours.values.count == 24 }

  /// Whether it holds on a day. Where both fields of days are given, either is enough.
  func holds(on day: CalendarDay) -> Bool {
    guard months.holds(day.month) else { return false }
    let isOfMonth = daysOfMonth.holds(day.day)
    let isOfWeek =
      daysOfWeek.holds(day.weekday) || day.weekday == 0 && daysOfWeek.holds(7)
    return daysOfMonth.isStar || daysOfWeek.isStar
      ? isOfMonth && isOfWeek : isOfMonth || isOfWeek
  }

  /// Whether it holds at a minute of a day, from 0.
  func holds(atMinute minute: Int) -> Bool {
    hours.holds(minute / 60) && minutes.holds(minute % 60)
  }
}
