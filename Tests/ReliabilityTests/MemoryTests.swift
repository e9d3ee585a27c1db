import Foundation
import Testing

/// What an import takes does not grow with its export.
@Suite struct MemoryTests {
  /// Large enough that some twenty of them wait before they are written, however many there are.
  private static let itemSize = 3 << 20

  private let folder = FileManager.default.temporaryDirectory.path + "/memory-\(UUID().uuidString)"

  /// An export of so many large items.
  private func export(_ count: Int) throws -> String {
    let export = "\(folder)/\(count)"
    let place = export + "/111122223333/eu-west-1"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let path = place + "/ec2-describe-vpcs.json"
    try Data(#"{"Vpcs":["#.utf8).write(to: URL(filePath: path))
    let file = try #require(FileHandle(forWritingAtPath: path))
    _ = try file.seekToEnd()
    for number in 0..<count {
      // No two are alike, and none is what another begins with.
      let words = "\(number) of many, "
      let note = String(repeating: words, count: Self.itemSize / words.utf8.count)
      let item = #"{"VpcId":"vpc-\#(number)","CidrBlock":"10.0.0.0/16","Note":"\#(note)"}"#
      try file.write(contentsOf: Data(((number > 0 ? "," : "") + item).utf8))
    }
    try file.write(contentsOf: Data("]}".utf8))
    try file.close()
    return export
  }

  /// The most memory that an import had, in MB, as the system says while it runs.
  private func peak(of count: Int) throws -> Int {
    let process = try Program.start([
      "snapshot", "import", try export(count), "--store", "\(folder)/\(count).db",
    ])
    var peak = 0
    while process.isRunning {
      let status =
        (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8))
        ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      peak = max(peak, line.flatMap { Int($0.filter(\.isNumber)) } ?? 0)
      usleep(5_000)
    }
    // Fields that each network has are left out here: that is told.
    #expect(process.terminationReason == .exit && process.terminationStatus == 2)
    return peak >> 10
  }

  @Test func `an export with more large items takes no more memory`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (few, many) = (try peak(of: 24), try peak(of: 64))
    // 120 MB more of text.
    #expect(few > 64 && many < few + 60, "\(few) MB, then \(many) MB")
  }
}
