import AuditReport
import ChangeAudit
package import ConfigurationModel

/// What of the change records happened, and what did not.
struct DeliveryReport {
  let fulfilments: [DriftReport.Fulfilment]
  let underDelivered: [DriftReport.UnderDelivery]
  let warnings: [String]

  /// - Parameter isTold: Whether the report is about what was not delivered.
  init(
    rules: RuleBook, usage: [Cover: Int], at: Timestamp, coverage: Coverage,
    isTold: (UnderDelivery) -> Bool
  ) {
    let usage = Usage(usage)
    let delivery = rules.delivery(usage, at: at) { allowance, end in
      coverage.wasRead(allowance.resource, after: end)
    }
    fulfilments = rules.fulfilments(usage).map { fulfilment in
      DriftReport.Fulfilment(
        record: fulfilment.record, title: fulfilment.title, state: fulfilment.state.rawValue,
        done: fulfilment.done, total: fulfilment.total, edits: fulfilment.edits)
    }
    underDelivered = delivery.underDelivered.filter(isTold).map { under in
      DriftReport.UnderDelivery(
        record: under.cover.record, title: under.title, expected: under.expected,
        until: under.until)
    }
    warnings = delivery.unknown.filter(isTold).map { under in
      "\(under.cover.record): whether it was carried out (\(under.expected)) cannot be told: its "
        + "scopes were not read after its window ended."
    }
  }
}

extension Coverage {
  /// Whether every scope of the baseline in which a selector may find resources was read after a
  /// moment; nil where the scopes that are known are none of the baseline's.
  fileprivate func wasRead(_ selector: ResourceSelector, after end: Timestamp) -> Bool? {
    let known = cells.filter { selector.mayBe(in: $0.scope) }
    let concerned = known.filter(\.isInBaseline)
    if concerned.isEmpty, !known.isEmpty { return nil }
    return !concerned.isEmpty && concerned.allSatisfy { $0.lastRead.map { $0 >= end } ?? false }
  }
}

extension ResourceSelector {
  /// Whether a resource in a scope can be selected, whatever its id, name and tags.
  package func mayBe(in scope: Scope) -> Bool {
    (type?.matches(scope.type.name) ?? true) && (account?.matches(scope.account) ?? true)
      && (region?.matches(scope.region) ?? true)
  }
}
