/// A decimal number, compared exactly: an id of 19 digits is not rounded.
struct FilterNumber: Hashable, Sendable {
  private let isNegative: Bool
  /// The first and the last are no zero; none for zero itself.
  private let digits: [UInt8]
  /// How many digits stand before the point; negative where zeros follow it.
  private let point: Int

  /// An integer or a decimal with an optional sign, or either followed by `e` and an integer with an optional sign; nil
  /// for every other text.
  init?(_ text: String) {
    var rest = text.utf8[...]
    let isNegative = rest.first == UInt8(ascii: "-")
    rest.removeSign()
    let whole = rest.removeDigits()
    guard !whole.isEmpty else { return nil }
    var fraction: [UInt8] = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = rest.removeDigits()
      guard !fraction.isEmpty else { return nil }
    }
    guard let power = rest.removePower(), rest.isEmpty else { return nil }
    let zero = UInt8(ascii: "0")
    let all = whole + fraction
    let significant = all.drop { $0 == zero }
    digits = Array(significant.reversed().drop { $0 == zero }.reversed())
    self.isNegative = isNegative && !digits.isEmpty
    point = digits.isEmpty ? 0 : whole.count - (all.count - significant.count) + power
  }
}

extension FilterNumber: Comparable {
  static func < (left: FilterNumber, right: FilterNumber) -> Bool {
    switch (left.isNegative, right.isNegative) {
    case (true, false): true
    case (false, true): false
    case (false, false): left.isSmaller(than: right)
    case (true, true): right.isSmaller(than: left)
    }
  }

  /// Without the signs.
  private func isSmaller(than other: FilterNumber) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    if point != other.point { return point < other.point }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}

extension Substring.UTF8View {
  fileprivate mutating func removeSign() {
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") { removeFirst() }
  }

  fileprivate mutating func removeDigits() -> [UInt8] {
    let digits = prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    self = self[digits.endIndex...]
    return Array(digits)
  }

  /// The power of ten after an `e`; 0 where there is none, nil where it is no number of at most nine digits.
  fileprivate mutating func removePower() -> Int? {
    guard first == UInt8(ascii: "e") else { return 0 }
    removeFirst()
    let isDown = first == UInt8(ascii: "-")
    removeSign()
    let digits = removeDigits()
    guard !digits.isEmpty, digits.count < 10,
      let power = Int(String(decoding: digits, as: UTF8.self))
    else { return nil }
    return isDown ? -power : power
  }
}
