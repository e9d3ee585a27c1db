import AWSClient
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Synchronization

/// Many accounts with a VPC in each region, without a network: what a test says of a call comes first.
final class ScriptedCloud: Sendable {
  /// A call as a test decides by it.
  struct Call: Hashable, Sendable {
    let account: String
    let region: String
    let operation: String
  }

  /// What becomes of a call; nil for its usual answer.
  typealias Script = @Sendable (Call) async throws -> HTTPResponse?

  static let own = account(0)
  private let script: Script
  private let made = Mutex<[Call]>([])

  init(_ script: @escaping Script = { _ in nil }) { self.script = script }

  static func account(_ number: Int) -> String {
    let digits = "\(number)"
    return "1111" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// The calls that were made, in order.
  var calls: [Call] { made.withLock { $0 } }

  /// Credentials and clock of a machine in the cloud's own account.
  func surroundings(at moment: Timestamp) -> CredentialSurroundings {
    let variables = [
      "AWS_ACCESS_KEY_ID": "AKIA\(Self.own)", "AWS_SECRET_ACCESS_KEY": "s",
      "AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null",
      "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    ]
    return CredentialSurroundings(
      variables: variables, home: "/", file: { _ in nil }, output: { _ in [] },
      transport: HTTPTransport { request, _ in try await self.answer(request) },
      now: { moment })
  }

  private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    let body = String(decoding: request.body, as: UTF8.self)
    let signed = request.headers.first { $0.name.lowercased() == "authorization" }?.value ?? ""
    let scope = signed.split(separator: "=").dropFirst().first?.split(separator: "/") ?? []
    let call = Call(
      account: String(scope.first?.suffix(12) ?? ""),
      region: scope.count > 2 ? String(scope[2]) : "",
      operation: Self.field("Action", of: body))
    made.withLock { $0.append(call) }
    if let answer = try await script(call) { return answer }
    return HTTPResponse(status: 200, body: Array(Self.answer(to: call, body).utf8))
  }

  private static func field(_ name: String, of body: String) -> String {
    let field = body.split(separator: "&").first { $0.hasPrefix(name + "=") }
    return field.flatMap { String($0.dropFirst(name.count + 1)).removingPercentEncoding } ?? ""
  }

  private static func answer(to call: Call, _ body: String) -> String {
    switch call.operation {
    case "GetCallerIdentity":
      return """
        <R><GetCallerIdentityResult><Account>\(call.account)</Account>\
        <Arn>arn:aws:iam::\(call.account):user/u</Arn></GetCallerIdentityResult></R>
        """
    case "AssumeRole":
      let account = field("RoleArn", of: body).split(separator: ":").dropFirst(3).first ?? ""
      return """
        <R><AssumeRoleResult><Credentials><AccessKeyId>ASIA\(account)</AccessKeyId>\
        <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
        <Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></R>
        """
    case "DescribeRegions":
      let items = ["eu-west-1", "us-east-1"].map {
        "<item><regionName>\($0)</regionName><optInStatus>opt-in-not-required</optInStatus></item>"
      }
      return "<R><regionInfo>\(items.joined())</regionInfo></R>"
    default:
      return """
        <R><vpcSet><item><vpcId>vpc-\(call.account)-\(call.region)</vpcId>\
        <cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet></R>
        """
    }
  }
}

extension LivePlace {
  /// Takes a snapshot of some accounts of a cloud, by a clock that stands unless one is given.
  func take(
    _ cloud: ScriptedCloud, accounts: Range<Int>, at hour: Int64 = 0,
    by clock: (@Sendable () -> Timestamp)? = nil, deadline: CallDeadline = .never,
    attempts: Int = 1,
    stored: @escaping @Sendable (ImportOutcome) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    let store = store
    let surroundings = cloud.surroundings(at: Self.moment(hour))
    var settings = SnapshotSource.AWSAccounts()
    settings.reach = .accounts(accounts.map(ScriptedCloud.account))
    settings.role = .init(name: "Reader", externalID: nil)
    let client = AWSClient(
      in: surroundings,
      traffic: AWSTraffic(policy: RetryPolicy(maximumAttempts: attempts), deadline: deadline),
      // Some of the answers wait for a whole snapshot beside them.
      timeout: 900)
    var take = TakeSnapshot(
      settings, with: client, in: surroundings,
      into: SnapshotTarget(source: "all", now: clock ?? { Self.moment(hour) }, stored: stored) {
        store
      })
    take.types = [Glob("AWS::EC2::VPC")]
    take.past = SourcePast(of: "all", at: store.path)
    return try await take.run()
  }

  /// The accounts of which anything was read, in order.
  func readAccounts() throws -> [String] {
    let past = try store.coveragePast(to: .max, at: Self.moment(1000))
    return Set(past.scopes.filter { $0.read != nil }.map(\.scope.account)).sorted()
  }
}
