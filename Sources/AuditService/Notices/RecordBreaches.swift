import AuditReport
package import AuditStore
import ChangeAudit
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Writes down what a look at guardrails found, and in the same transaction who is to be told of it: what is found and not
/// told cannot be.
package struct RecordBreaches {
  private let store: AuditStore
  private let settings: Settings
  private let at: Timestamp

  /// Makes the writing of a moment; `settings` says who is told.
  package init(store: AuditStore, settings: Settings, at: Timestamp) {
    self.store = store
    self.settings = settings
    self.at = at
  }

  /// Where a look found nothing new, it writes only up to where it looked. Returns the breaches that began by it.
  package func write(_ round: WatchGuardrails.Round) throws -> [StoredBreach] {
    guard !round.look.isEmpty else { return try store.write(round.look, at: at) }
    return try store.writing {
      let makers = try makers(of: round.look.began)
      var look = round.look
      look.began = look.began.map { facts in
        var facts = facts
        if !facts.isOld { facts.makers = makers[facts.resource.id]?.told ?? facts.makers }
        return facts
      }
      return try store.write(look, at: at) { session, began, ended in
        let broken = began.map { breach in
          Broken(
            breach: breach, isShipped: !round.own.contains(breach.facts.guardrail),
            makers: makers[breach.facts.resource.id])
        }
        for destination in settings.notices.destinations {
          let asked = look.asked.filter { guardrail in
            destination.asksForGuardrails || round.own.contains(guardrail.guardrail)
          }
          try tell(destination, of: broken.filter { destination.wants($0.asked) }, asked, session)
        }
        try tellEnds(of: ended, session)
      }
    }
  }

  /// A breach that began, and what filters ask of it.
  private struct Broken {
    let breach: StoredBreach
    let isShipped: Bool
    let makers: Makers?

    var asked: BrokenGuardrail {
      BrokenGuardrail(
        severity: breach.facts.severity, isShipped: isShipped, callers: makers?.callers ?? [],
        resource: breach.facts.resource)
    }
  }

  /// Of what may have stood for long there is one message, however much it is.
  ///
  /// - Parameter asked: The guardrails that were not asked before and that the destination may hear of.
  private func tell(
    _ destination: NoticeDestination, of meant: [Broken], _ asked: [AskedGuardrail],
    _ session: BreachSession
  ) throws {
    let old = meant.filter(\.breach.facts.isOld)
    if let worst = old.map(\.breach.facts.severity).max() {
      try session.tell(
        destination.name,
        BreachSummary(
          guardrails: asked.count, passed: asked.reduce(0) { $0 + $1.passed }, broken: old.count,
          severity: worst))
    }
    for broken in meant where !broken.breach.facts.isOld {
      try tell(destination, broken.breach, session)
    }
  }

  /// Where the destination is told of a finding of the resource, what tells it on tells the breach.
  private func tell(
    _ destination: NoticeDestination, _ breach: StoredBreach, _ session: BreachSession
  ) throws {
    let name = destination.name
    guard
      let finding = try session.findings(of: breach.facts.resource.id, toldTo: name).first
    else { return try session.tell(name, of: breach.row, .broken) }
    let isTold = try session.noticesWaiting(for: name, of: finding)
      .contains(where: destination.wants)
    try session.tell(name, of: breach.row, with: finding, isNews: !isTold)
  }

  private func tellEnds(of ended: [Int64], _ session: BreachSession) throws {
    for row in ended {
      for name in try session.destinations(toldOf: row) {
        try session.tell(name, of: row, .holds)
      }
    }
  }

  // MARK: Who

  /// Who changed a resource, as the audits since the look before saw it.
  private struct Makers {
    var events: [EditAttribution.Event] = []
    /// Whether an edit is known of which no call is.
    var isAnyUnknown = false

    mutating func add(_ attribution: EditAttribution?) {
      let new = attribution?.events ?? []
      if new.isEmpty { isAnyUnknown = true }
      for event in new where !events.contains(where: { $0.id == event.id }) { events.append(event) }
    }

    var callers: [BrokenGuardrail.Caller] {
      events.map { event in
        BrokenGuardrail.Caller(names: event.names, fixedNames: event.fixedNames)
      } + (isAnyUnknown ? [BrokenGuardrail.Caller(names: [], fixedNames: [])] : [])
    }

    /// As messages tell it.
    var told: BreachFacts.Makers {
      let ordered = events.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
      return BreachFacts.Makers(
        words: Array(ordered.map(\.who).unique.prefix(5)),
        call: ordered.first.map {
          .init(id: $0.id, at: $0.at, caller: $0.person ?? $0.actor)
        })
    }
  }

  /// So many breaches of one look are asked about: who made the change.
  private static let mostAsked = 500

  private func makers(of began: [BreachFacts]) throws(Problem) -> [ResourceID: Makers] {
    let asked = began.filter { !$0.isOld }.prefix(Self.mostAsked)
    guard !asked.isEmpty else { return [:] }
    let resources = Set(asked.map(\.resource.id))
    let attribute = try AttributeEdits(store: store, at: at)
    guard attribute.hasActivity else { return [:] }
    var makers: [ResourceID: Makers] = [:]
    let held = try store.snapshotHeld()
    for baseline in settings.baselines {
      guard let period = try store.periodOfLastAudit(baseline: baseline) else { continue }
      for stored in try store.judgements(baseline: baseline, in: period.reaching(back: held))
      where resources.contains(stored.resource.id) {
        let judged = try attribute.attributed(stored.judgement.judgedEdit, of: stored.resource)
        makers[stored.resource.id, default: Makers()].add(judged.attribution)
      }
    }
    return makers
  }
}
