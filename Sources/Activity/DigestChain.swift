package import ConfigurationModel

/// The digests of one trail in one region of an account, each of which names the one before: whether they and the log
/// files that they name are what CloudTrail wrote.
///
/// Held against one another: the place that a digest names against the one it lies in, its signature, its hash in the
/// digest after it, the hours that digests cover, and each log's hash. `aws cloudtrail validate-logs` leaves out some of
/// that.
package struct DigestChain: Sendable {
  /// Which chain. Backfills make one of their own.
  package struct Name: Hashable, Sendable, Comparable {
    /// The account whose activity the digests list.
    package let account: String
    /// The region whose activity the digests list.
    package let region: String
    /// The trail's name; empty for files that no digest names.
    package let trail: String
    /// The trail's: trails of two regions may have one name.
    package let homeRegion: String
    /// Whether its digests list logs that came after their hour's digest.
    package let isBackfill: Bool

    /// Makes a name of what the names of digest files say.
    package init(
      account: String, region: String, trail: String, homeRegion: String, isBackfill: Bool
    ) {
      self.account = account
      self.region = region
      self.trail = trail
      self.homeRegion = homeRegion
      self.isBackfill = isBackfill
    }

    /// By account, region, trail and home region; a backfill comes after the chain itself.
    package static func < (left: Name, right: Name) -> Bool {
      (left.account, left.region, left.trail, left.homeRegion, left.isBackfill ? 1 : 0)
        < (right.account, right.region, right.trail, right.homeRegion, right.isBackfill ? 1 : 0)
    }
  }

  /// A digest that was found.
  package struct Link: Sendable {
    /// What the file says.
    package let digest: TrailDigest
    /// The SHA-256 of the file when it is not compressed, in hexadecimal.
    package let hash: String
    /// Where it lies.
    package let path: String
    /// Whether it lies where it says that it was delivered.
    package let isInPlace: Bool

    /// Makes a link of a digest that was read, and of the file that it was read from.
    package init(digest: TrailDigest, hash: String, path: String, isInPlace: Bool) {
      self.digest = digest
      self.hash = hash
      self.path = path
      self.isInPlace = isInPlace
    }
  }

  /// What became of a log file that a digest names.
  package enum LogState: Hashable, Sendable {
    case intact
    case missing
    /// It lies elsewhere.
    case moved(String)
    /// It has another hash.
    case changed
    case unreadable(Problem)
  }

  /// What a signature is.
  package enum Signature: Hashable, Sendable {
    case valid, invalid
    /// No key has the fingerprint.
    case unknownKey
  }

  /// Which chain it is.
  package let name: Name
  /// Oldest first.
  package let links: [Link]

  /// Makes a chain of digests in any order.
  package init(_ name: Name, _ links: [Link]) {
    self.name = name
    self.links = links.sorted { ($0.digest.end, $0.path) < ($1.digest.end, $1.path) }
  }

  /// Something that is not as CloudTrail leaves it.
  package struct Finding: Hashable, Sendable {
    /// What is wrong, by the code that `plumb activity verify` prints and Documentation/Activity.md
    /// explains.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
      case digestMissing = "digest-missing"
      case digestChanged = "digest-changed"
      case digestMoved = "digest-moved"
      case digestForged = "digest-forged"
      case digestUnsigned = "digest-unsigned"
      case keyUnknown = "key-unknown"
      case chainRestarted = "chain-restarted"
      case chainStopped = "chain-stopped"
      case logMissing = "log-missing"
      case logChanged = "log-changed"
      case logMoved = "log-moved"
      case logUnlisted = "log-unlisted"
      case logUnreadable = "log-unreadable"
    }

    /// What is wrong.
    package let kind: Kind
    /// The hour, or the hours, that it is about; nil where nothing says it.
    package let from: Timestamp?
    /// The end of those hours; nil where nothing says it.
    package let until: Timestamp?
    /// The file; nil where it is about hours.
    package let file: String?
    /// What was found, as a sentence.
    package let message: String

    /// Makes a finding about hours, a file or both.
    package init(
      _ kind: Kind, _ from: Timestamp?, _ until: Timestamp?, file: String? = nil, _ message: String
    ) {
      self.kind = kind
      self.from = from
      self.until = until
      self.file = file
      self.message = message
    }
  }

  /// What is known of a chain.
  package struct Result: Hashable, Sendable {
    /// Which chain it is.
    package let name: Name
    /// From when on events are proven; nil where none are.
    package var from: Timestamp?
    /// Up to when events are proven; nil where none are. Gaps between are findings.
    package var until: Timestamp?
    /// How many digests were found.
    package var digests = 0
    /// How many log files they name.
    package var logs = 0
    /// Oldest first.
    package var findings: [Finding] = []
    /// What the next digest would prove: the hour whose signature a copy has lost, and files that are newer.
    package var pending: [Finding] = []

    /// Makes a result in which nothing is proven yet.
    package init(name: Name, digests: Int = 0, findings: [Finding] = []) {
      self.name = name
      self.digests = digests
      self.findings = findings
    }
  }

  /// Looks at everything.
  ///
  /// - Parameters:
  ///   - until: Up to when there should be digests; nil to ask for none after the last.
  ///   - signature: Checks a signature over a text by the key of a fingerprint.
  ///   - log: Looks at a log file.
  package func checked(
    until: Timestamp?,
    signature: (_ hex: String, _ text: String, _ fingerprint: String) -> Signature,
    log: (TrailDigest.Log) -> LogState
  ) -> Result {
    var result = Result(name: name, digests: links.count)
    for (index, link) in links.enumerated() {
      let next = index + 1 < links.count ? links[index + 1] : nil
      if index > 0 { result.findings += link.connection(to: links[index - 1], name) }
      result.findings += link.place(in: name)
      let proof = link.proof(by: next, signature)
      switch proof {
      case .finding(let finding): result.findings.append(finding)
      case .unsigned(let finding): result.pending.append(finding)
      case .proven:
        result.from = result.from ?? link.digest.start
        result.until = link.digest.end
      }
      result.logs += link.digest.logs.count
      result.findings += link.digest.logs.compactMap { link.finding(of: $0, log($0)) }
    }
    if let until, let last = links.last { result.findings += last.end(before: until, name) }
    result.findings.sort { $0.precedes($1) }
    return result
  }
}

extension DigestChain.Finding {
  fileprivate func precedes(_ other: Self) -> Bool {
    let never = Timestamp(microseconds: .min)
    return (from ?? never, until ?? never, message)
      < (other.from ?? never, other.until ?? never, other.message)
  }
}

extension DigestChain.Link {
  fileprivate typealias Finding = DigestChain.Finding

  fileprivate enum Proof {
    case proven
    case finding(Finding)
    /// The last of a copy.
    case unsigned(Finding)
  }

  private func finding(_ kind: Finding.Kind, _ message: String) -> Finding {
    Finding(kind, digest.start, digest.end, file: path, message)
  }

  /// Whether the digest is the one that CloudTrail signed.
  fileprivate func proof(
    by next: Self?, _ check: (String, String, String) -> DigestChain.Signature
  ) -> Proof {
    // What the next digest has of this one.
    let following = next?.digest.previous.flatMap { $0.object == digest.object ? $0 : nil }
    if let following, following.hash != hash {
      return .finding(
        finding(.digestChanged, "The digest is not the one that the next digest names."))
    }
    guard let hex = following?.signature else {
      let lost = finding(
        .digestUnsigned,
        "Nothing here holds the digest's signature: S3 keeps it beside the file, and the next digest in it."
      )
      return next == nil ? .unsigned(lost) : .finding(lost)
    }
    guard digest.signatureAlgorithm == "SHA256withRSA" else {
      return .finding(
        finding(
          .digestForged,
          "It names the signature algorithm '\(digest.signatureAlgorithm)', which CloudTrail does not use."
        ))
    }
    switch check(hex, digest.signedText(hash: hash), digest.fingerprint) {
    case .valid: return .proven
    case .invalid:
      return .finding(
        finding(
          .digestForged, "The signature is not that of this digest: somebody wrote it, or moved it."
        ))
    case .unknownKey:
      return .finding(
        finding(.keyUnknown, "No public key has the fingerprint \(digest.fingerprint)."))
    }
  }

  /// Whether it lies where it was delivered, in the account that it names.
  fileprivate func place(in name: DigestChain.Name) -> [Finding] {
    if digest.account != name.account {
      return [
        finding(
          .digestMoved, "Its name says account \(name.account), and it says \(digest.account).")
      ]
    }
    return isInPlace
      ? []
      : [finding(.digestMoved, "It was delivered as \(digest.object), and does not lie there.")]
  }

  /// Whether the digest before is the one that this one names.
  fileprivate func connection(to before: Self, _ name: DigestChain.Name) -> [Finding] {
    guard let previous = digest.previous else {
      return [
        Finding(
          .chainRestarted, before.digest.end, digest.start, file: path,
          "The chain starts anew: logging or validation was off, or the digest was written by somebody."
        )
      ]
    }
    guard previous.object == before.digest.object else {
      let hours = max(1, (digest.start.seconds - before.digest.end.seconds + 3599) / 3600)
      return [
        Finding(
          .digestMissing, before.digest.end, digest.start, file: previous.object,
          hours == 1 ? "A digest is missing." : "Digests of \(hours) hours are missing.")
      ]
    }
    // Backfills are made where there is something to list, not each hour.
    guard digest.start != before.digest.end, !name.isBackfill else { return [] }
    return [
      Finding(
        .digestForged, before.digest.end, digest.start, file: path,
        "It does not begin where the digest before it ends.")
    ]
  }

  /// Whether digests stop before they should.
  fileprivate func end(before until: Timestamp, _ name: DigestChain.Name) -> [Finding] {
    // Nothing signs the last digest of a copy: of the time that it says it covers only the hour counts that CloudTrail
    // gives each.
    let end = min(digest.end, digest.start.advanced(bySeconds: 3600))
    // A digest comes an hour after the last, and takes some time to come.
    guard !name.isBackfill, until.seconds - end.seconds > 2 * 3600 else { return [] }
    return [
      Finding(
        .chainStopped, end, until,
        "No digest follows: logging or validation is off, or the newest digests are missing.")
    ]
  }

  fileprivate func finding(of log: TrailDigest.Log, _ state: DigestChain.LogState) -> Finding? {
    func found(_ kind: Finding.Kind, _ message: String) -> Finding {
      Finding(kind, digest.start, digest.end, file: log.object, message)
    }
    guard log.hashAlgorithm == "SHA-256" else {
      return found(
        .logChanged,
        "Its digest names the hash algorithm '\(log.hashAlgorithm)', which CloudTrail does not use."
      )
    }
    switch state {
    case .intact: return nil
    case .missing: return found(.logMissing, "The log file is missing.")
    case .moved(let path): return found(.logMoved, "The log file lies at \(path).")
    case .changed: return found(.logChanged, "The log file is not what was delivered.")
    case .unreadable(let problem):
      return found(.logUnreadable, "The log file cannot be read: \(problem.message)")
    }
  }
}
