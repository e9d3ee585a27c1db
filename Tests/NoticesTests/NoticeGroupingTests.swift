import ConfigurationModel
import Notices
import Testing

@Suite struct NoticeGroupingTests {
  private func item(
    _ id: Int64, event: Int64 = 1, _ severity: Severity = .high,
    calls: [(String, Int64, String)] = []
  ) -> NoticeItem {
    NoticeItem(
      id: id, finding: Int(id), kind: .opened, event: event, at: Timestamp(seconds: 0),
      severity: severity,
      calls: calls.map { .init(id: $0.0, at: Timestamp(seconds: $0.1), actor: $0.2) })
  }

  private func groups(_ items: NoticeItem...) -> [[Int64]] {
    NoticeGrouping.groups(items).map { $0.map(\.id) }
  }

  @Test func `what one call made stands together`() {
    #expect(
      groups(
        item(1, event: 1, calls: [("a", 0, "alice")]), item(2, event: 1, calls: [("b", 0, "bob")]),
        item(3, event: 2, calls: [("a", 0, "alice")])) == [[1, 3], [2]])
  }

  @Test func `what one actor did within a minute stands together, and not what came later`() {
    #expect(
      groups(
        item(1, calls: [("a", 0, "alice")]), item(2, calls: [("b", 60, "alice")]),
        item(3, calls: [("c", 121, "alice")]), item(4, calls: [("d", 60, "bob")]))
        == [[1, 2], [3], [4]])
  }

  @Test func `of what nobody is known to have made, what one audit found stands together`() {
    #expect(groups(item(1), item(2, event: 2), item(3), item(4, event: 2)) == [[1, 3], [2, 4]])
  }

  @Test func `a storm of many actors is a few messages, of which the worst stand alone`() {
    let items: [NoticeItem] = (1...5000).map { (number: Int64) -> NoticeItem in
      let severity: Severity = number % 500 == 0 ? .critical : .low
      return item(number, severity, calls: [("e\(number)", number * 1000, "actor \(number)")])
    }
    let groups = NoticeGrouping.groups(items)
    #expect(groups.count == NoticeGrouping.mostMessages)
    #expect(groups.flatMap { $0 }.count == 5000)
    for critical in items where critical.severity == .critical {
      #expect(groups.contains([critical]))
    }
  }

  @Test func `nothing is no message`() { #expect(groups().isEmpty) }
}
