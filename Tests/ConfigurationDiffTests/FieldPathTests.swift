import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test func `many paths together change what each would change`() {
  var random = SeededGenerator(seed: 21)
  let paths: [FieldPath] = ["**.A", "**.c.d", "**.x y", "e[].B", "e"]
  var changed = 0
  for _ in 0..<3000 {
    let value = ConfigurationValue.random(depth: 4, using: &random)
    let each = paths.reduce(value) { value, path in
      value.transformed(at: path) { _ in .string("digest") }
    }
    let together = value.transformed(at: paths) { _ in .string("digest") }
    #expect(together == each)
    changed += each == value ? 0 : 1
    let taken = value.transformed(at: paths) { _ in nil }
    #expect(taken == paths.reduce(value) { $0.transformed(at: $1) { _ in nil } })
  }
  #expect(changed > 500)
}
