import ConfigurationModel
import FoundationEssentials
import SnapshotSources
import Testing

private let corpus = "/work/shared/corpus"

@Suite struct CorpusTests {
  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: corpus)),
    arguments: [
      ("cloudmapper", nil, nil), ("fixinventory-aws", "123456789012", "us-west-2"),
      ("c7n-pairs-awscli", "644160558196", "us-east-1"), ("aws-config-rdk", nil, nil),
      ("aws-centralized-logging", nil, nil), ("c7n-config-cwe", nil, nil),
      ("cloudsplaining", nil, nil), ("cartography", nil, nil),
      ("c7n-placebo", "644160558196", "us-east-1"),
    ] as [(String, String?, String?)])
  func `every file of recorded exports is taken, or it is said why not`(
    name: String, account: String?, region: String?
  ) {
    let options = SourceOptions(account: account, region: region)
    let read = ReadImport(["\(corpus)/\(name)"], options: options)
    let bare = ReadImport(["\(corpus)/\(name)"])
    print(table(name, read, bare))
    #expect(!read.plan.files.isEmpty)
    for file in read.plan.files {
      guard case .skipped(let reason) = file.role else { continue }
      #expect(!reason.isEmpty)
    }
  }

  private func table(_ name: String, _ read: ReadImport, _ bare: ReadImport) -> String {
    let types = Set(read.items.map(\.resource.id.type))
    var lines = [
      "== \(name): files \(read.plan.files.count), skipped \(read.skipped.count), items"
        + " \(read.items.count), types \(types.count), refused \(read.refusals.count),"
        + " unread parts \(read.unreadParts.count), without options: items \(bare.items.count),"
        + " problems \(bare.plan.problems.count)"
    ]
    lines += types.sorted().map { "   type \($0)" }
    lines += read.skipped.map { "   skip \($0.path.dropFirst(corpus.count)): \($0.reason)" }
    lines += (read.plan.problems + read.conclusion.problems).map { "   problem \($0)" }
    lines += read.ends.values.compactMap(\.failure).map { "   end \($0)" }
    lines += read.readings.map { "   scope \($0)" }
    return lines.joined(separator: "\n")
  }
}
