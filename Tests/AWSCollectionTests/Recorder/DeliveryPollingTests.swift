import AWSClient
import AWSCollection
import ConfigurationModel
import Synchronization
import Testing

/// What it costs to look whether AWS Config has delivered anything.
@Suite struct DeliveryPollingTests {
  /// A bucket of deliveries that counts what it is asked for.
  private final class Bucket: Sendable {
    private let state: Mutex<(keys: [String], asked: Int)>

    init(_ keys: [String]) { state = Mutex((keys, 0)) }

    func add(_ key: String) { state.withLock { $0.keys.append(key) } }

    /// How often it was asked since the last time that this was asked.
    var asked: Int {
      state.withLock { state in
        defer { state.asked = 0 }
        return state.asked
      }
    }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
      let keys = state.withLock { state in
        state.asked += 1
        return state.keys
      }
      let query = Dictionary(request.query.map { ($0.name, $0.value) }) { $1 }
      guard let prefix = query["prefix"] else {
        return HTTPResponse(status: 200, headers: [], body: Array("{}".utf8))
      }
      let found = keys.filter { $0.hasPrefix(prefix) && $0 > query["start-after"] ?? "" }
      let texts =
        query["delimiter"] == nil
        ? found.map { "<Contents><Key>\($0)</Key></Contents>" }
        : Set(found.compactMap { key in key.dropFirst(prefix.count).split(separator: "/").first })
          .map { "<CommonPrefixes><Prefix>\(prefix)\($0)/</Prefix></CommonPrefixes>" }
      let text = "<ListBucketResult>\(texts.joined())</ListBucketResult>"
      return HTTPResponse(status: 200, headers: [], body: Array(text.utf8))
    }
  }

  private static let accounts = (1...3).map { "11112222333\($0)" }
  private static let regions = ["eu-west-1", "us-east-1", "ap-south-1", "sa-east-1"]

  private static func key(_ account: String, _ region: String, _ day: String, _ moment: String)
    -> String
  {
    "AWSLogs/\(account)/Config/\(region)/\(day)/ConfigSnapshot/"
      + "\(account)_Config_\(region)_ConfigSnapshot_\(moment)_a1b2.json.gz"
  }

  @Test func `to learn that nothing is new costs a request a folder and one an account`()
    async throws
  {
    let places = Self.accounts.flatMap { account in Self.regions.map { (account, $0) } }
    let bucket = Bucket(
      places.flatMap { account, region in
        (1...20).map { day in
          Self.key(account, region, "2026/11/\(day)", "202611\(day < 10 ? "0" : "")\(day)T091124Z")
        }
      })
    let now = try #require(Timestamp(parsing: "2026-11-20T12:00:00Z"))
    let surroundings = CredentialSurroundings(
      variables: ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"], home: "/nowhere",
      file: { _ in nil }, output: { _ in [] },
      transport: HTTPTransport { request, _ in bucket.answer(request) }, now: { now })
    let client = AWSClient(profile: nil, in: surroundings, traffic: AWSTraffic())
    let collector = DeliveryCollector(client, bucket: "b", prefix: "", region: "eu-west-1")
    var last: [String: String] = [:]
    func poll() async throws -> [DeliveryCollector.Delivered] {
      var given: [DeliveryCollector.Delivered] = []
      let reading = try await collector.collect(since: last) { given.append($0) }
      #expect(reading.problems.isEmpty)
      for object in given { last[object.folder] = object.key }
      return given
    }
    #expect(try await poll().map(\.moment) == places.map { _ in "20261120T091124Z" })
    _ = bucket.asked

    #expect(try await poll().isEmpty)
    // The accounts' folders, and those of their regions.
    #expect(bucket.asked == 1 + Self.accounts.count + places.count)

    bucket.add(Self.key(Self.accounts[0], "us-east-1", "2026/11/20", "20261120T111124Z"))
    #expect(try await poll().map(\.folder) == ["\(Self.accounts[0])/us-east-1"])
    #expect(bucket.asked == 1 + Self.accounts.count + places.count + 1)
  }
}
