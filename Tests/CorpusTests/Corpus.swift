import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import Foundation
import PlumblineTestSupport
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
  /// Named where neither path nor content says them.
  let account: String
  let region: String
}

extension ImportGroup {
  private static let account = "644160558196"
  private static let region = "us-east-1"

  private static let folders = ["aws-centralized-logging", "cloudmapper"]
  private static let files = [
    "aws-config-rdk", "c7n-config-cwe/config", "cloudsplaining", "cartography", "fixinventory-aws",
    "panther-analysis/policies",
  ]
  private static let recordings = ["c7n-pairs-awscli", "c7n-placebo/placebo"]

  /// Whole folders; single files where each is of its own; and of recordings, which hold the same
  /// resource again and again, the answers that have the same number.
  /// Some of them, but where the corpus is named or more trials are asked for.
  static func chosen(in corpus: URL) -> [ImportGroup] {
    let isWhole =
      Trials.factor > 1 || ProcessInfo.processInfo.environment["PLUMBLINE_CORPUS"] != nil
    return all(in: corpus).enumerated().filter { isWhole || $0.offset % 6 < 1 }.map(\.element)
  }

  static func all(in corpus: URL) -> [ImportGroup] {
    folders.map { ImportGroup($0, [corpus.appending(path: $0).path]) }
      + files.flatMap { name in
        jsonFiles(below: corpus.appending(path: name)).map { ImportGroup(name, [$0]) }
      }
      + recordings.flatMap { name in
        recorded(below: corpus.appending(path: name)).map { ImportGroup(name, $0) }
      }
  }

  private init(_ corpus: String, _ paths: [String]) {
    self.init(corpus: corpus, paths: paths, account: Self.account, region: Self.region)
  }

  /// Nothing where the files say account and region, otherwise what they do not say.
  var options: SourceOptions {
    var options = SourceOptions()
    for _ in 0..<2 {
      let codes = Set(ImportedPlan(paths, options).codes)
      if codes.contains("unknown-account") { options.account = account }
      if codes.contains("unknown-region") { options.region = region }
    }
    return options
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

/// What a plan and its items lack.
private struct ImportedPlan {
  private(set) var codes: [String]

  init(_ paths: [String], _ options: SourceOptions) {
    let plan = SnapshotPlan(paths, options: options)
    let (reader, parser) = (SnapshotReader(plan), JSONParser())
    var codes = plan.problems.map(\.code)
    for file in plan.files {
      _ = try? reader.readItems(file) { raw in
        do throws(Problem) {
          _ = try raw.identified(by: parser)
        } catch {
          codes.append(error.code)
        }
      }
    }
    self.codes = codes
  }
}
