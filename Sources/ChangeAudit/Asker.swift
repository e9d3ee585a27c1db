package import ConfigurationModel

/// Somebody who asked for a change, and so cannot approve it.
package struct Asker: Hashable, Sendable {
  /// The name as it was written; people are compared as `PersonName`.
  package let name: String
  /// How they asked.
  package let role: Role

  /// How they asked.
  package enum Role: Hashable, Sendable {
    /// The record names them as who asks for it.
    case requester
    /// They registered what it says.
    case registrar
    /// They submitted it for approval.
    case submitter
  }

  /// Makes somebody who asked in this way.
  package init(_ name: String, as role: Role) {
    self.name = name
    self.role = role
  }

  /// Whether this may be the same person.
  func mayBe(_ person: String) -> Bool { PersonName(name).mayBe(PersonName(person)) }
}

/// Why an approval does not count.
package enum Discount: Hashable, Sendable {
  /// It is by somebody who asked for the change.
  case asked(Asker.Role)
  /// Who gave it registered it themselves, in a document.
  case selfRegistered
  /// The name can be anybody's.
  case unclearName

  /// What a reader is told of it.
  func words(of person: String) -> String {
    switch self {
    case .asked(.requester): "\(person) approved their own change"
    case .asked(.registrar): "\(person) approved what they registered themselves"
    case .asked(.submitter): "\(person) approved what they submitted themselves"
    case .selfRegistered: "\(person) registered their own approval"
    case .unclearName: "it cannot be told who approved it: the name '\(person)' can be anybody's"
    }
  }
}

extension ChangeRecord {
  /// Who the record itself names as asking for it.
  package var askers: [Asker] { requestedBy.map { [Asker($0, as: .requester)] } ?? [] }

  /// Which of the approvals do not count, and why: nobody approves their own change.
  ///
  /// - Parameters:
  ///   - askers: Who asked for it.
  ///   - registrars: Who registered an approval in a document, where that is known.
  func discounts(askers: [Asker], registrars: [Approval: String] = [:]) -> [Approval: Discount] {
    var discounts: [Approval: Discount] = [:]
    for approval in approvals {
      if PersonName(approval.by).problem != nil {
        discounts[approval] = .unclearName
      } else if let asker = askers.first(where: { $0.mayBe(approval.by) }) {
        discounts[approval] = .asked(asker.role)
      } else if let registrar = registrars[approval],
        PersonName(registrar).mayBe(PersonName(approval.by))
      {
        discounts[approval] = .selfRegistered
      }
    }
    return discounts
  }
}
