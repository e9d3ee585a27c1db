import ConfigurationModel
import Testing

struct CoverageTests {
  private static let scope = Scope(
    account: "111122223333", region: "eu-west-1", type: "AWS::EC2::VPC")
  private static let problem = Problem("access-denied", "no")

  private static func at(_ hour: Int64) -> Timestamp {
    Timestamp(seconds: 1_790_000_000 + hour * 3600)
  }

  private static func reading(_ hour: Int64, _ source: String = "a") -> ScopePast.Reading {
    .init(at: at(hour), count: 3, source: source)
  }

  /// A past of a scope, what holds of its source besides, and the word for it at the hour 30.
  struct Row: CustomTestStringConvertible, Sendable {
    let name: String
    let past: @Sendable (inout ScopePast) -> Void
    var failedRuns: [String: ScopePast.Failure] = [:]
    var ages: [String: Age] = [:]
    let word: Coverage.StateWord

    var testDescription: String { name }
  }

  static let rows = [
    Row(name: "read within a day", past: { $0.read = reading(4) }, word: .read),
    Row(name: "read 26 hours before, to the second", past: { $0.read = reading(4) }, word: .read),
    Row(name: "read longer ago", past: { $0.read = reading(3) }, word: .stale),
    Row(
      name: "a schedule that asks for more", past: { $0.read = reading(28) },
      ages: ["a": Age(hours: 1)], word: .stale),
    Row(
      name: "a schedule that asks for less", past: { $0.read = reading(3) },
      ages: ["a": Age(hours: 50)], word: .read),
    Row(
      name: "tried in vain since",
      past: {
        $0.read = reading(28)
        $0.failure = .init(since: at(29), problem: problem)
      }, word: .unread),
    Row(
      name: "the source's run failed since", past: { $0.read = reading(28) },
      failedRuns: ["a": .init(since: at(29), problem: problem)], word: .unread),
    Row(
      name: "another source's run failed", past: { $0.read = reading(28) },
      failedRuns: ["b": .init(since: at(29), problem: problem)], word: .read),
    Row(
      name: "the run failed before", past: { $0.read = reading(28) },
      failedRuns: ["a": .init(since: at(27), problem: problem)], word: .read),
    Row(
      name: "left out by its source",
      past: {
        $0.read = reading(28)
        $0.leftOut = .init(source: "a", since: at(29))
      }, word: .unread),
    Row(name: "seen one by one", past: { $0.seen = reading(29) }, word: .seen),
    Row(
      name: "seen one by one after it was read",
      past: { ($0.read, $0.seen) = (reading(27), reading(29)) }, word: .read),
    Row(name: "in the baseline alone", past: { $0.isInBaseline = true }, word: .never),
    Row(
      name: "retired",
      past: {
        $0.read = reading(2)
        $0.retirement = Retirement(by: "carol", at: at(10), reason: "closed")
      }, word: .retired),
    Row(
      name: "retired, and tried in vain since",
      past: {
        $0.read = reading(2)
        $0.failure = .init(since: at(12), problem: problem)
        $0.retirement = Retirement(by: "carol", at: at(10), reason: "closed")
      }, word: .retired),
    Row(
      name: "retired, and read since",
      past: {
        $0.read = reading(20)
        $0.retirement = Retirement(by: "carol", at: at(10), reason: "closed")
      }, word: .read),
  ]

  @Test(arguments: rows)
  func `a scope stands as its past says`(row: Row) {
    var past = ScopePast(Self.scope)
    row.past(&past)
    let coverage = Coverage(
      of: [past], failedRuns: row.failedRuns, rules: CoverageRules(sourceAges: row.ages),
      at: Self.at(30))
    #expect(coverage.cells.map(\.word) == [row.word])
    #expect(coverage.isComplete == (row.word == .read))
    #expect(coverage.unread.count == (row.word == .read || row.word == .retired ? 0 : 1))
  }

  @Test func `what is wanted and was never seen is named, and what was seen besides stays`() {
    var past = ScopePast(Self.scope)
    past.read = Self.reading(29)
    let wanted = Scope(account: "1", region: "eu-west-1", type: "AWS::EC2::VPC")
    let coverage = Coverage(
      of: [past], rules: CoverageRules(wanted: [wanted: "the source 'a'"]), at: Self.at(30))
    #expect(coverage.cells.map(\.word) == [.never, .read] && !coverage.isComplete)
    #expect(coverage.unread.first?.problem.message.contains("the source 'a'") == true)
  }

  @Test func `a source that should be read and never was keeps everything from being complete`() {
    var past = ScopePast(Self.scope)
    past.read = Self.reading(29)
    func unread(_ sources: [String: RunHistory]) -> [String] {
      let coverage = Coverage(
        of: [past], sources: sources, rules: CoverageRules(sources: ["a", "b"]), at: Self.at(30))
      #expect(coverage.isComplete == coverage.unreadSources.isEmpty)
      return coverage.unreadSources.map { "\($0.name) \($0.problem.code) \($0.wasRead)" }
    }
    func source(read: Bool, failed: Bool = false) -> RunHistory {
      RunHistory(
        wasRead: read, failure: failed ? .init(since: Self.at(28), problem: Self.problem) : nil,
        isScheduled: true)
    }
    #expect(unread(["a": source(read: true), "b": source(read: true)]) == [])
    #expect(
      unread(["b": source(read: true), "c": source(read: true)]) == ["a source-never-read false"])
    #expect(
      unread(["a": source(read: false, failed: true), "b": source(read: true, failed: true)])
        == ["a \(Self.problem.code) false", "b \(Self.problem.code) true"])
  }

  @Test(arguments: [
    ([Int64(-5), 10, 20], Int64(0), 2, Int64(10)), ([Int64(-30), 20], 0, 1, 20),
    ([Int64(5), 10], 0, 2, 20), ([Int64(2)], 0, 1, 28), ([Int64(-30)], 0, 0, 30),
    ([Int64(25), 28], 0, 2, 25), ([Int64(27), 28], 0, 2, 27), ([Int64(27), 28], 20, 2, 7),
    ([Int64(29)], -300, 1, 329),
  ])
  func `the longest gap of a period is told, from its beginning on`(
    hours: [Int64], start: Int64, count: Int, gap: Int64
  ) {
    var past = ScopePast(Self.scope)
    past.readings = hours.map(Self.at)
    past.read = hours.last.map { Self.reading($0) }
    let coverage = Coverage(of: [past], at: Self.at(30), from: Self.at(start))
    let rhythm = coverage.cells[0].rhythm
    #expect(rhythm?.count == count)
    #expect(rhythm?.longestGap.seconds == gap * 3600)
    #expect(coverage.isComplete == (gap <= 26 && hours.last ?? 0 >= 4))
  }

  @Test func `what has no beginning begins with the first reading`() {
    var past = ScopePast(Self.scope)
    past.readings = [Self.at(27), Self.at(29)]
    past.read = Self.reading(29)
    let coverage = Coverage(of: [past], at: Self.at(30))
    #expect(coverage.isComplete && coverage.cells[0].rhythm?.longestGap.seconds == 2 * 3600)
  }

  @Test
  func `a part that is not read, and a snapshot that lies ahead, keep it from being complete`() {
    var past = ScopePast(Self.scope)
    past.read = Self.reading(29)
    #expect(Coverage(of: [past], at: Self.at(30)).isComplete)
    let ahead = Coverage(
      of: [past], at: Self.at(30), ahead: [.init(number: 7, takenAt: Self.at(99))])
    #expect(!ahead.isComplete)
    past.parts = [.init(name: "Policy", count: 1, problem: Self.problem, since: Self.at(1))]
    #expect(!Coverage(of: [past], at: Self.at(30)).isComplete)
  }

  @Test func `of nothing nothing is said`() { #expect(!Coverage(cells: []).isComplete) }

  @Test func `clocks may differ by five minutes`() {
    let now = Self.at(0)
    #expect(!now.advanced(bySeconds: 300).liesAhead(of: now))
    #expect(now.advanced(bySeconds: 302).liesAhead(of: now))
  }
}
