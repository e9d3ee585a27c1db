import AuditReport
import ChangeAudit
import ConfigurationModel

/// What of the change records happened, and what did not.
struct DeliveryReport {
  let fulfilments: [DriftReport.Fulfilment]
  let underDelivered: [DriftReport.UnderDelivery]
  let warnings: [String]

  init(rules: RuleBook, usage: [Cover: Int], at: Timestamp, coverage: Coverage) {
    let usage = Usage(usage)
    let delivery = rules.delivery(usage, at: at) { allowance, end in
      coverage.wasRead(allowance.resource, after: end)
    }
    fulfilments = rules.fulfilments(usage).map { fulfilment in
      DriftReport.Fulfilment(
        record: fulfilment.record, title: fulfilment.title, state: fulfilment.state.rawValue,
        done: fulfilment.done, total: fulfilment.total, edits: fulfilment.edits)
    }
    underDelivered = delivery.underDelivered.map { under in
      DriftReport.UnderDelivery(
        record: under.cover.record, title: under.title, expected: under.expected,
        until: under.until)
    }
    warnings = delivery.unknown.map { under in
      "\(under.cover.record): whether it was carried out (\(under.expected)) cannot be told: its "
        + "scopes were not read after its window ended."
    }
  }
}

extension Coverage {
  /// Whether every known scope in which a selector may find resources was read after a moment.
  fileprivate func wasRead(_ selector: ResourceSelector, after end: Timestamp) -> Bool {
    let concerned = cells.filter { cell in
      selector.mayBe(in: cell.scope)
    }
    return !concerned.isEmpty && concerned.allSatisfy { $0.lastRead.map { $0 >= end } ?? false }
  }
}

extension ResourceSelector {
  /// Whether a resource in a scope can be selected, whatever its id, name and tags.
  func mayBe(in scope: Scope) -> Bool {
    (type?.matches(scope.type.name) ?? true) && (account?.matches(scope.account) ?? true)
      && (region?.matches(scope.region) ?? true)
  }
}
