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

    /// The rows of the notices that it tells.
    var notices: [Int64] { items.filter { $0.finding != nil }.flatMap(\.rows) }
    /// The rows of the alerts that it tells by itself.
    var alerts: [Int64] { items.filter { $0.finding == nil }.flatMap(\.rows) }
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
    let threads = try store.messageThreads().filter(isGoingOn)
    var findings = Set(items.compactMap(\.finding))
    for thread in threads where !thread.findings.isDisjoint(with: findings) {
      findings.formUnion(thread.findings)
    }
    try told.read(findings)
    var members: [String: Set<Int>] = [:]
    var threadOf: [Int: String] = [:]
    for thread in threads {
      members[thread.key] = thread.findings
      for finding in thread.findings { threadOf[finding] = thread.key }
    }
    var made: [Made] = []
    let isNew = { (item: NoticeItem) in item.finding.map { threadOf[$0] == nil } ?? true }
    let new = newGroups(items.filter(isNew), isDigest: isDigest)
    for group in new {
      let key = self.key(group[0])
      let findings = Set(group.compactMap(\.finding))
      for finding in findings { threadOf[finding] = key }
      members[key] = findings
      made.append(
        try message(
          opening(group, isDigest: isDigest), group, key: key, thread: key, isDigest: isDigest))
    }
    let first = Set(new.joined())
    let further = Dictionary(grouping: items.filter { !first.contains($0) }) { item in
      item.finding.flatMap { threadOf[$0] } ?? ""
    }
    for (thread, items) in further where !thread.isEmpty {
      let act = act(items, members[thread] ?? [])
      made.append(try message(act, items, key: key(items[0]), thread: thread))
    }
    return made.sorted { $0.items[0].precedes($1.items[0]) }
  }

  /// A message that waits, written for the destination as it is now; nil where nothing is left that it tells of. A ticket
  /// goes on with none of another kind: there it begins a thread of its own.
  func again(_ old: StoredMessage) throws -> OutgoingMessage? {
    let message = old.message
    let notices = try store.notices(toldBy: old.number)
    let numbers =
      notices.isEmpty
      ? try store.findings(inThread: message.thread) : Set(notices.map(\.finding))
    try told.read(numbers)
    let findings = numbers.compactMap { told[$0] }
      .filter { !notices.isEmpty || $0.status.word == .open }
    guard !findings.isEmpty else { return nil }
    let isNew = message.act != .open && destination.channel.isTicket
    let act = isNew && message.act != .close ? .open : message.act
    let occasion: Notice.Occasion =
      notices.isEmpty
      ? .reminder(seconds: max(0, at.seconds - message.madeAt.seconds))
      : destination.timing.digest != nil ? .digest : .news(kinds(notices.map(\.kind)))
    return outgoing(
      Notice(
        act, occasion, about: findings,
        alerts: try told.alerts(toldTo: destination.name, of: Set(findings.map(\.number))),
        key: message.key, thread: isNew ? message.key : message.thread, store: storeName, at: at,
        link: link))
  }

  /// Whether news of its findings belongs to a thread.
  private func isGoingOn(_ thread: MessageThread) -> Bool {
    thread.destination == destination.name
      && (!destination.channel.isTicket || thread.channel == destination.channel.word)
  }

  private func kinds(_ all: [NoticeKind]) -> [NoticeKind] {
    all.reduce(into: []) { kinds, kind in if !kinds.contains(kind) { kinds.append(kind) } }
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
      ? items.allSatisfy { item in
        item.finding.map { told[$0]?.status.word == .resolved } ?? false
      } : items.allSatisfy(\.kind.isEnding)
    return isOver ? .close : .open
  }

  /// That nobody looked after some findings of a thread for so many seconds.
  func reminder(of findings: [Int], in thread: String, after seconds: Int64) throws
    -> OutgoingMessage
  {
    let key = "\(thread)-r\(at.seconds)"
    return outgoing(
      Notice(
        .update, .reminder(seconds: seconds), about: findings.compactMap { told[$0] },
        alerts: try told.alerts(toldTo: destination.name, of: Set(findings)), key: key,
        thread: thread, store: storeName, at: at, link: link))
  }

  private func outgoing(_ notice: Notice) -> OutgoingMessage {
    OutgoingMessage(
      destination: destination.name, channel: destination.channel.word, key: notice.key,
      thread: notice.thread, act: notice.act, subject: notice.title,
      body: destination.channel.body(of: notice), madeAt: at)
  }

  /// What happened to a finding, which is as bad as it or an alert of it; nil where the finding was not read.
  func item(_ notice: StoredNotice) throws -> NoticeItem? {
    guard let finding = told[notice.finding] else { return nil }
    let alerts = try store.alerts(toldTo: destination.name, of: notice.finding)
    return NoticeItem(
      id: notice.id, finding: notice.finding, kind: notice.kind, event: notice.event,
      at: notice.at, severity: alerts.map(\.severity).reduce(finding.severity, max),
      calls: finding.noticeCalls)
  }

  /// A call that is told of by itself.
  func item(_ alert: StoredAlert) throws -> NoticeItem {
    NoticeItem(
      rows: alert.rows, call: try told.call(of: alert), event: alert.event, at: alert.at,
      severity: alert.severity)
  }

  /// What a message does whose thread is about some findings. Whoever looked after a finding had not seen what came to it
  /// later.
  private func act(_ items: [NoticeItem], _ members: Set<Int>) -> NoticeAct {
    let words = members.compactMap { told[$0]?.status.word }
    if words.allSatisfy({ $0 == .resolved }) { return .close }
    var last: [Int: NoticeKind] = [:]
    for item in items where !item.kind.isEnding {
      if let finding = item.finding { last[finding] = item.kind }
    }
    let isLookedAfter = words.allSatisfy { $0 != .open } && last.values.allSatisfy(\.isDecision)
    return isLookedAfter && !last.isEmpty ? .acknowledge : .update
  }

  /// Names the message of which this is the first item; of a copy of the store that goes on by itself it is another.
  private func key(_ first: NoticeItem) -> String {
    let row = first.finding == nil ? "a\(first.id)" : "\(first.id)"
    return "\(storeName.suffix(12))-\(at.microseconds / 1_000_000)-\(row)"
  }

  private func message(
    _ act: NoticeAct, _ items: [NoticeItem], key: String, thread: String, isDigest: Bool = false
  ) throws -> Made {
    let numbers = Set(items.compactMap(\.finding))
    let alerts = try items.filter { $0.finding == nil }
      .flatMap { try store.alerts(ofRows: $0.rows) }.map { try told.alert($0) }
    let notice = Notice(
      act, isDigest ? .digest : .news(kinds(items.map(\.kind))),
      about: numbers.compactMap { told[$0] },
      alerts: try told.alerts(toldTo: destination.name, of: numbers) + alerts, key: key,
      thread: thread, store: storeName, at: at, link: link)
    return Made(message: outgoing(notice), items: items)
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
