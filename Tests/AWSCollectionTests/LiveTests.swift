import AWSClient
import AWSTestSupport
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import Testing

/// An account of moto, read live.
@Suite(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60))) struct LiveTests {
  @Test func `an account is read whole, and read again it has not changed`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let place = try LivePlace()
      let first = try await place.take(moto.surroundings(), at: 0)
      #expect(first.unread.map(\.problem.message) == [])
      #expect(first.resources > 40)
      let again = try await place.take(moto.surroundings(), at: 1)
      #expect(again.edits == 0)
      #expect(again.resources == first.resources)
    }
  }

  @Test func `what was changed is found, and nothing else`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let place = try LivePlace()
      _ = try await place.take(moto.surroundings(), at: 0)
      _ = try ManageBaselines(
        store: place.store, name: "default", at: Timestamp(seconds: 1_795_000_000)
      ).set(to: "latest", choosing: ResourceSelector(), by: "erin@example.com", reason: nil)
      _ = try await moto.python("change.py")
      _ = try await place.take(moto.surroundings(), at: 1)
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

  @Test
  func `what guards the account and what it shares is read live, and what weakens it is found`()
    async throws
  {
    try await Moto.run { moto in
      for script in ["fill.py", "guard.py"] { _ = try await moto.python(script) }
      let place = try LivePlace()
      let first = try await place.take(moto.surroundings(), at: 0)
      #expect(first.unread.map(\.problem.message) == [])
      #expect(try await place.take(moto.surroundings(), at: 1).edits == 0)
      _ = try ManageBaselines(
        store: place.store, name: "default", at: LivePlace.moment(1)
      ).set(to: "latest", choosing: ResourceSelector(), by: "erin@example.com", reason: nil)
      _ = try await moto.python("weaken.py")
      _ = try await place.take(moto.surroundings(), at: 2)
      let findings = try place.audit(at: 2).unapproved
      let found = Set(
        findings.map {
          "\($0.resource.id.type.name) \($0.unapproved.map(\.severity).max()?.word ?? "")"
        })
      #expect(found == LivePlace.weakened)
    }
  }

  @Test func `what was read live and what the CLI wrote are the same`() async throws {
    try await Moto.run { moto in
      for script in ["fill.py", "guard.py"] { _ = try await moto.python(script) }
      let place = try LivePlace()
      let first = try await place.take(moto.surroundings(), at: 0)
      let folder = place.folder.appending(path: "exports")
      _ = try await moto.python("export.py", [folder.path] + LivePlace.regions)
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
    let place = try LivePlace()
    let variables = [
      "AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_ACCESS_KEY_ID": "a",
      "AWS_SECRET_ACCESS_KEY": "b", "AWS_MAX_ATTEMPTS": "1",
    ]
    await #expect(throws: (any Error).self) {
      try await place.take(.system(variables: variables), at: 0)
    }
    #expect(try place.store.snapshots().isEmpty)
  }
}
