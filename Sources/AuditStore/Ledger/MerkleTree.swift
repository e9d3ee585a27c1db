import Crypto
import Foundation

/// A Merkle tree as RFC 6962, section 2.1, has it, kept as the roots of the full trees that it is made
/// of: a leaf more costs as many hashes as the tree is high.
struct MerkleTree: Hashable, Sendable {
  /// The number of leaves.
  private(set) var size: Int
  /// The roots of the full trees, the largest first: one for each bit of the size.
  private(set) var peaks: [Data]

  /// A tree without leaves.
  init() {
    size = 0
    peaks = []
  }

  /// A tree as it is stored; nil where size and peaks do not fit each other.
  init?(size: Int, peaks: Data) {
    guard size >= 0, peaks.count == size.nonzeroBitCount * 32 else { return nil }
    self.size = size
    self.peaks = stride(from: 0, to: peaks.count, by: 32).map { start in
      Data(peaks.dropFirst(start).prefix(32))
    }
  }

  /// Adds a leaf of this content.
  mutating func append(_ content: Data) {
    var node = Self.hash([0], content)
    var rest = size
    while rest & 1 == 1, let left = peaks.popLast() {
      node = Self.hash([1], left, node)
      rest >>= 1
    }
    peaks.append(node)
    size += 1
  }

  /// The root; of no leaves, the SHA-256 of nothing.
  var root: Data {
    guard var root = peaks.last else { return Self.hash([]) }
    for peak in peaks.dropLast().reversed() { root = Self.hash([1], peak, root) }
    return root
  }

  /// The root in hexadecimal digits.
  var rootText: String {
    root.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  private static func hash(_ prefix: [UInt8], _ parts: Data...) -> Data {
    var hasher = SHA256()
    hasher.update(data: prefix)
    for part in parts { hasher.update(data: part) }
    return Data(hasher.finalize())
  }
}
