import ConfigurationModel

extension DriftReport {
  /// Somebody, and what the report says that they did: whom to ask.
  package struct Person: Hashable, Sendable {
    /// The person's name as the store has it; names are not authenticated.
    package let name: String
    /// `approved CHG0031337`, `acknowledged F-1, F-2, F-3 and 123 more`.
    package let acts: [String]
  }

  /// Everybody whom the report names, by name.
  package var people: [Person] {
    var told: [String: [String: [String]]] = [:]
    for act in acts { told[act.by, default: [:]][act.what, default: []].append(act.about) }
    return told.inKeyOrder.map { name, acts in
      Person(name: name, acts: acts.inKeyOrder.map { "\($0.key) \(Self.listed($0.value))" })
    }
  }

  private typealias Act = (by: String, what: String, about: String)

  private var acts: [Act] {
    let records = recordsTold.flatMap { record -> [Act] in
      (record.requestedBy.map { [($0, "asked for", record.record)] } ?? [])
        + record.approvals.map { ($0.by, "approved", record.record) }
    }
    let decisions = findings.flatMap { finding in finding.acts.map { ($0, $1, finding.id) } }
    let retirements = coverage.retired.compactMap { cell in
      cell.retirement.map { ($0.by, "retired", cell.scope.description) }
    }
    let owners = ignored.compactMap { use in
      use.ignore.map { ($0.owner, "owns the ignore", use.name) }
    }
    return records + decisions + retirements + owners
  }

  /// `F-1, F-2, F-3 and 123 more`.
  private static func listed(_ names: [String]) -> String {
    let names = names.unique
    return names.prefix(3).joined(separator: ", ")
      + (names.count > 3 ? " and \(names.count - 3) more" : "")
  }
}

extension Finding {
  /// Who decided what about it: of its life, and where that was not asked for, of its status.
  fileprivate var acts: [(by: String, what: String)] {
    guard life.isEmpty else {
      return life.compactMap { step in step.by.map { ($0, step.what.word) } }
    }
    return switch status {
    case .acknowledged(let by, _, _): [(by, "acknowledged")]
    case .accepted(let by, _, _): [(by, "accepted")]
    case .resolved(.promoted(let by, _), _): [(by, "promoted")]
    case .open, .resolved: []
    }
  }
}
