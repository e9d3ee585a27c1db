package import ConfigurationModel

/// A version with its document.
package struct StoredVersion: Sendable {
  /// The number of its row in `version`.
  package let row: Int64
  /// The snapshot since which the resource has it.
  package let firstSnapshot: Int
  /// The configuration as it is stored.
  package let document: StoredDocument
  /// The name that was recorded with it.
  package let name: RecordedName
  /// The parts that no file had ever given of its scope by the snapshot that was asked about: coverage names them. Told
  /// only of a document that the program wrote out: what others lack of these was not given either.
  package var partsNeverGiven: Set<String> = []
}

/// What a baseline, with all that was approved since, says of a resource.
package enum ExpectedState: Sendable {
  /// No baseline speaks of its scope.
  case uncovered
  case absent
  /// As this version.
  case version(StoredVersion)
  /// As this canonical JSON; where it is partial, in the leaves it names only.
  case body(String, isPartial: Bool)
}

/// The name of a resource as it was recorded with one of its configurations.
package enum RecordedName: Hashable, Sendable {
  /// An earlier program wrote the configuration and did not record the name.
  case unknown
  /// It had no name besides its id.
  case none
  case name(String)

  /// From a column: null where it was not recorded, empty where there was no name.
  init(column: String?) {
    switch column {
    case nil: self = .unknown
    case ""?: self = .none
    case let text?: self = .name(text)
    }
  }

  /// What a resource is called; nil where it has no name.
  package init(_ name: String?) { self = name.map { .name($0) } ?? .none }

  var column: String? {
    switch self {
    case .unknown: nil
    case .none: ""
    case .name(let text): text
    }
  }
}

extension Resource {
  /// The resource by the name that it had with one of its configurations; by its own where that was not recorded.
  package func called(_ name: RecordedName) -> Resource {
    switch name {
    case .unknown: self
    case .none: Resource(id, name: nil)
    case .name(let text): Resource(id, name: text)
    }
  }
}

/// What a baseline expects of a resource now.
package struct Expectation: Sendable {
  /// What the baseline says of the resource with all that was approved since.
  package let state: ExpectedState
  /// What the resource is expected to be called.
  package let name: RecordedName
  /// What the edits of the last interval are held against; nil where that is `state`.
  package let basis: Basis?

  /// What was expected before an interval of which only some edits were approved.
  package struct Basis: Sendable {
    /// What was expected before the interval.
    package let state: ExpectedState
    /// What the edits lead to; nil where it was pruned.
    package let observed: StoredVersion?
  }

  /// Makes an expectation; without a basis all edits are held against the state itself.
  package init(state: ExpectedState, name: RecordedName, basis: Basis? = nil) {
    self.state = state
    self.name = name
    self.basis = basis
  }

  /// The same, where all edits are held against the state itself.
  package var withoutBasis: Expectation { Expectation(state: state, name: name) }
}

/// What is expected of a resource from now on.
package struct NextExpectation: Sendable {
  /// What is expected.
  package let state: ExpectedState
  /// What the resource is expected to be called.
  package let name: RecordedName
  /// What was expected before, where edits of the same interval stand that were not approved: they
  /// are still judged from there.
  package let basis: ExpectedState?

  /// Makes what is to be written; without a basis all later edits are held against the state
  /// itself.
  package init(_ state: ExpectedState, name: RecordedName, basis: ExpectedState? = nil) {
    self.state = state
    self.name = name
    self.basis = basis
  }
}
