package import ConfigurationDiff
package import ConfigurationModel

/// A resource that calls made and deleted between two readings: neither reading shows it.
package struct PassingResource: Hashable, Sendable {
  /// The events of all calls on it but the last one, in order: the first one made it.
  package let calls: [String]
  /// The event of the call that deleted it.
  package let deleted: String
  /// What calls are known to have given it while it was there, whatever others took away again. That nobody knows the
  /// rest of it stands in it as `Unseen`: who approves what it may have been approves that too.
  package let configuration: ConfigurationValue
}

extension PassingResource {
  /// The resources of one name that calls made and deleted, in order.
  ///
  /// A call that gives no end of it makes none: what was refused, and what AWS itself took away, is not told.
  ///
  /// - Parameter calls: In the order of their times. Of those of one second what can have been comes first: a resource is
  ///   made before it is deleted.
  package static func passed(
    _ kind: ResourceKind, _ context: NormalizationContext, calls: [TimedCall]
  ) -> [PassingResource] {
    var passed: [PassingResource] = []
    var standing: [TimedCall]?
    for group in calls.sameSeconds {
      for call in group.inOrder(whileThere: standing != nil) {
        if call.steps.contains(.create) {
          standing = [call]
        } else if call.steps.contains(.delete) {
          if let given = standing { passed.append(.init(kind, context, given, until: call)) }
          standing = nil
        } else if !call.steps.isEmpty {
          standing?.append(call)
        }
      }
    }
    return passed
  }

  private init(
    _ kind: ResourceKind, _ context: NormalizationContext, _ calls: [TimedCall],
    until end: TimedCall
  ) {
    var replay = Replay(kind, context, before: .object([:]))
    for call in calls { replay.take(call.id, call.steps.filter(\.isGiving)) }
    self.calls = calls.map(\.id)
    deleted = end.id
    configuration = replay.state.unseen
  }
}

extension ConfigurationValue {
  fileprivate var unseen: ConfigurationValue {
    guard case .object(let fields) = self else { return self }
    return .object(fields.merging(["Unseen": .bool(true)]) { $1 })
  }
}

extension [TimedCall] {
  /// The calls of one second, in an order that AWS can have taken.
  fileprivate func inOrder(whileThere isThere: Bool) -> [TimedCall] {
    let begins = filter { $0.steps.contains(.create) }
    let ends = filter { $0.steps.contains(.delete) && !$0.steps.contains(.create) }
    let others = filter { !$0.steps.contains(.create) && !$0.steps.contains(.delete) }
    return isThere ? others + ends + begins : begins + others + ends
  }
}

extension CallEffect.Step {
  /// Whether it gives the resource something.
  fileprivate var isGiving: Bool {
    switch self {
    case .put, .add, .amend, .replace: true
    case .strip, .take, .drop, .clear, .empty, .unsure, .create, .delete, .touch: false
    }
  }
}
