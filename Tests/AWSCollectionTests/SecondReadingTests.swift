import AWSClient
import AWSCollection
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import Synchronization
import Testing

/// An answer that is far smaller than the last is asked for again before anybody believes it.
@Suite struct SecondReadingTests {
  /// What a collector hands out, and how often it asks.
  private final class Collected: Sendable {
    let files = Mutex<[String: ConfigurationValue]>([:])
    let asked = Mutex(0)
    let events = Mutex<[CollectionEvent]>([])
  }

  private static let scope = Scope(
    account: "111122223333", region: "eu-west-1", type: "AWS::EC2::VPC")

  /// Collects VPCs from a server that lists so many, one answer after the other; nil for a refusal.
  private func collect(_ answers: [Int?], last: Int) async throws -> Collected {
    let collected = Collected()
    let transport = HTTPTransport { _, _ in
      let turn = collected.asked.withLock { asked in
        defer { asked += 1 }
        return asked
      }
      guard let count = answers[min(turn, answers.count - 1)] else {
        return HTTPResponse(
          status: 403, headers: [],
          body: Array(
            "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>"
              .utf8))
      }
      let items = (0..<count).map { "<item><vpcId>vpc-\($0)</vpcId></item>" }.joined()
      return HTTPResponse(
        status: 200, headers: [],
        body: Array("<R><vpcSet>\(items)</vpcSet></R>".utf8))
    }
    let surroundings = AWSClient.Surroundings(
      transport: transport, now: { Timestamp(seconds: 1_795_000_000) }, sleep: { _ in })
    let client = AWSClient(
      account: "111122223333",
      credentials: CredentialCache(now: surroundings.now) {
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: "secret", source: "test")
      }, endpoints: EndpointResolver(variables: [:], profile: [:], services: [:]),
      traffic: AWSTraffic(), surroundings: surroundings)
    let collector = AccountCollector(
      client, account: "111122223333", kinds: [.vpc], last: [Self.scope: last],
      now: { LivePlace.moment(0) },
      into: .init { answer in
        collected.files.withLock { $0[answer.path] = answer.value }
      } withdraw: { listing in
        collected.files.withLock { files in
          files = files.filter { !$0.key.hasPrefix("\(listing.folder)/\(listing.prefix)") }
        }
      }
    ) { event in collected.events.withLock { $0.append(event) } }
    _ = try await collector.collect(["eu-west-1"])
    return collected
  }

  private func listed(_ collected: Collected) -> Int? {
    let answers = collected.files.withLock { Array($0.values) }
    return answers.count == 1 ? answers[0]["Vpcs"]?.members?.count : nil
  }

  @Test func `of a short answer and a whole one the whole one counts`() async throws {
    let collected = try await collect([3, 40], last: 40)
    #expect(listed(collected) == 40)
    #expect(
      collected.events.withLock { $0.contains(.readsAgain(Self.scope, listed: 3, last: 40)) })
  }

  @Test func `what is short twice is believed`() async throws {
    #expect(listed(try await collect([3, 4], last: 40)) == 4)
  }

  @Test(arguments: [(20, 20), (20, 40), (10, 19), (0, 19), (50, 40)])
  func `half of the last count, or a small one, is not doubted`(now: Int, last: Int) async throws {
    let collected = try await collect([now, 99], last: last)
    #expect(collected.asked.withLock { $0 } == 1)
    #expect(listed(collected) == now)
  }

  @Test func `a second reading that is refused leaves the scope unread`() async throws {
    let collected = try await collect([0, nil], last: 40)
    let files = collected.files.withLock { $0 }
    #expect(files.count == 1)
    #expect(files.values.first?["Error"]?["Code"]?.string == "UnauthorizedOperation")
  }
}
