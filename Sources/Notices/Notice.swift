package import AuditReport
package import ConfigurationModel

/// A message about findings, alerts and breaches of guardrails, as one value: what every destination's text is made from.
package struct Notice: Hashable, Sendable {
  /// What gave rise to it.
  package enum Occasion: Hashable, Sendable {
    /// What happened to its findings, each once.
    case news([NoticeKind])
    /// Nobody acknowledged them for so many seconds.
    case reminder(seconds: Int64)
    /// What came together until the time for it.
    case digest
    /// Somebody tries whether messages arrive.
    case test
  }

  /// Whether it begins its thread, says more, or says that all of it is over.
  package let act: NoticeAct
  /// Why it is sent.
  package let occasion: Occasion
  /// The same for every attempt, and for no other message.
  package let key: String
  /// The key of the message that first told of these findings.
  package let thread: String
  /// What the store is called by its key.
  package let store: String
  /// The moment at which it is made; ages in its text count from it.
  package let at: Timestamp
  /// One line: how bad, what, where, and what it means.
  package let title: String
  /// That of the worst finding.
  package let severity: Severity
  /// The ids of the findings it is about: `F-17`; not all where there are many.
  package private(set) var findings: [String]
  /// The ids of the events of the calls it is about that stand for themselves; not all where there are many.
  package private(set) var calls: [String]
  /// The ids of the guardrails whose breaches stand for themselves, each once; not all where there are many.
  package private(set) var guardrails: [String]
  /// How many findings, calls and guardrails it is about whose ids are not named.
  package private(set) var unnamed: Int
  /// What it says of them, the worst first; not all where there are many.
  package private(set) var entries: [NoticeEntry]
  /// How many findings no entry tells of.
  private var untoldFindings: Int
  /// How many calls no entry tells of.
  private var untoldCalls: Int
  /// How many breaches no entry tells of.
  private var untoldBreaches: Int
  /// Where people go on; nil for none.
  package let link: String?

  /// - Parameters:
  ///   - findings: At least one, or else an alert, a breach or a summary.
  ///   - alerts: Those of the findings stand with them, and others for themselves.
  ///   - breaches: Those of the findings stand with them, and others for themselves.
  ///   - summaries: What guardrails found that were not asked before.
  ///   - link: `{finding}` stands for the first finding's id; where there is none, such a link leads nowhere.
  package init(
    _ act: NoticeAct, _ occasion: Occasion, about findings: [Finding],
    alerts: [DriftReport.Alert] = [], breaches: [ToldBreach] = [],
    summaries: [BreachSummary] = [], key: String, thread: String, store: String, at: Timestamp,
    link: String?
  ) {
    let numbers = Set(findings.map(\.number))
    let own = alerts.filter { numbers.isDisjoint(with: $0.findings) }
    let groups = FindingGroup.groups(
      findings.sorted { ($1.severity, $0.number) < ($0.severity, $1.number) })
    let alertGroups = AlertGroup.groups(own)
    let ownBreaches = breaches.filter { $0.finding.map { !numbers.contains($0) } ?? true }
    let breachGroups = BreachGroup.groups(ownBreaches)
    let subjects = EntrySubject.sorted(groups, alertGroups, breachGroups, summaries)
    self.act = act
    self.occasion = occasion
    self.key = key
    self.thread = thread
    self.store = store
    self.at = at
    severity =
      (findings.map(\.severity) + alerts.map(\.severity) + breaches.map(\.severity)
      + summaries.map(\.severity)).max() ?? .low
    self.findings = numbers.sorted().prefix(Self.mostIds).map { "F-\($0)" }
    calls = own.prefix(Self.mostIds).map(\.event.visible)
    let ids = Set(ownBreaches.map(\.guardrail.visible)).sorted { $0.precedes($1) }
    guardrails = Array(ids.prefix(Self.mostIds))
    unnamed = [findings.count, own.count, ids.count].reduce(0) { $0 + max(0, $1 - Self.mostIds) }
    entries = subjects.prefix(Self.mostEntries).map { subject in
      subject.entry(alerts: alerts, breaches: breaches, at: at)
    }
    let untold = subjects.dropFirst(Self.mostEntries)
    untoldFindings = untold.reduce(0) { $0 + $1.findingCount }
    untoldCalls = untold.reduce(0) { $0 + $1.callCount }
    untoldBreaches = untold.reduce(0) { $0 + $1.breachCount }
    let attached = alerts.filter { !numbers.isDisjoint(with: $0.findings) }
    title = NoticeTitle(
      act, occasion, groups, alertGroups, attached: attached, breachGroups, summaries,
      severity: severity, at: at
    ).text.cut(to: Self.mostInTitle)
    let first = groups.first?.leader.id ?? own.flatMap(\.findings).first.map { "F-\($0)" }
    self.link = link.flatMap { link in
      first.map { link.replacing("{finding}", with: $0) }
        ?? (link.contains("{finding}") ? nil : link)
    }
  }

  /// So many groups of findings are told of in one message.
  private static let mostEntries = 10
  /// So many findings are named by their ids.
  private static let mostIds = 500
  /// So many characters has a title: an IAM name and an ARN fit.
  private static let mostInTitle = 600

  /// The same with the first so many entries; the findings of the others are counted.
  package func with(entries count: Int) -> Notice {
    var notice = self
    notice.entries = Array(entries.prefix(count))
    for entry in entries.dropFirst(count) {
      switch entry.subject {
      case .findings: notice.untoldFindings += entry.count
      case .calls: notice.untoldCalls += entry.count
      case .guardrails: notice.untoldBreaches += entry.count
      }
    }
    return notice
  }

  /// The same with the first so many ids; the others are counted.
  private func with(ids count: Int) -> Notice {
    var notice = self
    notice.findings = Array(findings.prefix(count))
    notice.calls = Array(calls.prefix(count))
    notice.guardrails = Array(guardrails.prefix(count))
    notice.unnamed += [findings, calls, guardrails].reduce(0) { $0 + max(0, $1.count - count) }
    return notice
  }

  /// What is made of it with the most entries with which it fits, and where it does not with one, of fewer ids too. What is
  /// made without any entry, and of one id, is taken as it is: a title fits everywhere.
  package func fitting<Made>(_ make: (Notice) -> Made, _ fits: (Made) -> Bool) -> Made {
    let fewer = stride(from: entries.count, to: 0, by: -1).map { with(entries: $0) }
    let fewest = [min(entries.count, 1), 0].flatMap { entries in
      [50, 1].map { with(entries: entries).with(ids: $0) }
    }
    for notice in fewer + fewest {
      let made = make(notice)
      if fits(made) { return made }
    }
    return make(with(entries: 0).with(ids: 1))
  }

  /// How many findings, calls and breaches no entry tells of.
  package var untold: Int { untoldFindings + untoldCalls + untoldBreaches }

  /// `and 4990 more findings: plumb finding list --groups`; nil where all are told of.
  package var rest: String? {
    let findings =
      untoldFindings == 0
      ? nil : "and \(counted(untoldFindings, "more finding")): plumb finding list --groups"
    let calls = untoldCalls == 0 ? nil : "and \(counted(untoldCalls, "more alert")): plumb report"
    let breaches =
      untoldBreaches == 0
      ? nil : "and \(counted(untoldBreaches, "more breach")) of guardrails: plumb report"
    let told = [findings, calls, breaches].compactMap { $0 }
    return told.isEmpty ? nil : told.joined(separator: "; ")
  }
}

/// What one entry of a message is about.
private enum EntrySubject {
  case finding(FindingGroup)
  case calls(AlertGroup)
  case breaches(BreachGroup)
  case summary(BreachSummary)

  /// All of them, the worst first; of those that are as bad, findings first, then calls, then breaches.
  static func sorted(
    _ findings: [FindingGroup], _ alerts: [AlertGroup], _ breaches: [BreachGroup],
    _ summaries: [BreachSummary]
  ) -> [EntrySubject] {
    let all: [EntrySubject] =
      findings.map { .finding($0) } + alerts.map { .calls($0) } + breaches.map { .breaches($0) }
      + summaries.map { .summary($0) }
    return all.enumerated().sorted { left, right in
      let (first, second) = (left.element.severity, right.element.severity)
      return first == second ? left.offset < right.offset : first > second
    }.map(\.element)
  }

  /// What a message says of it.
  func entry(alerts: [DriftReport.Alert], breaches: [ToldBreach], at now: Timestamp) -> NoticeEntry
  {
    switch self {
    case .finding(let group): NoticeEntry(group, alerts: alerts, breaches: breaches, at: now)
    case .calls(let group): NoticeEntry(group)
    case .breaches(let group): NoticeEntry(group)
    case .summary(let summary): NoticeEntry(summary)
    }
  }

  private var severity: Severity {
    switch self {
    case .finding(let group): group.leader.severity
    case .calls(let group): group.leader.severity
    case .breaches(let group): group.leader.severity
    case .summary(let summary): summary.severity
    }
  }

  var findingCount: Int {
    switch self {
    case .finding(let group): group.members.count
    case .calls, .breaches, .summary: 0
    }
  }

  var callCount: Int {
    switch self {
    case .finding, .breaches, .summary: 0
    case .calls(let group): group.members.count
    }
  }

  var breachCount: Int {
    switch self {
    case .finding, .calls: 0
    case .breaches(let group): group.members.count
    case .summary: 1
    }
  }
}

/// What a message says of one finding or alert, or of several that say the same.
package struct NoticeEntry: Hashable, Sendable {
  /// What it is about.
  package enum Subject: String, Hashable, Sendable {
    /// Findings.
    case findings
    /// Calls that alert rules name, and that belong to no finding of the message.
    case calls
    /// Breaches of a guardrail that belong to no finding of the message.
    case guardrails
  }

  /// An alert rule that names a call.
  package struct Alert: Hashable, Sendable {
    /// Its id.
    package let rule: String
    /// What happened.
    package let title: String
    /// How bad the rule says that is.
    package let severity: Severity
    /// `5 in 10min, by actor`, where a threshold was reached; nil where each call is told.
    package let threshold: String?
    /// The id of the call's event; of several calls the first's.
    package let call: String
  }

  /// An edit, in words; or what breaks a guardrail.
  package struct Line: Hashable, Sendable {
    /// `+`, `-` or `~`; `!` of what breaks a guardrail.
    package let sign: String
    /// The path of the edit, with its hidden characters made visible.
    package let path: String
    /// What it means, or the values; empty of what breaks a guardrail.
    package let detail: String
  }

  /// What it is about.
  package let subject: Subject
  /// `F-17`, `F-1, F-2 and 124 more`; of calls the rules that name them.
  package let ids: String
  /// How many findings or calls it is about.
  package let count: Int
  /// That of the finding, or of the first of several.
  package let severity: Severity
  /// `security group web-prod (sg-0a1b2c3d)`.
  package let what: String
  /// `111122223333 eu-west-1`.
  package let place: String
  /// `open 13 min`, `reverted 2026-11-20 21:15 UTC`.
  package let status: String
  /// The worst first; not all where there are many.
  package let edits: [Line]
  /// How many edits are not among them.
  package let hiddenEdits: Int
  /// Who made them, as far as activity tells; empty where it tells nothing.
  package let who: [String]
  /// `after 2026-11-20 20:45, by 21:15 UTC`.
  package let when: String
  /// The records that nearly covered them, and what each lacked.
  package let near: [String]
  /// What else a person should know, a sentence each; at most three.
  package let notes: [String]
  /// The alert rules that name calls of it; not all where there are many.
  package let alerts: [Alert]
  /// The guardrails that its resource breaks, in words; not all where there are many.
  package let guardrails: [String]
  /// How they are taken back: of several findings, how the first is.
  package let putBack: [PutBack.Way]
  /// Commands to go on with.
  package let next: [String]

  /// - Parameters:
  ///   - alerts: Of which those of the group's findings count.
  ///   - breaches: Of which those of the group's findings count.
  init(
    _ group: FindingGroup, alerts: [DriftReport.Alert], breaches: [ToldBreach], at now: Timestamp
  ) {
    let edits = group.edits.newestFirst
    subject = .findings
    let numbers = Set(group.members.map(\.number))
    self.alerts = Self.alerts(alerts.filter { !numbers.isDisjoint(with: $0.findings) })
    guardrails = Self.guardrails(
      breaches.filter { $0.finding.map(numbers.contains) ?? false })
    ids = group.ids(atMost: 3)
    count = group.members.count
    severity = group.leader.severity
    what = group.subject.visible.cut(to: Self.mostInText)
    place = group.place.visible
    status = group.statusText(at: now).visible
    self.edits = edits.prefix(Self.most).map {
      Line(
        sign: $0.edit.word.sign, path: $0.edit.pathText.visible.cut(to: Self.mostInText),
        detail: Self.detail(of: $0).visible.shortened)
    }
    hiddenEdits = max(0, edits.count - Self.most)
    let texts = group.isMany ? group.members.flatMap(\.people) : group.leader.actors
    who = texts.unique.prefix(Self.most).map(Self.told)
    when = group.occurred.words
    near = group.nearMisses.prefix(3).map(Self.told)
    notes = group.notes.prefix(3).map(Self.told)
    putBack = Array(PutBack.ways(for: group.leader).prefix(Self.most))
    next = group.commands
  }

  /// What an edit means, or the values; of one that is not unapproved, what was said of it.
  private static func detail(of judged: JudgedEdit) -> String {
    judged.verdict.word == .unapproved ? judged.detail : judged.verdict.words
  }

  /// So many edits, actors, alerts and ways back are told.
  static let most = 5
  /// So many characters of a name or a sentence are.
  static let mostInText = 2_000

  static func told(_ text: String) -> String { text.visible.cut(to: mostInText) }
}

extension String {
  /// Up to 300 characters of it.
  fileprivate var shortened: String { count <= 300 ? self : prefix(299) + "…" }

  /// Up to so many characters of it, the last of which says that some are missing.
  package func cut(to count: Int) -> String {
    unicodeScalars.count <= count
      ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(max(0, count - 1)))) + "…"
  }
}
