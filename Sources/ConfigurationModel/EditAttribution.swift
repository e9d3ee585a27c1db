/// Who made an edit, as far as the activity that is kept tells.
package struct EditAttribution: Hashable, Sendable {
  /// How sure it is.
  package enum Grade: String, Hashable, Sendable, CaseIterable {
    /// The call, replayed on what was there before, gives the edit.
    case exact
    /// The call touched the resource in the time, and names no such value.
    case byResourceAndTime
    /// Activity of all of the time is kept, and none of it explains the edit.
    case unexplained
    /// The same, so far: files of CloudTrail come late.
    case unsettled
    /// Activity of the time, or of some of it, is not kept.
    case notCovered
  }

  /// The event of a call that made the edit, or may have.
  package struct Event: Hashable, Sendable {
    /// CloudTrail's id of the event.
    package let id: String
    /// When the call was made, to the second.
    package let at: Timestamp
    /// `AuthorizeSecurityGroupIngress`.
    package let call: String
    /// Who and how, in words.
    package let actor: String
    /// The person behind the identity; nil where there is no telling.
    package let person: String?
    /// The person whom the session's name says, where that is another one; nil otherwise.
    package let claimed: String?
    /// The names of those behind the call that no caller can choose: users, roles, and who opened the session.
    package let fixedNames: [String]
    /// Every person whom the activity shows with the call, whoever chose the name: also those who opened the session.
    package let people: [String]

    /// Makes an event of the words that reports show.
    package init(
      id: String, at: Timestamp, call: String, actor: String, person: String?,
      claimed: String? = nil, fixedNames: [String] = [], people: [String] = []
    ) {
      self.id = id
      self.at = at
      self.call = call
      self.actor = actor
      self.person = person
      self.claimed = claimed
      self.fixedNames = fixedNames
      self.people = people
    }
  }

  /// How sure the attribution is.
  package let grade: Grade
  /// Oldest first; empty where nothing explains it.
  package let events: [Event]

  /// Makes an attribution; a grade that explains nothing has no events.
  package init(_ grade: Grade, _ events: [Event]) {
    self.grade = grade
    self.events = events
  }

  /// `by alice (role Admin), from 198.51.100.7, 2026-11-20 21:03 UTC (AuthorizeSecurityGroupIngress)`.
  package var words: String {
    let made = events.map(\.words).joined(separator: "; ")
    switch grade {
    case .exact: return "by \(made)"
    case .byResourceAndTime: return "perhaps by \(made)"
    case .unexplained: return "no call that is kept of that time explains it"
    case .unsettled: return "no call that is kept so far explains it; CloudTrail's files come late"
    case .notCovered: return "the activity of that time is not kept, or not all of it"
    }
  }
}

extension EditAttribution.Event {
  /// The same where nobody knows whether the call had a part in the edit: no name decides who is told of it.
  package var withoutFixedNames: EditAttribution.Event {
    EditAttribution.Event(
      id: id, at: at, call: call, actor: actor, person: person, claimed: claimed, people: people)
  }

  /// Who made the call and how, with the person behind the identity: `alice (role Admin), from 198.51.100.7`.
  package var who: String {
    person.flatMap { actor.hasPrefix($0) ? nil : "\($0), as \(actor)" } ?? actor
  }

  /// Every name that is known of who made the call, in words.
  package var names: [String] { [actor, person, claimed].compactMap(\.self) + fixedNames }

  fileprivate var words: String { "\(who), \(at.minuteText) (\(call))" }
}
