import Foundation

/// The sum of the keyed digests of some rows, modulo 2^256: the same in any order, and each row can be
/// taken away again. Without the key nobody can make other rows of the same sum (MSet-Add-Hash; Clarke
/// et al., "Incremental Multiset Hash Functions", ASIACRYPT 2003).
struct RowSum: Hashable, Sendable {
  private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// The sum of no rows.
  init() {}

  init(_ digest: Digest) {
    words = digest.withBytes { bytes in
      func word(_ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
      }
      return (word(0), word(1), word(2), word(3))
    }
  }

  static func += (left: inout RowSum, right: RowSum) {
    var carry = false
    func add(_ left: UInt64, _ right: UInt64) -> UInt64 {
      let (sum, isOver) = left.addingReportingOverflow(right)
      let (result, isOverAgain) = sum.addingReportingOverflow(carry ? 1 : 0)
      carry = isOver || isOverAgain
      return result
    }
    left.words.0 = add(left.words.0, right.words.0)
    left.words.1 = add(left.words.1, right.words.1)
    left.words.2 = add(left.words.2, right.words.2)
    left.words.3 = add(left.words.3, right.words.3)
  }

  static func -= (left: inout RowSum, right: RowSum) {
    var negative = RowSum()
    negative.words = (~right.words.0, ~right.words.1, ~right.words.2, ~right.words.3)
    left += negative
    left += RowSum(one: ())
  }

  private init(one: Void) { words = (1, 0, 0, 0) }

  /// The 32 bytes, as stored.
  var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }
  }

  var data: Data { Data(bytes) }

  static func == (left: RowSum, right: RowSum) -> Bool { left.words == right.words }

  func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension RowSum {
  /// Reads a stored sum; nil where it is not 32 bytes.
  init?(stored data: Data) {
    guard let digest = data.withUnsafeBytes({ Digest(stored: $0) }) else { return nil }
    self.init(digest)
  }
}
