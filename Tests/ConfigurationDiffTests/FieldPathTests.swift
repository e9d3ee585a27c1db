import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

extension ConfigurationValue {
  /// This value with everything that a set of paths names replaced, in one walk.
  fileprivate func replaced(_ spot: FieldPathSet.Spot) -> ConfigurationValue {
    guard !spot.isNamed else { return .string("digest") }
    return switch self {
    case .null, .bool, .number, .string: self
    case .list(let values): .list(values.map { $0.replaced(spot.member) })
    case .elements(let members): .elements(members.mapValues { $0.replaced(spot.member) })
    case .object(let fields):
      .object(
        Dictionary(
          uniqueKeysWithValues: fields.map { ($0.key, $0.value.replaced(spot.field($0.key))) }))
    }
  }
}

@Test func `paths that are followed together name what each names`() {
  var random = SeededGenerator(seed: 21)
  let paths: [FieldPath] = [
    "**.A", "**.c.d", "**.x y", "e[].B", "e", "**.b[].c", "A.*.c", "*.**.d", "**[].x",
  ]
  var changed = 0
  for _ in 0..<3000 {
    let value = ConfigurationValue.random(depth: 4, using: &random)
    let chosen = paths.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))
    let each = chosen.reduce(value) { value, path in
      value.transformed(at: path) { _ in .string("digest") }
    }
    #expect(value.replaced(FieldPathSet(Array(chosen)).top) == each, "\(chosen)")
    changed += each == value ? 0 : 1
  }
  #expect(changed > 200)
}
