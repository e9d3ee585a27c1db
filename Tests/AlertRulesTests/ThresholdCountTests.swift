import AlertRules
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// When a rule with a threshold is told.
@Suite struct ThresholdCountTests {
  private func told(
    _ moments: [Int64], count: Int, period: Int64, _ grouping: AlertRule.Grouping = .all,
    by actors: [String] = ["a"]
  ) -> [Int64] {
    var counting = ThresholdCount(of: .init(count: count, period: period, grouping: grouping))
    return moments.enumerated().filter { index, moment in
      counting.isTold(
        at: Timestamp(seconds: moment), account: "1", actor: actors[index % actors.count])
    }.map(\.element)
  }

  @Test func `without a threshold each event is told`() {
    var counting = ThresholdCount(of: nil)
    for second: Int64 in 0..<3 {
      let isTold = counting.isTold(at: Timestamp(seconds: second), account: "", actor: "")
      #expect(isTold)
    }
  }

  @Test(arguments: [
    ([0, 10, 20, 30], [20]), ([0, 10, 60], []), ([0, 10, 59], [59]),
    // Told once while it goes on, and again after it was below.
    ([0, 1, 2, 3, 100, 200, 201, 202], [2, 202]),
    ([0, 1, 2, 61, 62, 63], [2, 63]), ([0, 0, 0], [0]), ([], []),
  ])
  func `three within a minute`(moments: [Int64], expected: [Int64]) {
    #expect(told(moments, count: 3, period: 60) == expected)
  }

  @Test func `one in a minute is told once a burst`() {
    #expect(
      told([0, 1, 2, 61, 62, 200], count: 1, period: 60) == [0, 200])
    #expect(told([0, 60, 120], count: 1, period: 60) == [0, 60, 120])
  }

  @Test func `each actor counts alone where the rule says so`() {
    let moments: [Int64] = [0, 1, 2, 3]
    #expect(told(moments, count: 2, period: 60, .actor, by: ["a", "b"]) == [2, 3])
    #expect(told(moments, count: 2, period: 60, .account, by: ["a", "b"]) == [1])
    #expect(told(moments, count: 2, period: 60, .all, by: ["a", "b"]) == [1])
  }

  @Test func `what an alarm with periods by the clock tells is told too, and each burst once`() {
    var random = SeededGenerator(seed: 65)
    print("thresholds: seed 65")
    for _ in 0..<500 {
      let moments = (0..<30).map { _ in Int64.random(in: 0..<600, using: &random) }.sorted()
      let count = Int.random(in: 1...6, using: &random)
      // How many of the last minute there are with each.
      let recent = moments.enumerated().map { index, moment in
        moments[...index].count { $0 > moment - 60 }
      }
      let expected = moments.indices.filter { index in
        guard recent[index] >= count else { return false }
        let goesOn = moments.indices.prefix(index).contains { earlier in
          recent[earlier] >= count && (earlier + 1...index).allSatisfy { recent[$0] > count }
        }
        return !goesOn
      }
      #expect(told(moments, count: count, period: 60) == expected.map { moments[$0] })
      for start in stride(from: Int64(0), to: 600, by: 60) {
        let inside = moments.indices.filter { moments[$0] >= start && moments[$0] < start + 60 }
        guard inside.count >= count else { continue }
        #expect(recent[inside[count - 1]] >= count, "\(moments) \(count)")
      }
    }
  }
}
