package import AuditStore
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// How one resource differs between two states.
package struct ResourceDifference: Hashable, Sendable {
  package let resource: Resource
  package let change: ResourceChange
  package let edits: [Edit]
  /// Parts that one side never read: nothing is said of them.
  package var unreadParts: [String] = []
}

/// One side of a comparison.
package enum ComparedState: Hashable, Sendable {
  /// A snapshot, by its number.
  case snapshot(Int)
  /// What a baseline expects, with all that was approved since.
  case baseline(String)
}

/// Compares two states of a store, value by value.
package struct DiffConfigurations {
  package let store: AuditStore

  package init(store: AuditStore) { self.store = store }

  /// The resources that differ, in order.
  package func difference(from old: ComparedState, to new: ComparedState) throws(Problem)
    -> [ResourceDifference]
  {
    switch (old, new) {
    case (.snapshot(let old), .snapshot(let new)): return try between(old, new)
    case (.baseline(let name), .snapshot(let snapshot)): return try from(name, to: snapshot)
    case (.snapshot(let snapshot), .baseline(let name)):
      return try from(name, to: snapshot).map(\.reversed)
    case (.baseline, .baseline): throw .twoBaselines()
    }
  }

  private func between(_ old: Int, _ new: Int) throws(Problem) -> [ResourceDifference] {
    let reader = DocumentReader()
    return try mapped(store.versionPairs(from: old, to: new)) { pair in
      let state = ResourceState(
        expected: try pair.old.map { try reader.value($0.document, of: pair.resource.id) },
        observed: try pair.new.map { try reader.value($0.document, of: pair.resource.id) },
        isPartial: false
      ).readingNumbers(old: pair.old?.document.form, new: pair.new?.document.form)
      return state.differenceOfRead(of: pair.resource)
    }
  }

  private func from(_ baseline: String, to snapshot: Int) throws(Problem) -> [ResourceDifference] {
    let reader = DocumentReader()
    let isWhole = try store.baselines().contains { $0.name == baseline && $0.scopes > 0 }
    return try mapped(store.expectedPairs(baseline: baseline, in: snapshot)) { pair in
      if case .uncovered = pair.expected, !isWhole { return nil }
      let state = try ResourceState(
        of: pair.resource.id, expected: pair.expected, observed: pair.observed, reader: reader)
      // A document of a baseline's own says itself what is not there.
      guard case .version = pair.expected else { return state.difference(of: pair.resource) }
      return state.differenceOfRead(of: pair.resource)
    }
  }

  private func mapped<Input>(
    _ inputs: [Input], _ transform: (Input) throws -> ResourceDifference?
  ) throws(Problem) -> [ResourceDifference] {
    do {
      return try inputs.compactMap(transform)
    } catch let problem as Problem {
      throw problem
    } catch {
      preconditionFailure("Documents are refused with problems: \(error)")
    }
  }
}

extension ResourceState {
  init(
    of id: ResourceID, expected: ExpectedState, observed: StoredVersion?, reader: DocumentReader
  ) throws {
    let observedValue = try observed.map { try reader.value($0.document, of: id) }
    switch expected {
    case .uncovered, .absent:
      self.init(expected: nil, observed: observedValue, isPartial: false)
    case .version(let version):
      let isSame = version.row == observed?.row
      self.init(
        expected: isSame ? observedValue : try reader.value(version.document, of: id),
        observed: observedValue, isPartial: false)
      self = readingNumbers(old: version.document.form, new: observed?.document.form)
    case .body(let body, let isPartial):
      let document = StoredDocument(form: .document, body: Array(body.utf8))
      self.init(
        expected: try reader.value(document, of: id), observed: observedValue,
        isPartial: isPartial)
      self = readingNumbers(old: .document, new: observed?.document.form)
    }
  }

  /// This state with the numbers of the side that a person wrote read as the other side has them.
  func readingNumbers(old: DocumentForm?, new: DocumentForm?) -> ResourceState {
    guard let expected, let observed, old != new else { return self }
    return ResourceState(
      expected: old == .document ? expected.retyped(like: observed) : expected,
      observed: new == .document ? observed.retyped(like: expected) : observed,
      isPartial: isPartial)
  }

  /// The parts that only one side has because the other never read them.
  func unreadParts(of type: ResourceType) -> [String] {
    guard let expected, let observed else { return [] }
    let kind = ResourceKind.of(type)
    return kind.firstRead(from: expected, to: observed)
      + kind.firstRead(from: observed, to: expected)
  }

  /// How the resource differs in what both sides read, with the parts that one of them did not; nil
  /// where there is neither.
  func differenceOfRead(of resource: Resource) -> ResourceDifference? {
    let parts = unreadParts(of: resource.id.type)
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

extension ResourceDifference {
  /// The same difference read the other way round.
  fileprivate var reversed: ResourceDifference {
    let mirrored: ResourceChange =
      switch change {
      case .created: .deleted
      case .deleted: .created
      case .modified: .modified
      }
    return ResourceDifference(
      resource: resource, change: mirrored, edits: edits.map(\.reversed), unreadParts: unreadParts)
  }
}

extension Edit {
  fileprivate var reversed: Edit {
    switch change {
    case .added(let value): Edit(path, .removed(value))
    case .removed(let value): Edit(path, .added(value))
    case .changed(let old, let new): Edit(path, .changed(from: new, to: old))
    }
  }
}

extension Problem {
  static func twoBaselines() -> Problem {
    Problem(
      "two-baselines", "Two baselines cannot be compared with each other.",
      hint: "Compare each with a snapshot, or export both and compare the folders.")
  }
}
