/// A request for change (ITIL): what may be changed, where, when and by whom, and who approved it.
package struct ChangeRecord: Hashable, Sendable {
  /// The record's number, such as `CHG0031337`.
  package let number: String
  package let title: String?
  package let kind: Kind
  package let state: State
  package let requestedBy: String?
  package let approvals: [Approval]
  /// When the change may happen; absent, or open at an end, where the record sets no limit.
  package let window: Window?
  /// A link to the record where it is kept.
  package let reference: String?
  /// Globs over the ARNs of those who may carry it out; empty where anybody may.
  package let implementers: [Glob]
  /// Names of the freezes within which this record may be carried out all the same.
  package let freezes: [String]
  /// Within how many seconds after the change an emergency record must be approved.
  package let approvalDue: Int64
  package let allows: [Allowance]

  /// ITIL's kinds of change.
  package enum Kind: String, Hashable, Sendable, CaseIterable { case standard, normal, emergency }

  /// Where a record stands.
  package enum State: String, Hashable, Sendable, CaseIterable {
    case draft, submitted, approved, rejected, closed, cancelled
  }

  /// One person's yes.
  package struct Approval: Hashable, Sendable {
    package let by: String
    package let at: Timestamp

    package init(by: String, at: Timestamp) {
      self.by = by
      self.at = at
    }
  }

  /// 24 hours, in seconds.
  package static let defaultApprovalDue: Int64 = 86400

  package init(
    number: String, title: String? = nil, kind: Kind, state: State, requestedBy: String? = nil,
    approvals: [Approval] = [], window: Window? = nil, reference: String? = nil,
    implementers: [Glob] = [], freezes: [String] = [],
    approvalDue: Int64 = ChangeRecord.defaultApprovalDue, allows: [Allowance]
  ) {
    self.number = number
    self.title = title
    self.kind = kind
    self.state = state
    self.requestedBy = requestedBy
    self.approvals = approvals
    self.window = window
    self.reference = reference
    self.implementers = implementers
    self.freezes = freezes
    self.approvalDue = approvalDue
    self.allows = allows
  }
}

extension ChangeRecord.State {
  /// The states that may follow this one.
  package var next: [ChangeRecord.State] {
    switch self {
    case .draft: [.submitted, .cancelled]
    case .submitted: [.draft, .approved, .rejected, .cancelled]
    case .approved: [.closed, .cancelled]
    case .rejected: [.draft]
    case .closed, .cancelled: []
    }
  }
}

/// What a change record allows to be done with some resources.
package struct Allowance: Hashable, Sendable {
  package let resource: ResourceSelector
  package let action: ResourceAction
  /// What may be edited. Empty: for `create` and `delete`, the resource whatever its configuration;
  /// a `modify` names its edits.
  package let edits: [Clause]

  package init(resource: ResourceSelector, action: ResourceAction, edits: [Clause] = []) {
    self.resource = resource
    self.action = action
    self.edits = edits
  }
}

/// What is done with a resource.
package enum ResourceAction: String, Hashable, Sendable, CaseIterable {
  case create, modify, delete
}

/// Edits that an allowance covers.
package struct Clause: Hashable, Sendable {
  package let word: ChangeWord
  package let path: PathPattern
  /// What the value must be: the new one where added or changed, the old one where removed.
  package let predicate: Predicate?
  /// What the old value of a changed leaf must be.
  package let oldPredicate: Predicate?
  /// How many edits the clause covers over the life of its record; nil for any number.
  package let atMost: Int?

  package init(
    word: ChangeWord, path: PathPattern, predicate: Predicate? = nil,
    oldPredicate: Predicate? = nil, atMost: Int? = nil
  ) {
    self.word = word
    self.path = path
    self.predicate = predicate
    self.oldPredicate = oldPredicate
    self.atMost = atMost
  }
}
