package import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// What every file of an import is, decided before anything is read.
package struct SnapshotPlan: Sendable {
  /// In the order of the paths given, and within each in byte order.
  package let files: [PlannedFile]
  /// Everything that stops the import, together.
  package let problems: [Problem]
  /// What was found in the folders and is not taken, such as a pipe or an answer that was cut off, while the rest is.
  package let refused: [Problem]
  let kinds: KindIndex

  /// Looks at the files, at the folders recursively, and at `-`, which is standard input.
  ///
  /// Names decide; where they say nothing, the content does. Nothing is refused silently: each file
  /// has its role, and what cannot be taken its problem.
  package init(
    _ paths: [String], options: SourceOptions = SourceOptions(),
    kinds: [ResourceKind] = ResourceKind.all
  ) {
    let walk = FileWalk(paths)
    let index = KindIndex(kinds)
    let facts = zip(walk.files, walk.named).map {
      PathFacts($0, named: $1, isKnown: index.isKnown) {
        index.isAboutOne($0) || index.isSliced($0)
      }
    }
    let callers = CallerIdentities(zip(walk.files, facts))
    let neighbours = CallNeighbours(facts, options)
    let files = zip(walk.files, facts).enumerated().map { number, file in
      FilePlanner(
        index: number, path: file.0, facts: file.1, options: options, kinds: index,
        caller: callers.account(of: file.1.root), neighbours: neighbours
      ).plan
    }
    self.files = files
    self.kinds = index
    refused = walk.refused + files.compactMap(\.lost)
    problems =
      options.problems + walk.problems + SnapshotPlan.grouped(files.compactMap(\.refusal))
  }
}

extension SnapshotPlan {
  // What is the same of many files, such as a missing option, is said once.
  private static func grouped(_ problems: [Problem]) -> [Problem] {
    var counts: [String: Int] = [:]
    for problem in problems { counts[problem.code + problem.message, default: 0] += 1 }
    return problems.compactMap { problem in
      guard let count = counts.removeValue(forKey: problem.code + problem.message) else {
        return nil
      }
      guard count > 1 else { return problem }
      return Problem(
        problem.code, problem.message + " The same holds for \(count - 1) more file(s).",
        hint: problem.hint, at: problem.place)
    }
  }
}

extension SourceOptions {
  /// What is wrong with what the user says.
  fileprivate var problems: [Problem] {
    [(PlaceName.account, account), (.region, region)].compactMap { name, text in
      do throws(Problem) {
        _ = try text.map(name.checked)
        return nil
      } catch {
        return error
      }
    }
  }
}

extension PlannedFile {
  /// Why the file is refused; nil where it is not.
  fileprivate var refusal: Problem? {
    guard case .refused(let problem) = role else { return nil }
    return problem
  }
}

/// The calls about all resources whose answers stand in one folder, or are of one account and region.
struct CallNeighbours {
  private var calls: [[String]: Set<APICall>] = [:]
  private let options: SourceOptions

  init(_ files: [PathFacts], _ options: SourceOptions) {
    self.options = options
    for facts in files {
      guard let name = facts.name, name.parameters == nil else { continue }
      for place in places(of: facts) { calls[place, default: []].insert(name.call) }
    }
  }

  /// The calls whose answers are beside a file; of what is in no region also those of all regions' folders.
  func of(_ facts: PathFacts, isGlobal: Bool) -> Set<APICall> {
    places(of: facts).filter { isGlobal || $0.count != 2 }
      .reduce(into: []) { $0.formUnion(calls[$1] ?? []) }
  }

  /// The folder, the account, and the account with the region, as far as path and options say them.
  private func places(of facts: PathFacts) -> [[String]] {
    guard let account = facts.account ?? options.account else { return [[facts.root]] }
    let region = facts.region ?? options.region
    return [[facts.root], ["", account]] + [region.map { ["", account, $0] }].compactMap(\.self)
  }
}

/// The accounts that answers of `sts get-caller-identity` name, by their folders.
struct CallerIdentities {
  private var accounts: [String: String] = [:]

  init(_ files: some Sequence<(String, PathFacts)>) {
    for (path, facts) in files where facts.name?.call.operation == "get-caller-identity" {
      guard let account = try? AnswerPeek(path).document?["Account"]?.string,
        PathFacts.isAccount(account)
      else { continue }
      accounts[facts.root] = account
    }
  }

  /// The account that the nearest answer in this folder or above it names.
  func account(of root: String) -> String? {
    var folder = root[...]
    while true {
      if let account = accounts[String(folder)] { return account }
      guard let slash = folder.lastIndex(of: "/") else { return nil }
      folder = folder[..<slash]
    }
  }
}
