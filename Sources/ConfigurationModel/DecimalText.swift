/// Canonical text of JSON numbers, so that `1`, `1.0` and `1e0` are one value and no digit is lost.
package enum DecimalText {
  /// The canonical form of a number written as RFC 8259 section 6 allows, or nil where it is not one.
  ///
  /// Plain digits up to 40 places, otherwise `d.ddde±n`; `-0` is `0`.
  package static func canonical(_ text: String) -> String? {
    guard let parts = Parts(text[...]) else { return nil }
    return parts.text
  }

  private struct Parts {
    var isNegative = false
    var digits: [UInt8] = []
    /// The power of ten that the digits, read as an integer, are multiplied with.
    var exponent = 0

    init?(_ text: Substring) {
      var rest = text.utf8[...]
      isNegative = rest.removePrefix(UInt8(ascii: "-"))
      let whole = rest.removeDigits()
      guard let first = whole.first, whole.count == 1 || first != UInt8(ascii: "0") else {
        return nil
      }
      digits = Array(whole)
      if rest.removePrefix(UInt8(ascii: ".")) {
        let fraction = rest.removeDigits()
        guard !fraction.isEmpty else { return nil }
        digits += fraction
        exponent = -fraction.count
      }
      if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
        rest.removeFirst()
        let isDown = rest.removePrefix(UInt8(ascii: "-"))
        if !isDown { _ = rest.removePrefix(UInt8(ascii: "+")) }
        let power = rest.removeDigits()
        guard !power.isEmpty, power.count < 10,
          let value = Int(String(decoding: power, as: UTF8.self))
        else { return nil }
        exponent += isDown ? -value : value
      }
      guard rest.isEmpty else { return nil }
      strip()
    }

    private mutating func strip() {
      let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
      digits.removeFirst(leading)
      while digits.last == UInt8(ascii: "0") {
        digits.removeLast()
        exponent += 1
      }
      guard digits.isEmpty else { return }
      (isNegative, exponent) = (false, 0)
    }

    var text: String {
      let sign = isNegative ? "-" : ""
      guard !digits.isEmpty else { return "0" }
      let point = digits.count + exponent
      let all = String(decoding: digits, as: UTF8.self)
      switch point {
      case 1...40 where exponent >= 0:
        return sign + all + String(repeating: "0", count: exponent)
      case 1...40:
        let cut = all.index(all.startIndex, offsetBy: point)
        return sign + all[..<cut] + "." + all[cut...]
      case -20...0:
        return sign + "0." + String(repeating: "0", count: -point) + all
      default:
        let fraction = all.dropFirst().isEmpty ? "" : "." + all.dropFirst()
        return "\(sign)\(all.prefix(1))\(fraction)e\(point - 1)"
      }
    }
  }
}

extension Substring.UTF8View {
  fileprivate mutating func removePrefix(_ byte: UInt8) -> Bool {
    guard first == byte else { return false }
    removeFirst()
    return true
  }

  fileprivate mutating func removeDigits() -> Substring.UTF8View {
    let digits = prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    self = self[digits.endIndex...]
    return digits
  }
}
