import AWSClient
import AWSCollection
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Synchronization
import Testing

/// A run begins at the pace that the one before learnt.
@Suite struct PaceKeepingTests {
  /// DynamoDB with two tables, which says of the first reading of tags that it comes too fast.
  private final class Service: Sendable {
    private let throttles = Mutex(1)

    func answer(_ request: HTTPRequest) -> HTTPResponse {
      let target = request.headers.first { $0.name == "X-Amz-Target" }?.value
      let text = String(decoding: request.body, as: UTF8.self)
      switch target?.split(separator: ".").last {
      case "ListTables": return json(#"{"TableNames":["t1","t2"]}"#)
      case "DescribeTable":
        let name = text.contains("t1") ? "t1" : "t2"
        return json(
          #"{"Table":{"TableName":"\#(name)","TableArn":"arn:aws:dynamodb:us-east-1:111122223333:table/\#(name)","#
            + #""TableStatus":"ACTIVE","KeySchema":[],"AttributeDefinitions":[]}}"#)
      case "DescribeContinuousBackups":
        return json(#"{"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED"}}"#)
      case "GetResourcePolicy": return json(#"{"__type":"PolicyNotFoundException"}"#, 400)
      case "ListTagsOfResource":
        let isEarly = throttles.withLock { left in
          left -= 1
          return left >= 0
        }
        return isEarly ? json(#"{"__type":"ThrottlingException"}"#, 400) : json(#"{"Tags":[]}"#)
      case _:
        return text.contains("DescribeRegions")
          ? xml(
            "<R><regionInfo><item><regionName>us-east-1</regionName><optInStatus>opt-in-not-required</optInStatus>"
              + "</item></regionInfo></R>")
          : xml(
            "<R><GetCallerIdentityResult><Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/u</Arn>"
              + "</GetCallerIdentityResult></R>")
      }
    }

    private func json(_ text: String, _ status: Int = 200) -> HTTPResponse {
      HTTPResponse(status: status, body: Array(text.utf8))
    }

    private func xml(_ text: String) -> HTTPResponse {
      HTTPResponse(status: 200, body: Array(text.utf8))
    }
  }

  @Test func `the pace of a run is kept in the store and held by the next`() async throws {
    let place = try LivePlace()
    let service = Service()
    let surroundings = CredentialSurroundings.system(
      variables: [
        "AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
      ], transport: HTTPTransport { request, _ in service.answer(request) })
    var accounts = SnapshotSource.AWSAccounts()
    accounts.regions = ["us-east-1"]
    let source = SnapshotSource(
      name: "aws", origin: .aws(accounts), types: [Glob("AWS::DynamoDB::Table")])
    func take(at hour: Int64) async throws -> (outcome: ImportOutcome, events: [AWSEvent]) {
      let events = Mutex<[AWSEvent]>([])
      var take = TakeSource(source, in: surroundings)
      take.past = SourcePast(of: "aws", at: place.store.path)
      take.observeCalls = { event in events.withLock { $0.append(event) } }
      let store = place.store
      let target = SnapshotTarget(source: "aws", now: { LivePlace.moment(hour) }) { store }
      return (try await take.run(into: target), events.withLock { $0 })
    }

    let first = try await take(at: 0)
    #expect(first.outcome.unread.isEmpty)
    #expect(first.events.contains { if case .throttled = $0 { true } else { false } })
    let paces = try place.store.paces(since: LivePlace.moment(0))
    #expect(paces.map(\.operation) == ["ListTagsOfResource"])
    #expect(paces.allSatisfy { $0.account == "default" && $0.region == "us-east-1" && $0.rate < 2 })

    let second = try await take(at: 1)
    #expect(second.outcome.edits == 0 && second.outcome.unread.isEmpty)
    #expect(!second.events.contains { if case .throttled = $0 { true } else { false } })
    // Two tables: the second waits for its turn.
    #expect(second.events.contains { if case .waits = $0 { true } else { false } })
    let third = try await take(at: 24 * 8)
    #expect(third.events.allSatisfy { if case .waits = $0 { false } else { true } })
  }
}
