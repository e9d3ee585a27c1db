import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// Expected and observed configuration of one resource, normalized, at one snapshot.
///
/// The edits lead from the basis to what was observed. The basis is what was expected before the
/// interval that showed them; it stays where it is while some of them stand, also when others were
/// approved and what is expected moved. So no approval changes the path of another edit, or the name
/// and tags that it is held against.
struct ResourceState {
  let id: ResourceID
  /// What is expected now.
  let expected: ConfigurationValue?
  let basis: ConfigurationValue?
  let observed: ConfigurationValue?
  /// Whether the expected configuration names some leaves only.
  let isPartial: Bool
  /// Whether some of the edits were approved already: all of them that do not stand.
  let isPartlyApproved: Bool
  /// The edits that lead from the basis to what was observed.
  let edits: [Edit]
  /// Whether what was observed is another resource of the same id.
  let isMadeAnew: Bool
  private let stored: Stored

  /// What the values were read from, for what is written.
  private struct Stored {
    var name = RecordedName.unknown
    var basis: ExpectedState?
    var observed: StoredVersion?
    /// What the tags are taken from.
    var tagged: ConfigurationValue?
  }

  /// What is expected against what was observed in a snapshot.
  init(
    of id: ResourceID, expected: Expectation, observed: StoredVersion?, reader: DocumentReader
  ) throws {
    let seen = try observed.map { (row: $0.row, value: try reader.value($0.document, of: id)) }
    let earlier = expected.basis.flatMap { basis in
      basis.observed?.row == observed?.row ? basis.state : nil
    }
    let start = earlier ?? expected.state
    let numbers = NumberReading(
      old: start.form, new: observed?.document.form, isOldAgreed: start.isBody)
    (basis, self.observed) = numbers.read(
      try reader.value(start, of: id, seen: seen), seen?.value)
    self.id = id
    self.expected = earlier == nil ? basis : try reader.value(expected.state, of: id, seen: seen)
    isPartial = expected.state.isPartial
    isPartlyApproved = earlier != nil
    isMadeAnew = Self.isMadeAnew(id, from: basis, to: self.observed, isPartial: isPartial)
    edits = Self.edits(
      of: id, from: basis, to: self.observed, isPartial: isPartial,
      unread: Self.neverGiven(to: observed, expecting: start))
    stored = Stored(
      name: expected.name, basis: start, observed: observed, tagged: basis ?? self.observed)
  }

  /// The same, where some edits stood before. A program that reads documents otherwise than the one that judged does not
  /// find all of these among the edits from a basis: what it does not find was not approved, so the edits lead from what
  /// is expected now.
  init(
    of id: ResourceID, expected: Expectation, observed: StoredVersion?,
    standing: [StoredJudgement], reader: DocumentReader
  ) throws {
    let state = try ResourceState(of: id, expected: expected, observed: observed, reader: reader)
    let isLost = state.isPartlyApproved && !StandingEdit.areFound(standing, among: state.edits)
    self =
      try isLost
      ? ResourceState(of: id, expected: expected.withoutBasis, observed: observed, reader: reader)
      : state
  }

  /// This state with another basis.
  private init(_ state: ResourceState, from basis: ConfigurationValue, _ stored: Stored) {
    id = state.id
    (expected, self.basis, observed) = (basis, basis, state.observed)
    (isPartial, isPartlyApproved, isMadeAnew) = (state.isPartial, false, state.isMadeAnew)
    edits = Self.edits(
      of: id, from: basis, to: observed, isPartial: isPartial,
      unread: Self.neverGiven(to: stored.observed, expecting: stored.basis))
    self.stored = stored
  }

  /// The state in which parts that were read for the first time are expected as they were read, and
  /// what is to be stored. Tags among them select no rule for the other edits: nobody expected them.
  func adopting(_ parts: [String]) -> (state: ResourceState, next: NextExpectation)? {
    guard case .object(var fields)? = basis, let observed, let version = stored.observed else {
      return nil
    }
    for part in parts { fields[part] = observed[part] }
    let value = ConfigurationValue.object(fields)
    let next = NextExpectation(
      value == observed ? .version(version) : .body(value.canonicalJSON, isPartial: false),
      name: nextName(in: value))
    var stored = stored
    stored.basis = next.state
    return (ResourceState(self, from: value, stored), next)
  }

  /// Two configurations as they are, leaf by leaf.
  init(of id: ResourceID, from old: ConfigurationValue?, to new: ConfigurationValue?) {
    self.id = id
    (expected, basis, observed) = (old, old, new)
    (isPartial, isPartlyApproved, isMadeAnew) = (false, false, false)
    edits = Self.wholeEdits(from: old, to: new) ?? Self.leafEdits(from: old, to: new)
    stored = Stored()
  }

  /// What became of the resource; nil where it is on neither side.
  var change: ResourceChange? {
    switch (basis, observed) {
    case (nil, nil): nil
    case (nil, .some): .created
    case (.some, nil): .deleted
    case (.some, .some): .modified
    }
  }

  /// What an edit of this state is of the resource as a whole.
  func change(of edit: Edit) -> ResourceChange {
    guard edit.path == .root else { return .modified }
    return switch edit.word {
    case .added: .created
    case .removed: .deleted
    case .changed: .modified
    }
  }

  /// What another resource of the same id means: nil where it is the same one.
  func assessment(ofWhole edit: Edit) -> Assessment? {
    guard isMadeAnew, edit.path == .root, let old = basis, let new = observed else { return nil }
    guard edit.word == .added else {
      return Assessment(.high, "It was deleted, and another one was made under its name")
    }
    let ownID = ResourceKind.of(id.type).identity.incarnation
    let fields = Set(new.difference(from: old).compactMap { $0.path.steps.first })
      .map { ConfigurationPath([$0]).text }.filter { $0 != ownID }.sorted { $0.precedes($1) }
    let difference = fields.isEmpty ? "" : ", with other \(fields.joined(separator: ", "))"
    // As a new one it may be worse than that it is another one.
    let own = ResourceKind.of(id.type).assessment(of: edit, from: nil, to: new)
    let worse = own.flatMap { $0.severity > .high ? $0 : nil }
    return Assessment(
      worse?.severity ?? .high,
      "Another one was made under the same name" + difference
        + (worse?.sentence.map { ": \($0)" } ?? ""))
  }

  private static func isMadeAnew(
    _ id: ResourceID, from basis: ConfigurationValue?, to observed: ConfigurationValue?,
    isPartial: Bool
  ) -> Bool {
    guard let basis, let observed, !isPartial else { return false }
    return ResourceKind.of(id.type).isMadeAnew(from: basis, to: observed)
  }

  /// Which of the parts that an observation lacks no file ever gave, where a document expects some of them: coverage
  /// names them.
  private static func neverGiven(to observed: StoredVersion?, expecting state: ExpectedState?)
    -> (String) -> Bool
  {
    guard let observed, state?.isBody == true else { return { _ in false } }
    switch observed.document.form {
    case .cli: return { _ in true }
    case .document: return observed.partsNeverGiven.contains
    case .config: return { _ in false }
    }
  }

  /// - Parameter unread: Whether a part that was not observed was never read.
  private static func edits(
    of id: ResourceID, from basis: ConfigurationValue?, to observed: ConfigurationValue?,
    isPartial: Bool, unread: (String) -> Bool
  ) -> [Edit] {
    if let whole = wholeEdits(from: basis, to: observed) { return whole }
    guard let old = basis, let new = observed else { return [] }
    let kind = ResourceKind.of(id.type)
    // What a document expects of a part that no file ever gave is not taken away: coverage names the part.
    let unread = kind.partsRead(in: old, notIn: new).filter(unread)
    let edits =
      isPartial
      ? leafEdits(from: old, to: new.restricted(to: old)) : kind.edits(from: old, to: new)
    return edits.filter { !$0.isWithin(unread) }
  }

  /// The edits where a resource is on one side at most; nil where it is on both.
  private static func wholeEdits(from old: ConfigurationValue?, to new: ConfigurationValue?)
    -> [Edit]?
  {
    switch (old, new) {
    case (nil, nil): []
    case (nil, let new?): [Edit(.root, .added(new))]
    case (let old?, nil): [Edit(.root, .removed(old))]
    case (.some, .some): nil
    }
  }

  private static func leafEdits(from old: ConfigurationValue?, to new: ConfigurationValue?)
    -> [Edit]
  {
    guard let old, let new else { return [] }
    return new.difference(from: old)
  }

  /// What is expected once these edits are approved; nil for absence.
  func expected(accepting accepted: Set<Edit>) -> ConfigurationValue? {
    switch (basis, observed) {
    case (nil, nil): return nil
    case (nil, let new?): return edits.allSatisfy(accepted.contains) ? new : nil
    case (let old?, nil): return edits.allSatisfy(accepted.contains) ? nil : old
    case (let old?, let new?) where isMadeAnew:
      // Each of the two is accepted by itself: that the old one went, and that the new one came.
      let isGone = accepted.contains(Edit(.root, .removed(old)))
      return isGone ? (accepted.contains(Edit(.root, .added(new))) ? new : nil) : old
    case (let old?, let new?):
      let target = isPartial ? new.restricted(to: old) : new
      return target.merged(from: old) { accepted.contains($0) }
    }
  }

  /// The edits that were approved already, given those that stand.
  func approved(besides standing: Set<Edit>) -> Set<Edit> {
    isPartlyApproved ? Set(edits.filter { !standing.contains($0) }) : []
  }

  /// What is expected once these edits are approved, as it is stored. While others stand, they are
  /// judged from where they were.
  func next(accepting accepted: Set<Edit>) -> NextExpectation {
    let value = expected(accepting: accepted)
    let isWhole = change != .modified || edits.allSatisfy(accepted.contains)
    let basis = isWhole ? nil : stored.basis
    switch (value, stored.observed) {
    case (nil, _): return NextExpectation(.absent, name: .none)
    case (let value?, let version?) where value == observed:
      return NextExpectation(.version(version), name: version.name, basis: basis)
    case (let value?, _):
      return NextExpectation(
        .body(value.canonicalJSON, isPartial: isPartial), name: nextName(in: value), basis: basis)
    }
  }

  /// The name moves with the edit that changes it, and with no other.
  private func nextName(in next: ConfigurationValue) -> RecordedName {
    let (was, now) = (expected.flatMap(nameText), nameText(in: next))
    if was == now { return stored.name }
    if now == observed.flatMap(nameText), let observed = stored.observed { return observed.name }
    return RecordedName(now.flatMap { $0.isIdentical(to: id.id) ? nil : $0 })
  }

  private func nameText(in value: ConfigurationValue) -> String? { value.nameText(of: id.type) }

  /// What rules select the resource of an edit by: as it was expected before the interval, and as it was observed
  /// where it is new, also under the id of one that is gone.
  func traits(of resource: Resource, for edit: Edit) -> ResourceTraits {
    let isNew = basis == nil || (isMadeAnew && change(of: edit) == .created)
    let value = isNew ? observed : stored.tagged
    let name = isNew ? stored.observed?.name ?? .unknown : stored.name
    return ResourceTraits(
      name: text(of: name, in: value, resource),
      tags: tags(in: value, isPartial: isPartial && !isNew))
  }

  /// The tags that a configuration says; nil where nobody read them, or a golden document names none.
  private func tags(in value: ConfigurationValue?, isPartial: Bool) -> [String: String]? {
    value?.tags ?? (isPartial || !ResourceKind.of(id.type).givesTags ? nil : [:])
  }

  /// What the resource was called as it was expected.
  func name(of resource: Resource) -> String? { text(of: stored.name, in: basis, resource) }

  private func text(of name: RecordedName, in value: ConfigurationValue?, _ resource: Resource)
    -> String?
  {
    switch name {
    case .name(let text): text
    case .none: nil
    case .unknown: value.flatMap { $0.nameText(of: id.type) } ?? resource.name
    }
  }

  /// The parts that only one side has because the other never read them.
  var unreadParts: [String] {
    guard let basis, let observed, !isMadeAnew else { return [] }
    let kind = ResourceKind.of(id.type)
    return kind.firstRead(from: basis, to: observed) + kind.firstRead(from: observed, to: basis)
  }

  /// How the resource differs in what both sides read, with the parts that one of them did not; nil
  /// where there is neither.
  func differenceOfRead(of resource: Resource) -> ResourceDifference? {
    let parts = unreadParts
    let edits = edits.filter { !$0.isWithin(parts) }
    guard let change, !edits.isEmpty || !parts.isEmpty else { return nil }
    return ResourceDifference(resource: resource, change: change, edits: edits, unreadParts: parts)
  }

  /// How the resource differs; nil where it does not.
  func difference(of resource: Resource) -> ResourceDifference? {
    let edits = edits
    guard let change, !edits.isEmpty else { return nil }
    return ResourceDifference(resource: resource, change: change, edits: edits)
  }
}

/// Reads the numbers of the side that a person wrote as the other side has them.
struct NumberReading {
  let old: DocumentForm?
  let new: DocumentForm?
  /// Whether the old side is a baseline's own document: then it is read as the other has it, whatever wrote that.
  var isOldAgreed = false

  func read(_ old: ConfigurationValue?, _ new: ConfigurationValue?)
    -> (ConfigurationValue?, ConfigurationValue?)
  {
    guard let before = old, let after = new else { return (old, new) }
    if isOldAgreed { return (before.retyped(like: after), after) }
    guard self.old != self.new else { return (old, new) }
    return (
      self.old == .document ? before.retyped(like: after) : before,
      self.new == .document ? after.retyped(like: before) : after
    )
  }
}

extension ExpectedState {
  /// What its document is written in; nil for absence.
  fileprivate var form: DocumentForm? {
    switch self {
    case .uncovered, .absent: nil
    case .version(let version): version.document.form
    case .body: .document
    }
  }

  /// Whether it is a document of its own, and no version that was read.
  fileprivate var isBody: Bool {
    switch self {
    case .uncovered, .absent, .version: false
    case .body: true
    }
  }

  /// Whether it names some leaves only.
  var isPartial: Bool {
    switch self {
    case .uncovered, .absent, .version: false
    case .body(_, let isPartial): isPartial
    }
  }
}

extension DocumentReader {
  /// The value of an expected state; nil for absence. `seen` is a version that was read already.
  func value(
    _ state: ExpectedState, of id: ResourceID, seen: (row: Int64, value: ConfigurationValue)? = nil
  ) throws -> ConfigurationValue? {
    switch state {
    case .uncovered, .absent: return nil
    case .version(let version):
      if let seen, seen.row == version.row { return seen.value }
      return try value(version.document, of: id)
    case .body(let body, _):
      return try value(StoredDocument(form: .document, body: Array(body.utf8)), of: id)
    }
  }
}

extension ConfigurationValue {
  /// What a configuration of a type says that the resource is called; nil where it does not say.
  func nameText(of type: ResourceType) -> String? {
    ResourceKind.of(type).name(in: self) ?? tags?.value(exactly: "Name")
  }
}
