import ConfigurationModel

extension Problem {
  static func illegalTransition(
    _ record: String, from: ChangeRecord.State, to: ChangeRecord.State
  ) -> Problem {
    let next = from.next.map(\.rawValue).joined(separator: ", ")
    return Problem(
      "illegal-transition",
      "The change record \(record) is \(from.rawValue) and cannot become \(to.rawValue).",
      hint: next.isEmpty
        ? "Nothing follows this state: write a new record." : "It can become: \(next).")
  }

  static func numberInOtherCharacters(_ record: String) -> Problem {
    Problem(
      "duplicate-record",
      "The change record \(record) is registered under a number that looks the same and is written in other "
        + "characters (such as U+00C4 and A with U+0308).",
      hint: "Copy the number from 'plumb change list', or give the record another one.")
  }

  static func ownApproval(_ record: String, by person: String, as asker: Asker) -> Problem {
    let deed =
      switch asker.role {
      case .requester: "asked for"
      case .registrar: "registered"
      case .submitter: "submitted"
      }
    let name = asker.name == person ? "" : ", as '\(asker.name)',"
    return Problem(
      "own-approval", "\(person)\(name) \(deed) the change \(record) and cannot approve it.",
      hint: "Have somebody else approve it.")
  }

  static func requesterMissing(_ record: String) -> Problem {
    Problem(
      "requester-missing", "The change record \(record) does not say who asks for it.",
      hint: "Write requestedBy into it, and register it again with 'plumb change add'.")
  }
}
