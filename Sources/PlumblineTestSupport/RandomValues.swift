package import ConfigurationModel

extension ConfigurationValue {
  /// A random value of every shape, at most `depth` deep, over few keys and scalars so that two of
  /// them share much.
  package static func random(depth: Int, using random: inout SeededGenerator) -> ConfigurationValue
  {
    let shapes = depth > 0 ? 8 : 4
    switch Int.random(in: 0..<shapes, using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2: return .number(String(Int.random(in: -3...3, using: &random)))
    case 3:
      return .string(["", "a", "b", "\u{e9}\n\"", "0.0.0.0/0"].randomElement(using: &random) ?? "")
    case 4, 5: return .object(fields(depth: depth, using: &random))
    case 6: return .elements(fields(depth: depth, using: &random))
    default:
      return .list(
        (0..<Int.random(in: 0...4, using: &random)).map { _ in
          .random(depth: depth - 1, using: &random)
        })
    }
  }

  private static func fields(depth: Int, using random: inout SeededGenerator)
    -> [String: ConfigurationValue]
  {
    var fields: [String: ConfigurationValue] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let key = ["A", "B", "c.d", "x y", "e"].randomElement(using: &random) ?? ""
      fields[key] = .random(depth: depth - 1, using: &random)
    }
    return fields
  }
}
