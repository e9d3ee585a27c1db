import AuditReport
import AuditStore
import ConfigurationJSON
import ConfigurationModel

extension StoredJudgement {
  /// The edit and its verdict as values. What was stored as canonical JSON reads back as the same
  /// value, but for the names of a collection's elements, which only its kind knows.
  var judgedEdit: JudgedEdit {
    JudgedEdit(
      edit: edit, verdict: verdict, occurred: occurred, severity: severity, sentence: sentence,
      passage: passage)
  }

  private var edit: Edit {
    let path = ConfigurationPath(parsing: path) ?? ConfigurationPath([.key(path)])
    let old = Self.value(old)
    let new = Self.value(new)
    return switch word {
    case .added: Edit(path, .added(new))
    case .removed: Edit(path, .removed(old))
    case .changed: Edit(path, .changed(from: old, to: new))
    }
  }

  private static func value(_ text: String?) -> ConfigurationValue {
    guard let text else { return .null }
    return (try? ConfigurationValue(json: text)) ?? .string(text)
  }
}

extension ComposeReport {
  /// A finding as it stands at the report's moment; `until` is when the newest
  /// snapshot was taken that it may speak of.
  func finding(_ stored: StoredFinding, until: Timestamp? = nil) -> Finding {
    let status = Self.status(stored.events, at: at)
    let isOver: Bool
    switch status {
    case .resolved: isOver = true
    case .open, .acknowledged, .accepted: isOver = false
    }
    let edits = stored.judgements.filter {
      isOver || $0.isStanding || $0.judgement.verdict.word.isCovered
    }
    let gone = stored.judgements.count - edits.count
    let passages = edits.compactMap(\.judgement.passage)
    let isUnseen =
      !isOver && passages.isEmpty && until.map { stored.lastSeen < $0 } ?? false
    let notes =
      passages.words
      + (isUnseen ? ["not read since \(stored.lastSeen.minuteText): it stands as it was then"] : [])
      + (gone == 0
        ? [] : ["\(counted(gone, "edit")) of it \(gone == 1 ? "stands" : "stand") no more"])
    return Finding(
      number: stored.number, resource: stored.resource, change: stored.change, status: status,
      edits: edits.map(\.judgement.judgedEdit).sorted { $0.edit.path < $1.edit.path },
      firstSeen: stored.firstSeen,
      lastSeen: passages.isEmpty ? stored.lastSeen : stored.firstSeen,
      notes: notes, severity: stored.worst,
      occurred: passages.isEmpty ? stored.occurred : passages.exposure,
      life: stored.events.map(\.step))
  }

  /// Where the events leave a finding at a moment.
  static func status(_ events: [StoredFindingEvent], at: Timestamp) -> Finding.Status {
    guard let last = events.last else { return .open }
    let by = last.actor ?? "unknown"
    switch last.kind {
    case "acknowledged": return .acknowledged(by: by, at: last.at, note: last.reason)
    case "accepted":
      guard let until = last.until, at < until else { return .open }
      return .accepted(by: by, until: until, reason: last.reason ?? "")
    case "reverted": return .resolved(.reverted, at: last.at)
    case "approved": return .resolved(.approved(record: last.record ?? ""), at: last.at)
    case "promoted": return .resolved(.promoted(by: by, reason: last.reason ?? ""), at: last.at)
    case "ignored": return .resolved(.ignored(by: last.record ?? ""), at: last.at)
    default: return .open
    }
  }
}

extension StoredFindingEvent {
  /// What happened, as a value.
  var step: Finding.Step {
    let what: Finding.Step.What =
      switch kind {
      case "reopened": .reopened(snapshot: snapshot)
      case "acknowledged": .acknowledged
      case "accepted": .accepted(until: until)
      case "reverted": .reverted(snapshot: snapshot)
      case "approved": .approved(record: record ?? "")
      case "promoted": .promoted
      case "ignored": .ignored(by: record ?? "")
      default: .opened(snapshot: snapshot)
      }
    // What an audit saw is nobody's doing; that it met a baseline set anew is its setter's.
    return Finding.Step(at: at, what: what, by: actor, reason: reason)
  }
}

extension [Passage] {
  /// From when the first began until when the last was over; nil where there are none.
  fileprivate var exposure: Occurrence? {
    guard let from = map(\.opened.at).min(), let until = map(\.closed.at).max() else { return nil }
    return Occurrence(after: from, until: until)
  }

  /// What is said of each, once.
  fileprivate var words: [String] {
    reduce(into: []) { all, passage in
      if !all.contains(passage.words) { all.append(passage.words) }
    }
  }
}
