package import ConfigurationDiff
package import ConfigurationModel

/// One line of a kind's table of what its edits mean.
package struct Watch: Sendable {
  /// Where; nil where the text is no pattern, and then the line never fits.
  package let pattern: PathPattern?
  let test: Test
  let assessment: Assessment

  /// What an edit must do at the place.
  package enum Test: Sendable {
    case any, added, removed
    /// The value was there before.
    case differs
    /// The value is this one now, or was this one.
    case becomes(ConfigurationValue), leaves(ConfigurationValue)
    /// A number goes down, or up. A number that appears or goes away does neither.
    case falls, rises
  }

  /// - Parameter path: A path pattern, as people write it in ignores: `Users[*]`.
  package init(_ path: String, _ test: Test, _ severity: Severity, _ sentence: String? = nil) {
    pattern = PathPattern(parsing: path)
    self.test = test
    assessment = Assessment(severity, sentence)
  }

  /// A line for what was there before and differs.
  package init(_ path: String, _ severity: Severity, _ sentence: String? = nil) {
    self.init(path, .differs, severity, sentence)
  }

  func fits(_ edit: Edit) -> Bool {
    guard let pattern, pattern.covers(edit.path) else { return false }
    switch test {
    case .any: return true
    case .added: return edit.word == .added
    case .differs: return edit.word != .added
    case .removed: return edit.word == .removed
    case .becomes(let value): return edit.new == value
    case .leaves(let value): return edit.old == value
    case .falls: return edit.numbers.map { $0.old > $0.new } ?? false
    case .rises: return edit.numbers.map { $0.old < $0.new } ?? false
    }
  }
}

extension [Watch] {
  /// What the first line that fits says.
  package func assess(_ edit: Edit) -> Assessment? { first { $0.fits(edit) }?.assessment }
}

extension ResourceKind {
  /// The assessment of a kind: tags are low; then what `assess` says; and where that is nothing, of
  /// an edit that adds an object or the whole resource, the worst of what is inside if it is bad.
  static func assessing(
    removal: Assessment? = nil, _ assess: @escaping @Sendable (Edit) -> Assessment?
  ) -> @Sendable (Edit) -> Assessment? {
    { edit in
      if edit.path.steps.first == .key("Tags") { return Assessment(.low) }
      if edit.path == .root, edit.word == .removed { return removal }
      return assess(edit) ?? edit.worstInside(assess)
    }
  }
}

extension Edit {
  fileprivate var numbers: (old: Int, new: Int)? {
    guard let old = old?.scalarText.flatMap({ Int($0) }),
      let new = new?.scalarText.flatMap({ Int($0) })
    else { return nil }
    return (old, new)
  }

  /// Medium and less is not said of an addition as a whole: it would hide what is not assessed.
  fileprivate func worstInside(_ assess: (Edit) -> Assessment?) -> Assessment? {
    guard let new, (old ?? .null) == .null else { return nil }
    let inside = new.parts.compactMap { step, value -> Assessment? in
      let part = Edit(path.appending(step), .added(value))
      return assess(part) ?? part.worstInside(assess)
    }
    return inside.reduce(nil) { worst, next in
      next.severity > (worst?.severity ?? .medium) ? next : worst
    }
  }
}

extension ConfigurationValue {
  fileprivate var parts: [(ConfigurationPath.Step, ConfigurationValue)] {
    switch self {
    case .object(let fields): fields.inKeyOrder.map { (.key($0.key), $0.value) }
    case .elements(let elements): elements.inKeyOrder.map { (.element($0.key), $0.value) }
    case .list(let values): values.enumerated().map { (.index($0.offset), $0.element) }
    case .null, .bool, .number, .string: []
    }
  }
}
