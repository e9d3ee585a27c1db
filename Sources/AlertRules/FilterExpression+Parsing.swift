extension FilterExpression {
  /// Reads what stands between two `%`. Throws what is expected where.
  ///
  /// - Parameter column: The column of the first character in its pattern.
  init(parsing scalars: [Unicode.Scalar], from column: Int) throws(FilterPattern.Fault) {
    var parser = ExpressionParser(scalars, column: column)
    self.init(try parser.instructions())
  }
}

/// Reads a regular expression into instructions.
private struct ExpressionParser {
  private let scalars: [Unicode.Scalar]
  private let column: Int
  private var position = 0
  private var code: [FilterExpression.Instruction] = []

  init(_ scalars: [Unicode.Scalar], column: Int) {
    self.scalars = scalars
    self.column = column
  }

  private typealias Instruction = FilterExpression.Instruction

  /// So often may a character be repeated, and so many instructions may there be: the guide names no number.
  private static let mostRepeats = 1000
  private static let mostInstructions = 10_000

  mutating func instructions() throws(FilterPattern.Fault) -> [FilterExpression.Instruction] {
    var alternatives = [try sequence()]
    while take("|") { alternatives.append(try sequence()) }
    var all: [Instruction] = []
    for alternative in alternatives.dropLast() {
      // The next alternative begins behind this one and its match.
      let start = all.count
      all.append(.fork(start + 1, start + alternative.count + 2))
      all += alternative.map { $0.moved(by: start + 1) } + [.match]
    }
    let start = all.count
    return all + (alternatives.last ?? []).map { $0.moved(by: start) } + [.match]
  }

  private mutating func sequence() throws(FilterPattern.Fault) -> [Instruction] {
    code = []
    let start = position
    while let scalar = current, scalar != "|" {
      if take("^") {
        code.append(.atStart)
      } else if take("$") {
        code.append(.atEnd)
      } else {
        try repeated(try place())
      }
    }
    guard position > start else { throw fault("a character of an expression") }
    return code
  }

  private mutating func repeated(_ set: ScalarSet) throws(FilterPattern.Fault) {
    let start = position
    let (least, most) = try quantifier()
    code += Array(repeating: .take(set), count: least)
    if let most {
      // Each may be left out, with all that follow it.
      let end = code.count + 2 * (most - least)
      for _ in least..<most { code += [.fork(code.count + 1, end), .take(set)] }
    } else {
      let loop = code.count
      code += [.fork(loop + 1, loop + 3), .take(set), .fork(loop, loop)]
    }
    guard code.count <= Self.mostInstructions else {
      position = start
      throw fault("fewer repetitions")
    }
  }

  /// How often at least and at most; nil for any number.
  private mutating func quantifier() throws(FilterPattern.Fault) -> (least: Int, most: Int?) {
    var range: (least: Int, most: Int?)
    if take("?") {
      range = (0, 1)
    } else if take("*") {
      range = (0, nil)
    } else if take("+") {
      range = (1, nil)
    } else if take("{") {
      range = try counts()
    } else {
      return (1, 1)
    }
    if let scalar = current, ["?", "*", "+", "{"].contains(scalar) {
      throw fault("one quantifier of a character")
    }
    return range
  }

  /// `{3}`, `{3,}`, `{3,5}`, after the brace.
  private mutating func counts() throws(FilterPattern.Fault) -> (least: Int, most: Int?) {
    let least = try count()
    var most: Int? = least
    if take(",") { most = current == "}" ? nil : try count() }
    guard most.map({ $0 >= least }) ?? true else { throw fault("a number from \(least)") }
    guard take("}") else { throw fault("}") }
    return (least, most)
  }

  private mutating func count() throws(FilterPattern.Fault) -> Int {
    let start = position
    while let scalar = current, ("0"..."9").contains(scalar) { position += 1 }
    let digits = String(String.UnicodeScalarView(scalars[start..<position]))
    guard digits.count < 6, let count = Int(digits), count <= Self.mostRepeats else {
      position = start
      throw fault("a number up to \(Self.mostRepeats)")
    }
    return count
  }
}

extension ExpressionParser {
  /// What takes one character.
  private mutating func place() throws(FilterPattern.Fault) -> ScalarSet {
    if take(".") { return .any }
    if take("[") { return try choice() }
    if take("\\") { return try escaped() }
    guard let scalar = current, scalar.isPlain else {
      throw fault("a letter, a digit, one of : _ # = @ / ; , - or an operator (\\xhh for others)")
    }
    position += 1
    return ScalarSet(scalar)
  }

  /// After the backslash.
  private mutating func escaped() throws(FilterPattern.Fault) -> ScalarSet {
    guard let scalar = current else { throw fault("a character after \\") }
    if let set = ScalarSet.named(scalar) {
      position += 1
      return set
    }
    if take("x") { return ScalarSet(try code(of: "a code of ASCII in two hexadecimal digits")) }
    guard scalar.isOperator || (scalar.isPlain && !scalar.isLetterOrDigit) else {
      throw fault("d, D, s, S, w, W, xhh or an operator after \\")
    }
    position += 1
    return ScalarSet(scalar)
  }

  /// `hh` of `\xhh`.
  private mutating func code(of what: String) throws(FilterPattern.Fault) -> Unicode.Scalar {
    let digits = String(String.UnicodeScalarView(scalars[position...].prefix(2)))
    guard digits.unicodeScalars.count == 2, digits.unicodeScalars.allSatisfy(\.isLetterOrDigit),
      let code = UInt8(digits, radix: 16), code < 0x80
    else { throw fault(what) }
    position += 2
    return Unicode.Scalar(code)
  }

  /// `[a-z_]` or `[^a-z_]`, after the bracket.
  private mutating func choice() throws(FilterPattern.Fault) -> ScalarSet {
    let isInverted = take("^")
    var sets: [ScalarSet] = []
    while !take("]") {
      guard current != nil else { throw fault("]") }
      sets.append(try member())
    }
    guard !sets.isEmpty else {
      position -= 1
      throw fault("a character between the brackets")
    }
    let union = ScalarSet(union: sets)
    return isInverted ? union.inverted : union
  }

  /// A character, a range or an escape between brackets.
  private mutating func member() throws(FilterPattern.Fault) -> ScalarSet {
    let start = position
    guard let first = try single() else { return try escaped() }
    guard position + 1 < scalars.count, current == "-", scalars[position + 1] != "]" else {
      return ScalarSet(first)
    }
    position += 1
    guard let last = try single(), first <= last else {
      position = start
      throw fault("a range from a lower to a higher character")
    }
    return ScalarSet(first...last)
  }

  /// One character between brackets; nil where an escape stands that is a set of them, its backslash passed.
  private mutating func single() throws(FilterPattern.Fault) -> Unicode.Scalar? {
    guard let scalar = current else { throw fault("]") }
    guard scalar == "\\" else {
      guard scalar.isPlain || (scalar.isOperator && scalar != "[" && scalar != "]") else {
        throw fault("a letter, a digit, one of : _ # = @ / ; , - or an operator (\\[ for [)")
      }
      position += 1
      return scalar
    }
    position += 1
    guard let escape = current else { throw fault("a character after \\") }
    if ScalarSet.named(escape) != nil { return nil }
    if take("x") { return try code(of: "a code of ASCII in two hexadecimal digits") }
    _ = try escaped()
    return escape
  }

  private var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard current == wanted else { return false }
    position += 1
    return true
  }

  private func fault(_ expected: String) -> FilterPattern.Fault {
    FilterPattern.Fault(
      column: column + position, expected: expected,
      found: current.map { "'\($0)'" } ?? "%, the end of the expression")
  }
}

extension FilterExpression.Instruction {
  /// The same in code that begins so many instructions later.
  fileprivate func moved(by offset: Int) -> Self {
    switch self {
    case .fork(let one, let other): .fork(one + offset, other + offset)
    case .take, .atStart, .atEnd, .match: self
    }
  }
}

extension Unicode.Scalar {
  /// What stands for itself (CloudWatch Logs User Guide, "Supported regular expressions (regex) syntax").
  fileprivate var isPlain: Bool {
    isLetterOrDigit || [":", "_", "#", "=", "@", "/", ";", ",", "-"].contains(self)
  }

  fileprivate var isOperator: Bool {
    ["^", "$", "?", "[", "]", "{", "}", "|", "\\", "*", "+", "."].contains(self)
  }
}
