/// What the audit says of one edit.
package enum Verdict: Hashable, Sendable {
  /// A change record covers it. `isTimeCorroborated` is false where the window only overlaps the
  /// time in which it happened.
  case approved(by: Cover, isTimeCorroborated: Bool)
  /// A change record covers it, but its approval became known here only when it was too late to give
  /// one: only the date on it says that it was given in time.
  case approvedOnPaper(by: Cover)
  /// An ignore, by its name, leaves it out.
  case ignored(by: String)
  /// Nothing covers it; the records that nearly did, best first.
  case unapproved([NearMiss])

  /// The words that the store, documents and reports use.
  package enum Word: String, Hashable, Sendable, CaseIterable {
    case approved
    case approvedOnPaper = "approved-on-paper"
    case ignored, unapproved

    /// Whether a change record covers the edit, so that it is expected from now on.
    package var isCovered: Bool {
      switch self {
      case .approved, .approvedOnPaper: true
      case .ignored, .unapproved: false
      }
    }
  }

  /// The verdict without what it is by.
  package var word: Word {
    switch self {
    case .approved: .approved
    case .approvedOnPaper: .approvedOnPaper
    case .ignored: .ignored
    case .unapproved: .unapproved
    }
  }
}

extension Verdict {
  /// The part of a change record that covers the edit.
  package var cover: Cover? {
    switch self {
    case .approved(let cover, _), .approvedOnPaper(let cover): cover
    case .ignored, .unapproved: nil
    }
  }

  /// The ignore that leaves the edit out, by its name.
  package var ignoreName: String? {
    switch self {
    case .ignored(let name): name
    case .approved, .approvedOnPaper, .unapproved: nil
    }
  }
}

/// Which part of which change record covers an edit.
package struct Cover: Hashable, Sendable, Comparable {
  /// The record's number.
  package let record: String
  /// Position of the allowance in the record, from 0.
  package let allowance: Int
  /// Position of the clause in the allowance, from 0; nil where the allowance names no edits.
  package let clause: Int?

  /// Makes a cover by positions in the record's document.
  package init(record: String, allowance: Int, clause: Int?) {
    self.record = record
    self.allowance = allowance
    self.clause = clause
  }

  /// By the record's number in byte order, then by the positions in it; the whole allowance comes
  /// first.
  package static func < (left: Cover, right: Cover) -> Bool {
    if left.record != right.record { return left.record.precedes(right.record) }
    return (left.allowance, left.clause ?? -1) < (right.allowance, right.clause ?? -1)
  }
}

/// A change record that almost covered an edit, and one sentence on what it lacked.
package struct NearMiss: Hashable, Sendable {
  /// The record's number.
  package let record: String
  /// What it lacked, without a full stop, to be read after the number.
  package let lacks: String
  /// How far off, for sorting: smaller is nearer.
  package let distance: Int
  /// Whether nothing is lacking but the approval of a record that was submitted.
  package let awaitsApproval: Bool
  /// Whether the record was approved for this resource and this time, and the edit is another than it
  /// allows: who carried it out went further.
  package let isFurther: Bool

  /// Makes a near miss; unless it is said otherwise, nobody is waited for and nobody went further.
  package init(
    record: String, lacks: String, distance: Int, awaitsApproval: Bool = false,
    isFurther: Bool = false
  ) {
    self.record = record
    self.lacks = lacks
    self.distance = distance
    self.awaitsApproval = awaitsApproval
    self.isFurther = isFurther
  }
}

/// How bad a finding is.
package enum Severity: Int, Hashable, Sendable, Comparable, CaseIterable {
  case low, medium, high, critical

  /// All of them as reports list them.
  package static let worstFirst = allCases.sorted(by: >)

  /// The severity as reports write it.
  package var word: String {
    switch self {
    case .low: "low"
    case .medium: "medium"
    case .high: "high"
    case .critical: "critical"
    }
  }

  /// Whether one is less bad than the other.
  package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
}

extension Verdict {
  /// Whether it is further from being approved for certain: in part of the time, on paper, hidden, not at all.
  package func isWorse(than other: Verdict) -> Bool { rank > other.rank }

  private var rank: Int {
    switch self {
    case .approved(_, isTimeCorroborated: true): 0
    case .approved(_, isTimeCorroborated: false): 1
    case .approvedOnPaper: 2
    case .ignored: 3
    case .unapproved: 4
    }
  }
}
