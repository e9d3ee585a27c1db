import AuditReport
package import AuditStore
package import ConfigurationModel
package import GuardrailConditions
package import Guardrails

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
    /// Whether it stood until its scope was left out on purpose: nothing there has to hold any more.
    package var isRetired = false
  }

  /// What was found.
  package struct Result: Sendable {
    /// The guardrail that was replayed.
    package let guardrail: Guardrail
    /// How many snapshots were gone through, without those that were pruned.
    package let snapshots: Int
    /// How many configurations were held against it.
    package let versions: Int
    /// Oldest first.
    package let episodes: [Episode]
    /// How many resources nothing could be said of at the end.
    package let notObserved: Int
    /// Why nothing could be said of the first of them; nil where something is said of all.
    package let why: String?
    /// The scopes that it asks about and that were not read, or not each time; one read too long ago was read then.
    package let unread: [TestGuardrail.UnreadScope]
    /// The sources of the settings that were not read, or not wholly: what they would show, nobody knows.
    package let unreadSources: [Coverage.UnreadSource]
    /// The pruned snapshots of which not all is known any more, in order.
    package let pruned: [Int]
    /// Why the condition gave no answer somewhere; nil where it did.
    package let problem: Problem?

    /// Whether all that it asks about was known: only then do no episodes mean that it held.
    package var isComplete: Bool {
      unread.isEmpty && unreadSources.isEmpty && pruned.isEmpty && notObserved == 0
        && problem == nil
    }
  }

  private let store: AuditStore
  private let rule: CompiledGuardrail
  private let coverage: Coverage?
  private let last: Int

  /// - Parameters:
  ///   - coverage: How far scopes are read at the end; nil where that is not asked: then no scope is called unread.
  ///   - last: The snapshot up to which anything counts.
  package init(
    store: AuditStore, rule: CompiledGuardrail, coverage: Coverage? = nil, upTo last: Int = .max
  ) {
    self.store = store
    self.rule = rule
    self.coverage = coverage
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
      unread: try unread(), unreadSources: coverage?.unreadSources ?? [],
      pruned: Self.pruned(snapshots), problem: steps.flatMap(\.answers).compactMap(\.problem).first)
  }

  // MARK: States

  /// What stands after each snapshot is held against the guardrail as a whole, since a condition may look from one
  /// resource to another; what a snapshot left as it was is neither read nor made into rows again.
  private func states(_ snapshots: [SnapshotSummary]) throws(Problem) -> Result {
    let types = Set(rule.guardrail.types).union(rule.otherTypes.keys)
    var replay = ReplayGuardrail(
      rule: rule, snapshots: snapshots, firstRead: try store.firstReadings(),
      doubts: coverage.map { ScopeDoubts($0) })
    let spans = replay.seen(of: try store.versionSpans(of: types))
    let accounts = Set(spans.map(\.resource.id.account)).union(replay.accountsThatMayLack)
    for account in accounts.sorted() {
      let own = spans.filter { $0.resource.id.account == account }
      try replay.run(own, of: account, store: store)
    }
    return Result(
      guardrail: rule.guardrail, snapshots: Self.kept(snapshots), versions: spans.count,
      episodes: replay.episodes.sorted {
        ($0.first, $0.resource.id) < ($1.first, $1.resource.id)
      }, notObserved: replay.notObserved, why: replay.why, unread: try unread(),
      unreadSources: coverage?.unreadSources ?? [], pruned: Self.pruned(snapshots),
      problem: replay.problem)
  }

  // MARK: What is not known

  /// Nobody can say of a single resource of the past which of its parts were read: each part counts that is asked for.
  private func unread() throws(Problem) -> [TestGuardrail.UnreadScope] {
    guard let coverage else { return [] }
    let doubts = ScopeDoubts(coverage)
    let gaps = try store.incompleteReadings(upTo: last)
    return rule.guardrail.types.flatMap { type in
      doubts.unread(of: type, with: rule.parts(of: type), besides: gaps)
    }
  }

  private static func pruned(_ snapshots: [SnapshotSummary]) -> [Int] {
    snapshots.filter { $0.prunedAt != nil }.map(\.number)
  }

  private static func kept(_ snapshots: [SnapshotSummary]) -> Int {
    snapshots.count { $0.prunedAt == nil }
  }
}
