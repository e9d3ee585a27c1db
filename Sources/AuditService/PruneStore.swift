package import AuditStore
package import ConfigurationModel

/// Drops what a store holds of old snapshots. What people decided and what audits said is never
/// dropped, nor what anything of that needs.
package struct PruneStore {
  /// The store that is pruned.
  package let store: AuditStore
  /// Snapshots that are older go; nil where age does not count.
  package let olderThan: Age?
  /// So many of the newest snapshots stay; nil where their number does not count. Where an age is
  /// given too, only what is older and beyond this number goes.
  package let keeping: Int?
  /// Calls that are older go, but for those that something stands on; nil to keep all. Files of CloudTrail come late: what
  /// was opened and closed unseen is told only while both calls are there, so that people may ask for no less than
  /// `Settings.Retention.leastActivity`.
  package var activityOlderThan: Age?
  /// Messages that were sent longer ago go, where what they tell of is over; nil to keep all.
  package var messagesOlderThan: Age?
  /// The moment from which ages count.
  package let at: Timestamp
  /// Who prunes; nil where nobody is named.
  package let by: String?
  /// Why; nil where no reason was given.
  package let reason: String?

  /// Where neither an age nor a number is given, nothing is dropped.
  package init(
    store: AuditStore, olderThan: Age?, keeping: Int?, at: Timestamp, by: String? = nil,
    reason: String? = nil
  ) {
    self.store = store
    self.olderThan = olderThan
    self.keeping = keeping
    self.at = at
    self.by = by
    self.reason = reason
  }

  /// What was dropped, and what became of its space.
  package struct Outcome: Sendable {
    /// What was dropped, and what was held back.
    package let plan: PrunePlan
    /// How many messages; nil where none were to go.
    package let messages: Int?
    /// By how many bytes the store's file became smaller.
    package let bytesGivenBack: Int
    /// Why no space was given back, although everything was dropped: the file keeps its size, and
    /// the next imports fill it.
    package let spaceProblem: Problem?

    /// Whether nothing was dropped.
    package var isIdle: Bool { plan.isEmpty && (messages ?? 0) == 0 }
  }

  /// What would be dropped; changes nothing.
  package func plan() throws(Problem) -> PrunePlan {
    try store.prunePlan(dropping: wanted(), activityBefore: activityOlderThan?.before(at))
  }

  /// How many messages would be dropped; nil where none are to go.
  package func messages() throws(Problem) -> Int? {
    guard let end = messagesOlderThan?.before(at) else { return nil }
    return try store.droppableMessages(settledBefore: end)
  }

  /// Drops it, all or nothing, and gives the space back to the file system.
  package func run() throws(Problem) -> Outcome {
    let (plan, messages) = try store.inOneTransaction { () throws(Problem) -> (PrunePlan, Int?) in
      let plan = try store.prune(
        dropping: wanted(), activityBefore: activityOlderThan?.before(at), at: at, by: by,
        reason: reason)
      var messages: Int?
      if let end = messagesOlderThan?.before(at) {
        messages = try store.dropMessages(settledBefore: end)
      }
      return (plan, messages)
    }
    do {
      // Also where nothing was dropped: the space of the last time may still be there.
      return Outcome(
        plan: plan, messages: messages, bytesGivenBack: try store.giveBackSpace(),
        spaceProblem: nil)
    } catch {
      return Outcome(plan: plan, messages: messages, bytesGivenBack: 0, spaceProblem: error)
    }
  }

  /// The snapshots that age and number let go.
  private func wanted() throws(Problem) -> Set<Int> {
    guard olderThan != nil || keeping != nil else { return [] }
    let snapshots = try store.snapshots()
    let end = olderThan?.before(at) ?? Timestamp(microseconds: .max)
    let beyond = snapshots.dropLast(max(0, keeping ?? 0))
    return Set(beyond.filter { $0.takenAt < end }.map(\.number))
  }
}
