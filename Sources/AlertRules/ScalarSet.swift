/// Which characters one place of a regular expression takes.
struct ScalarSet: Hashable, Sendable {
  private let ranges: [ClosedRange<UInt32>]

  private init(_ ranges: [ClosedRange<UInt32>]) { self.ranges = ranges }

  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  init(_ range: ClosedRange<Unicode.Scalar>) {
    ranges = [range.lowerBound.value...range.upperBound.value]
  }

  init(union sets: [ScalarSet]) { ranges = sets.flatMap(\.ranges) }

  /// `.`: any character but one that ends a line.
  static let any = ScalarSet([10...10, 13...13, 0x85...0x85, 0x2028...0x2029]).inverted

  /// What `\d`, `\D`, `\s`, `\S`, `\w` and `\W` stand for, by the letter; nil for every other letter.
  static func named(_ letter: Unicode.Scalar) -> ScalarSet? {
    switch letter {
    case "d": ScalarSet("0"..."9")
    case "D": ScalarSet("0"..."9").inverted
    case "s": ScalarSet([9...13, 32...32])
    case "S": ScalarSet([9...13, 32...32]).inverted
    case "w": word
    case "W": word.inverted
    default: nil
    }
  }

  private static let word = ScalarSet(
    union: ["0"..."9", "A"..."Z", "a"..."z", "_"..."_"].map(ScalarSet.init))

  /// Every other character.
  var inverted: ScalarSet {
    var (next, found): (UInt32, [ClosedRange<UInt32>]) = (0, [])
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { found.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    if next <= 0x10FFFF { found.append(next...0x10FFFF) }
    return ScalarSet(found)
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) }
  }
}
