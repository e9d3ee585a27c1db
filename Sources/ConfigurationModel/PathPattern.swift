/// A path in which steps may be globs: `Tags[karpenter.sh/*]`, `Routes[*].GatewayId`, `**`.
///
/// A pattern covers a path that it matches from the root on, and everything below it: `Tags` covers
/// `Tags[team]`. `**` as a key stands for any number of steps. `Tags[Key=karpenter.sh/*]` is another
/// spelling of `Tags[karpenter.sh/*]`.
package struct PathPattern: Hashable, Sendable, CustomStringConvertible {
  package let text: String
  fileprivate let steps: [Step]

  fileprivate enum Step: Hashable, Sendable {
    case any
    case key(Glob)
    case index(Int)
    case element(Glob)
  }

  /// Parses the pattern; nil where the text is not one. The empty text covers the whole resource.
  package init?(parsing text: String) {
    guard let path = ConfigurationPath(parsing: text, keepingEscapes: true) else { return nil }
    self.text = text
    steps = path.steps.map { step in
      switch step {
      case .key("**"): .any
      case .key(let key): .key(Glob(key))
      case .index(let index): .index(index)
      case .element(let label):
        .element(Glob(label.hasPrefix("Key=") ? String(label.dropFirst(4)) : label))
      }
    }
  }

  package var description: String { text }

  /// Whether the pattern names exactly one path.
  package var isLiteral: Bool {
    steps.allSatisfy { step in
      switch step {
      case .any: false
      case .index: true
      case .key(let glob), .element(let glob): glob.isLiteral
      }
    }
  }

  /// How narrow the pattern is: steps, then fixed characters.
  package var specificity: Int {
    steps.reduce(0) { total, step in
      switch step {
      case .any: total
      case .index: total + 1000
      case .key(let glob), .element(let glob): total + 1000 + min(glob.fixedCount, 900)
      }
    }
  }

  /// Whether the path is one the pattern names, or stands below one.
  package func covers(_ path: ConfigurationPath) -> Bool {
    Self.covers(steps[...], path.steps[...])
  }

  private static func covers(
    _ pattern: ArraySlice<Step>, _ path: ArraySlice<ConfigurationPath.Step>
  ) -> Bool {
    guard let first = pattern.first else { return true }
    if first == .any {
      return covers(pattern.dropFirst(), path)
        || (!path.isEmpty && covers(pattern, path.dropFirst()))
    }
    guard let step = path.first else { return false }
    return first.matches(step) && covers(pattern.dropFirst(), path.dropFirst())
  }
}

extension PathPattern.Step {
  fileprivate func matches(_ step: ConfigurationPath.Step) -> Bool {
    switch (self, step) {
    case (.any, _): true
    case (.key(let glob), .key(let key)): glob.matches(key)
    case (.element(let glob), .element(let label)): glob.matches(label)
    case (.element(let glob), .index): glob.pattern == "*"
    case (.index(let left), .index(let right)): left == right
    case (.key, _), (.index, _), (.element, .key): false
    }
  }
}
