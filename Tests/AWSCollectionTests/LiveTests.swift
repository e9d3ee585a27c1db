import AWSClient
import AWSTestSupport
import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Foundation
import Testing

/// An account of moto, read live.
@Suite(.enabled(if: Moto.program != nil), .timeLimit(.minutes(3))) struct LiveTests {
  private static let regions = ["eu-west-1", "us-east-1"]

  /// A store in a folder of its own.
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)")
    let store: AuditStore

    init() throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      store = try AuditStore(path: folder.appending(path: "plumb.db").path, mode: .creating)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func take(
      _ client: AWSClient, at hour: Int64, types: [Glob] = [], keeping kept: String? = nil
    ) async throws -> ImportOutcome {
      let moment = Timestamp(seconds: 1_795_000_000 + hour * 3600)
      let store = store
      return try await TakeSnapshot(
        client, regions: LiveTests.regions, types: types, keeping: kept, now: { moment },
        into: { store }
      ).run()
    }

    func audit(at hour: Int64) throws -> DriftReport {
      let moment = Timestamp(seconds: 1_795_000_000 + hour * 3600)
      let rules = RuleBook(records: [])
      _ = try RunAudit(store: store, baseline: "default", rules: rules, at: moment).run()
      return try ComposeReport(store: store, baseline: "default", rules: rules, at: moment).audit()
    }
  }

  @Test func `an account is read whole, and read again it has not changed`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let place = try Place()
      let first = try await place.take(moto.client(), at: 0)
      #expect(first.unread.map(\.problem.message) == [])
      #expect(first.resources > 40)
      let again = try await place.take(moto.client(), at: 1)
      #expect(again.edits == 0)
      #expect(again.resources == first.resources)
    }
  }

  @Test func `what was changed is found, and nothing else`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let place = try Place()
      _ = try await place.take(moto.client(), at: 0)
      _ = try ManageBaselines(
        store: place.store, name: "default", at: Timestamp(seconds: 1_795_000_000)
      ).set(to: "latest", choosing: ResourceSelector(), by: "erin@example.com", reason: nil)
      _ = try await moto.python("change.py")
      _ = try await place.take(moto.client(), at: 1)
      let findings = try place.audit(at: 1).unapproved
      let found = findings.flatMap { finding in
        finding.unapproved.map {
          "\(finding.resource.id.type.name) \($0.edit.word) \($0.edit.path)"
        }
      }.sorted()
      #expect(
        found == [
          "AWS::EC2::SecurityGroup added IpPermissions[tcp 22 from 0.0.0.0/0]",
          "AWS::IAM::Group added Users[user-1]", "AWS::IAM::User added Groups[Admins]",
        ])
    }
  }

  @Test func `what was read live and what the CLI wrote are the same`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let place = try Place()
      let first = try await place.take(moto.client(), at: 0)
      let folder = place.folder.appending(path: "exports")
      _ = try await moto.python("export.py", [folder.path] + Self.regions)
      let second = try ImportSnapshot(
        store: place.store, paths: [folder.path],
        now: Timestamp(seconds: 1_795_000_000 + 3600)
      ).run()
      #expect(second.resources > 20)
      #expect(second.unread.isEmpty)
      #expect(second.edits == 0)
      #expect(first.resources >= second.resources)
    }
  }

  @Test func `nothing that could be read is nothing stored`() async throws {
    let place = try Place()
    let variables = [
      "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "a",
      "AWS_SECRET_ACCESS_KEY": "b", "AWS_MAX_ATTEMPTS": "1",
    ]
    let client = AWSClient(in: .system(variables: variables), traffic: AWSTraffic())
    await #expect(throws: (any Error).self) { try await place.take(client, at: 0) }
    #expect(try place.store.snapshots().isEmpty)
  }
}
