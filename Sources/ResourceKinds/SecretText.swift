import ConfigurationModel

/// Secrets inside a text that is none itself: the password in a URL (`postgres://app:hunter2@db/`), and what
/// follows a secret's name in its query (`?token=…`) or its parameters (`;password=…`).
enum SecretText {
  /// The text with its secrets replaced; nil where it has none. `token` is given a secret and the name of
  /// its part: `url password`, or `url` and the parameter's name.
  static func replaced(_ text: String, token: (_ secret: String, _ name: String) -> String?)
    -> String?
  {
    let bytes = Array(text.utf8)
    let found = secrets(in: bytes)
    guard !found.isEmpty else { return nil }
    var (new, from, isChanged) = ([UInt8](), 0, false)
    for secret in found {
      new += bytes[from..<secret.range.lowerBound]
      let value = String(decoding: bytes[secret.range], as: UTF8.self)
      let standIn = token(value, secret.name)
      isChanged = isChanged || standIn != nil
      new += Array((standIn ?? value).utf8)
      from = secret.range.upperBound
    }
    return isChanged ? String(decoding: new + bytes[from...], as: UTF8.self) : nil
  }

  /// Whether a text may hold a secret: it has an address with a password or parameters, or it is JSON in
  /// which a secret's name stands. Runs for each text of an export.
  static func mayHoldSecret(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count > 8 else { return false }
    let first = text.first { $0 > 0x20 }
    if first == brace || first == bracket, namesSecret(json: text) {
      return true
    }
    guard address(in: text, from: 0) != nil else { return false }
    return text.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "=") }
  }

  /// Whether any text in quotes is a secret's name.
  private static func namesSecret(json text: UnsafeBufferPointer<UInt8>) -> Bool {
    var start = 0
    for index in text.indices where text[index] == UInt8(ascii: "\"") {
      if SecretNames.contain(UnsafeBufferPointer(rebasing: text[start..<index])) { return true }
      start = index + 1
    }
    return false
  }

  private struct Part {
    let range: Range<Int>
    let name: String
  }

  /// Where secrets stand, in order.
  private static func secrets(in bytes: [UInt8]) -> [Part] {
    var (found, from): ([Part], Int) = ([], 0)
    while let start = address(in: bytes, from: from) {
      let end = bytes[start...].firstIndex(where: isOutside) ?? bytes.count
      found += secrets(inAddress: start..<end, bytes)
      from = end
    }
    return found
  }

  /// What follows the next `://`.
  private static func address<Bytes: RandomAccessCollection<UInt8>>(in bytes: Bytes, from: Int)
    -> Int? where Bytes.Index == Int
  {
    var index = from
    while index + 2 < bytes.endIndex {
      guard bytes[index + 2] == UInt8(ascii: "/") else {
        index += bytes[index + 2] == UInt8(ascii: ":") ? 2 : 3
        continue
      }
      if bytes[index] == UInt8(ascii: ":"), bytes[index + 1] == UInt8(ascii: "/") {
        return index + 3
      }
      index += 1
    }
    return nil
  }

  private static func secrets(inAddress range: Range<Int>, _ bytes: [UInt8]) -> [Part] {
    let authority =
      range.lowerBound..<(bytes[range].firstIndex(where: isAfterHost) ?? range.upperBound)
    var found: [Part] = []
    if let at = bytes[authority].lastIndex(of: UInt8(ascii: "@")),
      let colon = bytes[authority.lowerBound..<at].firstIndex(of: UInt8(ascii: ":"))
    {
      found.append(Part(range: colon + 1..<at, name: "url password"))
    }
    var rest = authority.upperBound
    while rest < range.upperBound {
      let start = rest + 1
      let end = bytes[start..<range.upperBound].firstIndex(where: isSeparator) ?? range.upperBound
      if let equals = bytes[start..<end].firstIndex(of: UInt8(ascii: "=")),
        bytes[start..<equals].withUnsafeBufferPointer(SecretNames.areParameters)
      {
        let name = String(decoding: bytes[start..<equals], as: UTF8.self)
        found.append(Part(range: equals + 1..<end, name: "url \(name)"))
      }
      rest = end
    }
    return found.filter { isGiven(bytes[$0.range]) }
  }

  /// Not where something else is to be put in: `${PASSWORD}`, `{{resolve:…}}`, `<password>`, `***`.
  private static func isGiven(_ value: ArraySlice<UInt8>) -> Bool {
    guard let first = value.first else { return false }
    return !placeholders.contains(first)
  }

  private static func isOutside(_ byte: UInt8) -> Bool {
    byte <= 0x20 || outside.contains(byte)
  }

  private static func isAfterHost(_ byte: UInt8) -> Bool { afterHost.contains(byte) }

  private static func isSeparator(_ byte: UInt8) -> Bool { separators.contains(byte) }

  private static let (brace, bracket): (UInt8, UInt8) = (0x7B, 0x5B)
  private static let placeholders = Array("$%<*".utf8) + [brace]
  private static let outside = Array("\"'<>\\`|".utf8)
  private static let afterHost = Array("/?#;".utf8)
  private static let separators = Array("?&;#/".utf8)
}

extension SecretNames {
  /// Whether a parameter of an address is a secret: signatures are there too, which let whoever has the
  /// address act.
  fileprivate static func areParameters(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    contain(name) || signatures.contains { isSame(name, $0) }
  }

  private static let signatures = ["sig", "signature", "x-amz-signature"]

  /// Whether a name is this one, whatever the case of its letters.
  private static func isSame(_ name: UnsafeBufferPointer<UInt8>, _ other: String) -> Bool {
    guard name.count == other.utf8.count else { return false }
    return zip(name, other.utf8).allSatisfy { one, two in one | 0x20 == two | 0x20 }
  }
}
