package import AlertRules
package import AuditStore
package import ChangeAudit
package import ChangeDocuments
package import ConfigurationModel
package import GuardrailConditions

/// Judges every difference between expected and observed configurations that is new, and judges
/// again what stands.
///
/// Snapshots are taken in order, so that what was opened and closed again between two audits is
/// found. An approved edit moves the expected configuration; any other leaves it where it was.
package struct RunAudit {
  /// The store that is judged and written.
  package let store: AuditStore
  /// The baseline's name.
  package let baseline: String
  /// The change records, ignores and freezes as they were read from the store and the documents.
  package let rules: RuleBook
  /// The moment of the judgement: expiries and windows are held against it.
  package let at: Timestamp
  /// Who is told of what it finds: that is written down with it. Nil where there are no settings that could say so: the
  /// next audit that has some tells of it.
  package var notices: Settings.Notices?
  /// The rules by which they are told of activity.
  package var alerts = AlertRuleBook()
  /// Of which it keeps what they say of the resources as they are now, so that a report need not judge them all.
  package var guardrails = GuardrailBook()
  /// Which build of the program judges: what another one judged is judged again.
  var edition = ProgramEdition.own

  /// Makes an audit against one baseline.
  package init(store: AuditStore, baseline: String, rules: RuleBook, at: Timestamp) {
    self.store = store
    self.baseline = baseline
    self.rules = rules
    self.at = at
  }

  /// Writes the verdicts, in one transaction. Throws
  /// `records-moved` where records were registered since the rules were read: one of them may have been
  /// rejected.
  package func run() throws(Problem) -> AuditOutcome {
    let outcome = try write()
    if let last = try store.periodOfLastAudit(baseline: baseline) {
      // What could not be kept is judged by whoever asks.
      try? HoldGuardrails(store: store, book: guardrails).keep(in: last.to)
    }
    return outcome
  }

  private func write() throws(Problem) -> AuditOutcome {
    try store.writeAudit(baseline: baseline, at: at) { session in
      if let asOf = rules.asOf, try session.lastRegistration() != asOf {
        throw Problem.recordsMoved()
      }
      guard let latest = try session.latestSnapshot() else { throw Problem.noSnapshot(store.path) }
      let last = try session.lastAudit()
      let (book, freezeWarnings) = try withKeptFreezes(session)
      try session.goBy(book.given)
      let judge = try ResourceJudge(session: session, rules: book, at: at)
      let judgedAgain = try self.judge(session, judge, since: last?.to ?? 0, to: latest)
      // What was read for the baseline is not read again by the first audit after it.
      let agreed = try session.snapshotAgreedTo()
      let first = agreed < latest ? agreed : 0
      let after = last.map { $0.to == latest ? $0.after : $0.to } ?? first
      try session.insertAudit(
        after: after, to: latest, isAsking: notices != nil, at: at, by: ground(of: book))
      let done = try session.doneToFindings()
      let changed = try tell(done, session, book)
      return AuditOutcome(
        done, changed: changed, warnings: judge.warnings + freezeWarnings, judgedAgain: judgedAgain)
    }
  }

  /// The rules, and sentences on freezes that the audit before went by and this one was not given. Where no calendar is
  /// given at all, that of the audit before still holds: it was not taken back.
  private func withKeptFreezes(_ session: AuditSession) throws -> (RuleBook, warnings: [String]) {
    let known = try session.lastFreezes()
    let forgotten = known.filter { freeze in
      !rules.freezes.contains { $0.name.isIdentical(to: freeze.name) }
    }
    let kept = rules.freezes.isEmpty ? known.compactMap(\.freeze) : []
    let warnings = forgotten.map { freeze in
      kept.isEmpty ? Self.forgottenFreeze(freeze.name) : Self.keptFreeze(freeze.name)
    }
    return (rules.with(freezes: kept), warnings)
  }

  /// Judges what stands, and then, snapshot by snapshot, what is new. Returns how many resources it judged of those that
  /// deviated before.
  ///
  /// - Parameter last: The snapshot that the audit before went up to; 0 where there was none.
  private func judge(
    _ session: AuditSession, _ judge: ResourceJudge, since last: Int, to latest: Int
  ) throws -> Int {
    let setBack = try session.scopesSetAnew().filter { $0.value < last }
    let standing = try setBack.isEmpty ? [] : Set(session.resourcesDeviating().map(\.row))
    let before = try auditBefore(session, judge)
    let passing = try JudgePassingEdits(session, judge, since: last, to: latest, before: before)
    let judgedAgain = try rejudge(session, judge, in: last, before: before)
    try judgeWhatWasSetBack(session, judge, setBack, through: last, besides: standing)
    let agreedTo = max(last, try session.snapshotKnown())
    try passing.judgeEarlier(through: agreedTo)
    try session.requireVersions(from: agreedTo + 1)
    for snapshot in stride(from: agreedTo + 1, through: latest, by: 1) {
      try session.adoptScopes(firstReadIn: snapshot)
      try passing.judge(in: snapshot)
      for resource in try session.resourcesChanged(in: snapshot) {
        try judge.judge(resource, in: snapshot, isNew: true)
      }
    }
    for resource in try session.resourcesNeverSeen() {
      try judge.judge(resource, in: latest, isNew: false)
    }
    return judgedAgain
  }

  /// Writes down who is told of what was done to findings, and of calls. Returns the findings to which edits came.
  private func tell(
    _ done: [(finding: Int, word: String)], _ session: AuditSession, _ book: RuleBook
  ) throws -> [Int] {
    let changed = try QueueNotices(session, baseline: baseline, notices, at: at).write(done)
    let opened = done.filter { $0.word == "opened" || $0.word == "reopened" }.map(\.finding)
    try QueueAlerts(session, baseline: baseline, notices, alerts, book, at: at)
      .write(opened: Set(opened + changed))
    return changed
  }

  /// A scope can be set to an earlier snapshot than the last audit went up to. What changed after it was
  /// agreed to before, and is not any more: it is judged again, snapshot by snapshot, as when it was new.
  /// What stood was judged against the new expectation already.
  private func judgeWhatWasSetBack(
    _ session: AuditSession, _ judge: ResourceJudge, _ scopes: [Int64: Int], through last: Int,
    besides standing: Set<Int64>
  ) throws {
    guard let first = scopes.values.min() else { return }
    try session.requireVersions(from: first + 1)
    for snapshot in stride(from: first + 1, through: last, by: 1) {
      for resource in try session.resourcesChanged(in: snapshot)
      where scopes[resource.scopeRow] != nil && !standing.contains(resource.row) {
        try judge.judge(resource, in: snapshot, isNew: true)
      }
    }
  }

  private static func forgottenFreeze(_ name: String) -> String {
    "The audit before went by the freeze '\(name)', and this one was not given it (--freezes): what "
      + "this one approved stays approved."
  }

  private static func keptFreeze(_ name: String) -> String {
    "This audit was given no freezes (--freezes), and goes by '\(name)' as the audit before."
  }

  /// The audit before this one, where it judged what stands by all that this one goes by: the same records, ignores and
  /// freezes, of which none begins or ends to count by the moment alone, and records with as much room. Nil otherwise.
  private func auditBefore(_ session: AuditSession, _ judge: ResourceJudge) throws -> AuditBefore? {
    guard let ground = ground(of: judge.rules), let before = try session.auditBefore(by: ground),
      before.recordsUsed.isDisjoint(with: judge.limitedRecords),
      judge.rules.isSame(from: before.at, through: at)
    else { return nil }
    return before
  }

  /// By what it judges besides what the log has. Nil where the records are not from the store: nobody knows whether they are
  /// the same.
  private func ground(of book: RuleBook) -> String? {
    guard book.asOf != nil else { return nil }
    let rules = book.given.flatMap { [$0.kind.rawValue, $0.name, $0.document] }
    return TextDigest(of: ([edition] + rules).lengthMarkedText).description
  }

  /// New records, expired ignores and changed baselines can say something else of what stands. Where there are none, only
  /// what something came to is judged again. Returns how many resources it judged.
  private func rejudge(
    _ session: AuditSession, _ judge: ResourceJudge, in last: Int, before: AuditBefore?
  ) throws -> Int {
    let own = try session.resourcesWithOwnExpectation(since: session.lastAuditEvent())
    let deviating =
      try before.map(session.resourcesDeviating(concernedSince:)) ?? session.resourcesDeviating()
    var seen: Set<Int64> = []
    for resource in deviating + own
    where seen.insert(resource.row).inserted {
      try judge.judge(resource, in: max(last, resource.anchor), isNew: false)
    }
    return seen.count
  }
}

extension Problem {
  static func recordsMoved() -> Problem {
    Problem(
      "records-moved", "Change records were registered while the audit began. Nothing was written.",
      hint: "Run the audit again: it goes by the records as they are now.")
  }
}
