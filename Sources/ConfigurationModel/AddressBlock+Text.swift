extension AddressBlock: CustomStringConvertible {
  /// CIDR notation with the prefix always written; IPv6 as RFC 5952 section 4 recommends: lower
  /// case, no leading zeros, the first of the longest runs of zero groups as `::`.
  package var description: String {
    "\(width == 32 ? version4Text : version6Text)/\(prefix)"
  }

  private var version4Text: String {
    let address = UInt32(truncatingIfNeeded: base)
    return "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
  }

  private var version6Text: String {
    let groups = stride(from: width - 16, through: 0, by: -16).map {
      (base >> UInt128($0)) & 0xFFFF
    }
    let texts = groups.map { String($0, radix: 16) }
    guard let gap = longestZeroRun(in: groups) else { return texts.joined(separator: ":") }
    let head = texts[..<gap.lowerBound].joined(separator: ":")
    return head + "::" + texts[gap.upperBound...].joined(separator: ":")
  }
}

/// The first of the longest runs of at least two zeros: RFC 5952 section 4.2 shortens no single one.
private func longestZeroRun(in groups: [UInt128]) -> Range<Int>? {
  var longest = 0..<1
  var start = 0
  for (index, group) in groups.enumerated() {
    if group != 0 {
      start = index + 1
    } else if index + 1 - start > longest.count {
      longest = start..<(index + 1)
    }
  }
  return longest.count > 1 ? longest : nil
}
