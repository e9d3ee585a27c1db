package import Activity
package import AuditReport
package import ConfigurationModel
package import SnapshotSources

/// Proves that files of CloudTrail are what it delivered, by its digests (AWS CloudTrail User Guide, "Validating
/// CloudTrail log file integrity").
package struct VerifyActivity {
  /// What was found.
  package struct Result: Sendable {
    package var chains: [DigestChain.Result] = []
    /// Files that could not be read.
    package var problems: [Problem] = []

    /// What is not as CloudTrail leaves it, of all chains.
    package var findings: [DigestChain.Finding] { chains.flatMap(\.findings) }
  }

  /// Files and folders: copies of the folders `CloudTrail` and `CloudTrail-Digest` of a bucket.
  package let paths: [String]
  package let keys: TrailKeys
  /// Up to when there should be digests; nil for the newest file.
  package let until: Timestamp?

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
      chains: results + unlisted(files, chains), problems: files.problems)
  }

  /// The log files that no digest of their account and region names: nothing proves them. Those of the last hour may be
  /// named by a digest that is still to come.
  private func unlisted(_ files: TrailFiles, _ chains: [DigestChain]) -> [DigestChain.Result] {
    let places = Dictionary(grouping: chains) { [$0.name.account, $0.name.region] }
    return places.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { place, chains in
      let digests = chains.filter { !$0.name.isBackfill }.flatMap(\.links).map(\.digest)
      guard let from = digests.map(\.start).min(), let until = digests.map(\.start).max() else {
        return nil
      }
      let listed = Set(chains.flatMap(\.links).flatMap(\.digest.logs).map(\.object.fileName))
      let found = files.unlisted(place[0], place[1], from: from, until: until, besides: listed)
      guard !found.isEmpty else { return nil }
      return DigestChain.Result(
        name: .init(account: place[0], region: place[1], trail: "", isBackfill: false),
        findings: found.map { log in
          DigestChain.Finding(
            .logUnlisted, log.at, log.at, file: log.path,
            "No digest names the log file: nothing proves that CloudTrail wrote it.")
        })
    }
  }
}

extension String {
  fileprivate var fileName: String { split(separator: "/").last.map(String.init) ?? self }
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
      + (isSound ? "All that was looked at is what CloudTrail delivered.\n" : "")
  }

  /// Whether something is not as CloudTrail leaves it, as far as could be looked at.
  package var isAltered: Bool {
    findings.contains { ![.keyUnknown, .logUnreadable].contains($0.kind) }
  }

  /// Whether everything is proven.
  package var isSound: Bool { findings.isEmpty && problems.isEmpty }

  /// A row for each finding.
  package var table: ResultTable {
    let columns = ["account", "region", "trail", "kind", "from", "until", "file", "message"]
    let rows = chains.flatMap { chain in
      (chain.findings + [chain.unsigned].compactMap(\.self)).map { finding in
        [
          ResultTable.Cell.text(chain.name.account), .text(chain.name.region),
          .text(chain.name.trail), .text(finding.kind.rawValue), .text("\(finding.from)"),
          .text("\(finding.until)"), finding.file.map { .text($0) } ?? .null,
          .text(finding.message),
        ]
      }
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
    ([title] + findings.map(\.text) + [unsigned].compactMap(\.self).map(\.pendingText))
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
  fileprivate var text: String {
    let hours =
      from == until ? from.minuteText : "\(from.minuteText) until \(until.minuteText)"
    let file = file.map { "\n    \($0)" } ?? ""
    return "  \(kind.rawValue)  \(hours)\n    \(message)\(file)"
  }

  fileprivate var pendingText: String {
    "  not proven yet  \(from.minuteText) until \(until.minuteText): the signature of the last digest is "
      + "kept by S3, and a copy has lost it"
  }
}
