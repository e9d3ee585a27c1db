import AuditReport
import ChangeAudit
package import ConfigurationModel

/// What of the change records happened, and what did not.
struct DeliveryReport {
  let fulfilments: [DriftReport.Fulfilment]
  let underDelivered: [DriftReport.UnderDelivery]
  let warnings: [String]

  /// What a report says of records besides what they covered in all.
  struct Told {
    /// The records that cover edits of the report, or wait for their approval.
    var named: Set<String> = []
    /// Those of which an unapproved edit went further.
    var further: Set<String> = []
    /// What those wait for of which a value that they allow is asked for and not applied yet, by record.
    var pending: [String: String] = [:]
  }

  /// - Parameter isTold: Whether the report is about what was not delivered.
  init(
    rules: RuleBook, usage: [Cover: Int], at: Timestamp, coverage: Coverage, told: Told = Told(),
    isTold: (UnderDelivery) -> Bool
  ) {
    let usage = Usage(usage)
    var places = ReadPlaces(coverage)
    let delivery = rules.delivery(usage, at: at) { allowance, clause, end in
      places.wasRead(allowance.resource, clause?.path, after: end)
    }
    let records = Dictionary(rules.records.map { ($0.number, $0) }) { first, _ in first }
    let missing = Set(delivery.underDelivered.map(\.cover.record))
    let unknown = Set(delivery.unknown.map(\.cover.record))
    let named = told.named.union(told.further).union(told.pending.keys)
      .union((delivery.underDelivered + delivery.unknown).filter(isTold).map(\.cover.record))
    fulfilments = rules.fulfilments(usage).map { fulfilment in
      let number = fulfilment.record
      let outcome: DriftReport.Fulfilment.Outcome =
        if told.further.contains(number) {
          .wentFurther
        } else if told.pending[number] != nil, fulfilment.done == fulfilment.total {
          .pending
        } else if fulfilment.done == fulfilment.total {
          .done
        } else if unknown.contains(number) {
          .notObservable
        } else if missing.contains(number) {
          fulfilment.done > 0 ? .doneInPart : .notDone
        } else {
          .notYetDone
        }
      let isApproved = fulfilment.state == .approved || fulfilment.state == .closed
      let record = records[number]
      return DriftReport.Fulfilment(
        record: number, title: fulfilment.title, state: fulfilment.state.rawValue,
        outcome: isApproved ? outcome : nil, done: fulfilment.done, total: fulfilment.total,
        edits: fulfilment.edits, waitsFor: told.pending[number], requestedBy: record?.requestedBy,
        approvals: record?.approvals ?? [], window: record?.window, reference: record?.reference,
        isTold: named.contains(number))
    }
    underDelivered = delivery.underDelivered.filter(isTold).map { under in
      DriftReport.UnderDelivery(
        record: under.cover.record, title: under.title, expected: under.expected,
        until: under.until)
    }
    warnings = delivery.unknown.filter(isTold).map { under in
      "\(under.cover.record): whether it was carried out (\(under.expected)) cannot be told: what it is "
        + "about was not read after its window ended."
    }
  }
}

/// When the scopes were read that selectors may find resources in. Many records are about the same places: each is looked
/// up once.
private struct ReadPlaces {
  private let cells: [Coverage.Cell]
  private var known: [Key: Place?] = [:]

  /// Scopes by type, account and region, as a selector names them.
  private struct Key: Hashable {
    let type: Glob?
    let account: Glob?
    let region: Glob?
  }

  /// The scopes of the baseline among those of a key.
  private struct Place {
    /// When the one was read that was read longest ago; nil where one never was, or there is none.
    let oldest: Timestamp?
    /// Those of which not all parts are known.
    let lacking: [Coverage.Cell]
  }

  init(_ coverage: Coverage) { cells = coverage.cells }

  /// Whether every scope of the baseline in which a selector may find resources was read after a
  /// moment, with what a path stands for in them; nil where the scopes that are known are none of the
  /// baseline's.
  ///
  /// - Parameter path: Nil for the resources themselves.
  mutating func wasRead(
    _ selector: ResourceSelector, _ path: PathPattern?, after end: Timestamp
  ) -> Bool? {
    let key = Key(type: selector.type, account: selector.account, region: selector.region)
    let found = known[key] ?? place(of: selector)
    known[key] = .some(found)
    return found.map { place in
      (place.oldest.map { $0 >= end } ?? false)
        && path.map { path in
          !place.lacking.contains { $0.hasUnread(path, of: selector, after: end) }
        } ?? true
    }
  }

  private func place(of selector: ResourceSelector) -> Place? {
    let all = cells.filter { selector.mayBe(in: $0.scope) }
    let concerned = all.filter(\.isInBaseline)
    if concerned.isEmpty, !all.isEmpty { return nil }
    let isAnyUnread = concerned.contains { $0.lastRead == nil }
    return Place(
      oldest: isAnyUnread ? nil : concerned.compactMap(\.lastRead).min(),
      lacking: concerned.filter { !$0.parts.isEmpty || !$0.partsNeverLookedAt.isEmpty })
  }
}

extension Coverage.Cell {
  /// Whether a part that a path may lead into was not read after a moment of a resource that may be selected.
  fileprivate func hasUnread(
    _ path: PathPattern, of selector: ResourceSelector, after end: Timestamp
  ) -> Bool {
    let unread = parts.contains { part in
      path.mayLead(into: part.name) && part.mayConcern(selector)
        && part.lastRead.map { $0 < end } ?? true
    }
    return unread || partsNeverLookedAt.contains { path.mayLead(into: $0) }
  }
}

extension Coverage.Part {
  /// Whether a resource that lacks the part may be selected: only the first of many are named.
  fileprivate func mayConcern(_ selector: ResourceSelector) -> Bool {
    guard let id = selector.id, resources.count == count else { return true }
    return resources.contains(where: id.matches)
  }
}

extension ResourceSelector {
  /// Whether a resource in a scope can be selected, whatever its id, name and tags.
  package func mayBe(in scope: Scope) -> Bool {
    (type?.matches(scope.type.name) ?? true) && (account?.matches(scope.account) ?? true)
      && (region?.matches(scope.region) ?? true)
  }
}
