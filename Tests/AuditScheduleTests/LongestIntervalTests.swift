import AuditSchedule
import ConfigurationModel
import Testing

@Test(arguments: [
  ("0 6 * * *", "2026-11-20T12:00:00Z", Int64(24)), ("0 6 * * 1-5", "2026-11-20T12:00:00Z", 72),
  ("0 6 * * 1", "2026-11-20T12:00:00Z", 168), ("0 0 1 * *", "2026-11-20T12:00:00Z", 744),
  ("0 */6 * * *", "2026-11-20T12:00:00Z", 6), ("0 9-17 * * *", "2026-11-20T12:00:00Z", 16),
])
func `the longest time between two runs of a calendar is found`(
  text: String, moment: String, hours: Int64
) throws {
  let expression = try #require(CronExpression(parsing: text))
  let schedule = Schedule(.cron(expression, .utc))
  let at = try #require(Timestamp(parsing: moment))
  #expect(schedule.longestInterval(before: at) == hours * 3600)
}

@Test func `an interval is its own longest`() {
  let at = Timestamp(seconds: 1_795_000_000)
  #expect(Schedule(.every(seconds: 900)).longestInterval(before: at) == 900)
}
