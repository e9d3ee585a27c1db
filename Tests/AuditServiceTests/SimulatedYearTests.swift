import AuditService
import AuditStore
import ConfigurationModel
import Testing

struct SimulatedYearTests {
  /// 20 accounts, 3 regions, 4 sources; outages, a closed account and a new one, a recorder that
  /// stops, a part that is denied, a source that nobody runs.
  @Test(arguments: [UInt64(20261128)])
  func `at each day of a year coverage says what is true`(seed: UInt64) throws {
    var year = SimulatedYear(seed: seed)
    let temporary = try TemporaryStore()
    var met: Set<String> = []
    for day in 0..<SimulatedYear.days {
      try year.run(day, in: temporary.store)
      let hour = day * 24 + 12
      let demand = CoverageDemand(settings: year.settings(on: day))
      let coverage = try ComposeCoverage(store: temporary.store, demand: demand)
        .now(SimulatedYear.moment(hour))
      let truth = year.truth(at: hour)
      met.formUnion(truth.values)
      let unread = Set(coverage.unreadSources.map(\.name))
      #expect(unread == year.failedSources, "seed \(seed), day \(day)")
      guard agrees(coverage, with: truth, year.isPartUnread(at: hour), "seed \(seed), day \(day)")
      else { return }
    }
    #expect(met == ["read", "stale", "unread", "never", "retired"], "seed \(seed)")
  }

  private func agrees(
    _ coverage: Coverage, with truth: [Scope: String], _ isPartUnread: Bool, _ place: String
  ) -> Bool {
    let said = Dictionary(
      uniqueKeysWithValues: coverage.cells.map { ($0.scope, $0.word.rawValue) })
    let wrong = Set(said.keys).union(truth.keys).sorted().filter { said[$0] != truth[$0] }
    let words = wrong.prefix(3).map { "\($0): said \(said[$0] ?? "-"), is \(truth[$0] ?? "-")" }
    #expect(wrong.isEmpty, "\(place): \(words.joined(separator: "; "))")
    let parts = coverage.unreadParts.contains { $0.part.name == "Policy" }
    #expect(parts == isPartUnread, "\(place): the part")
    let isClean = truth.values.allSatisfy { ["read", "retired"].contains($0) } && !isPartUnread
    #expect(coverage.isComplete == isClean, "\(place): complete")
    return wrong.isEmpty && parts == isPartUnread && coverage.isComplete == isClean
  }
}
