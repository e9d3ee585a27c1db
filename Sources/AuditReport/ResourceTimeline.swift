package import ConfigurationModel

/// What a report knows of when one resource changed, and what was said of it, oldest first.
package struct ResourceTimeline: Hashable, Sendable {
  /// Something that happened to the resource, or that somebody said of it.
  package enum Moment: Hashable, Sendable {
    case edit(JudgedEdit)
    /// What was read of it for the first time: a part, or nil for its whole scope.
    case firstReading(part: String?, at: Timestamp)
    case step(Finding.Step)
  }

  /// What is known, oldest first; of one moment, first readings and edits before what was said.
  package let moments: [Moment]

  /// - Parameters:
  ///   - edits: Those of the resource; each is told once, as the first of them is judged.
  ///   - steps: What happened to the finding for which it is told.
  init(edits: [JudgedEdit], readings: [Moment], steps: [Finding.Step]) {
    var seen: Set<Told> = []
    let once = edits.filter { seen.insert(Told($0)).inserted }
    let all = once.map(Moment.edit) + readings + steps.map(Moment.step)
    moments = all.enumerated().sorted {
      ($0.element.until, $0.element.rank, $0.offset) < (
        $1.element.until, $1.element.rank, $1.offset
      )
    }.map(\.element)
  }

  private struct Told: Hashable {
    let edit: Edit
    let occurred: Occurrence

    init(_ judged: JudgedEdit) { (edit, occurred) = (judged.edit, judged.occurred) }
  }
}

extension ResourceTimeline.Moment {
  /// The time after which it happened; nil where only its end is known, or it is a moment.
  package var after: Timestamp? {
    switch self {
    case .edit(let judged): judged.occurred.after
    case .firstReading, .step: nil
    }
  }

  /// When it had happened.
  package var until: Timestamp {
    switch self {
    case .edit(let judged): judged.occurred.until
    case .firstReading(_, let at): at
    case .step(let step): step.at
    }
  }

  /// Edits before what is said of them in the same moment.
  fileprivate var rank: Int {
    switch self {
    case .firstReading: 0
    case .edit: 1
    case .step: 2
    }
  }

  /// `after 2026-11-20 20:45, by 21:15 UTC`, or the moment.
  package var time: String {
    switch self {
    case .edit(let judged): judged.occurred.words
    case .firstReading, .step: until.minuteText
    }
  }

  /// What happened, without its time: `+ Routes[10.0.0.0/8]: approved by CHG1`.
  package var words: String {
    switch self {
    case .edit(let judged):
      "\(judged.edit.word.sign) \(judged.edit.pathText): \(judged.verdict.words)"
    case .firstReading(let part?, _): "\(part) read for the first time"
    case .firstReading(nil, _): "its scope read for the first time"
    case .step(let step): step.words
    }
  }
}

/// The timelines of the resources that a report's findings are of.
package struct ResourceTimelines: Sendable {
  private let edits: [ResourceID: [JudgedEdit]]
  private let scopes: [Scope: [ResourceTimeline.Moment]]
  private let parts: [ResourceID: [ResourceTimeline.Moment]]

  /// Gathers every edit and first reading of the report, by resource and by scope.
  package init(_ report: DriftReport) {
    let findings = report.findings.flatMap { finding in
      finding.edits.map { (finding.resource.id, $0) }
    }
    let others = (report.changes + report.approved + report.approvedOnPaper).map {
      ($0.resource.id, $0.judged)
    }
    edits = Dictionary(grouping: findings + others, by: \.0).mapValues { $0.map(\.1) }
    let readings = report.firstReadings
    scopes = Dictionary(grouping: readings.filter { $0.part == nil }, by: \.scope).mapValues {
      $0.map { .firstReading(part: nil, at: $0.at) }
    }
    parts = Dictionary(
      grouping: readings.compactMap { reading in reading.resource.map { ($0.id, reading) } },
      by: \.0
    ).mapValues { $0.map { .firstReading(part: $1.part, at: $1.at) } }
  }

  /// What is known of a finding's resource, with what happened to the finding.
  package func timeline(of finding: Finding) -> ResourceTimeline {
    let id = finding.resource.id
    let scope = Scope(account: id.account, region: id.region, type: id.type)
    return ResourceTimeline(
      edits: edits[id] ?? [], readings: (scopes[scope] ?? []) + (parts[id] ?? []),
      steps: finding.life)
  }
}
