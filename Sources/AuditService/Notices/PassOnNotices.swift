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
      let passed = try passOn(stranded, told)
      try makeMessages(of: stranded.news, told)
      let lost = try store.strandedNotices(without: known).messages
      for message in lost {
        try store.settle(
          message.number, .dead(problem: Self.sentence(message.message.destination)),
          attempt: message.attempts, at: at)
      }
      let heirs = Set(passed.map(\.destination)).sorted()
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
        try made.insert(into: store)
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
        switch notice.subject {
        case .breach(let breach):
          guard breach.isTold else { return false }
          return try !names.contains { try store.isTold($0, ofBreach: breach.row) }
        case .summary(_, let look):
          return try !names.contains { try store.isTold($0, ofLook: look) }
        }
      })
  }

  /// What is lost beside findings, of one kind each: what is told by itself, and what stands with a finding.
  private struct Lost {
    var alerts: [StoredAlert]
    var breaches: [(breach: StoredBreach, finding: Int?)] = []
    var looks: [Int64: BreachSummary] = [:]
  }

  /// Tells each destination that wants to know and does not know yet.
  private func passOn(_ stranded: StrandedNotices, _ told: ToldFindings) throws -> [PassedOn] {
    var news = stranded.news
    for message in stranded.messages { news.add(try store.news(toldBy: message.number)) }
    let lost = try lost(news)
    let findings = try findings(Set(news.notices.map(\.finding)), told)
    let known = Set(findings)
    let passed =
      try findings + alerts(lost.alerts, with: known, told)
      + breaches(lost.breaches, with: known) + looks(lost.looks)
    try store.passOn(passed, at: at)
    return passed
  }

  private func lost(_ news: StoredNews) throws -> Lost {
    var lost = Lost(alerts: news.alerts)
    for notice in news.breaches where notice.kind != .holds {
      switch notice.subject {
      case .breach(let breach): lost.breaches.append((breach, nil))
      case .summary(let summary, let look): lost.looks[look] = summary
      }
    }
    for (destination, notices) in Dictionary(grouping: news.notices, by: \.destination).inKeyOrder {
      for finding in Set(notices.map(\.finding)).sorted() {
        lost.alerts += try store.alerts(toldTo: destination, of: finding)
        lost.breaches += try store.breaches(toldTo: destination, of: finding).map { ($0, finding) }
      }
    }
    return lost
  }

  private func findings(_ numbers: Set<Int>, _ told: ToldFindings) throws -> [PassedOn] {
    try told.read(numbers)
    return try numbers.sorted().flatMap { number -> [PassedOn] in
      guard let finding = told[number], finding.status.word != .resolved else { return [] }
      return try notices.destinations.filter { destination in
        try destination.wants(.opened) && destination.wants(finding, tags: told.tags(of: number))
          && !store.isTold(destination.name, of: number)
      }.map { PassedOn(.finding(number), to: $0.name) }
    }
  }

  /// What a destination had asked for that is gone, no rule that ships keeps from others.
  private func alerts(_ alerts: [StoredAlert], with findings: Set<PassedOn>, _ told: ToldFindings)
    throws -> [PassedOn]
  {
    try Dictionary(grouping: alerts, by: \.call).values.sorted { $0[0].rows[0] < $1[0].rows[0] }
      .flatMap { same -> [PassedOn] in
        let call = try store.activity(same[0].call)
        let caller = try call.map(told.caller)
        let finding = same.compactMap(\.finding).first
        return try notices.destinations.compactMap { destination in
          var known = try store.rulesTold(destination.name, ofCall: same[0].call)
          let rules = same.flatMap(\.rules).filter { rule in
            known.updateValue(rule.severity, forKey: rule.id) == nil
              && destination.wants(
                AlertedCall(call, by: caller, severity: rule.severity, isByShippedRule: false))
          }
          guard !rules.isEmpty else { return nil }
          return PassedOn(
            .alert(call: same[0].call, rules: rules, finding: finding), to: destination.name,
            isWithFinding: findings.tell(finding, to: destination))
        }
      }
  }

  private func breaches(
    _ lost: [(breach: StoredBreach, finding: Int?)], with findings: Set<PassedOn>
  ) throws -> [PassedOn] {
    var seen: Set<Int64> = []
    return try lost.filter { $0.breach.isTold && seen.insert($0.breach.row).inserted }
      .flatMap { breach, finding -> [PassedOn] in
        try notices.destinations.filter { destination in
          try destination.wants(.broken) && destination.wants(BrokenGuardrail(breach.facts))
            && !store.isTold(destination.name, ofBreach: breach.row)
        }.map { destination in
          PassedOn(
            .breach(breach.row, finding: finding), to: destination.name,
            isWithFinding: findings.tell(finding, to: destination))
        }
      }
  }

  private func looks(_ lost: [Int64: BreachSummary]) throws -> [PassedOn] {
    try lost.sorted { $0.key < $1.key }.flatMap { look, summary in
      try notices.destinations.filter { destination in
        let meant = BrokenGuardrail(
          severity: summary.severity, isShipped: false, callers: [], resource: .unknown)
        return try destination.wants(.broken) && destination.wants(meant)
          && !store.isTold(destination.name, ofLook: look)
      }.map { PassedOn(.summary(summary, look: look), to: $0.name) }
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

extension StoredBreach {
  /// Whether anybody is to be told of it: it stands, or was a change.
  fileprivate var isTold: Bool { facts.snapshot != nil || !isOver }
}

extension Set<PassedOn> {
  /// Whether a destination is told of a finding now.
  fileprivate func tell(_ finding: Int?, to destination: NoticeDestination) -> Bool {
    finding.map { contains(PassedOn(.finding($0), to: destination.name)) } ?? false
  }
}
