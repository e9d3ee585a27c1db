package import ConfigurationModel

extension ChangeRecord {
  /// This record moved to another state by a person at a moment. Approving adds the approval and
  /// refuses the requester; going back to a draft drops the approvals. Throws where the state may not
  /// follow this one.
  package func moved(to state: State, by person: String, at moment: Timestamp) throws(Problem)
    -> ChangeRecord
  {
    guard self.state.next.contains(state) else {
      throw .illegalTransition(number, from: self.state, to: state)
    }
    guard !PersonName(person).isEmpty else { throw .namelessTransition(number, to: state) }
    if let disguise = PersonName(person).disguise { throw .disguisedName(person, disguise) }
    switch state {
    case .approved:
      guard !isRequester(person) else { throw .ownApproval(number, by: person) }
      return with(state, approvals + [Approval(by: person, at: moment)])
    case .draft: return with(.draft, [])
    case .submitted, .rejected, .closed, .cancelled: return with(state, approvals)
    }
  }

  /// Whether an approval of this record says nothing about the edited one: anything but the state and
  /// the approvals differs.
  package func approvalIsVoid(for edited: ChangeRecord) -> Bool {
    with(.draft, []) != edited.with(.draft, [])
  }

  /// The record in another state, with other approvals.
  func with(_ state: State, _ approvals: [Approval]) -> ChangeRecord {
    ChangeRecord(
      number: number, title: title, kind: kind, state: state, requestedBy: requestedBy,
      approvals: approvals, window: window, reference: reference, implementers: implementers,
      freezes: freezes, approvalDue: approvalDue, allows: allows)
  }
}
