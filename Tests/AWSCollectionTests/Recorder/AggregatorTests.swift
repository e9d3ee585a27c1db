import AWSClient
import ConfigurationJSON
import ConfigurationModel
import Synchronization
import Testing

@testable import AWSCollection

/// AWS Config over an aggregator, answered by a server made here: no stand-in for AWS has these calls.
@Suite struct AggregatorTests {
  private static let answers = [
    "DescribeConfigurationAggregatorSourcesStatus": """
    {"AggregatedSourceStatusList":[
      {"SourceId":"111122223333","SourceType":"ACCOUNT","AwsRegion":"eu-west-1","LastUpdateStatus":"SUCCEEDED"},
      {"SourceId":"444455556666","SourceType":"ACCOUNT","AwsRegion":"eu-west-1","LastUpdateStatus":"SUCCEEDED"},
      {"SourceId":"777788889999","SourceType":"ACCOUNT","AwsRegion":"eu-west-1","LastUpdateStatus":"FAILED",
       "LastErrorCode":"AccessDenied"}]}
    """,
    // The same name in two accounts, and one key twice.
    "SelectAggregateResourceConfig": #"""
    {"Results":[
      "{\"accountId\":\"111122223333\",\"awsRegion\":\"eu-west-1\",\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"work\",\"tags\":[{\"key\":\"team\",\"value\":\"one\"}]}",
      "{\"accountId\":\"444455556666\",\"awsRegion\":\"eu-west-1\",\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"work\",\"tags\":[{\"key\":\"team\",\"value\":\"two\"}]}",
      "{\"accountId\":\"444455556666\",\"awsRegion\":\"eu-west-1\",\"resourceType\":\"AWS::Lambda::Function\",\"resourceId\":\"work\",\"tags\":[]}",
      "{\"accountId\":\"111122223333\",\"awsRegion\":\"eu-west-1\",\"resourceType\":\"AWS::EC2::VPC\",\"resourceId\":\"vpc-1\",\"tags\":[]}",
      "{\"accountId\":\"111122223333\",\"awsRegion\":\"eu-west-1\",\"resourceType\":\"AWS::Config::ResourceCompliance\",\"resourceId\":\"x\"}"]}
    """#,
    // The second account's function is left out each time.
    "BatchGetAggregateResourceConfig": #"""
    {"BaseConfigurationItems":[
      {"accountId":"111122223333","awsRegion":"eu-west-1","resourceType":"AWS::Lambda::Function","resourceId":"work",
       "configurationItemStatus":"OK","configuration":"{\"functionName\":\"work\"}"},
      {"accountId":"111122223333","awsRegion":"eu-west-1","resourceType":"AWS::EC2::VPC","resourceId":"vpc-1",
       "configurationItemStatus":"OK","configuration":"{\"vpcId\":\"vpc-1\"}"}],
     "UnprocessedResourceIdentifiers":[]}
    """#,
  ]

  private static func scope(_ account: String, _ type: String) -> Scope {
    Scope(account: account, region: "eu-west-1", type: ResourceType(type))
  }

  @Test func `accounts are told apart, and what is left out or cannot be told is unread`()
    async throws
  {
    let files = Mutex<[ConfigurationValue]>([])
    let calls = Mutex<Set<String>>([])
    let transport = HTTPTransport { request, _ in
      let target = request.headers.first { $0.name.lowercased() == "x-amz-target" }?.value ?? ""
      let call = target.split(separator: ".").last.map(String.init) ?? ""
      calls.withLock { _ = $0.insert("config:\(call)") }
      return HTTPResponse(
        status: Self.answers[call] == nil ? 500 : 200, headers: [],
        body: Array((Self.answers[call] ?? "{}").utf8))
    }
    let now: @Sendable () -> Timestamp = { Timestamp(seconds: 1_795_000_000) }
    let client = AWSClient(
      account: "111122223333",
      credentials: CredentialCache(now: now) {
        AWSCredentials(accessKeyID: "AKIATEST", secretAccessKey: "secret", source: "test")
      }, endpoints: EndpointResolver(variables: [:], profile: [:], services: [:]),
      traffic: AWSTraffic(),
      surroundings: AWSClient.Surroundings(transport: transport, now: now, sleep: { _ in }))
    let (function, vpc, subnet) = ("AWS::Lambda::Function", "AWS::EC2::VPC", "AWS::EC2::Subnet")
    let failed = Self.scope("777788889999", vpc)
    let none = Self.scope("111122223333", subnet)
    let collector = RecorderCollector(
      client, wants: { _ in true }, isGlobal: { _ in false }, last: [failed: 3, none: 1],
      into: .init { answer in
        files.withLock { $0.append(answer.value) }
      } withdraw: { _ in
      })
    let coverage = try await collector.collect(aggregator: "all", at: "eu-west-1")

    #expect(
      coverage.complete == [
        Self.scope("111122223333", function), Self.scope("111122223333", vpc),
        .recorder("111122223333", "eu-west-1"), .recorder("444455556666", "eu-west-1"),
      ])
    #expect(
      coverage.unread.mapValues(\.code) == [
        Self.scope("444455556666", function): "items-unprocessed", failed: "aggregation-failed",
        none: "nothing-recorded", .recorder("777788889999", "eu-west-1"): "aggregation-failed",
      ])
    let items = files.withLock { $0 }.flatMap { $0["baseConfigurationItems"]?.members ?? [] }
    #expect(items.count == 2)
    let allowed = Set(ReadPermissions.recorder(isAggregated: true).actions)
    #expect(calls.withLock { $0 }.isSubset(of: allowed))
    #expect(items.first?["tags"]?.members?.first?["value"]?.string == "one")
  }
}
