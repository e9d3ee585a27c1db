extension String {
  /// A JSON text with every escaped pair of surrogates (`\\ud83d\\ude00`, RFC 8259 section 7) as the
  /// character it stands for, because YAML knows no such pairs; any other text as it is.
  var joiningSurrogates: String {
    guard let first = first(where: { !$0.isWhitespace }), first == "{" || first == "[",
      utf8.contains(UInt8(ascii: "\\"))
    else { return self }
    var text = String.UnicodeScalarView()
    var rest = unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      if let pair = rest.surrogatePair {
        text.append(pair)
        rest = rest.dropFirst(11)
      } else {
        text.append(scalar)
        if let escaped = rest.popFirst() { text.append(escaped) }
      }
    }
    return String(text)
  }
}

extension Substring.UnicodeScalarView {
  /// The character of `ud83d\\ude00` at the start, the first `\\` being read already.
  fileprivate var surrogatePair: Unicode.Scalar? {
    guard let high = unit, (0xD800...0xDBFF).contains(high) else { return nil }
    let next = dropFirst(5)
    guard next.first == "\\", let low = next.dropFirst().unit, (0xDC00...0xDFFF).contains(low)
    else {
      return nil
    }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
  }

  /// The number of `uXXXX` at the start.
  private var unit: UInt32? {
    let digits = dropFirst().prefix(4)
    guard first == "u", digits.count == 4, digits.allSatisfy(\.properties.isASCIIHexDigit) else {
      return nil
    }
    return UInt32(String(digits), radix: 16)
  }
}
