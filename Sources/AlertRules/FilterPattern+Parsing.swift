extension FilterPattern {
  /// CloudWatch Logs takes no longer pattern (its API: `FilterPattern`, 0 to 1024 characters).
  private static let longest = 1024

  /// Reads a pattern. Throws what is expected where, at the first character that cannot be.
  package init(parsing text: String) throws(Fault) {
    var parser = PatternParser(text)
    guard parser.scalars.count <= Self.longest else {
      throw Fault(
        column: Self.longest + 1, expected: "an end after \(Self.longest) characters",
        found: "more: there are \(parser.scalars.count)")
    }
    self.text = text
    condition = try parser.pattern()
  }
}

/// Reads a pattern from its beginning to its end.
private struct PatternParser {
  let scalars: [Unicode.Scalar]
  private var position = 0
  /// How many selectors with a wildcard were read, and how many regular expressions.
  private var wildcards = 0
  private var expressions = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  private typealias Fault = FilterPattern.Fault
  private typealias Condition = FilterPattern.Condition

  mutating func pattern() throws(FilterPattern.Fault) -> FilterPattern.Condition {
    skipSpace()
    guard take("{") else { throw fault("{") }
    let condition = try alternatives()
    guard take("}") else { throw fault("&&, || or }") }
    skipSpace()
    guard position == scalars.count else { throw fault("the end after }") }
    return condition
  }

  private mutating func alternatives() throws(FilterPattern.Fault) -> Condition {
    var parts = [try conjunction()]
    while take("|", "|") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func conjunction() throws(FilterPattern.Fault) -> Condition {
    var parts = [try term()]
    while take("&", "&") { parts.append(try term()) }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  /// With the space around it.
  private mutating func term() throws(FilterPattern.Fault) -> Condition {
    skipSpace()
    defer { skipSpace() }
    guard take("(") else {
      guard take("$") else { throw fault("a selector as $.eventName, or (") }
      return .test(try selector(), try test())
    }
    let condition = try alternatives()
    guard take(")") else { throw fault("&&, || or )") }
    return condition
  }
}

extension PatternParser {
  private mutating func selector() throws(FilterPattern.Fault) -> FilterPattern.Selector {
    let start = position
    guard take(".") else { throw fault(". after $") }
    var steps = [try member()]
    while true {
      if take(".") {
        steps.append(try member())
      } else if take("[") {
        steps.append(try index())
      } else {
        break
      }
    }
    let count = steps.count { $0.isWildcard }
    wildcards += count
    guard count <= 1 else {
      throw Fault(
        column: start, expected: "one wildcard in a selector", found: "a selector with \(count)")
    }
    guard wildcards <= 3 else {
      throw Fault(
        column: start, expected: "three selectors with a wildcard in a pattern",
        found: "the \(wildcards)th")
    }
    return FilterPattern.Selector(steps: steps)
  }

  private mutating func member() throws(FilterPattern.Fault) -> FilterPattern.Selector.Step {
    if take("*") { return .anyMember }
    if take("[") {
      guard let name = try bracketed() else { throw fault("a name in quotes") }
      return .member(name)
    }
    let name = taken { $0.isWordCharacter || $0 == "-" }
    guard !name.isEmpty else { throw fault("a name, * or a name in brackets and quotes") }
    return .member(name)
  }

  /// What stands in brackets, to the closing one.
  private mutating func index() throws(FilterPattern.Fault) -> FilterPattern.Selector.Step {
    if let name = try bracketed() { return .member(name) }
    if take("*") {
      guard take("]") else { throw fault("]") }
      return .anyElement
    }
    let start = position
    let digits = taken { ("0"..."9").contains($0) }
    guard !digits.isEmpty else { throw fault("a number, * or a name in quotes") }
    guard let index = Int(digits), digits.count < 10 else {
      position = start
      throw fault("an index of at most nine digits")
    }
    guard take("]") else { throw fault("]") }
    return .element(index)
  }

  /// A name in quotes of either kind and the bracket after it; nil where none begins.
  private mutating func bracketed() throws(FilterPattern.Fault) -> String? {
    guard let quote = current, quote == "'" || quote == "\"" else { return nil }
    let characters = try quoted()
    guard !characters.isEmpty else { throw fault("a name between the quotes") }
    guard take("]") else { throw fault("]") }
    return String(String.UnicodeScalarView(characters.map(\.scalar)))
  }

  /// From a quote to the next of its kind; `\` makes the character after it stand for itself.
  private mutating func quoted() throws(FilterPattern.Fault)
    -> [(scalar: Unicode.Scalar, isEscaped: Bool)]
  {
    let quote = current
    position += 1
    var characters: [(scalar: Unicode.Scalar, isEscaped: Bool)] = []
    while let scalar = current, scalar != quote {
      position += 1
      guard scalar == "\\" else {
        characters.append((scalar, false))
        continue
      }
      guard let escaped = current else { throw fault("a character after \\") }
      position += 1
      characters.append((escaped, true))
    }
    guard current != nil else { throw fault("a closing quote") }
    position += 1
    return characters
  }
}

extension PatternParser {
  private mutating func test() throws(FilterPattern.Fault) -> FilterPattern.Test {
    skipSpace()
    if take(word: "IS") { return try state() }
    if take(word: "NOT") {
      skipSpace()
      guard take(word: "EXISTS") else { throw fault("EXISTS after NOT") }
      return .notExists
    }
    if take("!", "=") { return .differs(try operand()) }
    if take("=") { return .equals(try operand()) }
    for comparison in FilterPattern.Comparison.allCases where take(comparison) {
      skipSpace()
      let start = position
      guard let number = FilterNumber(taken { $0.isBareCharacter }) else {
        position = start
        throw fault("a number after \(comparison.rawValue)")
      }
      return .compares(comparison, number)
    }
    throw fault("=, !=, <, >, <=, >=, IS or NOT EXISTS")
  }

  private mutating func state() throws(FilterPattern.Fault) -> FilterPattern.Test {
    skipSpace()
    if take(word: "NULL") { return .isNull }
    if take(word: "TRUE") { return .isTrue }
    if take(word: "FALSE") { return .isFalse }
    throw fault("NULL, TRUE or FALSE after IS")
  }

  private mutating func operand() throws(FilterPattern.Fault) -> FilterPattern.Operand {
    skipSpace()
    if current == "\"" { return .text(WildcardText(try quoted())) }
    if current == "%" { return .expression(try expression()) }
    let start = position
    let bare = taken { $0.isBareCharacter }
    guard !bare.isEmpty else { throw fault("a text, a number or an expression between %") }
    guard current.map(\.endsBareText) ?? true else {
      throw fault("quotes around a text with other characters than letters, digits, _ . * -")
    }
    if let number = FilterNumber(bare) { return .number(number, text: bare) }
    if let plus = bare.unicodeScalars.firstIndex(of: "+") {
      position = start + bare.unicodeScalars.distance(from: bare.startIndex, to: plus)
      throw fault("quotes around a text with +")
    }
    return .text(WildcardText(bare.unicodeScalars.map { ($0, false) }))
  }

  private mutating func expression() throws(FilterPattern.Fault) -> FilterExpression {
    expressions += 1
    guard expressions <= 2 else { throw fault("two regular expressions in a pattern, not more") }
    position += 1
    let start = position
    _ = taken { $0 != "%" }
    let end = position
    guard take("%") else { throw fault("% at the end of the expression") }
    return try FilterExpression(parsing: Array(scalars[start..<end]), from: start + 1)
  }
}

extension PatternParser {
  private var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private func fault(_ expected: String) -> Fault {
    Fault(
      column: position + 1, expected: expected,
      found: current.map { "'\($0)'" } ?? "the end")
  }

  private mutating func skipSpace() {
    while let scalar = current, scalar.isSpace { position += 1 }
  }

  private mutating func take(_ wanted: Unicode.Scalar...) -> Bool {
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  private mutating func take(_ comparison: FilterPattern.Comparison) -> Bool {
    let wanted = Array(comparison.rawValue.unicodeScalars)
    guard scalars[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  /// A keyword, where it is not the beginning of a longer word.
  private mutating func take(word: String) -> Bool {
    let wanted = Array(word.unicodeScalars)
    let rest = scalars[position...]
    guard rest.starts(with: wanted), rest.dropFirst(wanted.count).first?.isWordCharacter != true
    else { return false }
    position += wanted.count
    return true
  }

  private mutating func taken(_ isTaken: (Unicode.Scalar) -> Bool) -> String {
    let found = scalars[position...].prefix(while: isTaken)
    position += found.count
    return String(String.UnicodeScalarView(found))
  }
}

extension FilterPattern.Selector.Step {
  fileprivate var isWildcard: Bool {
    switch self {
    case .anyMember, .anyElement: true
    case .member, .element: false
    }
  }
}

extension Unicode.Scalar {
  /// A letter or digit of ASCII, or `_`.
  var isWordCharacter: Bool { isLetterOrDigit || self == "_" }

  var isLetterOrDigit: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
  }

  fileprivate var isSpace: Bool { self == " " || self == "\t" || self == "\n" || self == "\r" }

  /// What a text without quotes may have. The guide names letters, digits and `_`; its own examples and those of CIS
  /// have `123.123.*` and `kms.amazonaws.com`. A number may have `+`.
  fileprivate var isBareCharacter: Bool {
    isWordCharacter || self == "." || self == "*" || self == "-" || self == "+"
  }

  fileprivate var endsBareText: Bool {
    isSpace || self == ")" || self == "}" || self == "&" || self == "|"
  }
}
