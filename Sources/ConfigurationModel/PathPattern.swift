/// A path in which steps may be globs: `Tags[karpenter.sh/*]`, `Routes[*].GatewayId`, `**`.
///
/// A pattern *names* a path that it matches whole, and the members of a list, a set or a keyed list
/// that it matches: `Tags` names `Tags[team]`, and not `Tags[team].Value`. It *covers* what it
/// names and everything below. `**` as a key stands for any number of steps, none among them:
/// `Policy.**` names `Policy` and all that is inside. `Tags[Key=karpenter.sh/*]` is another spelling of
/// `Tags[karpenter.sh/*]`.
package struct PathPattern: Hashable, Sendable, CustomStringConvertible {
  /// The pattern as it was written.
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

  /// The pattern as it was written.
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
    !ends(in: path).isEmpty
  }

  /// Whether the path is one the pattern names: matched whole, or a member of what is matched.
  ///
  /// - Parameter isSpelled: Whether a label that is written out in the pattern is another spelling of
  ///   the one at this position of the path.
  package func names(
    _ path: ConfigurationPath,
    isSpelled: (_ position: Int, _ label: String) -> Bool = { _, _ in false }
  ) -> Bool {
    ends(in: path, isSpelled).contains { path.steps[$0...].isMember }
  }

  /// Whether it may stand for something in a field of a resource.
  package func mayLead(into field: String) -> Bool {
    switch steps.first {
    case .any?, nil: true
    case .key(let glob)?: glob.matches(field)
    case .index?, .element?: false
    }
  }

  /// The steps of the path below the longest part of it that the pattern matches; nil where it matches
  /// no part.
  package func inside(_ path: ConfigurationPath) -> ConfigurationPath? {
    ends(in: path).last.map { ConfigurationPath(Array(path.steps[$0...])) }
  }

  /// Behind how many steps of the path the pattern is matched whole, in order.
  ///
  /// All ways through the pattern are followed at once, as steps of the path go by: each costs as many
  /// looks as the pattern has steps, however many `**` there are.
  private func ends(
    in path: ConfigurationPath, _ isSpelled: (Int, String) -> Bool = { _, _ in false }
  ) -> [Int] {
    var ends: [Int] = []
    // Whether the pattern may go on at its step of this number; the last number is its end.
    var isOpen = Array(repeating: false, count: steps.count + 1)
    isOpen[0] = true
    for position in 0...path.steps.count {
      for index in steps.indices where isOpen[index] && steps[index] == .any {
        isOpen[index + 1] = true
      }
      if isOpen[steps.count] { ends.append(position) }
      guard position < path.steps.count, isOpen.contains(true) else { break }
      var next = Array(repeating: false, count: steps.count + 1)
      for index in steps.indices where isOpen[index] {
        if steps[index] == .any {
          next[index] = true
        } else if fits(steps[index], path.steps[position], position, isSpelled) {
          next[index + 1] = true
        }
      }
      isOpen = next
    }
    return ends
  }

  private func fits(
    _ step: Step, _ found: ConfigurationPath.Step, _ position: Int,
    _ isSpelled: (Int, String) -> Bool
  ) -> Bool {
    step.matches(found) || (step.label.map { isSpelled(position, $0) } ?? false)
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
