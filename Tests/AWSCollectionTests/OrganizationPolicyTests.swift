import AWSClient
import AWSCollection
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import Synchronization
import Testing

/// Policies of an organization are read of the account that has them, type by type.
@Suite struct OrganizationPolicyTests {
  /// What AWS says to a call about an organization, by its operation and the type that it asks for.
  private typealias Cloud = @Sendable (_ operation: String, _ type: String) -> Answer

  private enum Answer: Sendable {
    case value(String)
    case refusal(code: String, message: String = "")
  }

  private static let own = "111122223333"
  private static let other = "999988887777"
  private static let scope = Scope(
    account: own, region: Scope.global, type: "AWS::Organizations::Policy")

  private static func organization(of account: String) -> Answer {
    .value(#"{"Organization":{"Id":"o-a1b2c3d4e5","MasterAccountId":"\#(account)"}}"#)
  }

  private static func policies(_ type: String) -> Answer {
    let id = "p-\(type.lowercased().prefix(8))"
    let arn = "arn:aws:organizations::\(own):policy/o-a1b2c3d4e5/\(type.lowercased())/\(id)"
    return .value(
      #"{"Policies":[{"Id":"\#(id)","Arn":"\#(arn)","Name":"\#(type)","Type":"\#(type)","AwsManaged":false}]}"#
    )
  }

  /// An account that answers about all that it is asked.
  private static func told(_ operation: String, _ type: String, keeper: String) -> Answer {
    switch operation {
    case "DescribeOrganization": organization(of: keeper)
    case "ListPolicies": policies(type)
    case "DescribePolicy": .value(#"{"Policy":{"Content":"{}","PolicySummary":{}}}"#)
    default: .value(#"{"Targets":[]}"#)
    }
  }

  /// What was handed out, by the ends of paths, with what was told meanwhile.
  private struct Collected {
    let answers: [String: ConfigurationValue]
    let events: [CollectionEvent]
    let operations: [String]

    var policies: Int? {
      answers["organizations-list-policies.page1.json"]?["Policies"]?.members?.count
    }

    /// The code of the error on a page of the listing.
    func error(onPage page: Int) -> String? {
      answers["organizations-list-policies.page\(page).json"]?["Error"]?["Code"]?.string
    }
  }

  private func collect(
    last: Int = 0, beside: Set<String> = [own], _ cloud: @escaping Cloud
  ) async throws -> Collected {
    let answers = Mutex<[String: ConfigurationValue]>([:])
    let events = Mutex<[CollectionEvent]>([])
    let operations = Mutex<[String]>([])
    let transport = HTTPTransport { request, _ in
      let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
      let operation = String(target.split(separator: ".").last ?? "")
      let body = try ConfigurationValue(json: String(decoding: request.body, as: UTF8.self))
      operations.withLock { $0.append(operation) }
      switch cloud(operation, body["Filter"]?.string ?? "") {
      case .value(let json): return HTTPResponse(status: 200, body: Array(json.utf8))
      case .refusal(let code, let message):
        return HTTPResponse(
          status: 400, body: Array(#"{"__type":"\#(code)","Message":"\#(message)"}"#.utf8))
      }
    }
    let surroundings = AWSClient.Surroundings(
      transport: transport, now: { Timestamp(seconds: 1_795_000_000) }, sleep: { _ in })
    let client = AWSClient(
      account: Self.own,
      credentials: CredentialCache(now: surroundings.now) {
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: "secret", source: "test")
      }, endpoints: EndpointResolver(variables: [:], profile: [:], services: [:]),
      traffic: AWSTraffic(policy: RetryPolicy(maximumAttempts: 1)), surroundings: surroundings)
    let collector = AccountCollector(
      client, account: Self.own, kinds: [.organizationPolicy], beside: beside,
      last: last == 0 ? [:] : [Self.scope: last], now: { LivePlace.moment(0) },
      into: .init { answer in
        let name = answer.path.split(separator: "/").dropFirst(2).joined(separator: "/")
        answers.withLock { $0[name] = answer.value }
      } withdraw: { _ in
      }
    ) { event in events.withLock { $0.append(event) } }
    _ = try await collector.collect(["eu-west-1"])
    return Collected(
      answers: answers.withLock { $0 }, events: events.withLock { $0 },
      operations: operations.withLock { $0 })
  }

  @Test func `the account that has them is asked for each type, and about each policy`()
    async throws
  {
    let collected = try await collect { Self.told($0, $1, keeper: Self.own) }
    #expect(collected.policies == 13)
    #expect(collected.operations.count { $0 == "ListPolicies" } == 13)
    #expect(collected.operations.count { $0 == "DescribePolicy" } == 13)
    #expect(collected.operations.count { $0 == "ListTargetsForPolicy" } == 13)
    #expect(collected.error(onPage: 2) == nil)
  }

  @Test func `a type that is refused leaves all unread, and what was listed is told`() async throws
  {
    let collected = try await collect { operation, type in
      type == "TAG_POLICY"
        ? .refusal(code: "AccessDeniedException") : Self.told(operation, type, keeper: Self.own)
    }
    #expect(collected.policies == 12)
    #expect(collected.error(onPage: 2) == "AccessDeniedException")
  }

  @Test func `a type that the partition does not know has no policies`() async throws {
    let collected = try await collect { operation, type in
      type == "S3_POLICY"
        ? .refusal(code: "InvalidInputException") : Self.told(operation, type, keeper: Self.own)
    }
    #expect(collected.policies == 12)
    #expect(collected.error(onPage: 2) == nil)
  }

  @Test(arguments: ["AccessDeniedException", "InvalidInputException", "ServiceException"])
  func `the account that has them, and may list none, is unread`(code: String) async throws {
    let collected = try await collect { operation, type in
      operation == "ListPolicies"
        ? .refusal(code: code) : Self.told(operation, type, keeper: Self.own)
    }
    #expect(collected.policies == nil)
    #expect(collected.error(onPage: 1) == code)
  }

  @Test func `an account of no organization has none, and says so`() async throws {
    let collected = try await collect { _, _ in
      .refusal(code: "AWSOrganizationsNotInUseException")
    }
    #expect(collected.policies == 0 && collected.error(onPage: 1) == nil)
    #expect(collected.operations == ["DescribeOrganization"])
    let ended = collected.events.contains {
      if case .ended(_, Scope.global, _, let refusals) = $0 { refusals == 0 } else { false }
    }
    #expect(ended)
  }

  @Test func `whose policies they are must be told`() async throws {
    let collected = try await collect { _, _ in .refusal(code: "AccessDeniedException") }
    #expect(collected.error(onPage: 1) == "AccessDeniedException")
    #expect(collected.events.allSatisfy { if case .kept = $0 { false } else { true } })
  }

  @Test func `a member that may not list them has none of its own`() async throws {
    let collected = try await collect { operation, type in
      operation == "ListPolicies"
        ? .refusal(code: "AccessDeniedException") : Self.told(operation, type, keeper: Self.other)
    }
    #expect(collected.policies == 0)
    #expect(collected.events.contains(.kept(Self.scope, by: Self.other)))
  }

  @Test func `a member that may not list them any more deletes none`() async throws {
    let collected = try await collect(last: 4) { operation, type in
      operation == "ListPolicies"
        ? .refusal(code: "AccessDeniedException") : Self.told(operation, type, keeper: Self.other)
    }
    #expect(collected.policies == nil)
    #expect(collected.error(onPage: 1) == "AccessDeniedException")
  }

  @Test(arguments: ["ServiceException", "TooManyRequestsException", "ExpiredTokenException"])
  func `a member that was not answered is unread`(code: String) async throws {
    let collected = try await collect { operation, type in
      operation == "ListPolicies"
        ? .refusal(code: code) : Self.told(operation, type, keeper: Self.other)
    }
    #expect(collected.policies == nil)
    #expect(collected.error(onPage: 1) == code)
  }

  @Test func `a delegated administrator is read where the management account is not`() async throws
  {
    let alone = try await collect { Self.told($0, $1, keeper: Self.other) }
    #expect(alone.policies == 13)
    let beside = try await collect(beside: [Self.own, Self.other]) {
      Self.told($0, $1, keeper: Self.other)
    }
    #expect(beside.policies == 0)
    #expect(beside.operations == ["DescribeOrganization"])
  }
}
