import AWSClient
import AWSTestSupport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Synchronization
import Testing

/// Events that a queue tells of, on moto.
@Suite(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60))) struct QueuedActivityTests {
  private static let account = "123456789012"

  private static func event(
    _ id: String, _ name: String = "DeleteVpc", service: String = "ec2",
    region: String = "eu-west-1", account: String = account,
    _ request: String = #"{"vpcId":"vpc-1"}"#
  ) -> String {
    """
    {"eventVersion":"1.09","eventID":"\(id)","eventTime":"2026-11-18T11:00:00Z",\
    "eventSource":"\(service).amazonaws.com","eventName":"\(name)","awsRegion":"\(region)",\
    "recipientAccountId":"\(account)","readOnly":false,"userIdentity":{"type":"IAMUser",\
    "userName":"mallory"},"requestParameters":\(request)}
    """
  }

  private static func bridged(_ event: String) -> String {
    #"{"detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","detail":\#(event)}"#
  }

  /// A queue of a server of its own, and the store that is kept beside it.
  private struct Bench {
    let moto: Moto
    let live: LivePlace
    let queue: EventQueue

    init(_ moto: Moto, buckets: [S3Place] = []) async throws {
      self.moto = moto
      live = try LivePlace()
      let url = String(
        decoding: try await moto.python("messages.py", ["make", "q"]), as: UTF8.self)
      var queue = try #require(EventQueue(url: url, region: "eu-west-1"), "\(url)")
      queue.buckets = buckets
      self.queue = queue
    }

    func send(_ bodies: [String]) async throws {
      let file = live.folder.appending(path: "bodies.json")
      try JSONEncoder().encode(bodies).write(to: file)
      _ = try await moto.python("messages.py", ["send", queue.url, file.path])
    }

    func put(_ key: String, _ bytes: [UInt8]) async throws {
      let file = live.folder.appending(path: "object")
      try Data(bytes).write(to: file)
      _ = try await moto.python("messages.py", ["put", "trail", key, file.path])
    }

    /// How many messages are in the queue, hidden or not.
    func count() async throws -> Int {
      let text = String(
        decoding: try await moto.python("messages.py", ["count", queue.url]), as: UTF8.self)
      return try #require(Int(text))
    }

    /// One round over the queue. `open` gives the store, as often as it is asked for.
    func take(
      hiding: Int = 600, open: (@Sendable () throws -> AuditStore)? = nil,
      reread: @escaping @Sendable (TouchedPlaces) async throws -> [UnreadPlaces] = { _ in [] }
    ) async throws -> ImportActivity.Outcome {
      let store = live.store
      var take = TakeQueuedActivity(
        queue, client: moto.client(),
        into: ActivityTarget(at: LivePlace.moment(0), open: open ?? { store }), reread: reread)
      take.hiding = hiding
      return try await take.run()
    }

    var kept: Int { get throws { try live.store.activity(ActivityFilter()).count } }
  }

  @Test func `what messages tell is kept, and they go; what cannot be used stays`() async throws {
    try await Moto.run { moto in
      let bench = try await Bench(moto)
      let inner = Self.bridged(Self.event("e3"))
      let message = ConfigurationValue.object([
        "Type": .string("Notification"), "Message": .string(inner),
      ])
      try await bench.send([
        Self.bridged(Self.event("e1")), Self.bridged(Self.event("e2")), message.canonicalJSON,
        Self.bridged(Self.event("e1")), #"{"Event":"s3:TestEvent"}"#, "anything",
      ])
      let touched = Mutex<Set<Scope>>([])
      let outcome = try await bench.take(reread: { places in
        touched.withLock { $0.formUnion(places.scopes) }
        return []
      })
      #expect(outcome.new == 3 && outcome.known == 1)
      #expect(outcome.problems.map(\.code) == ["unknown-message"])
      let vpc = Scope(account: Self.account, region: "eu-west-1", type: "AWS::EC2::VPC")
      #expect(touched.withLock { $0 } == [vpc])
      #expect(try await bench.count() == 1)
      #expect(try bench.live.store.standingUnread().map(\.problem.code) == ["unknown-message"])
    }
  }

  @Test func `files that messages name are read where the settings say that they lie`() async throws
  {
    try await Moto.run { moto in
      let bench = try await Bench(moto, buckets: [S3Place(bucket: "trail", prefix: "audit")])
      let folder = "audit/AWSLogs/\(Self.account)/CloudTrail/eu-west-1/2026/11/18/"
      let name = "\(Self.account)_CloudTrail_eu-west-1_20261118T1105Z_a.json.gz"
      let key = folder + name
      let text = #"{"Records":[\#(Self.event("e1")),\#(Self.event("e2"))]}"#
      try await bench.put(key, gzip(Array(text.utf8)))
      try await bench.put(folder + name.replacing("_a.", with: "_b."), [1, 2, 3])
      func told(_ key: String, bucket: String = "trail") -> String {
        """
        {"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"\(bucket)"},\
        "object":{"key":"\(key)"}}}]}
        """
      }
      try await bench.send([
        told(key), told(key.replacing("CloudTrail", with: "CloudTrail-Digest")),
        told(key, bucket: "elsewhere"), told(key.replacing("audit/", with: "other/")),
        told(key.replacing("_a.", with: "_b.")), told(key.replacing("_a.", with: "_gone.")),
      ])
      let outcome = try await bench.take()
      #expect(outcome.new == 2)
      let codes = outcome.problems.map(\.code)
      #expect(codes.count { $0 == "object-elsewhere" } == 2)
      #expect(codes.count == 4, "\(outcome.problems)")
      #expect(try await bench.count() == 4)
      // The hour of the file is known, though the other one's is a gap of the same hour.
      #expect(try bench.kept == 2)
      #expect(try bench.live.store.standingUnread().count == 4)
      // An import of the file that was damaged ends that one alone.
      let whole = bench.live.folder.appending(path: name.replacing("_a.", with: "_b."))
      try Data(gzip(Array(text.utf8))).write(to: whole)
      _ = try ImportActivity(
        store: bench.live.store, paths: [whole.path], at: LivePlace.moment(1)
      ).run()
      #expect(
        try bench.live.store.standingUnread().filter { $0.name.contains("_b.") }.isEmpty)
      #expect(try bench.live.store.standingUnread().count == 3)
    }
  }

  @Test func `a message goes only after the commit of what it brought`() async throws {
    try await Moto.run { moto in
      let bench = try await Bench(moto)
      try await bench.send((0..<12).map { Self.bridged(Self.event("e\($0)")) })
      await #expect(throws: Problem.self) {
        try await bench.take(open: { throw Problem("store-busy", "Busy.") })
      }
      #expect(try await bench.count() == 12)
      #expect(try bench.kept == 0)
    }
  }

  @Test func `what fails after the commit leaves the messages, and what they brought`() async throws
  {
    try await Moto.run { moto in
      let bench = try await Bench(moto)
      try await bench.send((0..<12).map { Self.bridged(Self.event("e\($0)")) })
      // Nothing is received often enough here to be let go: nothing comes back in ten minutes.
      let codes = try await bench.take(reread: { _ in throw Problem("network", "Down.") })
        .problems.map(\.code)
      #expect(Set(codes) == ["not-read-again"])
      #expect(try await bench.count() == 12)
      #expect(try bench.kept == 12)
    }
  }

  @Test func `what cannot be read again keeps no message for ever`() async throws {
    try await Moto.run { moto in
      let bench = try await Bench(moto)
      try await bench.send([Self.bridged(Self.event("e1"))])
      let rounds = Mutex(0)
      while try await bench.count() > 0 {
        _ = try await bench.take(
          hiding: 1,
          reread: { _ in
            rounds.withLock { $0 += 1 }
            throw Problem("network", "Down.")
          })
      }
      // One round may receive it twice: then it comes again less often.
      #expect((1...3).contains(rounds.withLock { $0 }))
      #expect(try bench.kept == 1)
    }
  }

  @Test func `one place that cannot be read keeps no other back, and only its messages come again`()
    async throws
  {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let bench = try await Bench(moto)
      _ = try await bench.live.take(moto.surroundings(), at: 0)
      try await bench.send([
        Self.bridged(Self.event("e1")),
        Self.bridged(Self.event("e2", "DeleteGroup", service: "iam", region: "us-east-1")),
        Self.delivered("config"),
      ])
      var broken = SnapshotSource.AWSAccounts()
      broken.regions = ["eu-west-1"]
      var accounts = SnapshotSource.AWSAccounts()
      accounts.regions = LivePlace.regions
      let (store, surroundings) = (bench.live.store, moto.surroundings())
      let sources = [
        SnapshotSource(name: "broken", origin: .aws(broken), types: [Glob("AWS::EC2::VPC")]),
        SnapshotSource(name: "aws", origin: .aws(accounts)),
      ]
      var touched = TakeTouched(sources: sources, in: surroundings) { name in
        var past = SourcePast(of: "aws", at: store.path)
        if name == "broken" { past.rates = { _ in throw Problem("network", "Down.") } }
        return past
      }
      let begun = Mutex(0)
      touched.pace = { begun.withLock { $0 += 1 } }
      let (reading, target) = (
        touched, SnapshotTarget(source: "q", now: { LivePlace.moment(1) }) { store }
      )
      let outcome = try await bench.take(reread: { places in
        try await reading.run(places, into: target).unread
      })
      #expect(begun.withLock { $0 } == 2)
      #expect(
        Set(outcome.problems.map(\.code)) == ["not-read-again", "no-delivery-source"],
        "\(outcome.problems)")
      #expect(try await bench.count() == 2)
      let names = try store.standingUnread().map(\.name).sorted()
      #expect(names.count == 2 && names[0] == "\(Self.account)/eu-west-1/AWS::EC2::VPC")
      #expect(names.last?.hasPrefix("s3://config/") == true)
      let iam = try store.coveragePast(to: .max, at: LivePlace.moment(2)).scopes.first {
        $0.scope.type == "AWS::IAM::Group"
      }
      #expect(iam?.read?.at == LivePlace.moment(1))
    }
  }

  @Test func `a reading that a later one was stored before is no reading`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let bench = try await Bench(moto)
      _ = try await bench.live.take(moto.surroundings(), at: 1)
      var accounts = SnapshotSource.AWSAccounts()
      accounts.regions = LivePlace.regions
      let store = bench.live.store
      // It begins before the other one ended, and ends after it.
      let hour = Mutex<Int64>(0)
      let surroundings = moto.surroundings().observing { answer in
        if String(decoding: answer.body, as: UTF8.self).contains("DescribeVpcsResponse") {
          hour.withLock { $0 = 2 }
        }
      }
      let touched = TakeTouched(
        sources: [SnapshotSource(name: "aws", origin: .aws(accounts))], in: surroundings
      ) { SourcePast(of: $0, at: store.path) }
      let vpc = Scope(account: Self.account, region: "eu-west-1", type: "AWS::EC2::VPC")
      let result = try await touched.run(
        TouchedPlaces(scopes: [vpc]),
        into: SnapshotTarget(source: "q", now: { LivePlace.moment(hour.withLock { $0 }) }) { store }
      )
      #expect(result.unread.map(\.problem.code) == ["not-read-again"])
      #expect(result.unread.map(\.places.scopes) == [[vpc]])
    }
  }

  @Test func `a reading that does not show what a call of late says is told`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let bench = try await Bench(moto)
      _ = try await bench.live.take(moto.surroundings(), at: 0)
      let store = bench.live.store
      let type: ResourceType = "AWS::EC2::SecurityGroup"
      let group = try #require(
        try store.resources(of: type, in: Self.account, region: "eu-west-1").first)
      let rule =
        #"{"items":[{"ipProtocol":"tcp","fromPort":4444,"toPort":4444,"ipRanges":{"items":[{"cidrIp":"198.51.100.0/24"}]}}]}"#
      let call = Self.event(
        "e1", "AuthorizeSecurityGroupIngress",
        #"{"groupId":"\#(group.id)","ipPermissions":\#(rule)}"#
      ).replacing("2026-11-18T11:00:00Z", with: "\(LivePlace.moment(1).advanced(bySeconds: -5))")
      try await bench.send([Self.bridged(call)])
      var accounts = SnapshotSource.AWSAccounts()
      accounts.regions = LivePlace.regions
      let surroundings = moto.surroundings()
      let sources = [
        SnapshotSource(name: "aws", origin: .aws(accounts)),
        SnapshotSource(name: "q", origin: .activity(.queue(bench.queue))),
      ]
      var take = TakeSource(sources[1], in: surroundings)
      take.touched = TakeTouched(sources: sources, in: surroundings) {
        SourcePast(of: $0, at: store.path)
      }
      let told = Mutex<[Set<Scope>]>([])
      take.observeAgain = { read, unshown in told.withLock { $0 += [read, unshown] } }
      _ = try await take.run(
        into: SnapshotTarget(source: "q", now: { LivePlace.moment(1) }) { store })
      let scope = Scope(account: Self.account, region: "eu-west-1", type: type)
      #expect(told.withLock { $0 } == [[scope], [scope]])
    }
  }

  /// That AWS Config delivered a snapshot to a bucket.
  private static func delivered(_ bucket: String) -> String {
    let name = "\(account)_Config_eu-west-1_ConfigSnapshot_20261118T110000Z_a.json.gz"
    let key = "AWSLogs/\(account)/Config/eu-west-1/2026/11/18/ConfigSnapshot/\(name)"
    return """
      {"messageType":"ConfigurationSnapshotDeliveryCompleted","s3Bucket":"\(bucket)","s3ObjectKey":"\(key)"}
      """
  }

  /// How many events there are: `PLUMB_QUEUE_EVENTS` says it, 80 where it does not.
  private static let many =
    ProcessInfo.processInfo.environment["PLUMB_QUEUE_EVENTS"].flatMap(Int.init) ?? 80

  @Test func `many events are kept once each, whatever fails in between`() async throws {
    let seed: UInt64 = 20_261_129
    print("queue of \(Self.many) events: seed \(seed)")
    try await Moto.run { moto in
      let bench = try await Bench(moto)
      var random = SeededGenerator(seed: seed)
      let half = Self.many / 8 * 4
      var bodies = (0..<half).map { Self.bridged(Self.event("e\($0)")) }
      for start in stride(from: half, to: 2 * half, by: 4) {
        let events = (start..<start + 4).map { Self.event("e\($0)") }.joined(separator: ",")
        bodies.append(#"{"Records":[\#(events)]}"#)
      }
      // SQS may give a message twice.
      bodies += (0..<half / 10).map { _ in bodies.randomElement(using: &random) ?? "" }
      try await bench.send(bodies.shuffled(using: &random))
      let store = bench.live.store
      let attempts = Mutex(0)
      var failures = 0
      while try await bench.count() > 0 {
        do {
          _ = try await bench.take(
            hiding: half > 500 ? 20 : 3,
            open: {
              let isFailing = attempts.withLock { attempts in
                attempts += 1
                return attempts == 1 || attempts == 3
              }
              guard !isFailing else { throw Problem("store-busy", "Busy.") }
              return store
            })
        } catch {
          failures += 1
        }
      }
      #expect(failures > 0)
      let all = try store.activity(ActivityFilter())
      #expect(all.count == 2 * half && Set(all.map(\.id)).count == 2 * half)
    }
  }

  @Test func `what events touched is read again by the source that covers it, and nothing else`()
    async throws
  {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let bench = try await Bench(moto)
      _ = try await bench.live.take(moto.surroundings(), at: 0)
      _ = try await moto.python("change.py")
      try await bench.send([
        Self.bridged(
          Self.event("e1", "AuthorizeSecurityGroupIngress", #"{"groupId":"sg-1"}"#)),
        Self.bridged(
          Self.event(
            "e2", "AddUserToGroup", service: "iam", region: "us-east-1",
            #"{"groupName":"Admins","userName":"user-1"}"#)),
        // Where nobody ever looked, and what no source reads.
        Self.bridged(Self.event("e3", region: "ap-south-9")),
        Self.bridged(Self.event("e4", account: "999999999999")),
        Self.bridged(Self.event("e5", "CreateThing", service: "quantum")),
      ])
      var accounts = SnapshotSource.AWSAccounts()
      accounts.regions = LivePlace.regions
      let (store, surroundings) = (bench.live.store, moto.surroundings())
      let sources = [
        SnapshotSource(name: "aws", origin: .aws(accounts)),
        SnapshotSource(name: "q", origin: .activity(.queue(bench.queue))),
      ]
      var take = TakeSource(sources[1], in: surroundings)
      take.touched = TakeTouched(sources: sources, in: surroundings) {
        SourcePast(of: $0, at: store.path)
      }
      let target = SnapshotTarget(source: "q", now: { LivePlace.moment(1) }) { store }
      let outcome = try await take.run(into: target)
      #expect(outcome.activity?.new == 5)
      // One call gives all of IAM.
      #expect(
        Set(outcome.readings.keys.map { "\($0.region) \($0.type)" }) == [
          "eu-west-1 AWS::EC2::SecurityGroup", "global AWS::IAM::Group", "global AWS::IAM::Policy",
          "global AWS::IAM::Role", "global AWS::IAM::User",
        ])
      #expect(outcome.edits == 3 && outcome.unread.isEmpty)
      #expect(try await bench.count() == 0)
    }
  }
}
