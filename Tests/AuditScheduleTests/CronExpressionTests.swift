import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AuditSchedule

@Suite struct CronExpressionTests {
  private static func next(_ text: String, after moment: String, in zone: String) throws -> String?
  {
    let expression = try #require(CronExpression(parsing: text))
    let rules = try #require(TimeZoneRules(named: zone))
    let start = try #require(Timestamp(parsing: moment))
    return expression.next(after: start, in: rules)?.description
  }

  @Test(arguments: [
    ("*/15 * * * *", "2026-11-20T10:00:00Z", "2026-11-20T10:15:00Z"),
    ("*/15 * * * *", "2026-11-20T10:14:59Z", "2026-11-20T10:15:00Z"),
    ("0 6 * * 1-5", "2026-11-20T06:00:00Z", "2026-11-23T06:00:00Z"),
    ("0 6 * * MON-fri", "2026-11-21T06:00:00Z", "2026-11-23T06:00:00Z"),
    ("30 23 31 12 *", "2026-11-20T00:00:00Z", "2026-12-31T23:30:00Z"),
    ("0 0 29 2 *", "2026-11-20T00:00:00Z", "2028-02-29T00:00:00Z"),
    ("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"),
    ("0 0 13 * 5", "2026-11-20T00:00:00Z", "2026-11-27T00:00:00Z"),
    ("0 0 13 * *", "2026-11-20T00:00:00Z", "2026-12-13T00:00:00Z"),
    ("0 0 * * 7", "2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z"),
    ("5,35 8-10/2 * JAN *", "2026-11-20T00:00:00Z", "2027-01-01T08:05:00Z"),
    ("@daily", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"),
    ("@hourly", "2026-11-20T23:30:00Z", "2026-11-21T00:00:00Z"),
  ])
  func `the next moment is the first after that holds`(
    text: String, moment: String, expected: String
  ) throws {
    #expect(try Self.next(text, after: moment, in: "UTC") == expected)
  }

  @Test(arguments: [
    // 29 March 2026: Berlin's clocks go from 02:00 to 03:00.
    ("30 2 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
    ("30 2 * * *", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"),
    ("0 3 * * *", "2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z"),
    ("*/30 * * * *", "2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z"),
    // 25 October 2026: they go from 03:00 back to 02:00.
    ("30 2 * * *", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
    ("30 2 * * *", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    ("*/30 * * * *", "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z"),
    ("*/30 * * * *", "2026-10-25T01:00:00Z", "2026-10-25T01:30:00Z"),
    ("0 6 * * *", "2026-10-25T00:00:00Z", "2026-10-25T05:00:00Z"),
  ])
  func `clocks that are put forward or back lose no run and double none`(
    text: String, moment: String, expected: String
  ) throws {
    #expect(try Self.next(text, after: moment, in: "Europe/Berlin") == expected)
  }

  @Test func `a year of nights in Berlin has one run a night`() throws {
    let zone = try #require(TimeZoneRules(named: "Europe/Berlin"))
    for text in ["0 2 * * *", "30 2 * * *", "59 1 * * *", "0 3 * * *"] {
      let expression = try #require(CronExpression(parsing: text))
      var moment = try #require(Timestamp(parsing: "2026-01-01T00:00:00Z"))
      for _ in 0..<365 {
        let next = try #require(expression.next(after: moment, in: zone))
        let hours = Double(next.seconds - moment.seconds) / 3600
        #expect(hours <= 25, "\(text) after \(moment)")
        moment = next
      }
      #expect(moment.date == "2026-12-31", "\(text)")
    }
  }

  @Test(arguments: [
    "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *",
    "* * * * 8",
    "*/0 * * * *", "5-1 * * * *", "a * * * *", "1,,2 * * * *", "0 0 30 2 *", "0 0 31 4,6 *",
    "-1 * * * *", "1/2/3 * * * *", "@never", "99999999999999999999 * * * *",
  ])
  func `what is no expression, or names no day, is refused`(text: String) {
    #expect(CronExpression(parsing: text) == nil)
  }

  @Test func `random expressions go as a walk over every minute does`() throws {
    var generator = SeededGenerator(seed: 20_261_121)
    for _ in 0..<60 {
      let minute = Int.random(in: 0...59, using: &generator)
      let hour = ["*", "*/7", "3-5", "22"].randomElement(using: &generator) ?? "*"
      let weekday = ["*", "1-5", "0", "6,7"].randomElement(using: &generator) ?? "*"
      let text = "\(minute) \(hour) * * \(weekday)"
      let expression = try #require(CronExpression(parsing: text))
      let start = Int64.random(in: 1_700_000_000...1_800_000_000, using: &generator)
      let found = expression.next(after: Timestamp(seconds: start), in: .utc)
      var walked = (start / 60 + 1) * 60
      while !holds(expression, walked) { walked += 60 }
      #expect(found == Timestamp(seconds: walked), "\(text) after \(start)")
    }
  }

  private func holds(_ expression: CronExpression, _ seconds: Int64) -> Bool {
    expression.holds(on: CalendarDay(daysSince1970: seconds / 86400))
      && expression.holds(atMinute: Int(seconds % 86400 / 60))
  }
}
