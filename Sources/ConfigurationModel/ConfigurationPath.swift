/// Where in a configuration a value stands: `IpPermissions[tcp 22 from 0.0.0.0/0].Description`,
/// `Routes[0.0.0.0/0].GatewayId`, `Items[#3]`.
///
/// The text form parses back to the same path: a key that is not plain is quoted (`Tags."a.b"`), a
/// label escapes `\`, `]`, `*`, `?`, a leading `#` and a leading `Key=` with `\`, a line feed is `\n` and
/// U+0000 is `\0`, and positions in a list carry `#`. So a path's text is also a `PathPattern` that names
/// exactly that path.
package struct ConfigurationPath: Hashable, Sendable {
  /// One step down.
  package enum Step: Hashable, Sendable {
    /// A field of an object.
    case key(String)
    /// A position, from 0, in a list where order counts.
    case index(Int)
    /// The label of an element of a set or keyed list.
    case element(String)
  }

  /// From the root on; none for the root itself.
  package var steps: [Step]

  /// The whole resource.
  package static let root = ConfigurationPath([])

  /// Makes a path of its steps, from the root on.
  package init(_ steps: [Step]) {
    self.steps = steps
  }

  /// The path with one step more.
  package func appending(_ step: Step) -> ConfigurationPath {
    ConfigurationPath(steps + [step])
  }

  /// Whether this path is `other` or stands below it.
  package func isWithin(_ other: ConfigurationPath) -> Bool {
    steps.starts(with: other.steps)
  }
}

extension ConfigurationPath: CustomStringConvertible {
  /// The text form; empty for the whole resource.
  package var text: String {
    var text = ""
    for step in steps { step.write(to: &text) }
    return text
  }

  /// The same as `text`.
  package var description: String { text }
}

extension ConfigurationPath: Comparable {
  /// By the steps from the root on; a path comes before those below it.
  package static func < (left: ConfigurationPath, right: ConfigurationPath) -> Bool {
    left.steps.lexicographicallyPrecedes(right.steps)
  }
}

extension ConfigurationPath.Step: Comparable {
  /// Keys before positions before labels; keys and labels by their bytes, positions by number.
  package static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.key(let left), .key(let right)), (.element(let left), .element(let right)):
      left.precedes(right)
    case (.index(let left), .index(let right)): left < right
    case (.key, _), (.index, .element): true
    case (.index, .key), (.element, _): false
    }
  }

  fileprivate func write(to text: inout String) {
    switch self {
    case .key(let key):
      if !text.isEmpty { text += "." }
      text += key.isPlainKey ? key : "\"" + key.escaped(["\"", "\\", "*", "?"]) + "\""
    case .index(let index): text += "[#\(index)]"
    case .element(let label):
      let escaped = label.escaped(["]", "\\", "*", "?"])
      // `[#` begins a position, and `[Key=` the other spelling of what follows.
      let isTaken = escaped.hasPrefix("#") || escaped.hasPrefix("Key=")
      text += "[" + (isTaken ? "\\" : "") + escaped + "]"
    }
  }
}

extension String {
  /// Whether the text can stand in a path as a key without quotes.
  fileprivate var isPlainKey: Bool {
    !isEmpty && unicodeScalars.allSatisfy { !".[]\"\\*?#".unicodeScalars.contains($0) && $0 > " " }
  }

  fileprivate func escaped(_ marks: Set<Unicode.Scalar>) -> String {
    var text = ""
    for scalar in unicodeScalars {
      // SQLite would end the path's text at a zero: two paths would become one.
      if scalar == "\n" || scalar == "\u{0}" {
        text += scalar == "\n" ? "\\n" : "\\0"
        continue
      }
      if marks.contains(scalar) { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    return text
  }
}
