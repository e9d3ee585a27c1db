import AuditReport
package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Gives up what waits for destinations that the settings do not have any more, as those that were renamed, and tells
/// the others: of the findings and breaches that stand, and of alerts. What nobody hears of would be lost.
package struct PassOnNotices {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  /// Makes the passing on of a moment.
  package init(store: AuditStore, notices: Settings.Notices, at: Timestamp) {
    self.store = store
    self.notices = notices
    self.at = at
  }

  /// What was found to wait for nobody.
  package struct Outcome: Sendable {
    /// Messages that were given up.
    package var dead = 0
    /// Messages and news that go on waiting: the settings have no destination at all.
    package var waiting = 0
    /// What happened, a sentence each.
    package var problems: [String] = []
  }

  /// Settings without any destination give nothing up: they may be the wrong ones.
  package func run() throws -> Outcome {
    let known = Set(notices.destinations.map(\.name))
    guard try !store.strandedNotices(without: known).isEmpty else { return Outcome() }
    return try store.writing {
      let stranded = try store.strandedNotices(without: known)
      guard !known.isEmpty else {
        return Outcome(
          waiting: stranded.messages.count + stranded.news.count,
          problems: stranded.destinations.map(Self.sentence))
      }
      let told = try ToldFindings(store: store, at: at)
      let heirs = try passOn(stranded, told)
      try makeMessages(of: stranded.news, told)
      let lost = try store.strandedNotices(without: known).messages
      for message in lost {
        try store.settle(
          message.number, .dead(problem: Self.sentence(message.message.destination)),
          attempt: message.attempts, at: at)
      }
      let instead = heirs.isEmpty ? "" : "; told instead: \(heirs.joined(separator: ", "))"
      return Outcome(
        dead: lost.count, problems: stranded.destinations.map { Self.sentence($0) + instead })
    }
  }

  /// Of what stands and nobody else is told of, each destination that is gone gets a message, so that what was given up can
  /// be found, and sent again. The rest is told by none.
  private func makeMessages(of news: StoredNews, _ told: ToldFindings) throws {
    let lost = try unknown(news, told)
    for name in Set(lost.destinations).sorted() {
      // What it was, nobody knows any more: a program takes all that there is to say.
      let gone = NoticeDestination(name: name, channel: .program(.init(command: [])))
      let make = try MakeMessages(store, gone, link: notices.link, told: told, at: at)
      let items = try make.items(of: lost.to { $0 == name })
      for made in try make.messages(telling: items, isDigest: true) {
        try store.insert(
          made.message, telling: made.rows(of: .notices), alerts: made.rows(of: .alerts),
          breaches: made.rows(of: .breaches))
      }
    }
    let known = Set(notices.destinations.map(\.name))
    try store.leaveUntold(store.newsWaiting().to { !known.contains($0) })
  }

  /// What stands of some news and none of the destinations is told of.
  private func unknown(_ news: StoredNews, _ told: ToldFindings) throws -> StoredNews {
    let names = notices.destinations.map(\.name)
    return StoredNews(
      notices: try news.notices.filter { notice in
        guard let finding = told[notice.finding], finding.status.word != .resolved else {
          return false
        }
        return try !names.contains { try store.isTold($0, of: notice.finding) }
      },
      alerts: try news.alerts.filter { alert in
        try names.allSatisfy { try store.rulesTold($0, ofCall: alert.call).isEmpty }
      },
      breaches: try news.breaches.filter { notice in
        guard case .breach(let breach) = notice.subject,
          breach.facts.snapshot != nil || !breach.isOver
        else { return false }
        return try !names.contains { try store.isTold($0, ofBreach: breach.row) }
      })
  }

  /// Tells each destination that wants to know and does not know yet. Returns their names.
  private func passOn(_ stranded: StrandedNotices, _ told: ToldFindings) throws -> [String] {
    let news = try [stranded.news] + stranded.messages.map { try store.news(toldBy: $0.number) }
    let passed =
      try findings(Set(news.flatMap(\.notices).map(\.finding)), told)
      + alerts(news.flatMap(\.alerts), told) + breaches(news.flatMap(\.breaches))
    try store.passOn(passed, at: at)
    return Set(passed.map(\.destination)).sorted()
  }

  private func findings(_ numbers: Set<Int>, _ told: ToldFindings) throws -> [PassedOn] {
    try told.read(numbers)
    return try numbers.sorted().flatMap { number -> [PassedOn] in
      guard let finding = told[number], finding.status.word != .resolved else { return [] }
      return try notices.destinations.filter { destination in
        try destination.wants(finding, tags: told.tags(of: number))
          && !store.isTold(destination.name, of: number)
      }.map { PassedOn(.finding(number), to: $0.name) }
    }
  }

  /// What a destination had asked for that is gone, no rule that ships keeps from others.
  private func alerts(_ alerts: [StoredAlert], _ told: ToldFindings) throws -> [PassedOn] {
    try Dictionary(grouping: alerts, by: \.call).values.sorted { $0[0].rows[0] < $1[0].rows[0] }
      .flatMap { same -> [PassedOn] in
        let call = try store.activity(same[0].call)
        let caller = try call.map(told.caller)
        return try notices.destinations.compactMap { destination in
          var known = try store.rulesTold(destination.name, ofCall: same[0].call)
          let rules = same.flatMap(\.rules).filter { rule in
            known.updateValue(rule.severity, forKey: rule.id) == nil
              && destination.wants(
                AlertedCall(call, by: caller, severity: rule.severity, isByShippedRule: false))
          }
          guard !rules.isEmpty else { return nil }
          return PassedOn(
            .alert(call: same[0].call, rules: rules, finding: same[0].finding),
            to: destination.name)
        }
      }
  }

  private func breaches(_ news: [StoredBreachNotice]) throws -> [PassedOn] {
    var seen: Set<StoredBreachNotice.Subject> = []
    return try news.filter { seen.insert($0.subject).inserted }.flatMap { notice -> [PassedOn] in
      switch notice.subject {
      case .breach(let breach):
        guard breach.facts.snapshot != nil || !breach.isOver else { return [] }
        return try notices.destinations.filter { destination in
          try destination.wants(BrokenGuardrail(breach.facts))
            && !store.isTold(destination.name, ofBreach: breach.row)
        }.map { PassedOn(.breach(breach.row), to: $0.name) }
      case .summary(let summary):
        return notices.destinations.filter { destination in
          destination.wants(
            BrokenGuardrail(
              severity: summary.worst, isShipped: false, callers: [], resource: .unknown))
        }.map { PassedOn(.summary(summary), to: $0.name) }
      }
    }
  }

  /// That nobody takes what waits for a destination.
  package static func sentence(_ destination: String) -> String {
    "the settings have no destination '\(destination)' any more"
  }
}

extension BrokenGuardrail {
  /// Makes what filters ask of a breach that was found before, for whom it was not found.
  fileprivate init(_ facts: BreachFacts) {
    let makers = facts.makers
    let names = makers.words + [makers.call?.caller].compactMap(\.self)
    self.init(
      severity: facts.severity, isShipped: false,
      callers: names.isEmpty ? [] : [Caller(names: names, fixedNames: [])],
      resource: facts.resource)
  }
}
