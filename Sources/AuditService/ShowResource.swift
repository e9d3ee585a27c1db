package import AuditReport
package import AuditStore
import ConfigurationDiff
package import ConfigurationModel

/// Shows a resource as it was at a moment, leaf by leaf: since when each stands, and what was said of it.
package struct ShowResource {
  /// The store that is read.
  package let store: AuditStore
  /// The baseline whose verdicts are told.
  package let baseline: String

  /// Makes the question; nothing is read before `picture` is called.
  package init(store: AuditStore, baseline: String) {
    self.store = store
    self.baseline = baseline
  }

  /// A resource at a moment.
  package struct Picture: Sendable {
    /// The resource that is shown.
    package let resource: Resource
    /// The snapshot that first had this configuration, and when it was taken.
    package let snapshot: Int
    /// When that snapshot was taken.
    package let since: Timestamp
    /// When it was no longer seen so; nil where it stands.
    package let until: Timestamp?
    /// Whether that snapshot was audited by then; true where nothing was audited.
    package let isAudited: Bool
    /// In path order; then what is expected and was not there.
    package let leaves: [Leaf]

    /// The leaves as a table.
    package var table: ResultTable {
      ResultTable(
        columns: ["path", "value", "since", "snapshot", "verdict"],
        rows: leaves.map { leaf in
          [
            .text(leaf.path.text), leaf.value.map { .text($0.canonicalJSON) } ?? .null,
            leaf.since.map { .text($0.minuteText) } ?? .null,
            leaf.snapshot.map { .number("\($0)") } ?? .null, .text(leaf.verdict),
          ]
        })
    }

    /// One line that says of what the table is.
    package var title: String {
      let end = until.map { ", until \($0.minuteText) (what came then: --at \($0))" } ?? ""
      let audit = isAudited ? "" : "; not audited by then"
      return "\(resource.id.type.words) \(resource.title), \(resource.id.account) "
        + "\(resource.id.region): as seen from snapshot \(snapshot), \(since.minuteText)\(end)\(audit)"
    }
  }

  /// One value of a resource.
  package struct Leaf: Hashable, Sendable {
    /// Where the leaf is in the normalized configuration.
    package let path: ConfigurationPath
    /// Nil for what is expected and was not there.
    package let value: ConfigurationValue?
    /// When it was first seen as it is; nil for what was not there.
    package let since: Timestamp?
    /// The snapshot that first had it as it is; nil for what was not there.
    package let snapshot: Int?
    /// `expected`, `unapproved (F-17)`, `approved by CHG1`, `not audited yet`, …; empty where nothing was audited.
    package let verdict: String
  }

  /// Throws `not-there-then` where it was not there, and `snapshot-pruned` where nobody knows that any more.
  ///
  /// - Parameter moment: The moment to show; nil for now.
  package func picture(of resource: Resource, at moment: Timestamp?, now: Timestamp)
    throws(Problem) -> Picture
  {
    let history = try store.history(of: resource.id)
    let known = history.filter { entry in moment.map { entry.from <= $0 } ?? true }
    guard let last = known.last else {
      try requireKept(moment ?? now)
      throw .notSeenYet(resource, history.first?.from)
    }
    let isGone = last.until.map { until in moment.map { until <= $0 } ?? true } ?? false
    guard !isGone else {
      try requireKept(moment ?? now)
      throw .goneThen(resource, last.until)
    }
    let (value, origins) = try origins(of: known, resource.id)
    let period = try store.period(from: nil, until: moment, now: now)
    let judged = try judged(resource.id, until: period.toEvent)
    let leaves = value.leaves.map { path, value in
      let origin = origins[path]?.version.firstSnapshot
      return Leaf(
        path: path, value: value, since: origins[path]?.from, snapshot: origin,
        verdict: judged.verdict(on: path, value, seenIn: origin ?? last.version.firstSnapshot))
    }
    return Picture(
      resource: resource, snapshot: last.version.firstSnapshot, since: last.from,
      until: last.until, isAudited: judged.isAudited(last.version.firstSnapshot),
      leaves: leaves + judged.missing)
  }

  /// Throws where nobody knows any more what else stood at a moment: the newest snapshot by then was pruned.
  private func requireKept(_ moment: Timestamp) throws(Problem) {
    _ = try store.keptSnapshot(at: moment)
  }

  /// The last of some versions, and which of them each of its leaves is from.
  private func origins(of versions: [HistoryEntry], _ id: ResourceID) throws(Problem)
    -> (ConfigurationValue, [ConfigurationPath: HistoryEntry])
  {
    let reader = DocumentReader()
    var origins: [ConfigurationPath: HistoryEntry] = [:]
    var (current, before): (ConfigurationValue, HistoryEntry?) = (.null, nil)
    for entry in versions {
      let next = try reader.value(entry.version.document, of: id)
      let isNext = before?.untilSnapshot == entry.version.firstSnapshot
      let known = isNext ? Dictionary(current.leaves) { first, _ in first } : [:]
      var found: [ConfigurationPath: HistoryEntry] = [:]
      for (path, value) in next.leaves {
        found[path] = known[path] == value ? origins[path] ?? entry : entry
      }
      (origins, current, before) = (found, next, entry)
    }
    return (current, origins)
  }

  private func judged(_ id: ResourceID, until event: Int64) throws(Problem) -> JudgedLeaves {
    guard let audit = try store.periodOfLastAudit(baseline: baseline, until: event) else {
      return JudgedLeaves(audit: nil, all: [], expected: [:])
    }
    let expectations = try store.expectations(of: id, baseline: baseline, until: event)
    let expected = try BlameResource(store: store, baseline: baseline)
      .leaves(of: id, by: expectations)
    return JudgedLeaves(
      audit: .init(to: audit.to, isCovered: !expectations.isEmpty),
      all: try store.judgements(of: id, baseline: baseline, until: event)
        .filter { $0.judgement.passage == nil }
        .map {
          (edit: $0.judgement.judgedEdit, finding: $0.judgement.finding, isStanding: $0.isStanding)
        }, expected: Dictionary(expected.map { ($0.path, $0) }) { first, _ in first })
  }
}

/// What was said of the edits of a resource.
private struct JudgedLeaves {
  /// The last audit by a moment.
  struct Audit {
    /// The newest snapshot that it judged.
    let to: Int
    /// Whether the baseline says anything of the resource.
    let isCovered: Bool
  }

  /// Nil where nothing was audited.
  let audit: Audit?
  let all: [(edit: JudgedEdit, finding: Int?, isStanding: Bool)]
  /// What was expected then, with where it came from.
  let expected: [ConfigurationPath: BlamedLeaf]

  func isAudited(_ snapshot: Int) -> Bool { audit.map { snapshot <= $0.to } ?? true }

  /// What is said of a leaf: by the newest edit that it is within and that stands or was approved. Of what no
  /// audit has judged yet nothing is said, whatever was said of the value before.
  func verdict(on path: ConfigurationPath, _ value: ConfigurationValue, seenIn snapshot: Int)
    -> String
  {
    guard let audit else { return "" }
    guard isAudited(snapshot) else { return "not audited yet" }
    let found = all.last { entry in
      entry.edit.edit.word != .removed && path.isWithin(entry.edit.edit.path)
        && (entry.isStanding || entry.edit.verdict.word.isCovered)
    }
    if let found { return Self.words(found.edit, found.finding) }
    guard audit.isCovered else { return "not judged: no baseline covers it" }
    if let leaf = expected[path], leaf.value == value, case .firstReading(let at) = leaf.origin {
      return "first read \(at.minuteText), agreed to by nobody"
    }
    return "expected"
  }

  /// What is expected and is not there.
  var missing: [ShowResource.Leaf] {
    all.filter { $0.isStanding && $0.edit.edit.word == .removed }.map { entry in
      .init(
        path: entry.edit.edit.path, value: nil, since: nil, snapshot: nil,
        verdict: "not there: " + Self.words(entry.edit, entry.finding))
    }
  }

  private static func words(_ edit: JudgedEdit, _ finding: Int?) -> String {
    let number = edit.verdict.word == .unapproved ? finding.map { " (F-\($0))" } ?? "" : ""
    return edit.verdict.words + number
  }
}

extension Problem {
  fileprivate static func notSeenYet(_ resource: Resource, _ first: Timestamp?) -> Problem {
    Problem(
      "not-there-then", "\(resource.id) was not seen by then.",
      hint: first.map { "It was first seen \($0.minuteText)." })
  }

  fileprivate static func goneThen(_ resource: Resource, _ since: Timestamp?) -> Problem {
    Problem(
      "not-there-then", "\(resource.id) was gone by then.",
      hint: since.map {
        "It was seen last before \($0.minuteText): ask with --at for an earlier moment."
      })
  }
}
