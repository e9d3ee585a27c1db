import AWSClient
import AWSCollection
import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Foundation

/// A store in a folder of its own, and the account it is about.
final class LivePlace: Sendable {
  static let regions = ["eu-west-1", "us-east-1"]

  let folder = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)")
  let store: AuditStore

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    store = try AuditStore(path: folder.appending(path: "plumb.db").path, mode: .creating)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What `weaken.py` does, with the worst severity of each type.
  static let weakened: Set<String> = [
    "AWS::AutoScaling::AutoScalingGroup medium", "AWS::CloudWatch::Alarm critical",
    "AWS::Config::ConfigRule high", "AWS::Config::DeliveryChannel critical", "AWS::EC2::Image high",
    "AWS::EC2::ImageBlockPublicAccess critical", "AWS::EC2::LaunchTemplate high",
    "AWS::EC2::PrefixList critical", "AWS::EC2::Snapshot critical",
    "AWS::EC2::SnapshotBlockPublicAccess critical", "AWS::EC2::TransitGatewayRouteTable high",
    "AWS::ElasticLoadBalancing::LoadBalancer medium",
    "AWS::ElasticLoadBalancingV2::ListenerRule high", "AWS::GuardDuty::Detector critical",
    "AWS::IAM::OIDCProvider high", "AWS::IAM::Role medium", "AWS::IAM::SAMLProvider high",
    "AWS::KMS::Key high", "AWS::Logs::LogGroup high", "AWS::Logs::MetricFilter high",
    "AWS::Logs::ResourcePolicy critical", "AWS::Macie::Session high",
    "AWS::Organizations::Policy critical", "AWS::RDS::DBCluster high",
    "AWS::RDS::DBClusterSnapshot high", "AWS::RDS::DBSnapshot critical", "AWS::SNS::Topic high",
    "AWS::SSM::Parameter medium", "AWS::SecretsManager::Secret high",
    "AWS::SecurityHub::Hub critical",
  ]

  static func moment(_ hour: Int64) -> Timestamp { Timestamp(seconds: 1_795_000_000 + hour * 3600) }

  /// Takes a snapshot of accounts, the caller's own where none are given.
  func take(
    _ surroundings: CredentialSurroundings, at hour: Int64,
    _ accounts: SnapshotSource.AWSAccounts = SnapshotSource.AWSAccounts(), types: [Glob] = [],
    keeping kept: String? = nil, observe: @escaping @Sendable (CollectionEvent) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    let store = store
    var accounts = accounts
    if accounts.regions.isEmpty { accounts.regions = Self.regions }
    let client = AWSClient(in: surroundings, traffic: AWSTraffic())
    var take = TakeSnapshot(
      accounts, with: client, in: surroundings,
      into: SnapshotTarget(source: "aws", now: { Self.moment(hour) }) { store })
    take.types = types
    take.keptFolder = kept
    take.past = SourcePast(of: "aws", at: store.path)
    take.observe = observe
    return try await take.run()
  }

  func audit(at hour: Int64) throws -> DriftReport {
    let moment = Self.moment(hour)
    let rules = RuleBook(records: [])
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: moment).run()
    return try ComposeReport(store: store, baseline: "default", rules: rules, at: moment).audit()
  }
}
