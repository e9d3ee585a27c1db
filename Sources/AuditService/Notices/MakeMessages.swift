import AuditReport
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Notices

/// The messages of one destination.
struct MakeMessages {
  /// A message, and what it tells.
  struct Made {
    let message: OutgoingMessage
    let items: [NoticeItem]

    /// Puts it into the outbox.
    func insert(into store: AuditStore) throws(Problem) {
      try store.insert(
        message, telling: rows(of: .notices), alerts: rows(of: .alerts),
        breaches: rows(of: .breaches))
    }

    private func rows(of table: NoticeItem.Table) -> [Int64] {
      items.filter { $0.table == table }.flatMap(\.rows)
    }
  }

  /// What the threads of the destination are about, of what has an end.
  private struct Threads {
    var members: [String: Set<NoticeItem.Subject>] = [:]
    var of: [NoticeItem.Subject: String] = [:]
    /// The keys of new ones that tell what has no end too.
    var endless: Set<String> = []

    mutating func add(_ subjects: some Sequence<NoticeItem.Subject>, to key: String) {
      for subject in subjects {
        switch subject {
        case .finding, .breach:
          members[key, default: []].insert(subject)
          of[subject] = key
        case .call, .look: break
        }
      }
    }
  }

  private let store: AuditStore
  private let destination: NoticeDestination
  private let link: String?
  private let told: ToldFindings
  private let at: Timestamp
  private let storeName: String

  init(
    _ store: AuditStore, _ destination: NoticeDestination, link: String?, told: ToldFindings,
    at: Timestamp
  ) throws(Problem) {
    self.store = store
    self.destination = destination
    self.link = link
    self.told = told
    self.at = at
    storeName = try store.head().store ?? "store"
  }

  /// What is told of for the first time, by what was done together, and what goes on in its threads. Of a digest all that
  /// is told of for the first time stands in one message.
  func messages(telling items: [NoticeItem], isDigest: Bool) throws -> [Made] {
    guard !items.isEmpty else { return [] }
    let items = items.sorted { $0.precedes($1) }
    var threads = try threads(of: items)
    let findings = Set(items.compactMap(\.finding))
    let beside = threads.members.values.map { $0.compactMap(\.finding) }
    try told.read(findings.union(beside.joined()))
    var made: [Made] = []
    let new = newGroups(items.filter { threads.of[$0.subject] == nil }, isDigest: isDigest)
    for group in new {
      let key = self.key(group[0])
      threads.add(group.map(\.subject), to: key)
      if group.contains(where: hasNoEnd) { threads.endless.insert(key) }
      made.append(
        try message(
          opening(group, isDigest: isDigest), group, key: key, thread: key, isDigest: isDigest))
    }
    let first = Set(new.joined())
    let further = Dictionary(grouping: items.filter { !first.contains($0) }) { item in
      threads.of[item.subject] ?? ""
    }
    for (thread, items) in further where !thread.isEmpty {
      // What has no end, nobody sees the end of: people close it.
      let isEndless = try threads.endless.contains(thread) || store.tellsEndless(inThread: thread)
      let act = isEndless ? .update : act(items, threads.members[thread] ?? [])
      made.append(try message(act, items, key: key(items[0]), thread: thread))
    }
    return made.sorted { $0.items[0].precedes($1.items[0]) }
  }

  /// That nobody looked after some findings of a thread for so many seconds.
  func reminder(of findings: [Int], in thread: String, after seconds: Int64) throws
    -> OutgoingMessage
  {
    outgoing(
      try notice(
        .update, .reminder(seconds: seconds), about: Set(findings), key: "\(thread)-r\(at.seconds)",
        thread: thread))
  }

  /// A message that waits, written for the destination as it is now; nil where nothing is left that it tells of. A ticket
  /// goes on with none of another kind: there it begins a thread of its own.
  func again(_ old: StoredMessage) throws -> OutgoingMessage? {
    let message = old.message
    let isNew = message.act != .open && destination.channel.isTicket
    let act = isNew && message.act != .close ? .open : message.act
    let thread = isNew ? message.key : message.thread
    let items = try items(of: store.news(toldBy: old.number))
    guard items.isEmpty else {
      let occasion: Notice.Occasion = destination.timing.digest != nil ? .digest : news(items)
      return outgoing(try notice(act, occasion, telling: items, key: message.key, thread: thread))
    }
    let findings = try store.findings(inThread: message.thread)
    try told.read(findings)
    let open = findings.filter { told[$0]?.status.word == .open }
    guard !open.isEmpty else { return nil }
    let waited = max(0, at.seconds - message.madeAt.seconds)
    return outgoing(
      try notice(
        act, .reminder(seconds: waited), about: open, key: message.key, thread: thread))
  }

  // MARK: Items

  /// What happened to a finding, which is as bad as it or what stands with it; nil where the finding was not read.
  private func item(_ notice: StoredNotice) throws -> NoticeItem? {
    guard let finding = told[notice.finding],
      let severity = try told.severity(of: notice.finding, toldTo: destination.name)
    else { return nil }
    return NoticeItem(
      id: notice.id, finding: notice.finding, kind: notice.kind, event: notice.event,
      at: notice.at, severity: severity, calls: finding.noticeCalls)
  }

  /// A call that is told of by itself.
  private func item(_ alert: StoredAlert) throws -> NoticeItem {
    NoticeItem(
      rows: alert.rows, call: try told.call(of: alert), event: alert.event, at: alert.at,
      severity: alert.severity)
  }

  /// What happened to a breach, or what guardrails found that were not asked before.
  private func item(_ notice: StoredBreachNotice) -> NoticeItem {
    let (subject, severity, calls): (NoticeItem.Subject, Severity, [NoticeItem.Call])
    switch notice.subject {
    case .breach(let breach):
      told.keep(breach)
      let call = breach.facts.makers.call.map {
        NoticeItem.Call(id: $0.id, at: $0.at, actor: $0.caller)
      }
      (subject, severity, calls) = (
        .breach(breach.row), breach.facts.severity, [call].compactMap(\.self)
      )
    case .summary(let summary, look: _):
      told.keep(summary, of: notice.row)
      (subject, severity, calls) = (.look(notice.row), summary.severity, [])
    }
    return NoticeItem(
      row: notice.row, subject, kind: notice.kind, event: notice.event, at: notice.at,
      severity: severity, calls: calls)
  }

  /// Of each of some news what messages are made of; nothing of a finding that cannot be read.
  func items(of news: StoredNews) throws -> [NoticeItem] {
    try told.read(Set(news.notices.map(\.finding)))
    return try news.notices.compactMap { try item($0) } + news.alerts.map { try item($0) }
      + news.breaches.map { item($0) }
  }

  // MARK: Threads

  /// Those that tell of what some items are about.
  private func threads(of items: [NoticeItem]) throws(Problem) -> Threads {
    var threads = Threads()
    let openings = try store.openings(
      of: destination.name, telling: Set(items.compactMap(\.finding)),
      breaches: Set(items.compactMap(\.breach)))
    for thread in try store.messageThreads(begunBy: openings) where isGoingOn(thread.channel) {
      threads.add(thread.findings.map { .finding($0) }, to: thread.key)
    }
    for thread in try store.breachThreads(begunBy: openings) where isGoingOn(thread.channel) {
      thread.breaches.forEach(told.keep)
      threads.add(thread.breaches.map { .breach($0.row) }, to: thread.key)
    }
    return threads
  }

  /// Whether a thread goes on that was begun on a channel.
  private func isGoingOn(_ channel: String) -> Bool {
    !destination.channel.isTicket || channel == destination.channel.word
  }

  /// Whether nothing is left of what something is about.
  private func isOver(_ subject: NoticeItem.Subject) -> Bool {
    switch subject {
    case .finding(let number): told[number].map { $0.status.word == .resolved } ?? true
    case .breach(let row): told.breach(row)?.isOver ?? true
    case .call, .look: false
    }
  }

  /// Whether it is told as if it stood, and its end is told nobody: a call by itself, a change that broke a guardrail,
  /// and what guardrails found that were not asked before.
  private func hasNoEnd(_ item: NoticeItem) -> Bool {
    switch item.subject {
    case .call, .look: true
    case .breach(let row): told.breach(row)?.facts.snapshot != nil
    case .finding: false
    }
  }

  /// What stands together of what no thread tells of: of each finding the first notice, or in a digest all of them.
  private func newGroups(_ items: [NoticeItem], isDigest: Bool) -> [[NoticeItem]] {
    if isDigest { return items.isEmpty ? [] : [items] }
    var seen: Set<NoticeItem.Subject> = []
    return NoticeGrouping.groups(items.filter { seen.insert($0.subject).inserted })
  }

  /// What the first message of a thread does: what is over already is told as that.
  private func opening(_ items: [NoticeItem], isDigest: Bool) -> NoticeAct {
    // Who wants no news of what is opened is told of its end alone.
    let isOver =
      isDigest
      ? items.allSatisfy { self.isOver($0.subject) && !hasNoEnd($0) }
      : items.allSatisfy(\.kind.isEnding)
    return isOver ? .close : .open
  }

  /// What a message does whose thread is about some findings and breaches. Whoever looked after a finding had not seen
  /// what came to it later.
  private func act(_ items: [NoticeItem], _ members: Set<NoticeItem.Subject>) -> NoticeAct {
    if members.allSatisfy(isOver) { return .close }
    let words = members.compactMap(\.finding).compactMap { told[$0]?.status.word }
    var last: [Int: NoticeKind] = [:]
    for item in items where !item.kind.isEnding {
      if let finding = item.finding { last[finding] = item.kind }
    }
    let isBroken = members.contains { $0.finding == nil && !isOver($0) }
    let isLookedAfter = words.allSatisfy { $0 != .open } && last.values.allSatisfy(\.isDecision)
    return isLookedAfter && !isBroken && !last.isEmpty ? .acknowledge : .update
  }

  // MARK: Messages

  /// Names the message of which this is the first item; of a copy of the store that goes on by itself it is another.
  private func key(_ first: NoticeItem) -> String {
    let table =
      switch first.table {
      case .notices: ""
      case .alerts: "a"
      case .breaches: "g"
      }
    return "\(storeName.suffix(12))-\(at.microseconds / 1_000_000)-\(table)\(first.id)"
  }

  private func message(
    _ act: NoticeAct, _ items: [NoticeItem], key: String, thread: String, isDigest: Bool = false
  ) throws -> Made {
    let occasion: Notice.Occasion = isDigest ? .digest : news(items)
    return Made(
      message: outgoing(try notice(act, occasion, telling: items, key: key, thread: thread)),
      items: items)
  }

  private func news(_ items: [NoticeItem]) -> Notice.Occasion {
    .news(
      items.map(\.kind).reduce(into: []) { kinds, kind in
        if !kinds.contains(kind) { kinds.append(kind) }
      })
  }

  /// What is said of some items.
  private func notice(
    _ act: NoticeAct, _ occasion: Notice.Occasion, telling items: [NoticeItem], key: String,
    thread: String
  ) throws -> Notice {
    try notice(
      act, occasion, about: Set(items.compactMap(\.finding)),
      alerts: items.filter { $0.table == .alerts }
        .flatMap { try store.alerts(ofRows: $0.rows) }.map { try told.alert($0) },
      breaches: Set(items.compactMap(\.breach)).compactMap {
        told.breach($0).map { $0.told(finding: nil) }
      },
      summaries: items.compactMap { told.summary($0.subject) }, key: key, thread: thread)
  }

  /// What is said of some findings, with the alerts and breaches of each; and of others that stand for themselves.
  private func notice(
    _ act: NoticeAct, _ occasion: Notice.Occasion, about findings: Set<Int>,
    alerts: [DriftReport.Alert] = [], breaches: [ToldBreach] = [],
    summaries: [BreachSummary] = [], key: String, thread: String
  ) throws -> Notice {
    Notice(
      act, occasion, about: findings.compactMap { told[$0] },
      alerts: try told.alerts(toldTo: destination.name, of: findings) + alerts,
      breaches: try told.breaches(toldTo: destination.name, of: findings) + breaches,
      summaries: summaries, key: key, thread: thread, store: storeName, at: at, link: link)
  }

  private func outgoing(_ notice: Notice) -> OutgoingMessage {
    OutgoingMessage(
      destination: destination.name, channel: destination.channel.word, key: notice.key,
      thread: notice.thread, act: notice.act, subject: notice.title,
      body: destination.channel.body(of: notice), madeAt: at)
  }
}

extension NoticeDestination.Channel {
  /// Whether what it is told is one thing there that is opened, goes on, and is closed.
  fileprivate var isTicket: Bool {
    switch self {
    case .jira, .serviceNow: true
    case .webhook, .program, .slack, .teams, .pagerDuty, .mail, .sns: false
    }
  }
}

extension NoticeItem.Subject {
  fileprivate var finding: Int? {
    switch self {
    case .finding(let number): number
    case .call, .breach, .look: nil
    }
  }
}
