import AuditStore
import ConfigurationModel
import Testing

/// Calls as the store keeps them.
struct StoredActivityTests {
  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
  }

  private func call(_ number: Int) -> StoredActivity {
    StoredActivity(
      id: "e\(1000 + number)", at: .day(1), account: "111122223333", region: "eu-west-1",
      source: "ec2.amazonaws.com", name: "DeleteTags", actor: "alice", means: nil, person: nil,
      accessKey: nil, openedKey: nil, errorCode: nil, body: "{}",
      resources: (0..<number % 3).map { .init(type: "AWS::EC2::VPC", name: "vpc-\(number)-\($0)") })
  }

  @Test(arguments: [1, 2, 16, 17, 256, 257, 600])
  func `calls are read with what each of them changed, however many are asked for`(count: Int)
    throws
  {
    let calls = (0..<count).map(call)
    #expect(try store.addActivity(calls, from: "AWSLogs", at: .day(2)).new == count)
    #expect(try store.activity(ActivityFilter()) == calls)
    #expect(try store.activity("e\(1000 + count - 1)") == calls.last)
  }

  @Test func `a time is written down once, however many spans make it up`() throws {
    func add(_ hours: [ClosedRange<Int64>]) throws -> Int {
      let spans = hours.map { hours in
        ActivitySpan(
          account: "111122223333", region: "eu-west-1",
          from: Timestamp(seconds: hours.lowerBound * 3600),
          until: Timestamp(seconds: hours.upperBound * 3600))
      }
      _ = try store.addActivity([], of: spans, from: "AWSLogs", at: .day(2))
      return try store.activitySpans(of: nil, in: nil).count
    }
    #expect(try add([10...11]) == 1)
    #expect(try add([11...12, 20...21]) == 3)
    #expect(try add([10...12]) == 3, "two that touch hold it")
    #expect(try add([20...21, 10...11]) == 3)
    #expect(try add([12...13]) == 4)
    #expect(try add([12...20]) == 5)
    #expect(try add([10...21]) == 5)
  }
}
