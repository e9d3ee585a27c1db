extension AddressBlock: CustomStringConvertible {
  /// CIDR notation, with the length of the prefix always written: `10.0.0.0/8`, `2001:db8::/32`. IPv6
  /// as RFC 5952 section 4 has it: lower case, the longest run of zeros as `::`.
  package var description: String {
    "\(width == 32 ? version4Text : version6Text)/\(prefix)"
  }

  private var version4Text: String {
    [24, 16, 8, 0].map { String(base >> UInt128($0) & 0xFF) }.joined(separator: ".")
  }

  private var version6Text: String {
    let groups = (0..<8).map { base >> UInt128(112 - 16 * $0) & 0xFFFF }
    let texts = groups.map { String($0, radix: 16) }
    guard let zeros = longestRunOfZeros(groups) else { return texts.joined(separator: ":") }
    let head = texts[..<zeros.lowerBound].joined(separator: ":")
    return head + "::" + texts[zeros.upperBound...].joined(separator: ":")
  }

  /// The first of the longest runs of at least two zero groups.
  private func longestRunOfZeros(_ groups: [UInt128]) -> Range<Int>? {
    var best: Range<Int>?
    for start in groups.indices {
      let length = groups[start...].prefix { $0 == 0 }.count
      if length >= 2, length > best?.count ?? 0 { best = start..<(start + length) }
    }
    return best
  }
}
