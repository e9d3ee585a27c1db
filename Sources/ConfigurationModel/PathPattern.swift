/// A path in which steps may be globs: `Tags[karpenter.sh/*]`, `Routes[*].GatewayId`, `**`.
///
/// A pattern *names* a path that it matches whole, and the members of a list, a set or a keyed list
/// that it matches: `Tags` names `Tags[team]`, and not `Tags[team].Value`. It *covers* what it
/// names and everything below. `**` as a key stands for any number of steps, none among them:
/// `Policy.**` names `Policy` and all that is inside. `Tags[Key=karpenter.sh/*]` is another spelling of
/// `Tags[karpenter.sh/*]`.
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

  /// How narrow the pattern is: steps, then fixed characters; with `**` wider than without.
  package var specificity: Int {
    steps.reduce(0) { total, step in
      switch step {
      case .any: total - 1
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

  /// Whether the path is one the pattern names: matched whole, or a member of what is matched.
  ///
  /// - Parameter isSpelled: Whether a label that is written out in the pattern is another spelling of
  ///   the one at this position of the path.
  package func names(
    _ path: ConfigurationPath,
    isSpelled: (_ position: Int, _ label: String) -> Bool = { _, _ in false }
  ) -> Bool {
    Self.rests(steps[...], path.steps[...], isSpelled).contains { $0.isMember }
  }

  /// The steps of the path below the longest part of it that the pattern matches; nil where it matches
  /// no part.
  package func inside(_ path: ConfigurationPath) -> ConfigurationPath? {
    Self.rests(steps[...], path.steps[...], { _, _ in false }).min { $0.count < $1.count }
      .map { ConfigurationPath(Array($0)) }
  }

  /// What is left of the path below each part of it that the pattern matches.
  private static func rests(
    _ pattern: ArraySlice<Step>, _ path: ArraySlice<ConfigurationPath.Step>,
    _ isSpelled: (Int, String) -> Bool
  ) -> [ArraySlice<ConfigurationPath.Step>] {
    guard let first = pattern.first else { return [path] }
    if first == .any {
      let here = rests(pattern.dropFirst(), path, isSpelled)
      return path.isEmpty ? here : here + rests(pattern, path.dropFirst(), isSpelled)
    }
    guard let step = path.first,
      first.matches(step) || (first.label.map({ isSpelled(path.startIndex, $0) }) ?? false)
    else { return [] }
    return rests(pattern.dropFirst(), path.dropFirst(), isSpelled)
  }
}

extension ArraySlice<ConfigurationPath.Step> {
  /// Whether it leads to the value itself or to one of its members.
  fileprivate var isMember: Bool {
    switch (count, first) {
    case (0, _), (1, .element?), (1, .index?): true
    case (_, _): false
    }
  }
}

extension PathPattern.Step {
  /// The label that is written out; nil where there is none.
  fileprivate var label: String? {
    guard case .element(let glob) = self else { return nil }
    return glob.literalText
  }

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
