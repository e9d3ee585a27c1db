extension FilterPattern {
  /// The names one of which an event must have in `eventName` to match; nil where another may match too. Most patterns
  /// name calls: of all others they need not be asked.
  var eventNames: Set<String>? { condition.eventNames }
}

extension FilterPattern.Condition {
  fileprivate var eventNames: Set<String>? {
    switch self {
    case .test(let selector, .equals(.text(let text))):
      return selector == .eventName ? text.plain.map { [$0] } : nil
    case .test: return nil
    case .all(let parts):
      // Any one of them must hold too: the one that says most.
      return parts.compactMap(\.eventNames).min { $0.count < $1.count }
    case .any(let parts):
      let names = parts.compactMap(\.eventNames)
      return names.count == parts.count ? names.reduce([]) { $0.union($1) } : nil
    }
  }
}

extension FilterPattern.Selector {
  fileprivate static let eventName = Self(steps: [.member("eventName")])
}
