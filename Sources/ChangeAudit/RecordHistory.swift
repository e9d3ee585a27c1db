package import ConfigurationModel

/// The revisions of one change record, oldest first, as they were registered here.
package struct RecordHistory: Hashable, Sendable {
  /// What the record said from one moment on.
  package struct Revision: Hashable, Sendable {
    /// What the record said from then on.
    package let record: ChangeRecord
    /// When it was registered here, by this machine's clock.
    package let registered: Timestamp
    /// Whether a document said so; otherwise a person moved the record to another state.
    package let isDocument: Bool
    /// Who registered the document or moved the record; nil where nobody was named.
    package let actor: String?

    /// Makes a revision, of a document or of a person's step.
    package init(
      record: ChangeRecord, registered: Timestamp, isDocument: Bool, actor: String? = nil
    ) {
      self.record = record
      self.registered = registered
      self.isDocument = isDocument
      self.actor = actor
    }
  }

  /// Oldest first; empty for a record that is not registered.
  package let revisions: [Revision]

  /// Makes a history of revisions, oldest first.
  package init(_ revisions: [Revision]) { self.revisions = revisions }

  /// What registering a document of the record makes of it. An approval was given to what the record
  /// said when it was first registered: it says nothing of an edited record. Throws where nothing
  /// follows the state that the record is in, and where its number is registered in other characters.
  package func registration(of document: ChangeRecord) throws(Problem) -> Registration {
    guard let known = revisions.last?.record else { return .new(document) }
    guard known.number.isIdentical(to: document.number) else {
      throw .numberInOtherCharacters(document.number)
    }
    let record = document.without(voidApprovals(for: document))
    // What was said before is no news: it undoes no step that was taken here since.
    let said = revisions.last(where: \.isDocument)?.record
    guard record != said, record != known else { return .unchanged(known) }
    guard !known.state.next.isEmpty || record.state == known.state else {
      throw .illegalTransition(known.number, from: known.state, to: record.state)
    }
    let isVoided =
      !known.approvals.isEmpty && known.approvalIsVoid(for: record) && record.approvals.isEmpty
    return isVoided ? .voided(record) : .revised(record)
  }

  private func voidApprovals(for edited: ChangeRecord) -> Set<ChangeRecord.Approval> {
    var approved: [ChangeRecord.Approval: ChangeRecord] = [:]
    for revision in revisions {
      for approval in revision.record.approvals where approved[approval] == nil {
        approved[approval] = revision.record
      }
    }
    return Set(approved.filter { $0.value.approvalIsVoid(for: edited) }.keys)
  }

  /// Everybody who asked for what the record says: whom any revision names as the requester, who
  /// registered what it says, and who submitted it. A registration that only notes a state or an approval
  /// that was given elsewhere, such as a ticket system's, asks for nothing.
  package var askers: [Asker] {
    var askers: [Asker] = []
    var before: ChangeRecord?
    for revision in revisions {
      askers += revision.record.askers
      if let actor = revision.actor {
        askers += revision.roles(after: before).map { Asker(actor, as: $0) }
      }
      before = revision.record
    }
    return askers
  }

  /// Who registered each approval that came with a document.
  private var registrars: [ChangeRecord.Approval: String] {
    var registrars: [ChangeRecord.Approval: String] = [:]
    var seen: Set<ChangeRecord.Approval> = []
    for revision in revisions {
      for approval in revision.record.approvals where seen.insert(approval).inserted {
        if revision.isDocument, let actor = revision.actor { registrars[approval] = actor }
      }
    }
    return registrars
  }

  /// What a record covers, whatever the edit is, that covers none though its state promises it.
  package enum Reach: String, Hashable, Sendable {
    /// No edit that is judged from now on.
    case nothing
    /// None before the date of an approval.
    case nothingYet = "nothing yet"
  }

  /// What the record covers where it says that it was approved, and covers nothing all the same; nil where it may cover
  /// edits, and where its state says that it covers none.
  ///
  /// - Parameter now: What is dated later does not count yet.
  package func reach(at now: Timestamp) -> Reach? {
    guard let record = revisions.last?.record, record.isInForce else { return nil }
    guard record.standingLack == nil else { return .nothing }
    let times = registeredTimes
    let hindrances = record.approvals.map { times.hindrance(of: $0, in: record, at: now) }
    guard hindrances.allSatisfy({ $0 != nil }) else { return nil }
    return hindrances.contains { $0 == .future } ? .nothingYet : .nothing
  }

  /// A sentence on what keeps the record from covering any edit, whatever the edit is, and one for each approval of
  /// what it says now that does not count, or not yet. Nothing of a record that was rejected or cancelled: nobody
  /// takes it for approved.
  ///
  /// - Parameter now: What is dated later does not count yet.
  package func discountSentences(at now: Timestamp) -> [String] {
    guard let record = revisions.last?.record, ![.rejected, .cancelled].contains(record.state)
    else { return [] }
    let own = record.standingLack.map { lack in
      "\(record.number): \(lack.words), so it covers no edit that is judged from now on."
    }
    let times = registeredTimes
    return [own].compactMap { $0 }
      + record.approvals.compactMap { approval in
        times.hindrance(of: approval, in: record, at: now)?.sentence(on: approval, of: record)
      }
  }

  /// What is known here of the record, and of its approvals.
  package var registeredTimes: RegisteredTimes {
    guard let last = revisions.last else { return RegisteredTimes() }
    let same = revisions.reversed().prefix { !$0.record.approvalIsVoid(for: last.record) }
    return RegisteredTimes(
      since: same.last?.registered,
      revised: same.count < revisions.count ? same.last?.registered : nil,
      approved: Self.approvedSince(same),
      discounts: last.record.discounts(askers: askers, registrars: registrars))
  }
}

extension RecordHistory {
  /// Since when each approval is known, without a break: one that was taken back, or that a record had
  /// which was not approved, was not in force then.
  ///
  /// - Parameter revisions: Those that say what the record says now, the newest first.
  private static func approvedSince(_ revisions: some Sequence<Revision>)
    -> [ChangeRecord.Approval: Timestamp]
  {
    var approved: [ChangeRecord.Approval: Timestamp] = [:]
    var standing: Set<ChangeRecord.Approval>?
    for revision in revisions {
      let own = revision.record.isInForce ? Set(revision.record.approvals) : []
      standing = standing?.intersection(own) ?? own
      for approval in standing ?? [] { approved[approval] = revision.registered }
    }
    return approved
  }
}

extension RecordHistory.Revision {
  /// What the person behind it asked for by it.
  fileprivate func roles(after before: ChangeRecord?) -> [Asker.Role] {
    let isNew = before.map { $0.approvalIsVoid(for: record) } ?? true
    let submits = record.state == .submitted && before.map { $0.state != .submitted } ?? true
    switch (isDocument && isNew, submits) {
    case (true, _): return [.registrar]
    case (false, true): return [.submitter]
    case (false, false): return []
    }
  }
}

/// What became of one document.
package enum Registration: Hashable, Sendable {
  case new(ChangeRecord)
  case unchanged(ChangeRecord)
  case revised(ChangeRecord)
  /// An edit after the approval: the approval is void.
  case voided(ChangeRecord)

  /// What is registered now.
  package var record: ChangeRecord {
    switch self {
    case .new(let record), .unchanged(let record), .revised(let record), .voided(let record): record
    }
  }

  /// What is to be stored; nil where nothing is.
  package var revision: ChangeRecord? {
    switch self {
    case .new(let record), .revised(let record), .voided(let record): record
    case .unchanged: nil
    }
  }
}

/// When a record and its approvals were registered here, and which of these count. The dates that a
/// document bears are what its author says; these are what is known.
package struct RegisteredTimes: Hashable, Sendable {
  /// Since when the record says what it says; nil where that is not told.
  package let since: Timestamp?
  /// The same where it said something else before.
  package let revised: Timestamp?
  /// Since when each approval of what it says is known.
  package let approved: [ChangeRecord.Approval: Timestamp]
  /// The approvals that do not count, and why; nil where only the record itself tells.
  package let discounts: [ChangeRecord.Approval: Discount]?

  /// Makes times that are known; without arguments the record counts as it is dated.
  package init(
    since: Timestamp? = nil, revised: Timestamp? = nil,
    approved: [ChangeRecord.Approval: Timestamp] = [:],
    discounts: [ChangeRecord.Approval: Discount]? = nil
  ) {
    self.since = since
    self.revised = revised
    self.approved = approved
    self.discounts = discounts
  }
}

/// What keeps an approval from counting, whatever the edit is.
private enum Hindrance: Hashable {
  /// It never counts, and why.
  case lasting(String)
  /// It is dated in the future.
  case future

  /// What a reader is told of it.
  func sentence(on approval: ChangeRecord.Approval, of record: ChangeRecord) -> String {
    let start = "An approval of \(record.number) does not count"
    return switch self {
    case .lasting(let words): "\(start): \(words)."
    case .future:
      "\(start) yet: it is dated in the future (\(approval.by), \(approval.at.minuteText))."
    }
  }
}

extension RegisteredTimes {
  /// What keeps an approval of a record from counting; nil where it may count.
  fileprivate func hindrance(
    of approval: ChangeRecord.Approval, in record: ChangeRecord, at now: Timestamp
  ) -> Hindrance? {
    if let discount = discounts?[approval] { return .lasting(discount.words(of: approval.by)) }
    // What is dated after the window never counts, also where it is dated in the future.
    if let lack = record.windowLack(of: approval, countingFrom: beginning(of: approval)) {
      return .lasting("\(lack.words) (\(approval.by))")
    }
    return approval.at > now ? .future : nil
  }
}

extension ChangeRecord {
  /// What keeps it as it stands from covering any edit: what it says, or that nobody approved it though its state says
  /// so. Nil where nothing does.
  fileprivate var standingLack: Lack? {
    if let ownLack { return ownLack }
    return isInForce && approvals.isEmpty ? .approval : nil
  }

  /// An approved record that loses its last approval waits for one again.
  fileprivate func without(_ void: Set<Approval>) -> ChangeRecord {
    let kept = approvals.filter { !void.contains($0) }
    return with(kept.isEmpty && state == .approved ? .submitted : state, kept)
  }
}
