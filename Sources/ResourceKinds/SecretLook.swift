/// Why a text that no name calls a secret looks like one.
package struct SecretLook: Hashable, Sendable {
  /// What it looks like: `AWS access key`, `random text`.
  package let reason: String
  /// What may be shown of it: what it begins with, and how long it is.
  package let sample: String
}

extension SecretLook {
  /// What a text looks like that stands under a name; nil where it looks like no secret. Of several secrets
  /// in one text the first is told.
  ///
  /// - Parameter name: The last name on the way to it, such as a field's; nil for what is a name itself, of
  ///   which only what providers mark is told.
  package static func of(_ text: String, under name: String?) -> SecretLook? {
    // RFC 7468, section 10 and 11.
    if text.contains("-----BEGIN "), text.contains("PRIVATE KEY-----") {
      return SecretLook(reason: "private key", sample: "-----BEGIN …")
    }
    for word in text.utf8.split(whereSeparator: { !isOfWord($0) }) {
      let word = String(decoding: word, as: UTF8.self)
      if let look = marked(word) { return look }
    }
    guard let name, text.utf8.count <= 512, !sayNoSecret(name) else { return nil }
    return random(text, under: name)
  }

  /// What providers begin their secrets with, so that they can be found (GitHub Docs, "About
  /// authentication to GitHub"; IAM User Guide, "IAM identifiers"; Slack, "Token types"; and so on), and how
  /// long they are at least.
  private static let marks: [(prefix: String, length: Int, reason: String)] = [
    ("AKIA", 20, "AWS access key"), ("ASIA", 20, "AWS access key"),
    ("ghp_", 36, "GitHub token"), ("gho_", 36, "GitHub token"), ("ghu_", 36, "GitHub token"),
    ("ghs_", 36, "GitHub token"), ("ghr_", 36, "GitHub token"),
    ("github_pat_", 40, "GitHub token"), ("glpat-", 20, "GitLab token"),
    ("xoxb-", 20, "Slack token"), ("xoxp-", 20, "Slack token"), ("xoxa-", 20, "Slack token"),
    ("xoxr-", 20, "Slack token"), ("xoxs-", 20, "Slack token"), ("xapp-", 20, "Slack token"),
    ("sk_live_", 20, "Stripe key"), ("rk_live_", 20, "Stripe key"), ("whsec_", 20, "Stripe key"),
    ("AIza", 39, "Google API key"), ("ya29.", 30, "Google token"), ("npm_", 36, "npm token"),
    ("pypi-AgE", 40, "PyPI token"), ("SG.", 50, "SendGrid key"), ("hvs.", 24, "Vault token"),
    ("dop_v1_", 60, "DigitalOcean token"), ("hf_", 34, "Hugging Face token"),
    ("sk-ant-", 40, "Anthropic key"), ("sk-proj-", 40, "OpenAI key"),
    ("dckr_pat_", 27, "Docker token"), ("shpat_", 38, "Shopify token"),
    ("PMAK-", 40, "Postman key"), ("AGE-SECRET-KEY-1", 60, "age key"),
  ]

  private static func marked(_ word: String) -> SecretLook? {
    let length = word.utf8.count
    if let mark = marks.first(where: { length >= $0.length && word.hasPrefix($0.prefix) }) {
      // An access key's letters are those of base 32, and no longer word begins so.
      guard !mark.reason.hasPrefix("AWS") || length == 20 && word.utf8.allSatisfy(isOfBase32) else {
        return nil
      }
      return SecretLook(reason: mark.reason, sample: shown(mark.prefix, length))
    }
    // RFC 7519: three parts in base64url, the first two of which are objects.
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].hasPrefix("eyJ"), parts[1].hasPrefix("eyJ") else { return nil }
    return SecretLook(reason: "JSON web token", sample: shown("eyJ", length))
  }

  /// Texts that nobody wrote by hand: letters of both cases and digits in no order, or hexadecimal digits
  /// under a name that speaks of a key.
  private static func random(_ text: String, under name: String) -> SecretLook? {
    let bytes = Array(text.utf8)
    guard (20...256).contains(bytes.count), bytes.allSatisfy(isOfBase64) else { return nil }
    let isHex = bytes.allSatisfy(isHexDigit)
    let classes = [0x30...0x39, 0x41...0x5A, 0x61...0x7A].count { (range: ClosedRange<UInt8>) in
      bytes.contains(where: range.contains)
    }
    let wanted = isHex ? 3.0 : 4.0
    guard isHex ? bytes.count >= 32 && speakOfKeys(name) : classes == 3 && isShuffled(bytes),
      entropy(of: bytes) >= wanted
    else { return nil }
    return SecretLook(reason: "random text", sample: shown("", bytes.count))
  }

  /// Whether letters of both cases and digits follow one another in no order: of two neighbours in random
  /// text 62 in a hundred are of different kinds, in names made of words far fewer.
  private static func isShuffled(_ bytes: [UInt8]) -> Bool {
    let changes = zip(bytes, bytes.dropFirst()).count { kind(of: $0) != kind(of: $1) }
    return changes * 20 >= (bytes.count - 1) * 9
  }

  private static func kind(of byte: UInt8) -> Int {
    switch byte {
    case 0x30...0x39: 0
    case 0x41...0x5A: 1
    case 0x61...0x7A: 2
    default: 3
    }
  }

  /// Shannon's, in bits a byte.
  private static func entropy(of bytes: [UInt8]) -> Double {
    var counts = [Int](repeating: 0, count: 256)
    for byte in bytes { counts[Int(byte)] += 1 }
    return counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(bytes.count)
      return sum - share * logarithm(share)
    }
  }

  /// Of base 2, of a share between 0 and 1: without Foundation, by squaring.
  private static func logarithm(_ share: Double) -> Double {
    var (value, exponent) = (share.significand, Double(share.exponent))
    var bit = 0.5
    for _ in 0..<20 {
      value *= value
      if value >= 2 { (value, exponent) = (value / 2, exponent + bit) }
      bit /= 2
    }
    return exponent
  }

  private static func shown(_ prefix: String, _ length: Int) -> String {
    "\(prefix)… (\(length) characters)"
  }

  /// Names of what is random and no secret: ids, digests, public halves, places in lists.
  private static func sayNoSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return [
      "id", "ids", "arn", "arns", "sha256", "digest", "hash", "etag", "md5", "checksum",
      "fingerprint", "thumbprint", "thumbprints", "marker", "version", "versionid", "publickey",
      "certificate", "certificatechain", "certificatebody", "nexttoken", "uniqueid", "uri", "url",
      "endpoint", "domainname", "name", "callerreference", "clienttoken", "clientrequesttoken",
      "idempotencytoken", "signature", "revision", "image", "prefix", "id-2", "path", "ref",
      "getatt", "dependson", "sequencetoken",
    ].contains { name.hasSuffix($0) }
  }

  private static func speakOfKeys(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["key", "token", "auth", "cred", "pass", "secret", "salt", "pin"]
      .contains { name.contains($0) }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    isOfBase32(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      || byte == 0x2D || byte == 0x2E || byte == 0x5F
  }

  private static func isOfBase32(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x32...0x37).contains(byte)
  }

  private static func isOfBase64(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      || [0x2B, 0x2D, 0x2F, 0x3D, 0x5F].contains(byte)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}
