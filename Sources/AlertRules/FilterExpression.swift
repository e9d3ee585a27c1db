/// A regular expression as filter patterns have them: without groups, so that what it takes is known one character
/// after the other, in a time that grows with the text and the expression and with nothing else.
///
/// It matches anywhere in a text, unless `^` and `$` say otherwise. Case counts.
struct FilterExpression: Hashable, Sendable {
  enum Instruction: Hashable, Sendable {
    case take(ScalarSet)
    /// Goes on at both.
    case fork(Int, Int)
    case atStart, atEnd
    case match
  }

  private let instructions: [Instruction]

  init(_ instructions: [Instruction]) { self.instructions = instructions }

  func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var run = Run(instructions, length: scalars.count)
    for (position, scalar) in scalars.enumerated() {
      if run.enter(0, at: position) || run.step(over: scalar, to: position + 1) { return true }
    }
    return run.enter(0, at: scalars.count)
  }

  /// All places of the expression where a match may stand after so many characters.
  private struct Run {
    private let instructions: [Instruction]
    private let length: Int
    /// Those that take a character next.
    private var standing: [Int] = []
    /// The position up to which each place was reached last.
    private var reached: [Int]

    init(_ instructions: [Instruction], length: Int) {
      self.instructions = instructions
      self.length = length
      reached = Array(repeating: -1, count: instructions.count)
    }

    /// Begins at a place; says whether the whole expression is found by that.
    mutating func enter(_ place: Int, at position: Int) -> Bool {
      var waiting = [place]
      while let next = waiting.popLast() {
        guard reached[next] < position else { continue }
        reached[next] = position
        switch instructions[next] {
        case .take: standing.append(next)
        case .fork(let one, let other): waiting += [one, other]
        case .atStart: if position == 0 { waiting.append(next + 1) }
        case .atEnd: if position == length { waiting.append(next + 1) }
        case .match: return true
        }
      }
      return false
    }

    mutating func step(over scalar: Unicode.Scalar, to position: Int) -> Bool {
      let before = standing
      standing = []
      for place in before {
        guard case .take(let set) = instructions[place], set.contains(scalar) else { continue }
        if enter(place + 1, at: position) { return true }
      }
      return false
    }
  }
}
