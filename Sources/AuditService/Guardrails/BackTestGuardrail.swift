package import AuditReport
package import AuditStore
import ConfigurationDiff
package import ConfigurationModel
package import GuardrailConditions
package import Guardrails
import ResourceKinds

/// Replays a guardrail over the history that is kept: what it would have told, had it been there.
package struct BackTestGuardrail {
  /// A time in which a resource broke the guardrail; of a transition the interval in which it did.
  package struct Episode: Sendable {
    /// The resource that broke it.
    package let resource: Resource
    /// What of the resource broke it, in words; one at least.
    package let rows: [String]
    /// The snapshot that first showed it.
    package let first: Int
    /// When that was taken.
    package let from: Timestamp
    /// The first snapshot that no longer did; nil where it stands, and of a transition.
    package let until: Int?
  }

  /// What was found.
  package struct Result: Sendable {
    /// The guardrail that was replayed.
    package let guardrail: Guardrail
    /// How many snapshots were gone through.
    package let snapshots: Int
    /// How many configurations were held against it.
    package let versions: Int
    /// Oldest first.
    package let episodes: [Episode]
    /// How many resources nothing could be said of at the end.
    package let notObserved: Int
    /// Why nothing could be said of the first of them; nil where something is said of all.
    package let why: String?
    /// Why the condition gave no answer somewhere; nil where it did.
    package let problem: Problem?
  }

  private let store: AuditStore
  private let rule: CompiledGuardrail
  private let last: Int

  /// - Parameter last: The snapshot up to which anything counts.
  package init(store: AuditStore, rule: CompiledGuardrail, upTo last: Int = .max) {
    self.store = store
    self.rule = rule
    self.last = last
  }

  /// Goes through the snapshots that were not withdrawn, in one state of the store.
  ///
  /// Throws `Problem` where the store or one of its documents cannot be read.
  package func run() throws(Problem) -> Result {
    try store.inOneState { () throws(Problem) in
      let snapshots = try store.standingSnapshots().filter { $0.number <= last }
      switch rule.guardrail.subject {
      case .state: return try states(snapshots)
      case .transition: return try transitions(snapshots)
      }
    }
  }

  // MARK: Transitions

  private func transitions(_ snapshots: [SnapshotSummary]) throws(Problem) -> Result {
    let hold = HoldGuardrails(store: store, book: GuardrailBook(of: rule))
    let steps = try hold.transitions(after: 0, to: last)
    var versions = 0
    var (episodes, unknown): ([Episode], [(resource: Resource, why: String)]) = ([], [])
    for step in steps {
      for answer in step.answers {
        versions += answer.passed + answer.failures.count + answer.notObserved.count
        unknown += answer.notObserved
        episodes += answer.failures.map { failure in
          Episode(
            resource: failure.resource, rows: failure.rows.map(\.text), first: step.snapshot,
            from: step.until, until: nil)
        }
      }
    }
    return Result(
      guardrail: rule.guardrail, snapshots: Self.kept(snapshots), versions: versions,
      episodes: episodes, notObserved: unknown.count, why: unknown.first?.why,
      problem: steps.flatMap(\.answers).compactMap(\.problem).first)
  }

  // MARK: States

  /// What stands after each snapshot is held against the guardrail as a whole, since a condition may look from one
  /// resource to another; what a snapshot left as it was is neither read nor made into rows again.
  private func states(_ snapshots: [SnapshotSummary]) throws(Problem) -> Result {
    let types = Set(rule.guardrail.types).union(rule.otherTypes.keys)
    let spans = try store.versionSpans(of: types).filter { $0.first <= last }
    let firstRead = try store.firstReadings()
    // What a pruned snapshot first showed is kept as long as a later one shows it.
    let times = Dictionary(
      snapshots.map { ($0.number, $0.takenAt) }, uniquingKeysWith: { first, _ in first })
    var replay = Replay(rule: rule, last: last, times: times, firstRead: firstRead)
    let accounts = Set(spans.map(\.resource.id.account)).union(replay.accountsThatMayLack)
    for account in accounts.sorted() {
      let own = spans.filter { $0.resource.id.account == account }
      try replay.run(own, of: account, store: store)
    }
    return Result(
      guardrail: rule.guardrail, snapshots: Self.kept(snapshots), versions: spans.count,
      episodes: replay.episodes.sorted {
        ($0.first, $0.resource.id) < ($1.first, $1.resource.id)
      }, notObserved: replay.notObserved, why: replay.why, problem: replay.problem)
  }

  private static func kept(_ snapshots: [SnapshotSummary]) -> Int {
    snapshots.count { $0.prunedAt == nil }
  }

  /// One account after the other.
  private struct Replay {
    let rule: CompiledGuardrail
    let last: Int
    let times: [Int: Timestamp]
    let firstRead: [Scope: Int]
    let reader = DocumentReader()
    var episodes: [Episode] = []
    var notObserved = 0
    var why: String?
    var problem: Problem?

    /// The accounts of which something was read that a guardrail says has to be there: it may be that there is none.
    var accountsThatMayLack: Set<String> {
      guard rule.guardrail.atLeastOneIn != nil else { return [] }
      let scopes = firstRead.filter { $0.value <= last }.keys
      return Set(scopes.filter { rule.guardrail.types.contains($0.type) }.map(\.account))
    }

    mutating func run(_ spans: [VersionSpan], of account: String, store: AuditStore)
      throws(Problem)
    {
      let judge = try GuardrailJudge(GuardrailBook(of: rule), of: .state)
      let begun = Dictionary(grouping: spans, by: \.first)
      let ended = Dictionary(grouping: spans.filter { $0.until ?? .max <= last }) { $0.until ?? 0 }
      var open: [ResourceID: (resource: Resource, rows: [String], first: Int)] = [:]
      var newest: GuardrailAnswer?
      var standing: Set<ResourceID> = []
      for snapshot in Set(begun.keys).union(ended.keys).union(looks(in: account)).sorted() {
        let new = begun[snapshot] ?? []
        let stays = Set(new.map(\.resource.id))
        for gone in ended[snapshot] ?? [] where !stays.contains(gone.resource.id) {
          judge.put(nil, at: gone.resource.id)
          standing.remove(gone.resource.id)
        }
        for span in new { try judge.put(observed(span, store), at: span.resource.id) }
        standing.formUnion(stays)
        var answers = judge.answers(isKeeping: true) { scope, _ in unread(scope, by: snapshot) }
        addMissing(in: account, besides: standing, by: snapshot, to: &answers)
        guard let answer = answers.first else { return }
        problem = problem ?? answer.problem
        close(&open, besides: Set(answer.failures.map(\.resource.id)), at: snapshot)
        for failure in answer.failures where open[failure.resource.id] == nil {
          open[failure.resource.id] = (failure.resource, failure.rows.map(\.text), snapshot)
        }
        newest = answer
      }
      close(&open, besides: [], at: nil)
      notObserved += newest?.notObserved.count ?? 0
      why = why ?? newest?.notObserved.first?.why
    }

    /// The snapshots that first read what the condition reads besides, or what has to be there: it may be that there was
    /// none of it.
    private func looks(in account: String) -> [Int] {
      let needed = rule.guardrail.atLeastOneIn == nil ? [] : rule.guardrail.types
      let types = Set(rule.otherTypes.keys).union(needed)
      return firstRead.filter {
        $0.key.account == account && types.contains($0.key.type) && $0.value <= last
      }.map(\.value)
    }

    /// Adds what has to be there and is not, of what was read by a snapshot.
    private func addMissing(
      in account: String, besides standing: Set<ResourceID>, by snapshot: Int,
      to answers: inout [GuardrailAnswer]
    ) {
      guard rule.guardrail.atLeastOneIn != nil else { return }
      let known = firstRead.filter { $0.key.account == account && $0.value <= snapshot }.keys
      MissingResources(
        scopes: { types in known.filter { types.contains($0.type) }.sorted() },
        unread: { _ in nil }, inhabited: Set(standing.map(\.scope))
      ).add(to: &answers)
    }

    private func observed(_ span: VersionSpan, _ store: AuditStore) throws(Problem)
      -> ObservedResource
    {
      let version = try store.version(in: span)
      let id = span.resource.id
      return ObservedResource(
        span.resource.called(version.name), try reader.value(version.document, of: id),
        kind: ResourceKind.of(id.type))
    }

    private func unread(_ scope: Scope, by snapshot: Int) -> String? {
      if let first = firstRead[scope], first <= snapshot { return nil }
      return "\(scope.type) was not read yet"
    }

    /// What breaks it no longer, or stands at the end.
    private mutating func close(
      _ open: inout [ResourceID: (resource: Resource, rows: [String], first: Int)],
      besides standing: Set<ResourceID>, at snapshot: Int?
    ) {
      for (id, episode) in open where !standing.contains(id) {
        open[id] = nil
        guard let from = times[episode.first] else { continue }
        episodes.append(
          Episode(
            resource: episode.resource, rows: episode.rows, first: episode.first, from: from,
            until: snapshot))
      }
    }
  }
}

extension BackTestGuardrail.Result {
  /// What of the episodes stands, and what not, in sentences.
  package var text: String {
    let isTransition = guardrail.subject == .transition
    let standing = episodes.count { $0.until == nil }
    let ends = isTransition ? "" : ": \(standing) stand, \(episodes.count - standing) ended"
    let unknown =
      notObserved == 0
      ? ""
      : " Nothing is said of \(counted(notObserved, "resource"))\(why.map { ": \($0)" } ?? "")."
    return
      ("\(guardrail.id)  \(guardrail.title)\n"
      + "Over \(counted(snapshots, "snapshot")) and \(counted(versions, "configuration")) it would have "
      + "raised \(counted(episodes.count, "finding"))\(ends).\(unknown)")
      .split(separator: "\n").map { String($0).visible + "\n" }.joined()
  }

  /// One row for each episode, oldest first.
  package var table: ResultTable {
    ResultTable(
      columns: ["snapshot", "seen", "until", "account", "region", "type", "id", "name", "what"],
      rows: episodes.map { episode in
        let id = episode.resource.id
        return [
          .number("\(episode.first)"), .text(episode.from.description),
          episode.until.map { .number("\($0)") } ?? .null, .text(id.account), .text(id.region),
          .text(id.type.name), .text(id.id), episode.resource.name.map { .text($0) } ?? .null,
          .text(episode.rows.joined(separator: "; ")),
        ]
      })
  }
}
