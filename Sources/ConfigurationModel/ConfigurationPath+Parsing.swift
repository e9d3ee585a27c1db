extension ConfigurationPath {
  /// Parses the text form; nil where the text is not a path. The empty text is the whole resource.
  package init?(parsing text: String) {
    self.init(parsing: text, keepingEscapes: false)
  }

  /// As above; a pattern keeps the `\` inside labels and quoted keys, because it means something to
  /// its globs.
  init?(parsing text: String, keepingEscapes: Bool) {
    var reader = PathReader(text, keepsEscapes: keepingEscapes)
    guard let steps = reader.readSteps() else { return nil }
    self.init(steps)
  }
}

/// Reads a path from its text, scalar by scalar.
private struct PathReader {
  private var rest: Substring.UnicodeScalarView
  private let keepsEscapes: Bool

  init(_ text: String, keepsEscapes: Bool) {
    rest = text[...].unicodeScalars
    self.keepsEscapes = keepsEscapes
  }

  mutating func readSteps() -> [ConfigurationPath.Step]? {
    var steps: [ConfigurationPath.Step] = []
    while let next = rest.first {
      if next == "[" {
        rest.removeFirst()
        guard let step = readBracket() else { return nil }
        steps.append(step)
      } else {
        if !steps.isEmpty {
          guard next == "." else { return nil }
          rest.removeFirst()
        }
        guard let key = readKey() else { return nil }
        steps.append(.key(key))
      }
    }
    return steps
  }

  private mutating func readBracket() -> ConfigurationPath.Step? {
    let isPosition = rest.first == "#"
    guard let text = readEscaped(until: "]") else { return nil }
    guard isPosition else { return .element(text) }
    guard let index = Int(text.dropFirst()), index >= 0, "#\(index)" == text else { return nil }
    return .index(index)
  }

  private mutating func readKey() -> String? {
    if rest.first == "\"" {
      rest.removeFirst()
      return readEscaped(until: "\"")
    }
    let key = rest.prefix { $0 != "." && $0 != "[" }
    guard !key.isEmpty, !key.contains(where: { "]\"\\".unicodeScalars.contains($0) }) else {
      return nil
    }
    rest = rest[key.endIndex...]
    return String(key)
  }

  /// The text up to the closing mark, which is consumed; nil where it does not come.
  private mutating func readEscaped(until end: Unicode.Scalar) -> String? {
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == end { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      switch escaped {
      case "n": text.append("\n")
      case "0": text.append("\u{0}")
      default:
        if keepsEscapes { text.append("\\") }
        text.append(escaped)
      }
    }
    return nil
  }
}
