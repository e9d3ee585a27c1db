package import ConfigurationModel

/// The revisions of one change record, oldest first, as they were registered here.
package struct RecordHistory: Hashable, Sendable {
  /// What the record said from one moment on.
  package struct Revision: Hashable, Sendable {
    package let record: ChangeRecord
    package let registered: Timestamp
    /// Whether a document said so; otherwise a person moved the record to another state.
    package let isDocument: Bool

    package init(record: ChangeRecord, registered: Timestamp, isDocument: Bool) {
      self.record = record
      self.registered = registered
      self.isDocument = isDocument
    }
  }

  package let revisions: [Revision]

  package init(_ revisions: [Revision]) { self.revisions = revisions }

  /// What registering a document of the record makes of it. An approval was given to what the record
  /// said when it was first registered: it says nothing of an edited record. Throws where nothing
  /// follows the state that the record is in.
  package func registration(of document: ChangeRecord) throws(Problem) -> Registration {
    guard let known = revisions.last?.record else { return .new(document) }
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

  /// When what counts of the record was registered.
  package var registeredTimes: RegisteredTimes {
    guard let last = revisions.last else { return RegisteredTimes() }
    let same = revisions.reversed().prefix { !$0.record.approvalIsVoid(for: last.record) }
    let approved = last.record.firstApproval.flatMap { approval in
      same.last { $0.record.approvals.contains(approval) }
    }
    return RegisteredTimes(
      revised: same.count < revisions.count ? same.last?.registered : nil,
      approved: approved?.registered)
  }
}

/// What became of one document.
package enum Registration: Hashable, Sendable {
  case new(ChangeRecord)
  case unchanged(ChangeRecord)
  case revised(ChangeRecord)
  /// An edit after the approval: the approval is void.
  case voided(ChangeRecord)

  /// What is to be stored; nil where nothing is.
  package var revision: ChangeRecord? {
    switch self {
    case .new(let record), .revised(let record), .voided(let record): record
    case .unchanged: nil
    }
  }
}

/// When a record and its approval were registered here. The dates that a document bears are what its
/// author says; these are what is known.
package struct RegisteredTimes: Hashable, Sendable {
  /// Since when the record allows what it allows; nil where it never said anything else.
  package let revised: Timestamp?
  /// Since when its approval is known; nil where that is not told.
  package let approved: Timestamp?

  package init(revised: Timestamp? = nil, approved: Timestamp? = nil) {
    self.revised = revised
    self.approved = approved
  }
}

extension ChangeRecord {
  /// An approved record that loses its last approval waits for one again.
  fileprivate func without(_ void: Set<Approval>) -> ChangeRecord {
    let kept = approvals.filter { !void.contains($0) }
    return with(kept.isEmpty && state == .approved ? .submitted : state, kept)
  }
}
