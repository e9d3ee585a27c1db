import ConfigurationModel
import Testing

@testable import AuditSchedule

@Suite struct ScheduleTests {
  private let noon = Timestamp(parsing: "2026-11-20T12:00:00Z") ?? Timestamp(seconds: 0)

  @Test func `an interval is the same for every process, whenever it began`() {
    let schedule = Schedule(.every(seconds: 900))
    #expect(schedule.next(after: noon)?.description == "2026-11-20T12:15:00Z")
    #expect(
      schedule.next(after: noon.advanced(bySeconds: 431))?.description == "2026-11-20T12:15:00Z")
  }

  @Test func `of runs that were missed the last is told, and none where none was due`() throws {
    let hourly = Schedule(.every(seconds: 3600))
    let before = noon.advanced(bySeconds: -5 * 3600)
    #expect(hourly.last(by: noon.advanced(bySeconds: 59), after: before) == noon)
    #expect(hourly.last(by: noon.advanced(bySeconds: 59), after: noon) == nil)
    let yearly = Schedule(
      .cron(try #require(CronExpression(parsing: "0 0 1 3 *")), .utc))
    #expect(
      yearly.last(by: noon, after: Timestamp(seconds: 0))?.description == "2026-03-01T00:00:00Z")
    #expect(yearly.last(by: noon, after: before) == nil)
    let minutely = Schedule(.cron(try #require(CronExpression(parsing: "* * * * *")), .utc))
    #expect(minutely.last(by: noon, after: Timestamp(seconds: 0)) == noon)
  }

  @Test func `jitter is the same for the same run and spreads different ones`() {
    let schedule = Schedule(.every(seconds: 60), jitter: 30)
    let starts = (0..<100).map { schedule.start(of: noon, named: "source \($0)") }
    #expect(starts.allSatisfy { (0...30).contains($0.seconds - noon.seconds) })
    #expect(Set(starts).count > 20)
    #expect(
      schedule.start(of: noon, named: "a") == schedule.start(of: noon, named: "a"))
  }

  @Test(arguments: ["Europe/Berlin", "UTC", "America/St_Johns"])
  func `zones of the tz database are known`(name: String) {
    #expect(TimeZoneRules(named: name) != nil)
  }

  @Test(arguments: ["", "Berlin", "Europe/Nowhere", "GMT+5", "CET-1", "../etc/passwd"])
  func `other names are no zones`(name: String) {
    #expect(TimeZoneRules(named: name) == nil)
  }
}
