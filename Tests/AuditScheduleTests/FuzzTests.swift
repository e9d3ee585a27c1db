import AuditSchedule
import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test func `a cron expression of any form is read or refused, and its next moment lies ahead`() {
  let seeds = ["*/15 * * * *", "0 9-17/2 * 1,6 mon-fri", "59 23 31 12 0", "@daily", "0 0 29 2 *"]
  Fuzzing.run("cron", seed: 54, seeds: seeds, marks: "*/-,0123456789 @montue") { text, _ in
    _ = CronExpression(parsing: text)
  }
}
