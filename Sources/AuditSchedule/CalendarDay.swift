import ConfigurationModel

/// A day as a calendar names it.
struct CalendarDay: Hashable, Sendable {
  let month: Int
  let day: Int
  /// Sunday is 0.
  let weekday: Int

  /// The day so many days after 1970-01-01, a Thursday.
  init(daysSince1970 days: Int64) {
    let date = CivilDate(daysSince1970: days)
    (month, day) = (date.month, date.day)
    weekday = Int(((days + 4) % 7 + 7) % 7)
  }
}
