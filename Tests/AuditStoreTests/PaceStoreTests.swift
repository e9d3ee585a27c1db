import AuditStore
import ConfigurationModel
import Testing

/// What runs learnt of AWS's pace.
@Suite struct PaceStoreTests {
  private static func pace(_ operation: String, _ rate: Double) -> LearntPace {
    LearntPace(
      account: "111122223333", region: "eu-west-1", service: "dynamodb", operation: operation,
      rate: rate)
  }

  @Test func `what a run learnt stands in the place of what was known`() throws {
    let folder = try StoreFolder()
    let store = try folder.open()
    let (first, second) = (Timestamp(seconds: 1_795_000_000), Timestamp(seconds: 1_795_600_000))
    try store.setPaces([Self.pace("ListTagsOfResource", 7), Self.pace("*", 40)], at: first)
    try store.setPaces([Self.pace("ListTagsOfResource", 9.5)], at: second)
    #expect(
      try Set(store.paces(since: first)) == [
        Self.pace("ListTagsOfResource", 9.5), Self.pace("*", 40),
      ])
    #expect(try store.paces(since: second) == [Self.pace("ListTagsOfResource", 9.5)])
    #expect(try store.verify().problems.isEmpty)
  }
}
