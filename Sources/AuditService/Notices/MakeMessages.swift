import AuditReport
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Notices

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

  /// What is told of for the first time, by what was done together, and what goes on in its threads. Of a digest all that
  /// is told of for the first time stands in one message.
  func messages(telling notices: [StoredNotice], isDigest: Bool) throws -> [Made] {
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
    var made: [Made] = []
    let new = newGroups(notices.filter { threadOf[$0.finding] == nil }, isDigest: isDigest)
    for group in new {
      let key = self.key(group[0].id)
      for item in group { threadOf[item.finding] = key }
      members[key] = Set(group.map(\.finding))
      made.append(
        message(
          opening(group, isDigest: isDigest), group, key: key, thread: key, isDigest: isDigest))
    }
    let first = Set(new.joined().map(\.id))
    let further = notices.filter { !first.contains($0.id) }.compactMap(item)
    let byThread = Dictionary(grouping: further) { threadOf[$0.finding] ?? "" }
    for (thread, items) in byThread where !thread.isEmpty {
      let act = act(items, members[thread] ?? [])
      made.append(message(act, items, key: key(items[0].id), thread: thread))
    }
    return made.sorted { ($0.notices.min() ?? 0) < ($1.notices.min() ?? 0) }
  }

  /// What stands together of findings that no thread tells of: of each the first notice, or in a digest all of them.
  private func newGroups(_ notices: [StoredNotice], isDigest: Bool) -> [[NoticeItem]] {
    if isDigest { return [notices.compactMap(item)].filter { !$0.isEmpty } }
    var seen: Set<Int> = []
    return NoticeGrouping.groups(
      notices.filter { seen.insert($0.finding).inserted }.compactMap(item))
  }

  /// What the first message of a thread does: what is over already is told as that.
  private func opening(_ items: [NoticeItem], isDigest: Bool) -> NoticeAct {
    // Who wants no news of what is opened is told of its end alone.
    let isOver =
      isDigest
      ? items.allSatisfy { told[$0.finding]?.status.word == .resolved }
      : items.allSatisfy(\.kind.isEnding)
    return isOver ? .close : .open
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

  private func item(_ notice: StoredNotice) -> NoticeItem? {
    told[notice.finding].map { finding in
      NoticeItem(
        id: notice.id, finding: notice.finding, kind: notice.kind, event: notice.event,
        severity: finding.severity, calls: finding.noticeCalls)
    }
  }

  /// What a message does whose thread is about some findings. Whoever looked after a finding had not seen what came to it
  /// later.
  private func act(_ items: [NoticeItem], _ members: Set<Int>) -> NoticeAct {
    let words = members.compactMap { told[$0]?.status.word }
    if words.allSatisfy({ $0 == .resolved }) { return .close }
    var last: [Int: NoticeKind] = [:]
    for item in items where !item.kind.isEnding { last[item.finding] = item.kind }
    let isLookedAfter = words.allSatisfy { $0 != .open } && last.values.allSatisfy(\.isDecision)
    return isLookedAfter && !last.isEmpty ? .acknowledge : .update
  }

  /// Names the message of which this is the first notice; of a copy of the store that goes on by itself it is another.
  private func key(_ notice: Int64) -> String {
    "\(storeName.suffix(12))-\(at.microseconds / 1_000_000)-\(notice)"
  }

  private func message(
    _ act: NoticeAct, _ items: [NoticeItem], key: String, thread: String, isDigest: Bool = false
  ) -> Made {
    var kinds: [NoticeKind] = []
    for item in items where !kinds.contains(item.kind) { kinds.append(item.kind) }
    let findings = Set(items.map(\.finding)).compactMap { told[$0] }
    let notice = Notice(
      act, isDigest ? .digest : .news(kinds), about: findings, key: key, thread: thread,
      store: storeName, at: at, link: link)
    return (outgoing(notice), items.map(\.id))
  }
}
