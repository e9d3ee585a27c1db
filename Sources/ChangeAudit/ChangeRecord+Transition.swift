package import ConfigurationModel

extension ChangeRecord {
  /// This record moved to another state by a person at a moment. Approving adds the approval and
  /// refuses everybody who asked for the change; going back to a draft drops the approvals. Throws where the
  /// state may not follow this one, and where nobody is named who asks for what is submitted.
  ///
  /// - Parameter askers: Who asked for it; nil where only the record itself tells.
  package func moved(
    to state: State, by person: String, at moment: Timestamp, askers: [Asker]? = nil
  ) throws(Problem) -> ChangeRecord {
    guard self.state.next.contains(state) else {
      throw .illegalTransition(number, from: self.state, to: state)
    }
    try PersonName(person).check()
    switch state {
    case .approved:
      guard requestedBy != nil else { throw .requesterMissing(number) }
      if let asker = (askers ?? self.askers).first(where: { $0.mayBe(person) }) {
        throw .ownApproval(number, by: person, as: asker)
      }
      return with(state, approvals + [Approval(by: person, at: moment)])
    case .submitted:
      guard requestedBy != nil else { throw .requesterMissing(number) }
      return with(state, approvals)
    case .draft: return with(.draft, [])
    case .rejected, .closed, .cancelled: return with(state, approvals)
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
