import AuditService
import AuditStore
import ConfigurationModel
import Foundation

/// A folder of its own with a store, settings and exports, removed with this.
final class DaemonFolder: Sendable {
  /// Long ago: what is written must not lie in the future, also two weeks later.
  static let now = Timestamp(seconds: 1_780_000_000)

  private let folder = FileManager.default.temporaryDirectory.appending(
    path: "daemon-\(UUID().uuidString)")

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }

  var storePath: String { path("plumb.db") }

  var store: AuditStore {
    get throws { try AuditStore(path: storePath, mode: .creating) }
  }

  /// Its `plumbline.yaml`, as it stands now.
  var file: SettingsFile {
    get throws { try SettingsFile(at: path("plumbline.yaml")) }
  }

  func write(_ text: String, to name: String) throws {
    let place = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  /// Takes a snapshot of all its exports.
  func takeExports(at moment: Timestamp) throws {
    _ = try ImportSnapshot(
      store: store, paths: [path("exports")], capturedAt: moment, now: moment
    ).run()
  }

  /// Takes a snapshot in which a group is open to a network.
  func take(_ source: String, at moment: Timestamp) throws {
    try write(
      """
      {"SecurityGroups":[{"GroupId":"sg-a","GroupName":"a","OwnerId":"111122223333","VpcId":"vpc-1",
      "Description":"d","IpPermissionsEgress":[],"Tags":[],"IpPermissions":[{"IpProtocol":"tcp",
      "FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"\(source)"}]}]}]}
      """, to: "exports/111122223333/eu-west-1/ec2-describe-security-groups.json")
    try takeExports(at: moment)
  }
}
