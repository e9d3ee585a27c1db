import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// What is read for the first time: nobody can say when it came to be, so it is no edit; and nobody has agreed to it.
extension ResourceJudge {
  /// What a baseline could not speak of, because nobody had read it, is expected as it was first read:
  /// when it came to be, nobody can say. False where that is not so.
  func adopt(
    _ stored: StoredResource, _ expected: Expectation, observed: StoredVersion?, in snapshot: Int
  ) throws -> Bool {
    let isCovered: Bool
    switch expected.state {
    case .uncovered: isCovered = false
    case .absent where expected.basis == nil: isCovered = true
    case .absent, .version, .body: return false
    }
    guard let observed,
      let first = try session.firstReading(of: stored, isCovered: isCovered, in: snapshot)
    else { return false }
    guard
      let version = first == snapshot ? observed : try session.observed(stored.row, in: first)
    else { return true }
    try session.adopt(stored, version, in: first)
    return true
  }

  /// The parts of a resource that are read for the first time, and the approval that it was made with; nil where there
  /// are none. Not where a golden document says what the resource is.
  func firstReading(in state: ResourceState, of stored: StoredResource) throws -> FirstReading? {
    guard let basis = state.basis, let observed = state.observed, !state.isPartial,
      !state.isPartlyApproved, !state.isMadeAnew
    else { return nil }
    let parts = ResourceKind.of(stored.resource.id.type).firstRead(from: basis, to: observed)
    guard try !parts.isEmpty && !session.isGolden(stored) else { return nil }
    let made = try session.approvedCreation(of: stored)
    return FirstReading(
      parts: parts, creation: made.flatMap { $0.wasGone ? nil : $0.judgement },
      isMade: made != nil)
  }

  /// The state in which parts that are read for the first time are expected as they were read: when
  /// they came to be, nobody can say. Where the resource was made since with approval only those that are
  /// nothing: what it was made with is part of what was approved, or is not, and what it has since it was gone is not.
  func adopting(
    _ first: FirstReading?, _ state: ResourceState, of stored: StoredResource, in snapshot: Int
  ) throws -> ResourceState {
    guard let first else { return state }
    let taken = first.isMade ? first.parts.filter { state.observed?[$0] == .null } : first.parts
    guard !taken.isEmpty, let (adopted, next) = state.adopting(taken) else { return state }
    try session.advance(stored.row, to: next, in: snapshot)
    if !first.isMade { try session.insertAdoptions(taken, of: stored, in: snapshot) }
    return adopted
  }

  /// A part that is read for the first time, or that AWS gives a resource while it makes it, as part of the creation
  /// that was approved before it was there: it came to be then, or later. Nil where an edit is none of such a part.
  func partOfCreation(
    _ edit: Edit, _ traits: ResourceTraits, until shown: Occurrence, _ setting: Setting
  ) throws -> Candidate? {
    guard case .key(let field)? = edit.path.steps.first,
      let creation = try creation(bringing: field, by: edit, setting),
      let value = setting.state.observed?[field]
    else { return nil }
    return Candidate(
      resource: Resource(setting.state.id, name: traits.name), tags: traits.tags, change: .created,
      edit: Edit(.root, .added(.object([field: value]))),
      occurred: Occurrence(after: creation.occurred.after, until: shown.until),
      authorship: try authorship(of: edit, setting, in: shown),
      before: nil, after: setting.state.observed)
  }

  /// The approved creation that a field belongs to which an edit shows for the first time; nil where there is none.
  private func creation(bringing field: String, by edit: Edit, _ setting: Setting) throws
    -> StoredJudgement?
  {
    if let first = setting.first, first.parts.contains(field) { return first.creation }
    let state = setting.state
    guard edit.word == .added, !state.isPartial, !state.isMadeAnew,
      ResourceKind.of(state.id.type).assigned.contains(where: { $0.covers(edit.path) })
    else { return nil }
    return try session.approvedCreation(of: setting.stored)
      .flatMap { $0.wasGone ? nil : $0.judgement }
  }
}
