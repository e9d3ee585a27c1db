import AWSClient
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Dispatch
import Foundation
import NoticeDelivery

/// A store with some security groups, each of which may be opened, and whoever is told of it.
final class Yard: Sendable {
  let folder: String
  let count: Int
  /// The moment at which everything begins: 2026-11-01T00:00:00Z.
  static let start = Timestamp(seconds: 1_793_491_200)
  private let queue = DispatchQueue(label: "yard")

  init(count: Int = 3) throws {
    self.count = count
    folder = FileManager.default.temporaryDirectory.path + "/yard-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/exports/111122223333/eu-west-1", withIntermediateDirectories: true)
    try take(at: 0, open: [])
    _ = try ManageBaselines(store: store(), name: "default", at: Self.start)
      .set(to: "latest", choosing: ResourceSelector(), by: "ada", reason: "agreed")
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func store() throws -> AuditStore {
    try AuditStore(path: folder + "/plumb.db", mode: .creating, patience: 30) {
      Timestamp(seconds: 4_000_000_000)
    }
  }

  /// So many seconds after the beginning.
  static func moment(_ seconds: Int64) -> Timestamp { start.advanced(bySeconds: seconds) }

  /// Takes a snapshot in which these groups are open, each for another network, and these for SSH from everywhere.
  func take(at seconds: Int64, open: Set<Int>, wide: Set<Int> = []) throws {
    let groups = (0..<count).map { number in
      let source = open.contains(number) ? "203.\(number / 256).\(number % 256).0/24" : "10.0.0.0/8"
      let ssh = """
        , {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        """
      return """
        {"GroupId": "sg-\(number)", "GroupName": "g\(number)", "OwnerId": "111122223333",
        "Description": "d", "VpcId": "vpc-1", "IpPermissionsEgress": [],
        "Tags": [{"Key": "env", "Value": "\(number % 2 == 0 ? "prod" : "test")"}],
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
          "IpRanges": [{"CidrIp": "\(source)"}]}\(wide.contains(number) ? ssh : "")]}
        """
    }
    let text = "{\"SecurityGroups\": [\(groups.joined(separator: ","))]}"
    let path = folder + "/exports/111122223333/eu-west-1/ec2-describe-security-groups.json"
    try Data(text.utf8).write(to: URL(filePath: path))
    _ = try ImportSnapshot(
      store: store(), paths: [folder + "/exports"], capturedAt: Self.moment(seconds),
      now: Self.moment(seconds)
    ).run()
  }

  @discardableResult
  func audit(at seconds: Int64, telling notices: Settings.Notices) throws -> AuditOutcome {
    var audit = RunAudit(
      store: try store(), baseline: "default", rules: RuleBook(records: []),
      at: Self.moment(seconds))
    audit.notices = notices
    return try audit.run()
  }

  /// Whoever delivers at a moment, with these secrets in the environment.
  func delivery(
    _ notices: Settings.Notices, at seconds: Int64, secrets: [String: String] = [:],
    patience: Double = 60, aws: CredentialSurroundings = .system(variables: [:])
  ) -> DeliverNotices {
    let (folder, now) = (folder, Self.moment(seconds))
    let reader = SecretReader(variables: secrets) { path in
      FileManager.default.contents(atPath: path).map { Array($0) }
    }
    let courier = Courier(
      .init(
        transport: .network, secrets: reader,
        aws: { AWSClient(profile: $0, in: aws, traffic: AWSTraffic()) }, now: { now },
        patience: patience), hiding: notices)
    let outbox = Outbox(queue: queue) {
      try AuditStore(path: folder + "/plumb.db", mode: .writing, patience: 30) {
        Timestamp(seconds: 4_000_000_000)
      }
    }
    return DeliverNotices(
      outbox: outbox, notices: notices, courier: courier, now: { now }, random: { 0.5 })
  }
}

extension Settings.Notices {
  init(_ destinations: NoticeDestination...) {
    self.init()
    self.destinations = destinations
  }
}

extension NoticeDestination {
  /// A webhook on this machine.
  static func webhook(_ name: String, port: Int, secret: SecretSource? = nil) -> NoticeDestination {
    NoticeDestination(
      name: name,
      channel: .webhook(.init(address: .plain("http://127.0.0.1:\(port)/hook"), secret: secret)))
  }
}
