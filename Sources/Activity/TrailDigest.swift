package import ConfigurationModel

/// A digest file of CloudTrail: which log files it delivered in an hour, and what each of them is (AWS CloudTrail User
/// Guide, "CloudTrail digest file structure").
package struct TrailDigest: Hashable, Sendable {
  /// A log file that a digest names.
  package struct Log: Hashable, Sendable {
    /// The log file's key in its bucket.
    package let object: String
    /// The SHA-256 of the file when it is not compressed, in hexadecimal.
    package let hash: String
    /// The algorithm of the hash; CloudTrail writes `SHA-256`.
    package let hashAlgorithm: String

    /// What its key ends in.
    package var fileName: String { object.fileName }
  }

  /// The digest before, as this one has it.
  package struct Previous: Hashable, Sendable {
    /// The key of that digest in its bucket.
    package let object: String
    /// The SHA-256 of the digest when it is not compressed, in hexadecimal.
    package let hash: String
    /// Its signature, in hexadecimal. S3 keeps it beside the file, where a copy of the file loses it.
    package let signature: String
  }

  /// The account that the digest says it is of.
  package let account: String
  /// The beginning of the hour that it covers.
  package let start: Timestamp
  /// The end of that hour.
  package let end: Timestamp
  /// The end as the file writes it: the signature is over that.
  package let endText: String
  /// The bucket that it says it was delivered to.
  package let bucket: String
  /// The key that it says it was delivered under.
  package let object: String
  /// Names the public key of its signature.
  package let fingerprint: String
  /// The algorithm of its signature; CloudTrail writes `SHA256withRSA`.
  package let signatureAlgorithm: String
  /// Nil for the digest that a chain starts with.
  package let previous: Previous?
  /// The log files that were delivered in the hour; empty where nothing happened.
  package let logs: [Log]

  /// Reads a digest. Throws `invalid-digest`, which names the field, where it lacks what every digest has.
  package init(_ value: ConfigurationValue) throws(Problem) {
    account = try value.text("awsAccountId")
    (start, _) = try value.moment("digestStartTime")
    (end, endText) = try value.moment("digestEndTime")
    bucket = try value.text("digestS3Bucket")
    object = try value.text("digestS3Object")
    fingerprint = try value.text("digestPublicKeyFingerprint")
    signatureAlgorithm = try value.text("digestSignatureAlgorithm")
    previous = try Previous(of: value)
    var logs: [Log] = []
    for log in value["logFiles"]?.members ?? [] { logs.append(try Log(log)) }
    self.logs = logs
  }

  /// Whether nothing in the digest says that it was delivered under another name than this.
  package func mayBeNamed(_ name: TrailFileName) -> Bool {
    let delivered = TrailFileName(object.fileName)
    return account == name.account && delivered.map { $0 == name } ?? true
  }

  /// What the signature is over (AWS CloudTrail User Guide, "Custom implementations of CloudTrail log file integrity
  /// validation"): four lines without a last newline.
  ///
  /// - Parameter hash: The SHA-256 of the digest when it is not compressed, in hexadecimal.
  package func signedText(hash: String) -> String {
    [endText, "\(bucket)/\(object)", hash, previous?.signature ?? "null"].joined(separator: "\n")
  }
}

extension TrailDigest.Previous {
  fileprivate init?(of value: ConfigurationValue) throws(Problem) {
    guard let object = value["previousDigestS3Object"], object != .null else { return nil }
    self.object = try value.text("previousDigestS3Object")
    hash = try value.text("previousDigestHashValue").lowercased()
    signature = try value.text("previousDigestSignature")
  }
}

extension TrailDigest.Log {
  fileprivate init(_ value: ConfigurationValue) throws(Problem) {
    object = try value.text("s3Object")
    hash = try value.text("hashValue").lowercased()
    hashAlgorithm = try value.text("hashAlgorithm")
  }
}

extension ConfigurationValue {
  fileprivate func text(_ field: String) throws(Problem) -> String {
    guard let text = self[field]?.string, !text.isEmpty else {
      throw .invalidDigest(field, "is missing")
    }
    return text
  }

  fileprivate func moment(_ field: String) throws(Problem) -> (Timestamp, String) {
    let text = try text(field)
    guard let moment = Timestamp(parsing: text) else { throw .invalidDigest(field, "is no time") }
    return (moment, text)
  }
}

/// What the name of a file of a trail says (AWS CloudTrail User Guide, "Finding your CloudTrail log files").
package struct TrailFileName: Hashable, Sendable {
  /// What the file is.
  package enum Kind: Hashable, Sendable {
    case log
    /// `homeRegion` is the trail's. A backfill lists logs that came after their hour's digest.
    case digest(trail: String, homeRegion: String, isBackfill: Bool)
  }

  /// The 12-digit account.
  package let account: String
  /// The region that the file is of.
  package let region: String
  /// Of a log the minute at which it was delivered, of a digest the end of its hour.
  package let moment: Timestamp
  /// What the file is.
  package let kind: Kind

  /// Reads `111122223333_CloudTrail_eu-west-1_20261120T1005Z_0123456789abcdef.json.gz` and
  /// `111122223333_CloudTrail-Digest_eu-west-1_TRAIL_eu-west-1_20261120T110000Z.json.gz`; nil for every other name.
  package init?(_ name: String) {
    let base = name.hasSuffix(".gz") ? name.dropLast(3) : name[...]
    guard base.hasSuffix(".json") else { return nil }
    var parts = base.dropLast(5).split(separator: "_", omittingEmptySubsequences: false).map(
      String.init)
    let isBackfill = parts.last == "backfill"
    if isBackfill { parts.removeLast() }
    guard parts.count >= 5, parts[0].isAWSAccount, parts[2].isAWSRegion else { return nil }
    (account, region) = (parts[0], parts[2])
    switch parts[1] {
    case "CloudTrail":
      guard parts.count == 5, let moment = Timestamp(compact: parts[3]) else { return nil }
      (kind, self.moment) = (.log, moment)
    case "CloudTrail-Digest":
      // A trail's name may hold the mark between the parts.
      guard parts.count >= 6, let moment = Timestamp(compact: parts[parts.count - 1]) else {
        return nil
      }
      let trail = parts[3..<(parts.count - 2)].joined(separator: "_")
      let home = parts[parts.count - 2]
      (kind, self.moment) = (
        .digest(trail: trail, homeRegion: home, isBackfill: isBackfill), moment
      )
    default: return nil
    }
  }
}

extension Timestamp {
  /// Reads `20261120T1005Z` and `20261120T110000Z`.
  fileprivate init?(compact text: String) {
    let all = Array(text).map(String.init)
    guard [14, 16].contains(all.count), all[8] == "T", all.last == "Z" else { return nil }
    let seconds = all.count == 16 ? all[13..<15].joined() : "00"
    let date = [all[0..<4], all[4..<6], all[6..<8]].map { $0.joined() }.joined(separator: "-")
    let clock = [all[9..<11].joined(), all[11..<13].joined(), seconds].joined(separator: ":")
    self.init(parsing: "\(date)T\(clock)Z")
  }
}

extension Problem {
  fileprivate static func invalidDigest(_ field: String, _ what: String) -> Problem {
    Problem(
      "invalid-digest", "The field '\(field)' of a digest \(what).",
      hint: "Copy the file from S3 again. If it is the same there, somebody forged it.")
  }
}
