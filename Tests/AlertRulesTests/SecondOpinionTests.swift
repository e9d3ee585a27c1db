import AlertRules
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// The program's evaluator against one that shares nothing with it.
@Suite struct SecondOpinionTests {
  @Test func `both evaluators say the same of random patterns and events`() throws {
    var random = RandomActivity(seed: 63)
    print("second opinion: seed 63")
    var matches = 0
    for _ in 0..<Fuzzing.count {
      let text = "{ \(random.condition(depth: 3)) }"
      let pattern = try FilterPattern(parsing: text)
      for _ in 0..<3 {
        let event = random.object(depth: 3)
        let other = try OtherEvaluator(event).matches(text)
        matches += other ? 1 : 0
        #expect(pattern.matches(try fixture(event)) == other, "\(text) of \(event)")
      }
    }
    // As many as would show that they do not both say no.
    #expect(matches > Fuzzing.count / 4 && matches < Fuzzing.count * 3)
  }

  @Test func `laws that hold of every pattern and event`() throws {
    var random = RandomActivity(seed: 64)
    print("laws of patterns: seed 64")
    for _ in 0..<Fuzzing.count {
      let (one, other) = (random.condition(depth: 2), random.condition(depth: 2))
      let event = try fixture(random.object(depth: 3))
      let says = { (text: String) throws in
        try FilterPattern(parsing: "{ \(text) }").matches(event)
      }
      let (isOne, isOther) = (try says("(\(one))"), try says("(\(other))"))
      #expect(try says("(\(one)) && (\(other))") == (isOne && isOther))
      #expect(try says("(\(one)) || (\(other))") == (isOne || isOther))
      #expect(try says("((\(one)))") == isOne)
      let selector = random.plainSelector()
      let (isThere, isEqual, differs) = (
        try !says("\(selector) NOT EXISTS"), try says("\(selector) = \"x\""),
        try says("\(selector) != \"x\"")
      )
      #expect(!(isEqual && differs))
      #expect(isThere || !(isEqual || differs), "\(selector) is not there")
      #expect(try says("\(selector) = *") == (isEqual || differs))
      let isLess = try says("\(selector) < 1")
      #expect(try !(isLess && says("\(selector) >= 1")))
    }
  }
}

/// Patterns and events of few names and values, so that they meet.
private struct RandomActivity {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func one(of texts: [String]) -> String {
    texts.randomElement(using: &random) ?? ""
  }

  mutating func condition(depth: Int) -> String {
    let wildcards = depth == 3 ? 1 : 0
    guard depth > 0, Int.random(in: 0..<3, using: &random) > 0 else { return test(wildcards) }
    let parts = (0..<Int.random(in: 2...3, using: &random)).map { _ in condition(depth: depth - 1) }
    let joined = parts.joined(separator: one(of: [" && ", " || ", "&&", "||"]))
    return Bool.random(using: &random) ? "(\(joined))" : joined
  }

  mutating func plainSelector() -> String {
    let steps = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      one(of: [".a", ".b", ".c", "[0]", "[1]"])
    }
    return "$" + one(of: [".a", ".b", ".['a.b']"]) + steps.joined()
  }

  private mutating func test(_ wildcards: Int) -> String {
    let isWild = wildcards > 0 && Bool.random(using: &random)
    let selector = isWild ? one(of: ["$.a[*]", "$.*", "$.*.a", "$.b[*].a"]) : plainSelector()
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return selector + one(of: [" IS NULL", " IS TRUE", " IS FALSE", " NOT EXISTS"])
    case 1:
      let operators = ["<", ">", "<=", ">="]
      return selector + one(of: operators) + one(of: ["0", "1", "1.5", "-2", "1e1"])
    default:
      let operands = [
        "x", "\"x\"", "1", "1.5", "x*", "*y", "\"*x*\"", "\"\"", "*", "10e-1", "\"1\"", "x*y",
      ]
      return selector + one(of: [" = ", " != ", "=", "!="]) + one(of: operands)
    }
  }

  private mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 12 : 7), using: &random) {
    case 0: return one(of: ["null", "true", "false"])
    case 1, 2: return one(of: ["0", "1", "1.5", "-2", "10", "1.0"])
    case 3, 4, 5, 6:
      return one(of: ["\"x\"", "\"y\"", "\"xy\"", "\"\"", "\"1\"", "\"x*y\"", "\"X\""])
    case 7, 8: return list(depth: depth - 1)
    default: return object(depth: depth - 1)
    }
  }

  private mutating func list(depth: Int) -> String {
    "["
      + (0..<Int.random(in: 0...2, using: &random)).map { _ in value(depth: depth) }
      .joined(separator: ",") + "]"
  }

  mutating func object(depth: Int) -> String {
    let names = ["a", "b", "c", "a.b"].filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
    return "{" + names.map { "\"\($0)\":\(value(depth: depth))" }.joined(separator: ",") + "}"
  }
}
