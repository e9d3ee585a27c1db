import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import Foundation
import ResourceKinds
import SnapshotSources

/// Recorded exports of real accounts, which are no part of the project; nil where they are not there.
let corpus: URL? = {
  if let named = ProcessInfo.processInfo.environment["PLUMBLINE_CORPUS"] {
    return URL(filePath: named)
  }
  var folder = URL(filePath: #filePath).deletingLastPathComponent()
  while folder.path.count > 1 {
    let candidate = folder.appending(path: "shared/corpus")
    if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
    folder.deleteLastPathComponent()
  }
  return nil
}()

/// Files that are one account's answers of one time, to be imported together.
struct ImportGroup: Sendable {
  let corpus: String
  let paths: [String]
  let account: String?
  let region: String?

  var options: SourceOptions { SourceOptions(account: account, region: region) }
}

extension ImportGroup {
  private static let folders: [(String, String?, String?)] = [
    ("aws-config-rdk", nil, nil), ("aws-centralized-logging", nil, nil),
    ("cloudmapper", nil, nil), ("fixinventory-aws", "123456789012", "us-west-2"),
  ]

  private static let files: [(String, String?, String?)] = [
    ("c7n-config-cwe/config", "644160558196", "us-east-1"),
    ("cloudsplaining", "123456789012", nil), ("cartography", "000000000000", "us-east-1"),
    ("panther-analysis/policies", "123456789012", "us-west-2"),
  ]

  private static let recordings: [(String, String, String)] = [
    ("c7n-pairs-awscli", "644160558196", "us-east-1"),
    ("c7n-placebo/placebo", "644160558196", "us-east-1"),
  ]

  /// Whole folders; single files where each is of its own; and of recordings, which hold the same
  /// resource again and again, the answers that have the same number.
  static func all(in corpus: URL) -> [ImportGroup] {
    folders.map { name, account, region in
      ImportGroup(
        corpus: name, paths: [corpus.appending(path: name).path], account: account, region: region)
    }
      + files.flatMap { name, account, region in
        jsonFiles(below: corpus.appending(path: name)).map {
          ImportGroup(corpus: name, paths: [$0], account: account, region: region)
        }
      }
      + recordings.flatMap { name, account, region in
        recorded(below: corpus.appending(path: name)).map {
          ImportGroup(corpus: name, paths: $0, account: account, region: region)
        }
      }
  }

  private static func jsonFiles(below folder: URL) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return (names ?? []).filter { $0.hasSuffix(".json") }.sorted()
      .map { folder.appending(path: $0).path }
  }

  private static func recorded(below folder: URL) -> [[String]] {
    let answers = jsonFiles(below: folder).filter { !$0.hasSuffix("PAIRS.shared.json") }
    let groups = Dictionary(grouping: answers) { path -> String in
      let file = URL(filePath: path)
      let number = file.deletingPathExtension().lastPathComponent.split(separator: "_").last ?? ""
      return file.deletingLastPathComponent().path + "/" + number
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// One resource's document as an export has it, in the CLI's spelling.
struct Sample: Sendable {
  let resource: ResourceID
  let document: ConfigurationValue

  var kind: ResourceKind { .of(resource.type) }

  func normalized(_ document: ConfigurationValue) -> ConfigurationValue {
    kind.normalized(
      document, form: .document, context: NormalizationContext(account: resource.account))
  }

  /// One line that imports the document as it is.
  func line(_ document: ConfigurationValue) -> String {
    ConfigurationValue.object([
      "type": .string(resource.type.name), "id": .string(resource.id),
      "account": .string(resource.account), "region": .string(resource.region),
      "configuration": document,
    ]).canonicalJSON
  }
}

extension ImportGroup {
  /// The documents of what the files hold, each resource once: of several the better, as an import
  /// takes it.
  var samples: [Sample] {
    let plan = SnapshotPlan(paths, options: options)
    let reader = SnapshotReader(plan)
    let parser = JSONParser()
    var found: [ResourceID: (rank: Int, sample: Sample)] = [:]
    for file in plan.files {
      _ = try? reader.readItems(file) { raw in
        for item in (try? raw.identified(by: parser)) ?? [] {
          guard item.presence == .present, !item.isNameOnly,
            let sample = Sample(item, raw, parser),
            raw.context.rank > found[sample.resource]?.rank ?? -1
          else { continue }
          found[sample.resource] = (raw.context.rank, sample)
        }
      }
    }
    return found.values.map(\.sample).sorted { $0.resource < $1.resource }
  }
}

extension Sample {
  fileprivate init?(_ item: IdentifiedItem, _ raw: RawItem, _ parser: JSONParser) {
    let read: ConfigurationValue?
    switch item.body {
    case .asRead: read = try? parser.parse(raw.bytes)
    case .rewritten(let value): read = value
    }
    guard let read else { return nil }
    resource = item.resource.id
    switch item.form {
    case .cli, .document: document = read
    case .config:
      let context = NormalizationContext(account: resource.account)
      document = ResourceKind.of(resource.type).configRules
        .reduce(read) { $1.applied(to: $0, context) }
    }
    guard case .object = document else { return nil }
  }
}
