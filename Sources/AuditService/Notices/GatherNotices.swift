import AuditReport
package import AuditStore
import ChangeAudit
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Makes messages of what destinations are to be told, in the order in which it happened.
package struct GatherNotices {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  package init(store: AuditStore, notices: Settings.Notices, at: Timestamp) {
    self.store = store
    self.notices = notices
    self.at = at
  }

  /// Returns how many messages it made. For a destination for which messages wait, none is made: what comes meanwhile
  /// stands together later.
  package func run() throws -> Int {
    let waiting = try store.noticesWaiting()
    let known = Set(notices.destinations.map(\.name))
    guard waiting.contains(where: { known.contains($0.destination) }) else { return 0 }
    return try store.writing {
      let busy = Set(try store.nextMessages().map(\.message.destination))
      let waiting = Dictionary(grouping: try store.noticesWaiting(), by: \.destination)
      let told = try ToldFindings(store: store, at: at)
      var count = 0
      for destination in notices.destinations where !busy.contains(destination.name) {
        guard let own = waiting[destination.name] else { continue }
        let wanted = own.filter { destination.wants($0.kind) }
        try store.leaveUntold(own.filter { !destination.wants($0.kind) }.map(\.id))
        try told.read(Set(wanted.map(\.finding)))
        let due = destination.timing.due(wanted, at: at) { told[$0]?.severity }
        let make = try MakeMessages(store, destination, link: notices.link, told: told, at: at)
        let messages =
          try destination.timing.digest == nil || due.isUrgent
          ? make.messages(telling: due.notices) : make.digest(of: due.notices)
        for made in messages { try store.insert(made.message, telling: made.notices) }
        count += messages.count
      }
      return count
    }
  }
}

extension NoticeTiming {
  /// Which of the notices that wait are told now: all, what nothing holds back, or what a digest is due for.
  fileprivate func due(
    _ notices: [StoredNotice], at now: Timestamp, severity: (Int) -> Severity?
  ) -> (notices: [StoredNotice], isUrgent: Bool) {
    let urgent = notices.filter { notice in
      unless.map { limit in severity(notice.finding).map { $0 >= limit } ?? false } ?? false
    }
    let isQuiet = quiet?.holds(at: now) ?? false
    guard digest != nil else { return isQuiet ? (urgent, true) : (notices, false) }
    if !urgent.isEmpty { return (urgent, true) }
    guard !isQuiet, let first = notices.map(\.at).min(), isDigestDue(since: first, at: now) else {
      return ([], false)
    }
    return (notices, false)
  }
}

/// Findings as messages tell them, each read once.
final class ToldFindings {
  private let store: AuditStore
  private let at: Timestamp
  private let attribute: AttributeEdits
  private var known: [Int: Finding] = [:]

  init(store: AuditStore, at: Timestamp) throws(Problem) {
    self.store = store
    self.at = at
    attribute = try AttributeEdits(store: store, at: at)
  }

  /// Reads those of some findings that were not read.
  func read(_ numbers: Set<Int>) throws(Problem) {
    let missing = numbers.filter { known[$0] == nil }
    guard !missing.isEmpty else { return }
    for (number, told) in try store.findings(numbered: missing) {
      let compose = ComposeReport(
        store: store, baseline: told.baseline, rules: RuleBook(records: []), at: at)
      known[number] = try attribute.attributed(compose.finding(told.finding))
    }
  }

  subscript(number: Int) -> Finding? { known[number] }
}

/// The messages of one destination.
struct MakeMessages {
  /// A message, and the rows of the notices that it tells.
  typealias Made = (message: OutgoingMessage, notices: [Int64])

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

  func messages(telling notices: [StoredNotice]) throws -> [Made] {
    guard !notices.isEmpty else { return [] }
    let threads = try store.messageThreads().filter { $0.destination == destination.name }
    var findings = Set(notices.map(\.finding))
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
    let first = firstNotices(notices, threadOf)
    var made: [Made] = []
    for group in NoticeGrouping.groups(first.compactMap(item)) {
      let key = self.key(group[0].id)
      for item in group { threadOf[item.finding] = key }
      members[key] = Set(group.map(\.finding))
      // Who wants no news of what is opened is told of its end alone.
      let act: NoticeAct = group.allSatisfy(\.kind.isEnding) ? .close : .open
      made.append(message(act, group, key: key, thread: key))
    }
    let further = notices.filter { !first.contains($0) }.compactMap(item)
    let byThread = Dictionary(grouping: further) { threadOf[$0.finding] ?? "" }
    for (thread, items) in byThread where !thread.isEmpty {
      let act = act(items, members[thread] ?? [])
      made.append(message(act, items, key: key(items[0].id), thread: thread))
    }
    return made.sorted { ($0.notices.min() ?? 0) < ($1.notices.min() ?? 0) }
  }

  /// All in one message; a digest is a thread of its own.
  func digest(of notices: [StoredNotice]) throws -> [Made] {
    guard let first = notices.first else { return [] }
    let findings = Set(notices.map(\.finding)).compactMap { told[$0] }
    guard !findings.isEmpty else { return [] }
    let key = key(first.id)
    let notice = Notice(
      .open, .digest, about: findings, key: key, thread: key, store: storeName, at: at, link: link)
    return [(outgoing(notice), notices.map(\.id))]
  }

  /// That nobody looked after some findings of a thread for so many seconds.
  func reminder(of findings: [Int], in thread: String, after seconds: Int64) -> OutgoingMessage {
    let key = "\(thread)-r\(at.seconds)"
    return outgoing(
      Notice(
        .update, .reminder(seconds: seconds), about: findings.compactMap { told[$0] }, key: key,
        thread: thread, store: storeName, at: at, link: link))
  }

  private func outgoing(_ notice: Notice) -> OutgoingMessage {
    OutgoingMessage(
      destination: destination.name, channel: destination.channel.word, key: notice.key,
      thread: notice.thread, act: notice.act, subject: notice.title,
      body: destination.channel.body(of: notice), madeAt: at)
  }

  /// Of each finding that no thread tells of, its first notice.
  private func firstNotices(_ notices: [StoredNotice], _ threadOf: [Int: String]) -> [StoredNotice]
  {
    var seen: Set<Int> = []
    return notices.filter { threadOf[$0.finding] == nil && seen.insert($0.finding).inserted }
  }

  private func item(_ notice: StoredNotice) -> NoticeItem? {
    told[notice.finding].map { finding in
      NoticeItem(
        id: notice.id, finding: notice.finding, kind: notice.kind, event: notice.event,
        severity: finding.severity, calls: finding.noticeCalls)
    }
  }

  /// What a message does whose thread is about some findings.
  private func act(_ items: [NoticeItem], _ members: Set<Int>) -> NoticeAct {
    let words = members.compactMap { told[$0]?.status.word }
    if words.allSatisfy({ $0 == .resolved }) { return .close }
    let isDecided = words.allSatisfy { $0 != .open }
    return isDecided && items.contains { $0.kind == .acknowledged || $0.kind == .accepted }
      ? .acknowledge : .update
  }

  /// Names the message of which this is the first notice; of a copy of the store that goes on by itself it is another.
  private func key(_ notice: Int64) -> String {
    "\(storeName.suffix(12))-\(at.microseconds / 1_000_000)-\(notice)"
  }

  private func message(_ act: NoticeAct, _ items: [NoticeItem], key: String, thread: String) -> Made
  {
    var kinds: [NoticeKind] = []
    for item in items where !kinds.contains(item.kind) { kinds.append(item.kind) }
    let findings = Set(items.map(\.finding)).compactMap { told[$0] }
    let notice = Notice(
      act, .news(kinds), about: findings, key: key, thread: thread, store: storeName, at: at,
      link: link)
    return (outgoing(notice), items.map(\.id))
  }
}
