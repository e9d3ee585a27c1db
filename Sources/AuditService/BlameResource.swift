package import AuditStore
import ConfigurationDiff
package import ConfigurationModel

/// A leaf of an expected configuration and where it came from.
package struct BlamedLeaf: Hashable, Sendable {
  /// Where the leaf is in the normalized configuration.
  package let path: ConfigurationPath
  /// What is expected there.
  package let value: ConfigurationValue
  /// What put the leaf there: the last that set this value.
  package let origin: Origin

  /// What put a leaf into the expected configuration.
  package enum Origin: Hashable, Sendable {
    case baseline(at: Timestamp, by: String?)
    case record(String, at: Timestamp)
    case promotion(by: String?, reason: String?, at: Timestamp)
    /// It was read for the first time after the baseline was set: nobody has agreed to it.
    case firstReading(at: Timestamp)
  }
}

/// Tells of each leaf of what is expected of a resource which baseline or change record it is from.
package struct BlameResource {
  /// The store that is read.
  package let store: AuditStore
  /// The baseline's name.
  package let baseline: String

  /// Makes the question; nothing is read before `leaves` is called.
  package init(store: AuditStore, baseline: String) {
    self.store = store
    self.baseline = baseline
  }

  /// In path order; empty where the resource is expected to be absent.
  package func leaves(of resource: ResourceID) throws(Problem) -> [BlamedLeaf] {
    try leaves(of: resource, by: store.expectations(of: resource, baseline: baseline))
  }

  /// The same, by what was expected at some time.
  func leaves(of resource: ResourceID, by expectations: [ExpectationEntry]) throws(Problem)
    -> [BlamedLeaf]
  {
    let reader = DocumentReader()
    var origins: [ConfigurationPath: BlamedLeaf.Origin] = [:]
    var current: ConfigurationValue?
    for entry in expectations {
      let value: ConfigurationValue?
      do {
        value = try reader.value(entry.state, of: resource)
      } catch let problem as Problem {
        throw problem
      } catch {
        preconditionFailure("Documents are refused with problems: \(error)")
      }
      origins = Self.origins(origins, from: current, to: value, entry)
      current = value
    }
    return (current?.leaves ?? []).map { path, value in
      BlamedLeaf(
        path: path, value: value,
        origin: origins[path] ?? .baseline(at: Timestamp(microseconds: 0), by: nil))
    }
  }

  /// The origins after an entry: leaves that it changed are its own, the others stay.
  private static func origins(
    _ before: [ConfigurationPath: BlamedLeaf.Origin], from old: ConfigurationValue?,
    to new: ConfigurationValue?, _ entry: ExpectationEntry
  ) -> [ConfigurationPath: BlamedLeaf.Origin] {
    let known = Dictionary((old?.leaves ?? []).map { ($0, $1) }, uniquingKeysWith: { a, _ in a })
    var origins: [ConfigurationPath: BlamedLeaf.Origin] = [:]
    for (path, value) in new?.leaves ?? [] {
      if let origin = before[path], known[path] == value {
        origins[path] = origin
      } else {
        origins[path] = entry.origin(of: path)
      }
    }
    return origins
  }
}

extension ExpectationEntry {
  fileprivate func origin(of path: ConfigurationPath) -> BlamedLeaf.Origin {
    let record = approved.first { approved in
      ConfigurationPath(parsing: approved.path).map { path.isWithin($0) } ?? false
    }
    if let record { return .record(record.record, at: at) }
    if case .key(let field)? = path.steps.first, let at = adopted[field] ?? adopted[""] {
      return .firstReading(at: at)
    }
    return kind == "promote"
      ? .promotion(by: actor, reason: reason, at: at) : .baseline(at: at, by: actor)
  }
}

extension ConfigurationValue {
  /// Every scalar and every empty collection, with its path, in path order.
  var leaves: [(ConfigurationPath, ConfigurationValue)] {
    var leaves: [(ConfigurationPath, ConfigurationValue)] = []
    collectLeaves(at: .root, into: &leaves)
    return leaves.sorted { $0.0 < $1.0 }
  }

  private func collectLeaves(
    at path: ConfigurationPath, into leaves: inout [(ConfigurationPath, ConfigurationValue)]
  ) {
    let children: [(ConfigurationPath.Step, ConfigurationValue)] =
      switch self {
      case .object(let fields): fields.map { (.key($0), $1) }
      case .elements(let elements): elements.map { (.element($0), $1) }
      case .list(let values): values.enumerated().map { (.index($0), $1) }
      case .null, .bool, .number, .string: []
      }
    guard !children.isEmpty else { return leaves.append((path, self)) }
    for (step, value) in children { value.collectLeaves(at: path.appending(step), into: &leaves) }
  }
}
