import AuditSchedule
import ConfigurationModel
import Testing

struct ClockWatchTests {
  private var watch = ClockWatch()

  private static func moment(_ seconds: Int64) -> Timestamp {
    Timestamp(seconds: 1_795_000_000 + seconds)
  }

  @Test mutating func `a clock that goes on is trusted`() {
    for second in 0..<200 {
      let set = watch.look(Self.moment(Int64(second)), uptime: Double(second))
      #expect(set == nil && watch.isTrusted)
    }
  }

  @Test mutating func `a clock that went ahead is not, before it was steady for a minute`() {
    _ = watch.look(Self.moment(0), uptime: 0)
    #expect(watch.look(Self.moment(864_001), uptime: 1) == 864_000)
    #expect(!watch.isTrusted)
    for second in 2..<61 {
      _ = watch.look(Self.moment(864_000 + Int64(second)), uptime: Double(second))
      #expect(!watch.isTrusted)
    }
    _ = watch.look(Self.moment(864_062), uptime: 62)
    #expect(watch.isTrusted)
  }

  @Test mutating func `a clock that went ahead and is right again is trusted at once`() {
    _ = watch.look(Self.moment(0), uptime: 0)
    _ = watch.look(Self.moment(864_001), uptime: 1)
    #expect(watch.look(Self.moment(5), uptime: 5) == -864_000)
    #expect(watch.isTrusted)
  }

  @Test mutating func `a clock that went back is trusted`() {
    _ = watch.look(Self.moment(0), uptime: 0)
    #expect(watch.look(Self.moment(-3599), uptime: 1) == -3600)
    #expect(watch.isTrusted)
  }
}
