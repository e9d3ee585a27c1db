package import ConfigurationDiff
package import ConfigurationModel

/// An edit that one call made and another undid between two readings of a resource: neither reading shows it.
package struct PassingEdit: Hashable, Sendable {
  /// What a reading right after the call would have shown, held against the reading before.
  package let edit: Edit
  /// The id of the event of the call that made it.
  package let opened: String
  /// The id of the event of the call that undid it.
  package let closed: String
  /// Whether it is sure that this call undid it. Otherwise one that does not say what it changed may have.
  package let isClosedExactly: Bool
  /// The edit that undid it; nil where something else came in its place, or the resource was deleted.
  package let undoing: Edit?
  /// The configuration right after it was made.
  package let during: ConfigurationValue

  /// Whether the same call made the same edit, and the same one undid it.
  fileprivate func isSame(_ other: PassingEdit) -> Bool {
    edit == other.edit && opened == other.opened && closed == other.closed
      && isClosedExactly == other.isClosedExactly && undoing == other.undoing
  }
}

/// Finds the edits that calls made and undid between two readings of a resource: after each call it is asked what a
/// reading would have shown then.
///
/// Only a call that says what it changed makes one, and only where another call says, or may mean, that it was undone: a
/// value that AWS keeps in another spelling than it was asked for is none that was there and went.
package struct PassingEdits {
  fileprivate struct Opening {
    let edit: Edit
    let event: String
    let during: ConfigurationValue
    /// The last call that may have undone it.
    var mayEnd: String?
  }

  private let kind: ResourceKind
  private let context: NormalizationContext
  private let before: ConfigurationValue
  private let compared: (ConfigurationValue) -> ConfigurationValue
  private var replay: Replay
  /// What differs from before now, by the calls so far.
  private var standing: [Edit] = []
  private var open: [Opening] = []
  private var closed: [PassingEdit] = []
  /// Whether a call did not say what it changed: from then on only what AWS refuses to add twice is sure to be new.
  private var isDoubtful = false
  /// Whether the resource is the one that was read before, as far as the calls tell.
  private var isThere = true

  /// - Parameters:
  ///   - before: The compared value that the earlier reading showed.
  ///   - compared: What of a configuration is looked at.
  package init(
    _ kind: ResourceKind, _ context: NormalizationContext, before: ConfigurationValue,
    compared: @escaping (ConfigurationValue) -> ConfigurationValue = { $0 }
  ) {
    self.kind = kind
    self.context = context
    self.before = before
    self.compared = compared
    replay = Replay(kind, context, before: before)
  }

  /// Takes the next call on the resource.
  package mutating func take(_ event: String, _ steps: [CallEffect.Step]) {
    guard isThere else { return }
    let old = replay.state
    let steps = steps.onto(old, of: kind.type)
    isDoubtful = isDoubtful || steps.contains { replay.amendsUnknown($0, of: old) }
    replay.take(event, steps)
    if steps.contains(where: \.isWhole) {
      isThere = false
      // What a new resource of the same id is like, no call says.
      if steps.contains(.delete) { closeAll(by: event) }
      return
    }
    let now = edits(to: replay.state)
    reopen(by: event, steps)
    let gone = open.filter { !now.contains($0.edit) }
    open.removeAll { !now.contains($0.edit) }
    closed += gone.map { $0.closed(by: event, undoing: undoing($0.edit, in: replay.state)) }
    for index in open.indices where steps.contains(where: { $0.mayEnd(open[index].edit) }) {
      open[index].mayEnd = event
    }
    if steps.contains(.touch) {
      isDoubtful = true
    } else if !isDoubtful || steps.allSatisfy(\.isAddition) {
      let new = now.filter { !standing.contains($0) }
      open += new.map { Opening(edit: $0, event: event, during: replay.state) }
    }
    standing = now
  }

  /// AWS refuses to add what is there: what another call may have undone was undone, and this call made it again.
  private mutating func reopen(by event: String, _ steps: [CallEffect.Step]) {
    let added = steps.filter(\.isAddition)
    guard !added.isEmpty, open.contains(where: { $0.mayEnd != nil }) else { return }
    let named = added.flatMap { CallEffect(kind.type, "", [$0]).named(kind, context) ?? [] }
    for index in open.indices where named.contains(open[index].edit.path) {
      guard let end = open[index].mayEnd else { continue }
      closed.append(open[index].closed(by: end, undoing: open[index].edit.inverse))
      open[index] = Opening(edit: open[index].edit, event: event, during: replay.state)
    }
  }

  private mutating func closeAll(by event: String) {
    closed += open.map { $0.closed(by: event, undoing: nil) }
    open = []
    standing = []
  }

  /// The edits that were made and undone, where the later reading showed this; nil where it showed no resource. In the
  /// order in which they were undone.
  package func passed(observed: ConfigurationValue?) -> [PassingEdit] {
    let last = observed.map { edits(to: $0) } ?? []
    // Where the calls do not explain what is there, a value may be there in another spelling.
    let isExplained = last.allSatisfy(standing.contains)
    let perhaps = isExplained && isThere ? open : []
    let all =
      closed
      + perhaps.compactMap { opening in
        opening.mayEnd.map {
          opening.closed(by: $0, undoing: observed.flatMap { undoing(opening.edit, in: $0) })
        }
      }
    return all.filter { isUnseen($0, observed, last) }
  }

  /// Whether the later reading lacks what the calls opened and did not close, though they explain all that it shows.
  private func isContradicted(by observed: ConfigurationValue?) -> Bool {
    guard isThere, let observed else { return false }
    let last = edits(to: observed)
    return last.allSatisfy(standing.contains)
      && open.contains { $0.mayEnd == nil && !last.contains($0.edit) }
  }

  /// Whether the later reading does not show the edit: of a value that came, that it is there no more, or came again; of
  /// one that went, that all is as before.
  private func isUnseen(_ passing: PassingEdit, _ observed: ConfigurationValue?, _ last: [Edit])
    -> Bool
  {
    let edit = passing.edit
    guard !last.contains(edit) else { return open.contains { $0.edit == edit && $0.mayEnd == nil } }
    guard let new = edit.new else {
      let isTouched = last.contains {
        $0.path.isWithin(edit.path) || edit.path.isWithin($0.path)
      }
      return !isTouched && observed?.value(at: edit.path.steps) != nil
    }
    guard let now = observed?.value(at: edit.path.steps) else { return true }
    return now.difference(from: new).contains { $0.word != .added }
  }

  private func edits(to state: ConfigurationValue) -> [Edit] {
    let unread = kind.firstRead(from: before, to: state)
    return kind.edits(from: compared(before), to: compared(state)).filter { !$0.isWithin(unread) }
  }

  /// The edit that gives back what was there before; nil where something else is there.
  private func undoing(_ edit: Edit, in state: ConfigurationValue) -> Edit? {
    guard state.value(at: edit.path.steps) == before.value(at: edit.path.steps) else { return nil }
    return edit.inverse
  }
}

extension PassingEdits {
  /// The edits that calls made and undid, in every order in which the calls can have been made.
  ///
  /// - Parameters:
  ///   - calls: In the order of their times.
  ///   - observed: What the later reading showed; nil where it showed no resource.
  package static func passed(
    _ kind: ResourceKind, _ context: NormalizationContext, before: ConfigurationValue,
    calls: [TimedCall], observed: ConfigurationValue?,
    compared: @escaping (ConfigurationValue) -> ConfigurationValue = { $0 }
  ) -> [PassingEdit] {
    let orders = CallOrders(kind, context, before: before, calls).all.flatMap(\.self)
    let runs = orders.map { order in
      var passing = PassingEdits(kind, context, before: before, compared: compared)
      for call in order { passing.take(call.id, call.steps) }
      return passing
    }
    // An order after which something would still stand that the reading does not show was not the one.
    let likely = runs.filter { !$0.isContradicted(by: observed) }
    let found = (likely.isEmpty ? runs : likely).map { $0.passed(observed: observed) }
    guard let first = found.first else { return [] }
    // What else stood meanwhile depends on the order.
    return first.filter { edit in
      found.dropFirst().allSatisfy { $0.contains(where: edit.isSame) }
    }
  }
}

extension PassingEdits.Opening {
  fileprivate func closed(by event: String, undoing: Edit?) -> PassingEdit {
    PassingEdit(
      edit: edit, opened: self.event, closed: event, isClosedExactly: mayEnd == nil,
      undoing: undoing, during: during)
  }
}

extension CallEffect.Step {
  /// Whether it is about the whole resource.
  var isWhole: Bool {
    switch self {
    case .create, .delete: true
    case .put, .add, .amend, .strip, .take, .replace, .drop, .clear, .empty, .unsure, .touch: false
    }
  }

  /// Whether an edit may be undone by it, of which it does not say so.
  fileprivate func mayEnd(_ edit: Edit) -> Bool {
    switch self {
    case .touch: true
    case .unsure(let fields): fields.contains { edit.path.steps.first == .key($0) }
    case .put, .add, .amend, .strip, .take, .replace, .drop, .clear, .empty, .create, .delete:
      false
    }
  }

  /// Whether it adds what was not there for certain.
  fileprivate var isAddition: Bool {
    switch self {
    case .add: true
    case .put, .amend, .strip, .take, .replace, .drop, .clear, .empty, .unsure, .create, .delete,
      .touch:
      false
    }
  }
}
