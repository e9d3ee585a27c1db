import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// What is read for the first time: nobody can say when it came to be, so it is no edit; and nobody has agreed to it.
extension ResourceJudge {
  /// What a baseline could not speak of, because nobody had read it, is expected as it was first read:
  /// when it came to be, nobody can say. False where that is not so.
  func adopt(_ stored: StoredResource, _ expected: Expectation, in snapshot: Int) throws
    -> Bool
  {
    let isCovered: Bool
    switch expected.state {
    case .uncovered: isCovered = false
    case .absent where expected.basis == nil: isCovered = true
    case .absent, .version, .body: return false
    }
    guard try session.observed(stored.row, in: snapshot) != nil,
      let first = try session.firstReading(of: stored, isCovered: isCovered, in: snapshot)
    else { return false }
    guard let version = try session.observed(stored.row, in: first) else { return true }
    try session.adopt(stored, version, in: first)
    return true
  }

  /// The state in which parts that are read for the first time are expected as they were read: when
  /// they came to be, nobody can say. Not where a golden document says what the resource is, nor where
  /// the resource was made since with approval: what it was made with is part of what was approved, or
  /// is not.
  func adoptingFirstReadings(
    _ state: ResourceState, of stored: StoredResource, in snapshot: Int
  ) throws -> ResourceState {
    let parts = try parts(firstReadIn: state, stored)
    let isMade = try !parts.isEmpty && session.approvedCreation(of: stored) != nil
    let taken = isMade ? parts.filter { state.observed?[$0] == .null } : parts
    guard !taken.isEmpty, let (adopted, next) = state.adopting(taken) else { return state }
    try session.advance(stored.row, to: next, in: snapshot)
    if !isMade { try session.insertAdoptions(taken, of: stored, in: snapshot) }
    return adopted
  }

  /// The parts of a resource that are read for the first time.
  func parts(firstReadIn state: ResourceState, _ stored: StoredResource) throws -> [String] {
    guard let basis = state.basis, let observed = state.observed, !state.isPartial,
      !state.isPartlyApproved, !state.isMadeAnew
    else { return [] }
    let parts = ResourceKind.of(stored.resource.id.type).firstRead(from: basis, to: observed)
    return try parts.isEmpty || session.isGolden(stored) ? [] : parts
  }

  /// A part that is read for the first time, as part of the creation that was approved before it could
  /// be read: it came to be then, or later. Nil where an edit is none of such a part.
  func partOfCreation(
    _ edit: Edit, _ traits: ResourceTraits, until shown: Occurrence, _ setting: Setting
  ) -> Candidate? {
    guard let creation = setting.creation, case .key(let field)? = edit.path.steps.first,
      setting.state.basis?[field] == nil, let value = setting.state.observed?[field]
    else { return nil }
    return Candidate(
      resource: Resource(setting.state.id, name: traits.name), tags: traits.tags, change: .created,
      edit: Edit(.root, .added(.object([field: value]))),
      occurred: Occurrence(after: creation.occurred.after, until: shown.until), actors: [],
      before: nil, after: setting.state.observed)
  }
}
