import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Testing

/// Snapshots that no audit looks at, as `plumb status` says it: no daemon is needed to see it.
@Suite struct LateAuditTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
  }

  /// What a status says some hours after a day began; with settings where baselines are named.
  private func status(on day: Int, hours: Int64 = 0, baselines: String? = nil) throws -> StatusText
  {
    let now = shop.day(day).advanced(bySeconds: hours * 3600)
    let file = try baselines.map { names in
      try SettingsFile(
        at: shop.temporary.write("baselines: [\(names)]\n", to: "plumbline.yaml"))
    }
    return StatusText(
      status: try shop.store.status(at: now),
      coverage: try ComposeCoverage(store: shop.store).now(now), file: file, path: "plumb.db",
      now: now)
  }

  private func text(_ status: StatusText) -> String { status.text(ReportOptions(width: 400)) }

  @Test func `a snapshot that no audit looks at for more than a day is told, until one does`()
    throws
  {
    try shop.take(2, "10.0.2.0/24")
    let inTime = try status(on: 2, hours: 26)
    #expect(!inTime.hasFailing && inTime.json.contains(#""isAuditLate": false"#))
    #expect(text(inTime).contains("never audited, 1 snapshot not audited yet, stored 26 h ago"))
    let late = try status(on: 2, hours: 27)
    #expect(late.hasFailing && late.json.contains(#""isAuditLate": true"#))
    #expect(
      text(late).contains(
        "Audits     late against default: 1 snapshot not audited yet, stored 27 h ago. "
          + "'plumb audit --baseline default'"), "\(text(late))")
    try shop.take(3, "10.0.3.0/24")
    let later = try status(on: 4)
    #expect(text(later).contains("2 snapshots not audited yet, the oldest stored 2 d ago"))
    #expect(later.json.contains(#""snapshots": 2"#) && later.json.contains("2026-11-02T00:00:00Z"))
    try shop.audit(on: 4)
    let done = try status(on: 9)
    #expect(!done.hasFailing && !text(done).contains("not audited yet"), "\(text(done))")
    try shop.take(9, "10.0.4.0/24")
    #expect(try !status(on: 9, hours: 1).hasFailing && status(on: 11).hasFailing)
  }

  @Test func `what a baseline agrees to waits for no audit`() throws {
    #expect(try !status(on: 9).hasFailing)
  }

  @Test func `the time of a baseline that was set late begins when it was set`() throws {
    try shop.take(2, "10.0.2.0/24")
    try shop.setBaseline("late", to: "1", on: 5)
    #expect(try !status(on: 5, hours: 26, baselines: "late").hasFailing)
    #expect(try status(on: 5, hours: 27, baselines: "late").hasFailing)
  }

  @Test func `settings say which baselines are audited, and without them one is enough`() throws {
    try shop.setBaseline("other", to: "1", on: 1)
    try shop.take(2, "10.0.2.0/24")
    try shop.audit("other", on: 2)
    #expect(try !status(on: 5).hasFailing)
    #expect(try !status(on: 5, baselines: "other").hasFailing)
    #expect(try status(on: 5, baselines: "default, other").hasFailing)
  }

  @Test func `calls that changed something wait for an audit too`() throws {
    try shop.keep(
      [
        shop.call(
          "e1", afterMinutes: 1, "AuthorizeSecurityGroupIngress", request: shop.openPort(of: "sg-a")
        ),
        shop.call("e2", afterMinutes: 2, "DescribeVpcs", request: "{}"),
      ], as: "one.json", on: 3)
    #expect(try !status(on: 4).hasFailing)
    let late = try status(on: 5)
    #expect(late.hasFailing && late.json.contains(#""calls": 1"#))
    #expect(
      text(late).contains("late against default: 1 call not audited yet, stored 2 d ago"),
      "\(text(late))")
    try shop.take(4, "10.0.1.0/24")
    #expect(try text(status(on: 5)).contains("1 snapshot and 1 call not audited yet, the oldest"))
    try shop.audit(on: 5)
    #expect(try !status(on: 9).hasFailing)
  }

  @Test func `a snapshot that was taken back waits for no audit`() throws {
    try shop.take(2, "10.0.2.0/24")
    _ = try shop.store.withdraw(2, at: shop.day(3), by: "ada", reason: "wrong account")
    #expect(try !status(on: 5).hasFailing)
  }
}
