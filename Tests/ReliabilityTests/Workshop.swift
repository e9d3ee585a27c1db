import AuditStore
import ConfigurationModel
import Foundation

/// A temporary folder with exports and stores in it, removed with this object.
final class Workshop {
  let folder: String
  let store: String

  /// Resources in an export.
  let count: Int
  /// Resources that the changed export changes: each loses a range and gains one.
  var changedCount: Int { count / 4 }

  init(count: Int) throws {
    self.count = count
    folder = FileManager.default.temporaryDirectory.path + "/workshop-\(UUID().uuidString)"
    store = folder + "/store/plumb.db"
    try FileManager.default.createDirectory(
      atPath: folder + "/store", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// An export of security groups; `isChanged` opens every fourth of them.
  func export(isChanged: Bool = false) throws -> String {
    let place = folder + (isChanged ? "/after" : "/before") + "/111122223333/eu-west-1"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let groups = (0..<count).map { Self.group($0, isOpen: isChanged && $0 % 4 == 0) }
    let text = "{\"SecurityGroups\":[\(groups.joined(separator: ","))]}"
    try Data(text.utf8).write(to: URL(filePath: place + "/ec2-describe-security-groups.json"))
    return folder + (isChanged ? "/after" : "/before")
  }

  /// Writes the export anew, whole at once, with these groups open.
  func writeExport(open: Set<Int>) throws {
    let groups = (0..<count).map { Self.group($0, isOpen: open.contains($0)) }
    let text = "{\"SecurityGroups\":[\(groups.joined(separator: ","))]}"
    let place = folder + "/before/111122223333/eu-west-1/ec2-describe-security-groups.json"
    try Data(text.utf8).write(to: URL(filePath: place), options: .atomic)
  }

  private static func group(_ index: Int, isOpen: Bool) -> String {
    let range = isOpen ? "0.0.0.0/0" : "10.0.\(index % 256).0/24"
    return """
      {"Description":"group \(index)","GroupName":"n\(index)","OwnerId":"111122223333",\
      "GroupId":"sg-\(100_000_000 + index)","VpcId":"vpc-1","IpPermissionsEgress":[],\
      "IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":\
      [{"CidrIp":"\(range)"}],"Ipv6Ranges":[],"PrefixListIds":[],"UserIdGroupPairs":[]}]}
      """
  }

  func importing(_ export: String, day: Int, store: String? = nil) -> [String] {
    ["snapshot", "import", export, "--store", store ?? self.store, "--at", "2026-11-0\(day)"]
  }

  /// Copies the store with all files beside it into another folder of the workshop.
  func copy(to name: String) throws -> String {
    let place = "\(folder)/\(name)"
    try? FileManager.default.removeItem(atPath: place)
    try FileManager.default.copyItem(atPath: folder + "/store", toPath: place)
    return place + "/plumb.db"
  }

  /// What a store says of itself, in one line: its snapshots with their edits, and its findings; nil
  /// where there is none. Problems are part of the line.
  static func state(of store: String) -> String {
    do {
      let opened = try AuditStore(path: store, mode: .reading)
      let problems = try opened.verify().problems.map(\.code)
      let edits = try opened.snapshots().map { "\($0.resources)/\($0.edits)" }
      let findings = try opened.findings(baseline: "default", in: .everything).count
      return (edits + ["\(findings) findings"] + problems).joined(separator: " ")
    } catch {
      return error.code
    }
  }
}
