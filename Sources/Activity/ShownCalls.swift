package import ConfigurationDiff
package import ConfigurationModel

/// Whether a reading of a resource shows what calls say that they did: AWS may still give what stood before.
package enum ShownCalls {
  /// Not shown is what still has a value at a place that the calls wrote, and that it had before one of them. Another
  /// value that no call gave is what somebody did since: that is shown.
  ///
  /// - Parameters:
  ///   - before: The compared value at the beginning; nil where there was no resource.
  ///   - calls: What each did, in the order of their times.
  ///   - observed: What the reading shows; nil where it shows no resource.
  package static func isShown(
    _ kind: ResourceKind, _ context: NormalizationContext, before: ConfigurationValue?,
    calls: [(id: String, steps: [CallEffect.Step])], observed: ConfigurationValue?
  ) -> Bool {
    let whole = calls.flatMap(\.steps).compactMap(\.makes)
    guard let observed else {
      // It was made, and is not there; or was there, and a call that is not known deleted it.
      return whole.last != true
    }
    if whole.last == false { return false }
    var replay = Replay(kind, context, before: before ?? .object([:]))
    var passed = [replay.state]
    for call in calls {
      replay.take(call.id, call.steps)
      passed.append(replay.state)
    }
    let paths = zip(passed, passed.dropFirst()).flatMap { kind.edits(from: $0, to: $1).map(\.path) }
    return Set(paths).allSatisfy { path in
      let now = observed.text(at: path)
      let last = passed.last?.text(at: path)
      return now == last || !passed.contains { $0.text(at: path) == now }
    }
  }
}

extension ConfigurationValue {
  fileprivate func text(at path: ConfigurationPath) -> String? {
    value(at: path.steps)?.canonicalJSON
  }
}

extension CallEffect.Step {
  /// Whether the resource is there after it; nil where that is as it was.
  fileprivate var makes: Bool? {
    switch self {
    case .create: true
    case .delete: false
    case .put, .add, .amend, .strip, .take, .replace, .drop, .clear, .empty, .unsure, .touch: nil
    }
  }
}
