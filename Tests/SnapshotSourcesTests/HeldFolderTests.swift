import ConfigurationModel
import Foundation
import SnapshotSources
import Testing

@Suite struct HeldFolderTests {
  private static let vpcs =
    #"{"Vpcs":[{"VpcId":"vpc-1","Tags":[{"Key":"note","Value":"hush hush"}]}]}"#

  private func items(_ paths: [String]) throws -> Int {
    let plan = SnapshotPlan(paths)
    let reader = SnapshotReader(plan)
    var count = 0
    for file in plan.files { _ = try reader.readItems(file) { _ in count += 1 } }
    return count
  }

  @Test func `what is held reads as files do`() throws {
    let folder = try HeldFolder.make()
    defer { folder.remove() }
    try folder.write(Self.vpcs.utf8, to: "111122223333/eu-west-1/ec2-describe-vpcs.json")
    try folder.write(Self.vpcs.utf8, to: "444455556666/eu-west-1/ec2-describe-vpcs.json")
    #expect(try items([folder.path]) == 2)
    #expect(try items([folder.path + "/444455556666"]) == 1)
    // A file over another, and files that are taken away.
    try folder.write(#"{"Vpcs":[]}"#.utf8, to: "444455556666/eu-west-1/ec2-describe-vpcs.json")
    #expect(try items([folder.path]) == 1)
    folder.remove { $0.hasPrefix("111122223333/") }
    #expect(try items([folder.path]) == 0)
  }

  @Test func `a large file is read in pieces, whole`() throws {
    let folder = try HeldFolder.make()
    defer { folder.remove() }
    let groups = (0..<20_000).map { #"{"VpcId":"vpc-\#($0)","CidrBlock":"10.0.0.0/8"}"# }
    let text = #"{"Vpcs":[\#(groups.joined(separator: ","))]}"#
    try folder.write(text.utf8, to: "111122223333/eu-west-1/ec2-describe-vpcs.json")
    #expect(try items([folder.path]) == 20_000)
  }

  @Test func `nothing of it can be found on the disk`() throws {
    let temporary = FileManager.default.temporaryDirectory.path
    let before = Set(try FileManager.default.contentsOfDirectory(atPath: temporary))
    let folder = try HeldFolder.make()
    defer { folder.remove() }
    try folder.write(Self.vpcs.utf8, to: "111122223333/eu-west-1/ec2-describe-vpcs.json")
    let made = Set(try FileManager.default.contentsOfDirectory(atPath: temporary))
      .subtracting(before)
    #expect(!made.contains { $0.hasPrefix("plumb-") || $0.hasPrefix("held") })
    // What the open files hold, the one without a name among them.
    let held = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
      name in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)"))
        .map { target in (target, "/proc/self/fd/\(name)") }
    }.filter { $0.0.contains("(deleted)") }
    let contents = held.compactMap { FileManager.default.contents(atPath: $0.1) }
    #expect(contents.contains { $0.count > Self.vpcs.utf8.count })
    #expect(contents.allSatisfy { $0.range(of: Data("hush hush".utf8)) == nil })
  }

  @Test func `a folder that was taken away leads nowhere`() throws {
    let folder = try HeldFolder.make()
    try folder.write(Self.vpcs.utf8, to: "111122223333/eu-west-1/ec2-describe-vpcs.json")
    folder.remove()
    #expect(SnapshotPlan([folder.path]).problems.map(\.code) == ["unreadable-file"])
  }
}
