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
  private let destinations: [NoticeDestination]
  private let attribute: AttributeEdits?
  private let compose: ComposeReport

  init(_ session: AuditSession, baseline: String, _ notices: Settings.Notices?, at: Timestamp)
    throws(Problem)
  {
    self.session = session
    self.baseline = baseline
    destinations = notices?.destinations ?? []
    attribute = destinations.isEmpty ? nil : try AttributeEdits(store: session.store, at: at)
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
    try writeUntold(besides: Set(changed))
    return changed
  }

  /// What audits found of which no settings said who is told, since the last of which they did, and that is not over.
  ///
  /// - Parameter changed: Of which this audit tells already that edits came to them.
  private func writeUntold(besides changed: Set<Int>) throws {
    var kinds: [Int: NoticeKind] = [:]
    for audit in try session.untoldAudits() {
      for (finding, word) in try session.doneToFindings(by: audit) {
        guard let kind = NoticeKind(rawValue: word), [.opened, .reopened].contains(kind) else {
          continue
        }
        kinds[finding] = kind
      }
      for finding in try session.findingsChanged(by: audit) where kinds[finding] == nil {
        kinds[finding] = .changed
      }
    }
    for (finding, kind) in kinds.sorted(by: { $0.key < $1.key }) {
      guard let stored = try session.told(finding, baseline: baseline)?.finding,
        compose.finding(stored).status.word != .resolved
      else { continue }
      if kind == .changed, !changed.contains(finding) {
        for name in try session.destinations(toldOf: finding).sorted() {
          try session.tell(name, of: finding, .changed)
        }
      }
      _ = try route(finding, kind == .changed ? .opened : kind)
    }
  }

  /// Tells the destinations that want to know of a finding and do not yet; returns their names.
  private func route(_ number: Int, _ kind: NoticeKind) throws -> Set<String> {
    guard let (stored, tags) = try session.told(number, baseline: baseline) else { return [] }
    let known = try session.destinations(toldOf: number)
    var finding = compose.finding(stored)
    finding = try attribute?.attributed(finding) ?? finding
    var told: Set<String> = []
    for destination in destinations
    where !known.contains(destination.name) && destination.wants(finding, tags: tags) {
      try session.tell(destination.name, of: number, kind)
      told.insert(destination.name)
    }
    return told
  }
}
