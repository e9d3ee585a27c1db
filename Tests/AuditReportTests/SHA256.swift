/// SHA-256 (FIPS 180-4), so that the tests of a module without cryptography need none.
func sha256(_ message: [UInt8]) -> [UInt8] {
  var hash = primes.prefix(8).map { fraction($0.squareRoot()) }
  let constants = primes.map { fraction(cubeRoot($0)) }
  for block in padded(message) {
    var words = block
    for index in 16..<64 {
      let (before, last) = (words[index - 15], words[index - 2])
      let small = rotated(before, 7) ^ rotated(before, 18) ^ (before >> 3)
      let large = rotated(last, 17) ^ rotated(last, 19) ^ (last >> 10)
      words.append(words[index - 16] &+ small &+ words[index - 7] &+ large)
    }
    var state = hash
    for index in 0..<64 {
      let (a, e) = (state[0], state[4])
      let choice = (e & state[5]) ^ (~e & state[6])
      let turned = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let first: UInt32 = state[7] &+ turned &+ choice &+ constants[index] &+ words[index]
      let majority = (a & state[1]) ^ (a & state[2]) ^ (state[1] & state[2])
      let second: UInt32 = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
      state.removeLast()
      state[3] = state[3] &+ first
      state.insert(first &+ second, at: 0)
    }
    hash = zip(hash, state).map { $0 &+ $1 }
  }
  return hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
}

/// RFC 4648 section 4.
func base64(_ bytes: [UInt8]) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  return stride(from: 0, to: bytes.count, by: 3).map { start in
    let part = bytes[start..<min(start + 3, bytes.count)].map(Int.init)
    let number: Int = (part + [0, 0]).prefix(3).reduce(0) { sum, byte in sum << 8 | byte }
    let text = [18, 12, 6, 0].map { shift -> Character in alphabet[(number >> shift) & 63] }
    return String(text.prefix(part.count + 1)) + String(repeating: "=", count: 3 - part.count)
  }.joined()
}

private let primes: [Double] = (2...311).filter { number in
  !(2..<number).contains { number % $0 == 0 }
}.map(Double.init)

private func fraction(_ number: Double) -> UInt32 {
  UInt32((number - number.rounded(.down)) * 4_294_967_296)
}

private func cubeRoot(_ number: Double) -> Double {
  var root = number / 3 + 1
  for _ in 0..<60 {
    let square = root * root
    root -= (square * root - number) / (3 * square)
  }
  return root
}

private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word >> count | word << (32 - count)
}

private func padded(_ message: [UInt8]) -> [[UInt32]] {
  let length = UInt64(message.count) * 8
  let zeros = (119 - message.count % 64) % 64
  let ending = (0..<8).map { index in UInt8(truncatingIfNeeded: length >> (56 - 8 * index)) }
  let bytes: [UInt8] = message + [0x80] + Array(repeating: UInt8(0), count: zeros) + ending
  var words: [UInt32] = []
  for (index, byte) in bytes.enumerated() {
    if index % 4 == 0 { words.append(0) }
    words[index / 4] = words[index / 4] << 8 | UInt32(byte)
  }
  var blocks: [[UInt32]] = []
  for start in stride(from: 0, to: words.count, by: 16) {
    blocks.append(Array(words[start..<start + 16]))
  }
  return blocks
}
