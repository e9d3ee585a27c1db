import AWSClient
import AWSCollection
import AWSTestSupport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Synchronization
import Testing

/// AWS Config of moto as a source. moto cannot run advanced queries: their answers, the keys, are made
/// here, and its recorder, which is always pending, is said to have delivered; all other calls go to the server.
@Suite(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60))) struct RecorderTests {
  private static let account = "123456789012"

  /// What a query of keys answers, beside a server that answers the rest.
  private final class Keys: Sendable {
    private let names = Mutex<[String]>([])
    /// The calls that were made: `config:SelectResourceConfig`.
    let calls = Mutex<Set<String>>([])

    func set(_ names: [String]) { self.names.withLock { $0 = names } }

    func transport() -> HTTPTransport {
      HTTPTransport { request, timeout in
        let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
        if let call = target.split(separator: ".").last, target.hasPrefix("Starling") {
          self.calls.withLock { _ = $0.insert("config:\(call)") }
        }
        guard target.hasSuffix("SelectResourceConfig") else {
          let response = try await HTTPTransport.network.send(request, timeout)
          if target.hasSuffix("DescribeConfigurationRecorderStatus") {
            // moto's recorder never gets beyond its beginning.
            let text = String(decoding: response.body, as: UTF8.self)
            return HTTPResponse(
              status: response.status, headers: response.headers,
              body: Array(text.replacing("PENDING", with: "SUCCESS").utf8))
          }
          return response
        }
        let results = self.names.withLock { $0 }.map { name in
          let key = """
            {"accountId":"\(RecorderTests.account)","awsRegion":"eu-west-1",\
            "resourceType":"AWS::S3::Bucket","resourceId":"\(name)","resourceName":"\(name)"}
            """
          return ConfigurationValue.string(key)
        }
        let answer = ConfigurationValue.object(["Results": .list(results)])
        return HTTPResponse(status: 200, headers: [], body: Array(answer.canonicalJSON.utf8))
      }
    }
  }

  /// A recorder of moto that records three buckets, their names, and a source that reads it.
  private static func recording(_ moto: Moto) async throws -> (
    names: [String], keys: Keys, surroundings: CredentialSurroundings, source: SnapshotSource
  ) {
    let names = try JSONDecoder().decode(
      [String].self, from: Data(try await moto.python("record.py")))
    let keys = Keys()
    let surroundings = CredentialSurroundings.system(
      variables: moto.variables(), transport: keys.transport())
    var recorder = SnapshotSource.Recorder()
    recorder.regions = ["eu-west-1"]
    return (
      names, keys, surroundings, SnapshotSource(name: "recorded", origin: .recorder(recorder))
    )
  }

  private static func take(
    _ source: SnapshotSource, _ surroundings: CredentialSurroundings, into place: LivePlace,
    at hour: Int64
  ) async throws -> ImportOutcome {
    var take = TakeSource(source, in: surroundings)
    take.past = SourcePast(of: source.name, at: place.store.path)
    let store = place.store
    let target = SnapshotTarget(source: source.name, now: { LivePlace.moment(hour) }) { store }
    return try await take.run(into: target)
  }

  @Test
  func `what is recorded is read, and a deletion is believed only of a recorder that records`()
    async throws
  {
    try await Moto.run { moto in
      let (names, keys, surroundings, source) = try await Self.recording(moto)
      let place = try LivePlace()
      let scope = Scope(account: Self.account, region: "eu-west-1", type: "AWS::S3::Bucket")
      let recorder = Scope.recorder(Self.account, "eu-west-1")

      keys.set(names)
      let first = try await Self.take(source, surroundings, into: place, at: 0)
      #expect(first.readings == [scope: .read(count: 3), recorder: .read(count: 0)])
      let again = try await Self.take(source, surroundings, into: place, at: 1)
      #expect(again.edits == 0)

      keys.set(Array(names.dropFirst()))
      _ = try await moto.python("record.py", ["stop"])
      let stopped = try await Self.take(source, surroundings, into: place, at: 2)
      #expect(stopped.unread.map(\.scope) == [recorder, scope])
      #expect(Set(stopped.unread.map(\.problem.code)) == ["recorder-stopped"])
      #expect(stopped.refused.map(\.code) == ["nothing-collected"])
      #expect(try place.store.standingCounts() == [scope: 3])

      _ = try await moto.python("record.py", ["start"])
      let gone = try await Self.take(source, surroundings, into: place, at: 3)
      #expect(gone.readings == [scope: .read(count: 2), recorder: .read(count: 0)])
      #expect(try place.store.standingCounts() == [scope: 2])

      keys.set([])
      let none = try await Self.take(source, surroundings, into: place, at: 4)
      #expect(none.readings == [scope: .read(count: 0), recorder: .read(count: 0)])
      let allowed = Set(ReadPermissions.recorder(isAggregated: false).actions)
      #expect(keys.calls.withLock { $0 }.isSubset(of: allowed))
      #expect(keys.calls.withLock { $0.contains("config:ListDiscoveredResources") })
    }
  }

  @Test func `an item that AWS Config leaves out makes its scope unread, and is not deleted`()
    async throws
  {
    try await Moto.run { moto in
      let (names, keys, surroundings, source) = try await Self.recording(moto)
      let place = try LivePlace()
      keys.set(names)
      _ = try await Self.take(source, surroundings, into: place, at: 0)
      _ = try await moto.python("record.py", ["remove"])
      let outcome = try await Self.take(source, surroundings, into: place, at: 1)
      #expect(outcome.unread.map(\.problem.code) == ["items-unprocessed"])
      #expect(outcome.edits == 0)
      #expect(try place.store.standingCounts().values.reduce(0, +) == 3)
    }
  }

  @Test func `of what was delivered the newest is read first, then each that is new, in order`()
    async throws
  {
    try await Moto.run { moto in
      for (moment, count) in [
        ("20260930T091124Z", "1"), ("20261102T091124Z", "2"), ("20261101T091124Z", "9"),
      ] {
        _ = try await moto.python("record.py", ["deliver", moment, count])
      }
      let source = SnapshotSource(
        name: "delivered",
        origin: .delivery(.init(bucket: "deliveries", prefix: "audit", region: "eu-west-1")))
      let place = try LivePlace()
      let surroundings = moto.surroundings()
      let first = try await Self.take(source, surroundings, into: place, at: 0)
      #expect(first.resources == 2 && first.snapshots.count == 1)
      #expect(first.takenAt.description == "2026-11-02T09:11:24Z")
      let nothing = try await Self.take(source, surroundings, into: place, at: 1)
      #expect(nothing.snapshots.isEmpty && !nothing.hasUnread)

      for (moment, count) in [("20261117T091124Z", "4"), ("20261110T091124Z", "3")] {
        _ = try await moto.python("record.py", ["deliver", moment, count])
      }
      let later = try await Self.take(source, surroundings, into: place, at: 2)
      #expect(later.snapshots.count == 2)
      let resources = try place.store.snapshots().map(\.resources)
      #expect(resources == [2, 3, 4])
      let standing = try place.store.standingCounts()
      #expect(standing.values.reduce(0, +) == 4)
    }
  }

  @Test func `a delivery makes up for an earlier one that could not be read`() async throws {
    try await Moto.run { moto in
      let source = SnapshotSource(
        name: "delivered",
        origin: .delivery(.init(bucket: "deliveries", prefix: "audit", region: "eu-west-1")))
      let place = try LivePlace()
      func deliver(_ moment: String, _ count: String, at hour: Int64) async throws -> [String] {
        _ = try await moto.python("record.py", ["deliver", moment, count])
        _ = try await Self.take(source, moto.surroundings(), into: place, at: hour)
        let past = try place.store.coveragePast(to: .max, at: LivePlace.moment(hour))
        return past.scopes.filter { $0.failure != nil }.map(\.scope.type.name)
      }
      #expect(try await deliver("20261102T091124Z", "broken", at: 0) != [])
      #expect(try await deliver("20261103T091124Z", "2", at: 1) == [])
      #expect(try await deliver("20261104T091124Z", "broken", at: 2) != [])
      #expect(try await deliver("20261105T091124Z", "3", at: 3) == [])
    }
  }

  @Test func `a bucket that is not there is an error that names it`() async throws {
    try await Moto.run { moto in
      let source = SnapshotSource(
        name: "delivered",
        origin: .delivery(.init(bucket: "no-such-bucket", prefix: "", region: "eu-west-1")))
      let place = try LivePlace()
      await #expect {
        try await Self.take(source, moto.surroundings(), into: place, at: 0)
      } throws: { error in
        (error as? Problem)?.message.contains("NoSuchBucket") == true
      }
      #expect(try place.store.snapshots().isEmpty)
    }
  }
}
