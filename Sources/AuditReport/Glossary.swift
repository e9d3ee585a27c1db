/// A word that reports use in a sense of its own, with what it means: one word per idea, in types, columns,
/// flags, documents and reports alike.
package enum GlossaryWord: String, Hashable, Sendable, CaseIterable {
  case resource, scope, snapshot, edit, baseline, expected, verdict, finding
  case record = "change-record"
  case nearMiss = "near-miss"
  case onPaper = "on-paper"
  case underDelivery = "not-done"
  case emergency, ignore, acceptance, coverage
  case firstReading = "first-reading"
  case ledger

  /// The word as it is written.
  package var name: StaticString {
    switch self {
    case .resource: "resource"
    case .scope: "scope"
    case .snapshot: "snapshot"
    case .edit: "edit"
    case .baseline: "baseline"
    case .expected: "expected configuration"
    case .verdict: "verdict"
    case .finding: "finding"
    case .record: "change record"
    case .nearMiss: "near miss"
    case .onPaper: "approved on paper only"
    case .underDelivery: "approved but not done"
    case .emergency: "emergency change"
    case .ignore: "ignore"
    case .acceptance: "accepted"
    case .coverage: "coverage"
    case .firstReading: "first reading"
    case .ledger: "ledger"
    }
  }

  /// What it means, in sentences without quotation marks, signs of markup or backslashes: they stand in a style
  /// sheet, too.
  package var meaning: StaticString {
    switch self {
    case .resource: "One thing with a configuration: its account, region, type and id."
    case .scope:
      "All resources of one type in one region of one account: what a listing reads whole or not at all."
    case .snapshot: "The configurations of a set of scopes at a time, with what could not be read."
    case .edit: "One difference in one value of a configuration: added, removed or changed."
    case .baseline: "The configuration that people agreed to be right."
    case .expected:
      "The baseline with every approved edit since: what a resource may look like now."
    case .verdict:
      "What is said of one edit: approved by a record, ignored by a rule, or unapproved."
    case .finding:
      "A deviation that no change record covers. It is open until it goes back, is approved or is accepted."
    case .record:
      "A request for change: what, where, when and by whom, with its approvals."
    case .nearMiss: "A change record that almost covers an edit, and what it lacks."
    case .onPaper:
      "A record covers the edit, but its approval became known only after an approval would have been too late."
    case .underDelivery: "It was approved and its window is over, but it did not happen."
    case .emergency: "A change that may be carried out first and must be approved within a time."
    case .ignore: "A rule that leaves edits out, with an owner, a reason and an end."
    case .acceptance:
      "Somebody took the risk of a finding until a date. It is open again from then."
    case .coverage:
      "What was read, and when; what is too old; what could not be read, and why."
    case .firstReading:
      "Read for the first time after the baseline was set: no edit says when it came to be."
    case .ledger:
      "The chain over every event of the store. A head kept elsewhere shows later whether history was changed."
    }
  }
}
