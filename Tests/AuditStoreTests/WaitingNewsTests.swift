import ConfigurationModel
import Testing

@testable import AuditStore

/// What waits to be told is looked for every two seconds: that must not cost what was told long ago.
@Suite struct WaitingNewsTests {
  @Test(arguments: [
    WaitingNews.any(forDestinations: 2).replacing("?1", with: "'team'")
      .replacing("?2", with: "'pager'"), AuditStore.firstsWaiting, AuditStore.waitingNotices,
    AuditStore.messages(in: [.waiting, .dead]),
  ])
  func `what is asked every two seconds reads no row of what was told or sent`(sql: String) throws {
    let folder = try StoreFolder()
    _ = try folder.open()
    let steps = try folder.rows("EXPLAIN QUERY PLAN \(sql)").map { row -> String in
      try row.get("detail")
    }
    #expect(!steps.isEmpty)
    for step in steps where step.hasPrefix("SCAN") || step.contains(" USING INDEX") {
      let isOfWaiting =
        ["SCAN w", "message_waiting", "message_dead", "CONSTANT ROW"].contains { step.contains($0) }
      #expect(isOfWaiting, "\(step)")
    }
  }

  @Test func `everything to be told waits or is told, and never both`() throws {
    let folder = try StoreFolder()
    var life = try StoreLife(folder.open(), seed: 29)
    try life.run(120)
    for (news, told, waiting, column) in [
      ("notice", "told_notice", "waiting_notice", "notice"),
      ("alert_notice", "told_alert", "waiting_alert", "alert"),
      ("breach_notice", "told_breach", "waiting_breach", "notice"),
    ] {
      let wrong = try folder.rows(
        """
        SELECT n.id FROM \(news) n WHERE (SELECT count(*) FROM \(told) t WHERE t.\(column) = n.id)
          + (SELECT count(*) FROM \(waiting) w WHERE w.\(column) = n.id) <> 1
        """)
      #expect(wrong.isEmpty, "\(news)")
      #expect(try !folder.rows("SELECT 1 FROM \(told)").isEmpty)
    }
  }

  @Test func `what waits when a store is upgraded goes on waiting`() throws {
    let folder = try StoreFolder()
    var life = try StoreLife(folder.open(), seed: 30)
    try life.run(80)
    let before = try folder.open(.reading).newsWaiting()
    // As if the last migration had never been applied.
    try folder.tamper(
      """
      DELETE FROM migration WHERE name >= '0030_waiting_notices';
      DROP INDEX audit_asked; ALTER TABLE audit DROP COLUMN asked; ALTER TABLE audit DROP COLUMN judged_at; ALTER TABLE audit DROP COLUMN judged_by;
      DROP TABLE waiting_breach; DROP TABLE waiting_alert; DROP TABLE waiting_notice;
      DROP INDEX message_waiting; DROP INDEX message_dead; DROP INDEX message_to;
      DROP INDEX message_waiting_to;
      CREATE INDEX message_destination ON message (destination, state, id);
      ALTER TABLE told_notice DROP COLUMN gone_at; ALTER TABLE told_notice DROP COLUMN dropped;
      ALTER TABLE told_alert DROP COLUMN gone_at; ALTER TABLE told_alert DROP COLUMN dropped;
      ALTER TABLE told_breach DROP COLUMN gone_at; ALTER TABLE told_breach DROP COLUMN dropped;
      """)
    #expect(try folder.open(.writing).newsWaiting() == before)
  }
}
