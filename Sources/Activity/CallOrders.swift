package import ConfigurationDiff
package import ConfigurationModel

/// A call on one resource, with its second.
package struct TimedCall: Hashable, Sendable {
  /// CloudTrail's id of the call's event.
  package let id: String
  /// The second in which it was made: CloudTrail tells no more.
  package let at: Timestamp
  /// What the call did to the resource, in order.
  package let steps: [CallEffect.Step]
  /// Whether it may have been made before the time that is asked about, or after it: in the second of a reading.
  package let isPerhaps: Bool

  /// A call, with what it did in the order in which it did it.
  package init(id: String, at: Timestamp, steps: [CallEffect.Step], isPerhaps: Bool = false) {
    (self.id, self.at, self.steps, self.isPerhaps) = (id, at, steps, isPerhaps)
  }
}

/// The orders in which calls on a resource can have been made.
///
/// Of calls of one second nobody knows the order, nor whether one of the second of a reading came before it. Where that
/// decides what they did, each order is tried; those stay in which AWS had the least to refuse.
struct CallOrders {
  /// For each choice of the calls that perhaps count, the orders.
  let all: [[[TimedCall]]]

  /// So many orders are tried. Of more, the calls that decide count as calls that do not say what they changed.
  private static let limit = 64

  private let kind: ResourceKind
  private let context: NormalizationContext

  /// - Parameter calls: In the order of their times.
  init(
    _ kind: ResourceKind, _ context: NormalizationContext, before: ConfigurationValue,
    _ calls: [TimedCall]
  ) {
    (self.kind, self.context) = (kind, context)
    let choices = Self.choices(calls)
    let tried = choices.map { Self.orders($0) { Self.path($0, kind, context) } }
    guard tried.count > 1 || tried.contains(where: { $0.count > 1 }) else {
      all = tried
      return
    }
    let counted = tried.map { orders in
      orders.map { order -> (refusals: Int, order: [TimedCall]) in
        var replay = Replay(kind, context, before: before)
        for call in order { replay.take(call.id, call.steps) }
        return (replay.refusals, order)
      }
    }
    let least = counted.flatMap(\.self).map(\.refusals).min() ?? 0
    all = counted.map { $0.filter { $0.refusals == least }.map(\.order) }.filter { !$0.isEmpty }
  }

  /// With and without the calls that perhaps count.
  private static func choices(_ calls: [TimedCall]) -> [[TimedCall]] {
    let perhaps = calls.filter(\.isPerhaps)
    guard !perhaps.isEmpty else { return [calls] }
    guard perhaps.count <= 3 else { return [calls, calls.filter { !$0.isPerhaps }] }
    return (0..<(1 << perhaps.count)).map { choice in
      let left = Set(
        perhaps.indices.filter { choice & (1 << $0) != 0 }.map { perhaps[$0].id })
      return calls.filter { !left.contains($0.id) }
    }
  }

  private static func orders(
    _ calls: [TimedCall], touching: (TimedCall) -> Footprint
  ) -> [[TimedCall]] {
    var orders: [[TimedCall]] = [[]]
    for group in calls.sameSeconds {
      let next = permutations(of: group, touching)
      guard orders.count * next.count <= limit else {
        orders = orders.map { $0 + group.map { $0.withoutSaying(touching($0)) } }
        continue
      }
      orders = orders.flatMap { order in next.map { order + $0 } }
    }
    return orders
  }

  /// The orders of calls of one second that can make a difference: those that write to the same places change places.
  private static func permutations(
    of group: [TimedCall], _ touching: (TimedCall) -> Footprint
  ) -> [[TimedCall]] {
    let places = group.map(touching)
    return meeting(places).reduce([[]]) { orders, meeting in
      let all = meeting.count <= 4 ? meeting.permuted.map { $0.map { group[$0] } } : []
      guard !all.isEmpty, orders.count * all.count <= limit else {
        return orders.map { $0 + meeting.map { group[$0].withoutSaying(places[$0]) } }
      }
      return orders.flatMap { order in all.map { order + $0 } }
    }
  }

  /// The calls, by their positions, in groups of which none writes to where another one does.
  private static func meeting(_ places: [Footprint]) -> [[Int]] {
    places.indices.reduce(into: []) { groups, index in
      let (own, others) = (
        groups.filter { $0.contains { places[$0].meets(places[index]) } },
        groups.filter { !$0.contains { places[$0].meets(places[index]) } }
      )
      groups = others + [own.flatMap(\.self) + [index]]
    }
  }

  /// What a call writes to.
  fileprivate enum Footprint {
    case everything
    case paths(Set<ConfigurationPath>)

    func meets(_ other: Footprint) -> Bool {
      guard case .paths(let own) = self, case .paths(let others) = other else { return true }
      return own.contains { path in
        others.contains { $0.isWithin(path) || path.isWithin($0) }
      }
    }
  }

  private static func path(
    _ call: TimedCall, _ kind: ResourceKind, _ context: NormalizationContext
  ) -> Footprint {
    var paths: Set<ConfigurationPath> = []
    for step in call.steps {
      switch step {
      case .touch, .create, .delete: return .everything
      case .drop(let list, _, _), .empty(let list): paths.insert(ConfigurationPath([.key(list)]))
      case .unsure(let fields): paths.formUnion(fields.map { ConfigurationPath([.key($0)]) })
      case .put, .add, .amend, .strip, .take, .replace, .clear:
        guard let named = CallEffect(kind.type, "", [step]).named(kind, context) else {
          return .everything
        }
        paths.formUnion(named)
      }
    }
    return .paths(paths)
  }
}

extension TimedCall {
  /// The same call, as one that does not say to what it changed the fields that it wrote to.
  fileprivate func withoutSaying(_ footprint: CallOrders.Footprint) -> TimedCall {
    TimedCall(id: id, at: at, steps: [footprint.step], isPerhaps: isPerhaps)
  }
}

extension CallOrders.Footprint {
  /// The step of a call that wrote there, and nobody knows what.
  fileprivate var step: CallEffect.Step {
    switch self {
    case .everything: return .touch
    case .paths(let paths):
      let fields = paths.map { path -> String? in
        guard case .key(let field)? = path.steps.first else { return nil }
        return field
      }
      return fields.contains(nil) ? .touch : .unsure(Set(fields.compactMap { $0 }).sorted())
    }
  }
}

extension [TimedCall] {
  /// The calls of each second together.
  var sameSeconds: [[TimedCall]] {
    reduce(into: []) { groups, call in
      if groups.last?.last?.at.seconds == call.at.seconds {
        groups[groups.count - 1].append(call)
      } else {
        groups.append([call])
      }
    }
  }
}

extension [Int] {
  /// In every order.
  fileprivate var permuted: [[Int]] {
    guard count > 1 else { return [self] }
    return indices.flatMap { index -> [[Int]] in
      var rest = self
      let first = rest.remove(at: index)
      return rest.permuted.map { [first] + $0 }
    }
  }
}

/// The replays of the calls on a resource in every order in which they can have been made.
package struct Replays {
  private let all: [[Replay]]

  /// - Parameters:
  ///   - before: The compared value at the beginning of the time; an empty object where the resource was not there.
  ///   - calls: In the order of their times.
  package init(
    _ kind: ResourceKind, _ context: NormalizationContext, before: ConfigurationValue,
    calls: [TimedCall]
  ) {
    all = CallOrders(kind, context, before: before, calls).all.map { orders in
      orders.map { order in
        var replay = Replay(kind, context, before: before)
        for call in order { replay.take(call.id, call.steps) }
        return replay
      }
    }
  }

  /// Which events made an edit, and how sure it is: exactly one where every order says so. A call that perhaps counts
  /// made what no other explains.
  package func attribution(of edit: Edit) -> (grade: EditAttribution.Grade, events: [String]) {
    let found = all.map { orders in
      Self.agreed(orders.map { $0.attribution(of: edit) })
    }
    let exact = found.filter { $0.grade == .exact }
    let authors = Set(exact.flatMap(\.events))
    if authors.count == 1, let first = exact.first { return first }
    let events = found.flatMap(\.events).reduce(into: [String]()) { list, event in
      if !list.contains(event) { list.append(event) }
    }
    return (events.isEmpty ? .unexplained : .byResourceAndTime, events)
  }

  /// Where a call wrote to in any of the orders; nil where it does not say what it changed.
  package func writes(of event: String) -> Set<ConfigurationPath>? {
    let found = all.flatMap(\.self).map { $0.writes(of: event) }
    let known = found.compactMap(\.self)
    return known.isEmpty ? nil : known.reduce(into: []) { $0.formUnion($1) }
  }

  private static func agreed(_ found: [(grade: EditAttribution.Grade, events: [String])])
    -> (grade: EditAttribution.Grade, events: [String])
  {
    guard let first = found.first else { return (.unexplained, []) }
    if found.allSatisfy({ $0.grade == first.grade && $0.events == first.events }) { return first }
    let events = Set(found.flatMap(\.events)).sorted()
    return (events.isEmpty ? .unexplained : .byResourceAndTime, events)
  }

  /// The events that may have made an edit, where none gives it.
  package func able(of edit: Edit) -> [String] {
    let able = all.flatMap(\.self).flatMap { $0.able(of: edit) }
    let authors = all.flatMap(\.self).map { $0.attribution(of: edit) }
      .filter { $0.grade == .exact }.flatMap(\.events)
    return Set(able + authors).sorted()
  }
}
