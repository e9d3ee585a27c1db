/// The first 128 bits of a text's SHA-256 (FIPS 180-4) over its UTF-8 bytes, as 32 lower-case
/// hexadecimal digits: short enough to be copied, long enough that nobody finds two texts with one.
///
/// It stands in paths that people keep in documents, so it must never change. Written out here because
/// the centre imports no library.
package struct TextDigest: Hashable, Sendable, CustomStringConvertible {
  /// The 32 digits.
  package let description: String

  /// Computes the digest of a text.
  package init(of text: String) {
    var state = Self.start
    var block: [UInt8] = []
    block.reserveCapacity(64)
    var count: UInt64 = 0
    let add = { (byte: UInt8) in
      block.append(byte)
      guard block.count == 64 else { return }
      Self.mix(block, into: &state)
      block.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      add(byte)
      count += 8
    }
    add(0x80)
    while block.count != 56 { add(0) }
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      add(UInt8(truncatingIfNeeded: count >> shift))
    }
    description = state.prefix(4).map(Self.hex).joined()
  }

  /// Whether a text is written as digests are.
  package static func isDigest(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 32
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  private static func hex(_ word: UInt32) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  private static func mix(_ block: [UInt8], into state: inout [UInt32]) {
    var words = stride(from: 0, to: 64, by: 4).map { at in
      block[at..<(at + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for at in 16..<64 {
      let (far, near) = (words[at - 15], words[at - 2])
      let low = far.turned(7) ^ far.turned(18) ^ far >> 3
      let high = near.turned(17) ^ near.turned(19) ^ near >> 10
      words.append(words[at - 16] &+ low &+ words[at - 7] &+ high)
    }
    var now = state
    for at in 0..<64 {
      let sum = now[4].turned(6) ^ now[4].turned(11) ^ now[4].turned(25)
      let choice = now[4] & now[5] ^ ~now[4] & now[6]
      let first = now[7] &+ sum &+ choice &+ constants[at] &+ words[at]
      let other = now[0].turned(2) ^ now[0].turned(13) ^ now[0].turned(22)
      let majority = now[0] & now[1] ^ now[0] & now[2] ^ now[1] & now[2]
      now = [
        first &+ other &+ majority, now[0], now[1], now[2], now[3] &+ first, now[4], now[5], now[6],
      ]
    }
    for at in 0..<8 { state[at] &+= now[at] }
  }

  private static let start: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}

extension UInt32 {
  /// Turned to the right by so many bits.
  fileprivate func turned(_ bits: UInt32) -> UInt32 { self >> bits | self << (32 - bits) }
}
