/// A block of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, RFC 4291). Host bits are cleared,
/// as AWS does.
package struct AddressBlock: Hashable, Sendable {
  /// 32 for IPv4, 128 for IPv6.
  package let width: Int
  /// The length of the prefix in bits, at most `width`.
  package let prefix: Int
  /// The first address, right-aligned, host bits zero.
  package let base: UInt128

  /// Parses `10.0.0.0/8`, `2001:db8::/32`, or one address without a length; nil for anything else. Zeros
  /// before other digits are read as octal by some and as decimal by others (RFC 6943, section 3.1.1): nil.
  package init?(parsing text: String) {
    let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
    let address = text[..<(slash ?? text.endIndex)]
    let parsed = Self.version4(address).map { (32, $0) } ?? Self.version6(address).map { (128, $0) }
    guard let (width, value) = parsed else { return nil }
    var prefix = width
    if let slash {
      let digits = text[text.utf8.index(after: slash)...]
      guard digits.utf8.count <= 3, digits.utf8.allSatisfy(\.isASCIIDigit),
        let length = Int(digits), String(length) == digits, length <= width
      else { return nil }
      prefix = length
    }
    self.width = width
    self.prefix = prefix
    base = prefix == 0 ? 0 : (value >> UInt128(width - prefix)) << UInt128(width - prefix)
  }

  /// Whether every address of the other block is in this one.
  package func contains(_ other: AddressBlock) -> Bool {
    guard width == other.width, prefix <= other.prefix else { return false }
    let host = UInt128(width - prefix)
    return host == 128 || base >> host == other.base >> host
  }

  /// Whether the block is every address there is.
  package var isEverything: Bool { prefix == 0 }

  // Asked of every source of every rule: it looks at bytes.
  private static func version4(_ text: Substring) -> UInt128? {
    var (value, dots, number) = (UInt128(0), 0, Int?.none)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let next = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        guard number != 0, next <= 255 else { return nil }
        number = next
      case UInt8(ascii: "."):
        guard let known = number, dots < 3 else { return nil }
        (value, dots, number) = (value << 8 | UInt128(known), dots + 1, nil)
      default: return nil
      }
    }
    guard let number, dots == 3 else { return nil }
    return value << 8 | UInt128(number)
  }

  private static func version6(_ text: Substring) -> UInt128? {
    guard text.utf8.contains(UInt8(ascii: ":")) else { return nil }
    var text = text
    if let tail = text.split(separator: ":").last, tail.contains(".") {
      guard let low = version4(tail) else { return nil }
      let groups = [low >> 16, low & 0xFFFF].map { String($0, radix: 16) }
      text = text.dropLast(tail.count) + groups.joined(separator: ":")
    }
    let halves = text.gap.map { [text[..<$0], text[text.index($0, offsetBy: 2)...]] } ?? [text]
    guard halves.allSatisfy({ $0.gap == nil }) else { return nil }
    let groups = halves.map {
      $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false)
    }
    let count = groups.reduce(0) { $0 + $1.count }
    guard halves.count == 2 ? count <= 7 : count == 8 else { return nil }
    let zeros = Array(repeating: Substring("0"), count: 8 - count)
    let all = halves.count == 2 ? groups[0] + zeros + groups[1] : groups[0]
    return all.reduce(UInt128?.some(0)) { value, group in
      guard let value, (1...4).contains(group.count), group.allSatisfy(\.isHexDigit),
        let number = UInt16(group, radix: 16)
      else { return nil }
      return value << 16 | UInt128(number)
    }
  }
}

extension Substring {
  /// Where the `::` of an IPv6 address stands.
  fileprivate var gap: Index? {
    indices.first { self[$0...].hasPrefix("::") }
  }
}

extension UInt8 {
  fileprivate var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
