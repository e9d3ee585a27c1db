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

  static func ownApproval(_ record: String, by person: String) -> Problem {
    Problem(
      "own-approval", "\(person) asked for the change \(record) and cannot approve it.",
      hint: "Have somebody else approve it.")
  }

  static func disguisedName(_ person: String, _ disguise: String) -> Problem {
    Problem(
      "disguised-name", "The name '\(person)' has \(disguise).",
      hint: "Write the name with plain letters of one alphabet.")
  }

  static func namelessTransition(_ record: String, to: ChangeRecord.State) -> Problem {
    Problem(
      "nameless-transition",
      "The change record \(record) cannot become \(to.rawValue) by nobody.",
      hint: "Name the person.")
  }
}
