package import ConfigurationModel

/// Which findings a person means, by what they have in common. What is absent does not narrow; where a
/// field has several globs, one of them has to fit.
package struct FindingFilter: Hashable, Sendable {
  /// At least this severity.
  package var severity: Severity?
  /// One of these; empty for what the command takes without being told.
  package var statuses: Set<Finding.Status.Word> = []
  /// Over the account ids of the resources.
  package var accounts: [Glob] = []
  /// Over the regions of the resources.
  package var regions: [Glob] = []
  /// Over the names of their types: `AWS::EC2::*`.
  package var types: [Glob] = []
  /// Over the name of the resource, or its id.
  package var names: [Glob] = []
  /// Over the change records that nearly covered an edit of it, that cover one, or that ended it.
  package var records: [Glob] = []
  /// First seen at least so long ago.
  package var olderThan: Age?
  /// First seen less than so long ago.
  package var newerThan: Age?
  /// The number of a finding: those that say the same of other resources, and itself.
  package var like: Int?

  /// A filter that leaves nothing out.
  package init() {}

  /// Whether it leaves nothing out, but by the status.
  package var isEmpty: Bool {
    var same = FindingFilter()
    same.statuses = statuses
    return self == same
  }

  /// Those of the findings that it means, in their order.
  ///
  /// - Parameters:
  ///   - usual: The statuses that it means where it names none.
  ///   - now: The moment from which ages count.
  package func findings(
    of all: [Finding], usual: Set<Finding.Status.Word>, at now: Timestamp
  ) -> [Finding] {
    let wanted = statuses.isEmpty ? usual : statuses
    let alike = like.map { number in all.first { $0.number == number }?.likeness }
    return all.filter { finding in
      wanted.contains(finding.status.word) && selects(finding, at: now)
        && (alike.map { $0 == finding.likeness } ?? true)
    }
  }

  private func selects(_ finding: Finding, at now: Timestamp) -> Bool {
    let id = finding.resource.id
    return severity.map { finding.severity >= $0 } ?? true && accounts.fit([id.account])
      && regions.fit([id.region]) && types.fit([id.type.name])
      && names.fit([finding.resource.name, id.id].compactMap { $0 })
      && records.fit(Array(finding.recordsNamed))
      && olderThan.map { finding.firstSeen <= $0.before(now) } ?? true
      && newerThan.map { finding.firstSeen > $0.before(now) } ?? true
  }
}

extension [Glob] {
  /// Whether any of the texts fits any of the globs, or there is no glob.
  fileprivate func fit(_ texts: [String]) -> Bool {
    isEmpty || contains { glob in texts.contains(where: glob.matches) }
  }
}

extension Finding {
  /// The change records that it has to do with: those that nearly covered an edit of it, that cover one, or
  /// that ended it.
  package var recordsNamed: Set<String> {
    let ending: String? =
      switch status {
      case .resolved(.approved(let record), _): record
      case .open, .acknowledged, .accepted, .resolved: nil
      }
    return Set(
      edits.compactMap(\.verdict.recordName) + nearMisses.map(\.record)
        + [ending].compactMap { $0 })
  }
}

/// An order in which findings are listed; what is equal in it stays in the order of the numbers.
package enum FindingOrder: String, Hashable, Sendable, CaseIterable {
  /// The worst first.
  case severity
  /// The oldest first.
  case age
  case finding, account, region, type, name, status
}

extension [FindingOrder] {
  /// Whether one finding stands before another: by the first of the orders in which they differ.
  package func precedes(_ left: Finding, _ right: Finding) -> Bool {
    for order in self + [.finding] {
      switch order.compared(left, right) {
      case .before: return true
      case .after: return false
      case .equal: continue
      }
    }
    return false
  }
}

extension FindingOrder {
  fileprivate enum Comparison { case before, equal, after }

  fileprivate func compared(_ left: Finding, _ right: Finding) -> Comparison {
    switch self {
    case .severity: Self.compared(right.severity.rawValue, left.severity.rawValue)
    case .age: Self.compared(left.firstSeen, right.firstSeen)
    case .finding: Self.compared(left.number, right.number)
    case .account: Self.comparedTexts(left.resource.id.account, right.resource.id.account)
    case .region: Self.comparedTexts(left.resource.id.region, right.resource.id.region)
    case .type: Self.compared(left.resource.id.type, right.resource.id.type)
    case .name:
      Self.comparedTexts(
        left.resource.name ?? left.resource.id.id, right.resource.name ?? right.resource.id.id)
    case .status: Self.compared(left.status.rank, right.status.rank)
    }
  }

  private static func compared<Value: Comparable>(_ left: Value, _ right: Value) -> Comparison {
    left < right ? .before : right < left ? .after : .equal
  }

  private static func comparedTexts(_ left: String, _ right: String) -> Comparison {
    left.precedes(right) ? .before : right.precedes(left) ? .after : .equal
  }
}

extension Finding.Status {
  fileprivate var rank: Int { Word.allCases.firstIndex(of: word) ?? 0 }
}
