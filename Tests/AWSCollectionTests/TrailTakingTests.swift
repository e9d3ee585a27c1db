import AWSClient
import AWSCollection
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import SnapshotSources
import Synchronization
import Testing

/// Activity that is read from AWS: from a trail's bucket, and from CloudTrail itself.
@Suite struct TrailTakingTests {
  private static let account = "111122223333"
  private static let now = Timestamp(seconds: 1_795_000_000)

  private static func event(_ id: String, _ at: Timestamp, in region: String = "eu-west-1")
    -> String
  {
    """
    {"eventVersion":"1.09","eventID":"\(id)","eventTime":"\(at)","eventSource":"ec2.amazonaws.com",\
    "eventName":"DeleteVpc","awsRegion":"\(region)","recipientAccountId":"\(account)","readOnly":false,\
    "userIdentity":{"type":"IAMUser","userName":"alice"},"requestParameters":{"vpcId":"vpc-\(id)"}}
    """
  }

  /// The client of a server that answers so.
  private static func client(
    _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse
  ) -> AWSClient {
    let surroundings = CredentialSurroundings(
      variables: ["AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s"], home: "/nowhere",
      file: { _ in nil }, output: { _ in [] },
      transport: HTTPTransport { request, _ in answer(request) }, now: { now })
    return AWSClient(profile: nil, in: surroundings, traffic: AWSTraffic())
  }

  private static func answer(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: [], body: Array(text.utf8))
  }

  // MARK: A bucket

  /// A bucket of log files, with what was asked of it.
  private final class Bucket: Sendable {
    private let state = Mutex<(objects: [String: [UInt8]], asked: [String], denied: String?)>(
      ([:], [], nil))

    func add(_ key: String, _ events: String...) {
      let text = #"{"Records":[\#(events.joined(separator: ","))]}"#
      state.withLock { $0.objects[key] = gzip(Array(text.utf8)) }
    }

    func put(_ key: String, _ bytes: [UInt8]) { state.withLock { $0.objects[key] = bytes } }

    /// Objects whose key holds this cannot be had.
    func deny(_ text: String?) { state.withLock { $0.denied = text } }

    /// The objects that were had since this was asked last.
    var had: [String] {
      state.withLock { state in
        defer { state.asked = [] }
        return state.asked.sorted()
      }
    }

    func answer(_ request: HTTPRequest) -> HTTPResponse {
      let query = Dictionary(request.query.map { ($0.name, $0.value) }) { $1 }
      return state.withLock { state in
        guard let prefix = query["prefix"] else {
          let key = state.objects.keys.first { request.path.hasSuffix($0) }
          guard let key, state.denied.map({ !key.contains($0) }) ?? true else {
            return TrailTakingTests.answer(
              "<Error><Code>AccessDenied</Code><Message>no</Message></Error>", status: 403)
          }
          state.asked.append(key)
          return HTTPResponse(status: 200, headers: [], body: state.objects[key] ?? [])
        }
        let keys = state.objects.keys.sorted()
        let found = keys.filter { $0.hasPrefix(prefix) && $0 > query["start-after"] ?? "" }
        let names = Set(
          found.compactMap { $0.dropFirst(prefix.count).split(separator: "/").first })
        let texts =
          query["delimiter"] == nil
          ? found.map { "<Contents><Key>\($0)</Key></Contents>" }
          : names.map { "<CommonPrefixes><Prefix>\(prefix)\($0)/</Prefix></CommonPrefixes>" }
        return TrailTakingTests.answer("<ListBucketResult>\(texts.joined())</ListBucketResult>")
      }
    }
  }

  private static func key(_ minute: String, _ mark: String = "a", region: String = "eu-west-1")
    -> String
  {
    "audit/AWSLogs/\(account)/CloudTrail/\(region)/2026/11/18/"
      + "\(account)_CloudTrail_\(region)_20261118T\(minute)Z_\(mark).json.gz"
  }

  private static let hour = Timestamp(seconds: 1_794_990_000)

  private func take(_ bucket: Bucket, into store: AuditStore) async throws
    -> ImportActivity.Outcome
  {
    let place = try #require(S3Place(parsing: "s3://trails/audit/"))
    return try await TakeDeliveredActivity(
      client: Self.client(bucket.answer), place: place, region: "eu-west-1",
      into: ActivityTarget(at: Self.now) { store }
    ).run()
  }

  @Test func `what a trail delivered is read once, and then on from there`() async throws {
    let live = try LivePlace()
    let bucket = Bucket()
    bucket.add(Self.key("0905"), Self.event("e1", Self.hour))
    bucket.add(Self.key("0910"), Self.event("e2", Self.hour), Self.event("e1", Self.hour))
    bucket.add(
      Self.key("0910", region: "us-east-1"), Self.event("e3", Self.hour, in: "us-east-1"))
    bucket.put("audit/AWSLogs/\(Self.account)/CloudTrail/eu-west-1/2026/11/18/note.txt", [1])
    let first = try await take(bucket, into: live.store)
    #expect(first.new == 3 && first.known == 1 && first.files.problems == [])
    #expect(bucket.had.count == 3)
    #expect(
      try live.store.activitySpans(of: Self.account, in: nil).map(\.region) == [
        "eu-west-1", "us-east-1",
      ])

    let head = try live.store.head()
    #expect(try await take(bucket, into: live.store).new == 0)
    #expect(bucket.had == [])
    #expect(try live.store.head() == head, "a second time nothing is written")

    // Of the last minute there may be more, in any order.
    bucket.add(Self.key("0910", "0"), Self.event("e4", Self.hour))
    bucket.add(Self.key("0915"), Self.event("e5", Self.hour))
    #expect(try await take(bucket, into: live.store).new == 2)
    #expect(bucket.had == [Self.key("0910", "0"), Self.key("0915")])
  }

  @Test func `a file that cannot be had keeps its folder where it was, and no other`() async throws
  {
    let live = try LivePlace()
    let bucket = Bucket()
    bucket.add(Self.key("0905"), Self.event("e1", Self.hour))
    bucket.add(
      Self.key("0905", region: "us-east-1"), Self.event("e2", Self.hour, in: "us-east-1"))
    bucket.deny("eu-west-1")
    let first = try await take(bucket, into: live.store)
    #expect(first.new == 1 && first.files.problems.map(\.code) == ["delivery-unread"])
    bucket.deny(nil)
    #expect(try await take(bucket, into: live.store).new == 1)
  }

  @Test func `a damaged file is gone past, and stands as unread until it was read whole`()
    async throws
  {
    let live = try LivePlace()
    let bucket = Bucket()
    let damaged = Self.key("0905", "b")
    bucket.add(Self.key("0905"), Self.event("e1", Self.hour))
    bucket.put(damaged, Array(#"{"Records":[{"#.utf8))
    let first = try await take(bucket, into: live.store)
    #expect(first.new == 1)
    #expect(first.problems.map { $0.place?.file } == ["s3://trails/\(damaged)"])
    let kinds = try live.store.events(from: nil, until: nil).map(\.kind)
      .filter { $0.hasPrefix("activity") }
    #expect(kinds == ["activity unread", "activity imported"], "before its hour is known")
    let standing = try live.store.standingUnread()
    #expect(standing.map(\.name) == ["s3://trails/\(damaged)"])
    #expect(standing.map(\.source) == ["s3://trails/audit"])
    #expect(standing.map(\.account) == [Self.account] && standing.map(\.region) == ["eu-west-1"])
    #expect(try await take(bucket, into: live.store).problems == [])
    #expect(try live.store.standingUnread() == standing)

    let name = try #require(damaged.split(separator: "/").last.map(String.init))
    let whole = live.folder.appending(path: name)
    try Data(#"{"Records":[\#(Self.event("e2", Self.hour))]}"#.utf8).write(to: whole)
    _ = try ImportActivity(store: live.store, paths: [whole.path], at: Self.now).run()
    #expect(try live.store.standingUnread() == [])
  }

  // MARK: CloudTrail itself

  @Test
  func `CloudTrail is asked for each region and the home region, page by page, and on from there`()
    async throws
  {
    let live = try LivePlace()
    let asked = Mutex<[String]>([])
    let client = Self.client { request in
      let body = String(decoding: request.body, as: UTF8.self)
      let region = request.authority.contains("eu-west-1") ? "eu-west-1" : "us-east-1"
      guard !body.contains("GetCallerIdentity") else {
        return Self.answer(
          """
          <GetCallerIdentityResponse><GetCallerIdentityResult><Account>\(Self.account)</Account>\
          <Arn>arn:aws:iam::\(Self.account):user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>
          """)
      }
      asked.withLock { $0.append("\(region) \(body)") }
      let id = "\(region)-\(body.contains("NextToken") ? 2 : 1)"
      let event = Self.event(id, Self.hour, in: region)
      let text = event.replacing("\"", with: "\\\"")
      let more = body.contains("NextToken") ? "" : #","NextToken":"t""#
      return Self.answer(
        #"{"Events":[{"EventId":"\#(id)","EventName":"DeleteVpc","CloudTrailEvent":"\#(text)"}]\#(more)}"#
      )
    }
    func look(at now: Timestamp) async throws -> ImportActivity.Outcome {
      try await LookUpActivity(
        client: client, regions: ["eu-west-1"], into: ActivityTarget(at: now) { live.store }
      ).run()
    }
    let day = Self.now.advanced(bySeconds: -86_400)
    try live.store.setDelivered(
      to: "lookup-events \(Self.account)", ["eu-west-1": "\(day)", "us-east-1": "\(day)"])
    let first = try await look(at: Self.now)
    #expect(first.new == 4 && first.files.problems == [])
    // Four times of six hours in each region, two pages each.
    #expect(asked.withLock { $0.count } == 16)
    let spans = try live.store.activitySpans(of: Self.account, in: nil).joined
    #expect(spans.map(\.region) == ["eu-west-1", "us-east-1"])
    #expect(spans.map(\.from) == [day, day])
    #expect(spans.map(\.until) == Array(repeating: Self.now.advanced(bySeconds: -900), count: 2))

    asked.withLock { $0 = [] }
    #expect(try await look(at: Self.now.advanced(bySeconds: 3600)).new == 0)
    #expect(asked.withLock { $0.count } == 4)
    let start = Self.now.seconds - 900
    #expect(asked.withLock { $0.allSatisfy { $0.contains("\"StartTime\":\(start)") } })
  }

  @Test(arguments: [
    #","CloudTrailEvent":"\#u{7B}""#, #","CloudTrailEvent":"{\"eventID\":\"e\"}""#, "",
  ])
  func `no time is known from an answer on that holds what cannot be read, and it is asked again`(
    broken: String
  ) async throws {
    let live = try LivePlace()
    let day = Self.now.advanced(bySeconds: -86_400)
    let second = day.seconds + 6 * 3600
    let isBroken = Mutex(true)
    let asked = Mutex<[String]>([])
    let client = Self.client { request in
      let body = String(decoding: request.body, as: UTF8.self)
      guard !body.contains("GetCallerIdentity") else {
        return Self.answer(
          """
          <GetCallerIdentityResponse><GetCallerIdentityResult><Account>\(Self.account)</Account>\
          <Arn>arn:aws:iam::\(Self.account):user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>
          """)
      }
      asked.withLock { $0.append(body) }
      let isIt = isBroken.withLock { $0 } && body.contains("\"StartTime\":\(second)")
      return Self.answer(
        isIt
          ? #"{"Events":[{"EventId":"e","EventName":"DeleteVpc"\#(broken)}]}"# : #"{"Events":[]}"#)
    }
    func look() async throws -> ImportActivity.Outcome {
      try await LookUpActivity(
        client: client, regions: ["us-east-1"], into: ActivityTarget(at: Self.now) { live.store }
      ).run()
    }
    func known() throws -> [Timestamp] {
      try live.store.activitySpans(of: Self.account, in: nil).joined.map(\.until)
    }
    try live.store.setDelivered(
      to: "lookup-events \(Self.account)", ["us-east-1": "\(day)"])
    let first = try await look()
    #expect(first.new == 0 && !first.problems.isEmpty)
    #expect(asked.withLock { $0.count } == 4, "what comes after it is kept all the same")
    #expect(try known() == [Timestamp(seconds: second)])

    isBroken.withLock { $0 = false }
    asked.withLock { $0 = [] }
    #expect(try await look().problems == [])
    #expect(asked.withLock { $0.first?.contains("\"StartTime\":\(second)") } == true)
    #expect(try known() == [Self.now.advanced(bySeconds: -900)])
  }
}
