import AlertRules
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// How often the like of an event was seen before it.
@Suite struct FrequencyTableTests {
  private struct Event {
    let at: Timestamp
    let account: String
    let actor: String
    let call: String
    let region: String
  }

  @Test func `each is counted in its own account`() {
    var table = FrequencyTable()
    func note(_ hour: Int64, _ account: String, _ actor: String, _ call: String = "c")
      -> FrequencyTable.Seen
    {
      table.note(
        at: Timestamp(seconds: hour * 3600), account: account, actor: actor, call: call,
        region: "r")
    }
    #expect(note(0, "1", "role deploy") == seen(0, 0, 0, 0, 0))
    #expect(note(0, "1", "role deploy") == seen(1, 1, 1, 1, 1))
    #expect(note(1, "1", "alice", "d") == seen(2, 0, 0, 2, 0))
    // A week later it is the same hour.
    #expect(note(168, "1", "alice") == seen(3, 1, 2, 3, 2))
    #expect(note(168, "2", "alice") == seen(0, 0, 0, 0, 0))
    #expect(!note(168 + 1, "1", "alice").isUnusual)
    #expect(note(168 + 2, "1", "alice").isUnusual)
  }

  @Test func `hours before 1970 are hours of the week too`() {
    var table = FrequencyTable()
    let first = table.note(
      at: Timestamp(seconds: -168 * 3600 + 1), account: "", actor: "a", call: "c", region: "r")
    let second = table.note(
      at: Timestamp(seconds: 3599), account: "", actor: "a", call: "c", region: "r")
    let third = table.note(
      at: Timestamp(seconds: 3600), account: "", actor: "a", call: "c", region: "r")
    #expect([first.hour, second.hour, third.hour] == [0, 1, 0])
  }

  @Test func `the counts are those that one gets by counting`() {
    var random = SeededGenerator(seed: 67)
    print("frequencies: seed 67")
    let events = (0..<400).map { index in
      Event(
        at: Timestamp(seconds: Int64(index) * 9000),
        account: Bool.random(using: &random) ? "1" : "2",
        actor: ["a", "b", "role r"].randomElement(using: &random) ?? "a",
        call: ["c", "d", "e"].randomElement(using: &random) ?? "c",
        region: ["r", "s"].randomElement(using: &random) ?? "r")
    }
    var table = FrequencyTable()
    let week: Int64 = 7 * 24
    for (index, event) in events.enumerated() {
      let before = events[..<index].filter { $0.account == event.account }
      let hour = event.at.microseconds / 3_600_000_000 % week
      let told = table.note(
        at: event.at, account: event.account, actor: event.actor, call: event.call,
        region: event.region)
      #expect(
        told
          == seen(
            before.count,
            before.count { $0.actor == event.actor },
            before.count { $0.call == event.call }, before.count { $0.region == event.region },
            before.count { $0.at.microseconds / 3_600_000_000 % week == hour }))
    }
  }

  private func seen(_ events: Int, _ actor: Int, _ call: Int, _ region: Int, _ hour: Int)
    -> FrequencyTable.Seen
  {
    FrequencyTable.Seen(events: events, actor: actor, call: call, region: region, hour: hour)
  }
}
