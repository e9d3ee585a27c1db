/// A request for change (ITIL): what may be changed, where, when and by whom, and who approved it.
package struct ChangeRecord: Hashable, Sendable {
  /// The record's number, such as `CHG0031337`.
  package let number: String
  /// What it is about, in one line; nil where the record gives none.
  package let title: String?
  /// Which of ITIL's kinds of change it is: `emergency` may be approved afterwards.
  package let kind: Kind
  /// Where it stands; only an approved or closed record covers edits.
  package let state: State
  /// Who asked for the change, and so cannot approve it; nil where nobody is named.
  package let requestedBy: String?
  /// Who said yes, and when, in the order of the document.
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
  /// What may be done with which resources, in the order of the document; an edit's `Cover` counts
  /// them from 0.
  package let allows: [Allowance]

  /// ITIL's kinds of change.
  package enum Kind: String, Hashable, Sendable, CaseIterable { case standard, normal, emergency }

  /// Where a record stands.
  package enum State: String, Hashable, Sendable, CaseIterable {
    case draft, submitted, approved, rejected, closed, cancelled
  }

  /// One person's yes.
  package struct Approval: Hashable, Sendable {
    /// The approver's name as the document writes it, compared with others as `PersonName`.
    package let by: String
    /// When the approval was given, by the document.
    package let at: Timestamp

    /// Makes an approval of what a document says; it is not checked who may give it.
    package init(by: String, at: Timestamp) {
      self.by = by
      self.at = at
    }
  }

  /// 24 hours, in seconds.
  package static let defaultApprovalDue: Int64 = 86400

  /// Makes a record of what its document says; nothing is checked here.
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
  /// Which resources may be touched.
  package let resource: ResourceSelector
  /// What may be done with them as a whole.
  package let action: ResourceAction
  /// What may be edited. Empty: for `create` and `delete`, the resource whatever its configuration;
  /// a `modify` names its edits.
  package let edits: [Clause]

  /// Makes an allowance; without edits it allows a creation or deletion whatever the configuration.
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
  /// Whether it covers values that were added, removed or changed.
  package let word: ChangeWord
  /// Where the edits may stand: the paths that the pattern names, not those below them.
  package let path: PathPattern
  /// What the value must be: the new one where added or changed, the old one where removed.
  package let predicate: Predicate?
  /// What the old value of a changed leaf must be.
  package let oldPredicate: Predicate?
  /// How many edits the clause covers over the life of its record; nil for any number.
  package let atMost: Int?

  /// Makes a clause; what is left out sets no limit.
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
