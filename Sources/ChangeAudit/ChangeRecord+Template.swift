import ConfigurationDiff
package import ConfigurationModel

extension ChangeRecord {
  /// A record, usually a draft, that covers exactly these edits: literal resources, literal paths, and values compared
  /// whole; a created resource leaf by leaf. Resources in their order, edits in path order.
  package static func template(
    number: String, title: String? = nil, kind: Kind = .normal, state: State = .draft,
    requestedBy: String? = nil, window: Window? = nil, covering candidates: [Candidate]
  ) -> ChangeRecord {
    let groups = Dictionary(grouping: candidates) { Group(id: $0.resource.id, change: $0.change) }
    let allows = groups.sorted { $0.key < $1.key }.map { group, candidates in
      Allowance(
        resource: .exactly(group.id), action: group.change.action,
        edits: clauses(Set(candidates.map(\.edit)), of: group.change))
    }
    return ChangeRecord(
      number: number, title: title, kind: kind, state: state, requestedBy: requestedBy,
      window: window, allows: allows)
  }

  private struct Group: Hashable, Comparable {
    let id: ResourceID
    let change: ResourceChange

    static func < (left: Group, right: Group) -> Bool {
      left.id == right.id ? left.change.rawValue < right.change.rawValue : left.id < right.id
    }
  }

  private static func clauses(_ edits: Set<Edit>, of change: ResourceChange) -> [Clause] {
    let leaves: [Edit] =
      switch change {
      case .modified: Array(edits)
      case .created: edits.flatMap { $0.new?.difference(from: .object([:])) ?? [] }
      case .deleted: []
      }
    return leaves.compactMap { Clause(exactly: $0) }
      .sorted { ($0.path.text, $0.word.rawValue) < ($1.path.text, $1.word.rawValue) }
  }
}

extension ResourceSelector {
  /// The one resource and no other.
  package static func exactly(_ id: ResourceID) -> ResourceSelector {
    ResourceSelector(
      type: Glob(exactly: id.type.name), account: Glob(exactly: id.account),
      region: Glob(exactly: id.region), id: Glob(exactly: id.id))
  }
}

extension Glob {
  /// The glob that fits this text and no other.
  package init(exactly text: String) {
    var pattern = ""
    for scalar in text.unicodeScalars {
      if ["\\", "*", "?"].contains(scalar) { pattern += "\\" }
      pattern.unicodeScalars.append(scalar)
    }
    self.init(pattern)
  }
}

extension Clause {
  /// The clause that covers this edit and no other; nil where its path cannot be written.
  fileprivate init?(exactly edit: Edit) {
    guard let path = PathPattern(parsing: edit.path.text), let value = edit.new ?? edit.old else {
      return nil
    }
    let old = edit.word == .changed ? edit.old : nil
    self.init(
      word: edit.word, path: path, predicate: .equals(value.documentForm),
      oldPredicate: old.map { .equals($0.documentForm) })
  }
}
