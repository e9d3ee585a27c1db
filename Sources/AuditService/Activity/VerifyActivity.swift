package import Activity
package import AuditReport
package import ConfigurationModel
package import SnapshotSources

/// Proves that files of CloudTrail are what it delivered, by its digests (AWS CloudTrail User Guide, "Validating
/// CloudTrail log file integrity").
package struct VerifyActivity {
  /// What was found.
  package struct Result: Sendable {
    /// What was found of each chain of digests, then of each place with files that no digest names.
    package var chains: [DigestChain.Result] = []
    /// Files that could not be read.
    package var problems: [Problem] = []

    /// What is not as CloudTrail leaves it, of all chains.
    package var findings: [DigestChain.Finding] { chains.flatMap(\.findings) }
  }

  /// Files and folders: copies of the folders `CloudTrail` and `CloudTrail-Digest` of a bucket.
  package let paths: [String]
  /// The public keys by which the digests are checked.
  package let keys: TrailKeys
  /// Up to when there should be digests; nil for the newest file.
  package let until: Timestamp?

  /// Makes a check of files and folders against public keys.
  package init(paths: [String], keys: TrailKeys, until: Timestamp? = nil) {
    self.paths = paths
    self.keys = keys
    self.until = until
  }

  /// Looks at every digest and every log file. Throws `no-digests` where there is none.
  package func run() throws(Problem) -> Result {
    var files = TrailFiles(paths)
    let chains = files.chains()
    guard !chains.isEmpty || !files.problems.isEmpty else { throw .noDigests(paths) }
    let end = until ?? files.newest
    let results = chains.map { chain in
      chain.checked(until: end, signature: keys.check) { files.state(of: $0) }
    }
    return Result(
      chains: results + unlisted(files, chains, results), problems: files.problems)
  }

  /// The files of events that no digest names: nothing proves them. Those that were begun in the newest hour or after it
  /// may be named by a digest that is still to come.
  private func unlisted(
    _ files: TrailFiles, _ chains: [DigestChain], _ results: [DigestChain.Result]
  ) -> [DigestChain.Result] {
    let digests = chains.flatMap { chain in chain.links.map { (chain.name, $0.digest) } }
    let ends = Dictionary(results.map { ($0.name, $0.until) }) { first, _ in first }
    let keyless = Set(
      results.filter { $0.findings.contains { $0.kind == .keyUnknown } }.map(\.name))
    // What a digest names that nothing proves is as good as named by none; where a key is lacking, that is told.
    let isProven = { (name: DigestChain.Name, digest: TrailDigest) in
      (ends[name] ?? nil).map { digest.end <= $0 } ?? false || keyless.contains(name)
    }
    let proven = digests.filter { isProven($0.0, $0.1) }.flatMap(\.1.logs)
    // The next backfill may come in a year: what the newest names waits for it.
    let waiting = digests.filter { $0.0.isBackfill && !isProven($0.0, $0.1) }.flatMap(\.1.logs)
    let strange = waiting.isEmpty ? nil : Set(files.unlisted(besides: (proven + waiting).hashes))
    let newest = digests.filter { !$0.0.isBackfill }.reduce(into: [Place: Timestamp]()) {
      let place = Place(account: $1.0.account, region: $1.0.region)
      $0[place] = max($0[place] ?? $1.1.start, $1.1.start)
    }
    let found = Dictionary(grouping: files.unlisted(besides: proven.hashes)) { file in
      file.name.map { Place(account: $0.account, region: $0.region) }
    }
    return found.sorted { ($0.key ?? .none) < ($1.key ?? .none) }.map { place, files in
      result(of: files, in: place ?? .none, newest: place.flatMap { newest[$0] }) { file in
        strange.map { !$0.contains(file) } ?? false
      }
    }
  }

  /// - Parameter isWaiting: Whether a digest names a file that the next one would prove.
  private func result(
    of files: [TrailFiles.Unlisted], in place: Place, newest: Timestamp?,
    isWaiting: (TrailFiles.Unlisted) -> Bool
  ) -> DigestChain.Result {
    let name = DigestChain.Name(
      account: place.account, region: place.region, trail: "", homeRegion: "", isBackfill: false)
    // CloudTrail delivers within some minutes, so that a digest also names files that were begun before its hour.
    let open = newest.map { $0.advanced(bySeconds: -3600) }
    func isPending(_ file: TrailFiles.Unlisted) -> Bool {
      let isNew = open.flatMap { open in file.name.map { $0.moment >= open } } ?? false
      return isNew || isWaiting(file)
    }
    let waiting = files.filter(isPending).compactMap(\.name?.moment).sorted()
    let pending = waiting.first.map { first in
      DigestChain.Finding(
        .logUnlisted, first, waiting.last ?? first,
        "\(counted(waiting.count, "log file")) of this time: no digest that is proven names them so far."
      )
    }
    var result = DigestChain.Result(
      name: name,
      findings: files.filter { !isPending($0) }.map { file in
        DigestChain.Finding(
          .logUnlisted, file.name?.moment, file.name?.moment, file: file.path,
          "No digest that is proven names the file: nothing proves that CloudTrail wrote it.")
      })
    result.pending = [pending].compactMap(\.self)
    return result
  }

  private struct Place: Hashable, Comparable {
    let account: String
    let region: String

    /// Of files that CloudTrail would not have named so.
    static let none = Place(account: "-", region: "-")

    static func < (left: Place, right: Place) -> Bool {
      (left.account, left.region) < (right.account, right.region)
    }
  }
}

extension [TrailDigest.Log] {
  /// Their hashes, by their names without compression.
  fileprivate var hashes: [String: Set<String>] {
    reduce(into: [:]) { hashes, log in
      hashes[log.fileName.uncompressedName, default: []].insert(log.hash)
    }
  }
}

extension Problem {
  fileprivate static func noDigests(_ paths: [String]) -> Problem {
    Problem(
      "no-digests", "There is no digest of CloudTrail in \(paths.joined(separator: ", ")).",
      hint:
        "Copy the folder 'CloudTrail-Digest' of the bucket beside 'CloudTrail'. It is there where the "
        + "trail has log file validation on.")
  }
}

// MARK: Text

extension VerifyActivity.Result {
  /// What is proven of each chain, and every finding under it.
  package var text: String {
    chains.map(\.text).joined()
      + problems.map { "not read  \($0.place?.file ?? ""): \($0.message) [\($0.code)]\n" }.joined()
      + (isSound ? soundText : "")
  }

  /// Whether something is not as CloudTrail leaves it, as far as could be looked at.
  package var isAltered: Bool {
    findings.contains { ![.keyUnknown, .logUnreadable].contains($0.kind) }
  }

  /// Whether everything is proven, but for the newest hour of a copy.
  package var isSound: Bool {
    findings.isEmpty && problems.isEmpty
      && chains.allSatisfy { $0.digests == 0 || $0.from != nil || $0.name.isBackfill }
  }

  private var soundText: String {
    let hour =
      chains.contains { !$0.pending.isEmpty } ? ", but for the hours that are not proven yet" : ""
    return "All that was looked at is what CloudTrail delivered\(hour).\n"
  }

  /// A row for each finding.
  package var table: ResultTable {
    let columns = ["account", "region", "trail", "kind", "from", "until", "file", "message"]
    let rows = chains.flatMap { chain in
      (chain.findings + chain.pending).map { $0.row(of: chain.name) }
    }
    let unread = problems.map { problem in
      [
        ResultTable.Cell.null, .null, .null, .text(problem.code), .null, .null,
        problem.place.map { .text($0.file) } ?? .null, .text(problem.message),
      ]
    }
    return ResultTable(columns: columns, rows: rows + unread)
  }
}

extension DigestChain.Result {
  fileprivate var text: String {
    ([title] + findings.map(\.text) + pending.map(\.pendingText))
      .joined(separator: "\n") + "\n"
  }

  private var title: String {
    let place = "\(name.account) \(name.region)"
    guard digests > 0 else { return "\(place)  log files that no digest names" }
    let kind = name.isBackfill ? " (backfill)" : ""
    let proven =
      from.flatMap { from in until.map { "proven from \(from.minuteText) until \($0.minuteText)" } }
      ?? "nothing is proven"
    return
      "\(place) \(name.trail)\(kind)  \(counted(digests, "digest")), \(counted(logs, "log file")): "
      + proven + (findings.isEmpty ? "" : ", but for:")
  }
}

extension DigestChain.Finding {
  fileprivate var text: String { lines(under: kind.rawValue) }

  fileprivate var pendingText: String { lines(under: "not proven yet") }

  fileprivate func row(of chain: DigestChain.Name) -> [ResultTable.Cell] {
    let place: [ResultTable.Cell] = [chain.account, chain.region, chain.trail].map { .text($0) }
    let times: [ResultTable.Cell] = [from, until].map { time in time.map { .text("\($0)") } ?? .null
    }
    let file: ResultTable.Cell = file.map { .text($0) } ?? .null
    return place + [.text(kind.rawValue)] + times + [file, .text(message)]
  }

  private func lines(under word: String) -> String {
    let file = file.map { "\n    \($0)" } ?? ""
    return "  \(word)\(hours.map { "  \($0)" } ?? "")\n    \(message)\(file)"
  }

  private var hours: String? {
    guard let from, let until else { return nil }
    return from == until ? from.minuteText : "\(from.minuteText) until \(until.minuteText)"
  }
}
