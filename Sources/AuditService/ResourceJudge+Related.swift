import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// What an edit means together with other resources of its account and region: what the entries of a prefix list open
/// stands in the groups that name the list.
extension ResourceJudge {
  /// What was asked for in an account and region, as of a snapshot.
  struct Beside: Hashable {
    let account: String
    let region: String
    let snapshot: Int
    let related: ResourceKind.Related
    /// The id that is looked for; nil where ids are given.
    let named: String?

    init(_ related: ResourceKind.Related, _ resource: ResourceID, _ snapshot: Int) {
      (account, region, self.snapshot) = (resource.account, resource.region, snapshot)
      self.related = related
      named =
        switch related {
        case .named: nil
        case .naming: resource.id
        }
    }
  }

  /// What the kind says of an edit; nil where it knows nothing special.
  func assessment(byKind edit: Edit, _ known: StoredJudgement?, _ setting: Setting) throws
    -> Assessment?
  {
    let kind = ResourceKind.of(setting.state.id.type)
    let asked = kind.related(edit)
    // What was said when the edit was first judged stays: what stands beside it changes by edits of its own.
    if asked != nil, let known { return Assessment(known.severity, known.sentence) }
    return kind.assessment(
      of: edit, from: setting.state.basis, to: setting.state.observed,
      beside: try asked.map { try resources($0, beside: setting.stored, in: setting.snapshot) }
        ?? [])
  }

  private func resources(
    _ related: ResourceKind.Related, beside stored: StoredResource, in snapshot: Int
  ) throws -> [RelatedResource] {
    let key = Beside(related, stored.resource.id, snapshot)
    if let found = beside[key] { return found }
    let found =
      switch related {
      case .named(let type, let ids):
        try session.resources(of: type, beside: stored, ids: ids)
          .compactMap { try seen($0, in: snapshot) }
      case .naming(let types):
        try types.flatMap { try session.resources(of: $0, beside: stored) }
          .compactMap { try seen($0, in: snapshot, naming: stored.resource.id.id) }
      }
    beside[key] = found
    return found
  }

  /// A resource as it was seen by a snapshot; nil where it was not there, or its document does not hold a text.
  private func seen(_ stored: StoredResource, in snapshot: Int, naming text: String? = nil) throws
    -> RelatedResource?
  {
    guard let version = try session.observed(stored.row, in: snapshot),
      text.map({ text in version.document.body.withUnsafeBytes { $0.holds(text) } }) ?? true
    else { return nil }
    return RelatedResource(
      stored.resource, try reader.value(version.document, of: stored.resource.id))
  }
}
