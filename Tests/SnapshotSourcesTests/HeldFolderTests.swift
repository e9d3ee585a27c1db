import ConfigurationModel
import Foundation
import Testing

@testable import SnapshotSources

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

  private func bytes(_ input: InputBytes) throws(Problem) -> [UInt8] {
    var bytes: [UInt8] = []
    while let chunk = try input.next() { bytes += chunk }
    return bytes
  }

  /// Sizes around the ends of the pieces that a file is sealed in.
  @Test(arguments: [0, 1, 1 << 20 - 1, 1 << 20, 1 << 20 + 1, 3 << 20, 3 << 20 + 17])
  func `a file of any size is read as it was written`(count: Int) throws {
    let folder = try HeldFolder.make()
    defer { folder.remove() }
    let written = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 + $0 >> 12) | 0x20 }
    try folder.write(written, to: "a/b.json")
    // Its place was another's before, of another size.
    try folder.write([UInt8](repeating: 0x41, count: 2 << 20), to: "a/c.json")
    folder.remove { $0 == "a/c.json" }
    try folder.write(written, to: "a/d.json")
    for place in ["a/b.json", "a/d.json"] {
      #expect(try bytes(InputBytes("\(folder.path)/\(place)")) == written)
    }
  }

  @Test func `what is written anew while it is read is not read for the old`() throws {
    let folder = try HeldFolder.make()
    defer { folder.remove() }
    let size = 3 << 20
    try folder.write([UInt8](repeating: 0x41, count: size), to: "a.json")
    let input = try InputBytes(folder.path + "/a.json")
    _ = try input.next()
    folder.remove { $0 == "a.json" }
    try folder.write([UInt8](repeating: 0x42, count: size), to: "a.json")
    let problem = #expect(throws: Problem.self) { try bytes(input) }
    #expect(problem?.code == "unreadable-file")
    #expect(try bytes(InputBytes(folder.path + "/a.json")).allSatisfy { $0 == 0x42 })
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
