import AuditReport
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Notices

/// Writes down, with what an audit finds, who is to be told of it: what is found and not told cannot be.
struct QueueNotices {
  private let session: AuditSession
  private let baseline: String
  private let notices: Settings.Notices
  private let attribute: AttributeEdits?
  private let compose: ComposeReport

  init(_ session: AuditSession, baseline: String, _ notices: Settings.Notices, at: Timestamp)
    throws(Problem)
  {
    self.session = session
    self.baseline = baseline
    self.notices = notices
    attribute =
      notices.destinations.isEmpty ? nil : try AttributeEdits(store: session.store, at: at)
    compose = ComposeReport(
      store: session.store, baseline: baseline, rules: RuleBook(records: []), at: at)
  }

  /// Whoever was told of a finding is told of its end by the store; who is told of it first is decided here, by the
  /// settings. Returns the findings to which the audit added edits.
  ///
  /// - Parameter done: What the audit did to findings, in order.
  func write(_ done: [(finding: Int, word: String)]) throws -> [Int] {
    guard attribute != nil else { return [] }
    var new: [Int: Set<String>] = [:]
    for (finding, word) in done {
      guard let kind = NoticeKind(rawValue: word) else { continue }
      switch kind {
      case .opened, .reopened: new[finding, default: []].formUnion(try route(finding, kind))
      // Of what is over before the audit ends, nobody had been told when it ended.
      case .reverted, .approved, .promoted, .ignored, .acknowledged, .accepted:
        for name in (new[finding] ?? []).sorted() { try session.tell(name, of: finding, kind) }
      case .changed, .escalated, .alerted, .broken, .holds: break
      }
    }
    let changed = try session.findingsChanged()
    for finding in changed {
      let known = try session.destinations(toldOf: finding)
      for name in known.sorted() { try session.tell(name, of: finding, .changed) }
      // Whoever hears of it for the first time hears of something new, how old it may be.
      _ = try route(finding, .opened)
    }
    return changed
  }

  /// Tells the destinations that want to know of a finding and do not yet; returns their names.
  private func route(_ number: Int, _ kind: NoticeKind) throws -> Set<String> {
    guard let (stored, tags) = try session.told(number, baseline: baseline) else { return [] }
    let known = try session.destinations(toldOf: number)
    var finding = compose.finding(stored)
    finding = try attribute?.attributed(finding) ?? finding
    var told: Set<String> = []
    for destination in notices.destinations
    where !known.contains(destination.name) && destination.wants(finding, tags: tags) {
      try session.tell(destination.name, of: number, kind)
      told.insert(destination.name)
    }
    return told
  }
}
