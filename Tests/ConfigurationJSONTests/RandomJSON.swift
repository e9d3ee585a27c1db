import ConfigurationModel
import PlumblineTestSupport

extension ConfigurationValue {
  /// A random value without elements, at most four levels deep.
  static func random(depth: Int = 4, using random: inout SeededGenerator) -> ConfigurationValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: .null
    case 1: .bool(.random(using: &random))
    case 2: .number(randomNumber(using: &random))
    case 3, 4: .string(randomText(using: &random))
    case 5, 6:
      .list(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
          .random(depth: depth - 1, using: &random)
        })
    default: .object(randomObject(depth: depth, using: &random))
    }
  }

  static func randomObject(
    depth: Int, using random: inout SeededGenerator
  ) -> [String: ConfigurationValue] {
    var fields: [String: ConfigurationValue] = [:]
    for _ in 0..<Int.random(in: 0...20, using: &random) / 3 {
      fields[randomText(using: &random)] = .random(depth: depth - 1, using: &random)
    }
    return fields
  }

  private static func randomNumber(using random: inout SeededGenerator) -> String {
    let digits = (0..<Int.random(in: 1...45, using: &random)).map { _ in
      String(Int.random(in: 0...9, using: &random))
    }
    let power = Int.random(in: -60...60, using: &random)
    return DecimalText.canonical("-1\(digits.joined())e\(power)") ?? "0"
  }

  private static func randomText(using random: inout SeededGenerator) -> String {
    let pieces = [
      "a", "Key", "\"", "\\", "\\\\\"", "{", "]", ",", ":", "\n", "\u{1}", "é", "e\u{301}", "😀",
      " ", "}",
    ]
    let count = Int.random(in: 0...12, using: &random)
    return (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
  }
}

extension Array<UInt8> {
  /// These bytes with a few random changes: bytes replaced, removed, repeated, or the end cut off.
  func mutated(using random: inout SeededGenerator) -> [UInt8] {
    let alphabet = Array(#"{}[]",:\0e-. tn\#n"#.utf8) + [0x80, 0xFF, 0x01]
    var bytes = self
    for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
      let index = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes.remove(at: index)
      case 1: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
      case 2: bytes[index] = alphabet.randomElement(using: &random) ?? 0
      case 3: bytes.insert(contentsOf: bytes[index..<Swift.min(bytes.count, index + 20)], at: index)
      default: bytes.removeSubrange(index...)
      }
    }
    return bytes
  }
}
