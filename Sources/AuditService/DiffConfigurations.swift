package import AuditStore
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// How one resource differs between two states.
package struct ResourceDifference: Hashable, Sendable {
  /// The resource that differs.
  package let resource: Resource
  /// Whether only the newer state has it, only the older one, or both.
  package let change: ResourceChange
  /// From the older state to the newer one, by path; without those within `unreadParts`.
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
  /// The store that is read.
  package let store: AuditStore

  /// Makes a comparison within one store.
  package init(store: AuditStore) { self.store = store }

  /// The resources that differ, in order.
  package func difference(from old: ComparedState, to new: ComparedState) throws(Problem)
    -> [ResourceDifference]
  {
    try store.requireWritten()
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
      let id = pair.resource.id
      let numbers = NumberReading(old: pair.old?.document.form, new: pair.new?.document.form)
      let (old, new) = numbers.read(
        try pair.old.map { try reader.value($0.document, of: id) },
        try pair.new.map { try reader.value($0.document, of: id) })
      return ResourceState(of: id, from: old, to: new).differenceOfRead(of: pair.resource)
    }
  }

  private func from(_ baseline: String, to snapshot: Int) throws(Problem) -> [ResourceDifference] {
    let reader = DocumentReader()
    let isWhole = try store.baselines().contains { $0.name == baseline && $0.scopes > 0 }
    return try mapped(store.expectedPairs(baseline: baseline, in: snapshot)) { pair in
      if case .uncovered = pair.expected.state, !isWhole { return nil }
      // What is expected now, not what it was before the last interval.
      let head = pair.expected.withoutBasis
      let state = try ResourceState(
        of: pair.resource.id, expected: head, observed: pair.observed, reader: reader)
      // A document of a baseline's own says itself what is not there.
      guard case .version = head.state else { return state.difference(of: pair.resource) }
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
