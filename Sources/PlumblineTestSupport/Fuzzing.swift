import Foundation

/// Inputs that are made at random, from a seed that is printed.
///
/// `PLUMB_FUZZ_ROUNDS` says how many of each there are, two thousand where it does not; `PLUMB_FUZZ_SEED` is added
/// to the seeds, for other inputs than the last time. In the folder that `PLUMB_FUZZ_SLOW` names the input
/// of each kind is kept that took longest, after its milliseconds.
package enum Fuzzing {
  /// How many inputs a test tries.
  package static let count =
    environment["PLUMB_FUZZ_ROUNDS"].flatMap(Int.init) ?? 2000

  /// Hands `body` inputs made of the seeds, mutilated, with the generator they were made by.
  ///
  /// - Parameter kept: Inputs that once stopped the program or took long: they come first, as they are.
  package static func run(
    _ name: String, seed: UInt64, seeds: [String], marks: String, kept: [String] = [],
    _ body: (String, inout SeededGenerator) throws -> Void
  ) rethrows {
    let seed = seed &+ (environment["PLUMB_FUZZ_SEED"].flatMap(UInt64.init) ?? 0)
    print("fuzz \(name): \(count) inputs, seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var slowest = Duration.milliseconds(1)
    let marks = Array(marks.unicodeScalars)
    for input in kept { try body(input, &random) }
    for _ in 0..<count {
      var text = Array((seeds.randomElement(using: &random) ?? "").unicodeScalars)
      for _ in 0..<Int.random(in: 0...8, using: &random) { mutate(&text, marks, &random) }
      let input = String(String.UnicodeScalarView(text))
      let took = try ContinuousClock().measure { try body(input, &random) }
      guard let folder = environment["PLUMB_FUZZ_SLOW"], took > slowest else { continue }
      slowest = took
      let words = "\(took / .milliseconds(1)) \(input)"
      try? words.write(toFile: "\(folder)/\(name)-\(seed)", atomically: true, encoding: .utf8)
    }
  }

  private static let environment = ProcessInfo.processInfo.environment

  private static func mutate(
    _ text: inout [Unicode.Scalar], _ marks: [Unicode.Scalar], _ random: inout SeededGenerator
  ) {
    let at = Int.random(in: 0...text.count, using: &random)
    let end = min(text.count, at + Int.random(in: 0...20, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: text.removeSubrange(at..<end)
    case 1: text.insert(contentsOf: text[at..<end], at: at)
    case 2:
      text.insert(Unicode.Scalar(UInt32.random(in: 0...0xD7FF, using: &random)) ?? "a", at: at)
    case 3: text.removeSubrange(at...)
    case 4: text.swapAt(min(at, max(0, text.count - 1)), max(0, end - 1))
    default: text.insert(marks.randomElement(using: &random) ?? "a", at: at)
    }
    if text.isEmpty { text = ["a"] }
  }
}
