/// Names that say that their value is a secret, however they are spelled: `MasterUserPassword`,
/// `db-password`, `DB PASSWORD`, `x-api-key`, `passwords`, `password2`. Compared in lower case, letters and
/// digits only; the name may have words before and a number behind.
package enum SecretNames {
  /// As Documentation/Sources.md lists them.
  private static let endings: [[UInt8]] = [
    "password", "passwd", "pwd", "passphrase", "psk", "presharedkey", "privatekey", "secretkey",
    "apikey", "secret", "secretaccesskey", "secretstring", "secretbinary", "clientsecret",
    "authtoken", "accesstoken", "oauthtoken", "sessiontoken", "refreshtoken", "securitytoken",
    "bearertoken", "connectionstring", "securestring", "passwords", "passphrases", "privatekeys",
    "secretkeys", "apikeys", "accesstokens", "authtokens", "connectionstrings",
  ].map { Array($0.utf8) }

  /// Those that say so alone only: with words before they are of something else, as paging's NextToken is.
  /// `sensitive` is what AWS's service models mark so, one a line.
  private static let whole: [[UInt8]] =
    (["token", "tokens"] + sensitive.split(separator: "\n").map(String.init)).map {
      Array($0.utf8)
    }

  /// The last two letters of each ending, by the first of them: 26 bits, one a letter.
  private static let lastPairs: [UInt32] = {
    var pairs = [UInt32](repeating: 0, count: 26)
    for ending in endings + whole {
      let (before, last) = (ending[ending.count - 2], ending[ending.count - 1])
      pairs[Int(before - 0x61)] |= 1 << UInt32(last - 0x61)
    }
    return pairs
  }()

  /// Whether a name says so, in UTF-8. Longer ones than 256 bytes are sentences; a tag's key may have 128
  /// characters.
  package static func contain(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    // Nearly every name ends in other letters, and is not looked at further: this runs for each
    // text of an export.
    guard name.count > 2, name.count <= 256 else { return false }
    var last: UInt8?
    for byte in name.reversed() {
      guard let letter = folded(byte) else { continue }
      guard letter >= 0x61 else {
        // A number behind the name.
        guard last == nil else { return false }
        continue
      }
      guard let after = last else {
        last = letter
        continue
      }
      guard lastPairs[Int(letter - 0x61)] & 1 << UInt32(after - 0x61) != 0 else { return false }
      let folded = name.compactMap(folded)
      let text = folded[..<(folded.lastIndex { $0 >= 0x61 }.map { $0 + 1 } ?? 0)]
      return endings.contains { text.suffix($0.count).elementsEqual($0) }
        || whole.contains { text.elementsEqual($0) }
    }
    return false
  }

  /// Whether a text of a document is such a name, or may hold a secret itself.
  package static func concern(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    contain(text) || isOfEnvironment(text) || SecretText.mayHoldSecret(text)
  }

  // Elastic Beanstalk's options with this namespace are environment variables (Elastic Beanstalk Developer Guide, "General
  // options for all environments").
  private static let environment = Array("aws:elasticbeanstalk:application:environment".utf8)

  /// Whether a text says that what stands beside it is an environment variable.
  static func isOfEnvironment(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count == environment.count && text.elementsEqual(environment)
  }

  /// Whether a name says that what stands under it is secret.
  package static func contain(_ name: String) -> Bool {
    var name = name
    return name.withUTF8 { contain($0) }
  }

  private static func folded(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x41...0x5A: byte + 0x20
    case 0x61...0x7A, 0x30...0x39: byte
    default: nil
    }
  }
}
