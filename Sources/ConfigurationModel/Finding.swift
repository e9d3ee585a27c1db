/// An edit with what the audit says of it.
package struct JudgedEdit: Hashable, Sendable {
  /// The edit itself.
  package let edit: Edit
  /// What the audit says of it.
  package let verdict: Verdict
  /// When it happened, as far as is known.
  package let occurred: Occurrence
  /// How bad it is.
  package let severity: Severity
  /// What it means, in one sentence; nil where the values say it all.
  package let sentence: String?
  /// Who made it, as far as activity tells; nil where that was not asked for.
  package var attribution: EditAttribution?
  /// The calls that made it and undid it, where no reading shows it; nil where one does.
  package var passage: Passage?

  /// Makes a judged edit; who made it is added later, by `Finding.attributed`.
  package init(
    edit: Edit, verdict: Verdict, occurred: Occurrence, severity: Severity,
    sentence: String? = nil, passage: Passage? = nil
  ) {
    self.edit = edit
    self.verdict = verdict
    self.occurred = occurred
    self.severity = severity
    self.sentence = sentence
    self.passage = passage
  }
}

/// An unapproved deviation of one resource, with its life.
package struct Finding: Hashable, Sendable {
  /// The number in `F-17`. Never used twice in a store.
  package let number: Int
  /// The resource that deviates.
  package let resource: Resource
  /// What became of the resource as a whole.
  package let change: ResourceChange
  /// Where it stands in its life.
  package let status: Status
  /// Its edits that no record covers, and beside them those of the same resource that were approved
  /// or ignored, so that the whole difference can be seen. In path order.
  package private(set) var edits: [JudgedEdit]
  /// The moment of the first snapshot in which it stood.
  package let firstSeen: Timestamp
  /// The moment of the last snapshot in which it stood.
  package let lastSeen: Timestamp
  /// Facts a reader needs that are no edits: "made anew under the same name".
  package let notes: [String]
  /// The worst that any of its edits ever was while no record covered it: what was critical stays so,
  /// also when it was approved later, or is gone.
  package let severity: Severity
  /// When it happened: from the earliest to the latest of the edits that no record covered.
  package let occurred: Occurrence
  /// What happened to it, oldest first; empty where that was not asked for.
  package let life: [Step]

  /// Makes a finding, and takes what is left out from its unapproved edits: the worst severity, and
  /// the time from the first to the last of them.
  package init(
    number: Int, resource: Resource, change: ResourceChange, status: Status, edits: [JudgedEdit],
    firstSeen: Timestamp, lastSeen: Timestamp, notes: [String] = [], severity: Severity? = nil,
    occurred: Occurrence? = nil, life: [Step] = []
  ) {
    let unapproved = edits.filter { $0.verdict.word == .unapproved }
    self.severity = severity ?? unapproved.map(\.severity).max() ?? .low
    self.occurred =
      occurred
      ?? unapproved.dropFirst().reduce(unapproved.first?.occurred) { $0?.joined(to: $1.occurred) }
      ?? Occurrence(after: nil, until: lastSeen)
    self.life = life
    self.number = number
    self.resource = resource
    self.change = change
    self.status = status
    self.edits = edits
    self.firstSeen = firstSeen
    self.lastSeen = lastSeen
    self.notes = notes
  }

  /// The same finding, with who made each edit.
  package func attributed<Failure: Error>(
    _ attribution: (JudgedEdit) throws(Failure) -> JudgedEdit
  ) throws(Failure) -> Finding {
    var finding = self
    for index in edits.indices { finding.edits[index] = try attribution(edits[index]) }
    return finding
  }

  /// Whether it is of a change that was made and undone between two readings, so that nothing of it stands.
  package var isPassing: Bool { edits.contains { $0.passage != nil } }

  /// `F-17`.
  package var id: String { "F-\(number)" }

  /// Parses `F-17`, `f-17` or `17`.
  package static func number(parsing text: String) -> Int? {
    let digits = text.hasPrefix("F-") || text.hasPrefix("f-") ? text.dropFirst(2) : text[...]
    guard let number = Int(digits), number > 0 else { return nil }
    return number
  }

  /// The edits that no record covers.
  package var unapproved: [JudgedEdit] { edits.filter { $0.verdict.word == .unapproved } }

  /// The near misses of its unapproved edits, best first, each sentence once.
  package var nearMisses: [NearMiss] {
    var seen: Set<[String]> = []
    let all = unapproved.flatMap { edit -> [NearMiss] in
      guard case .unapproved(let misses) = edit.verdict else { return [] }
      return misses
    }
    return all.sorted { $0.distance < $1.distance }
      .filter { seen.insert([$0.record, $0.lacks]).inserted }
  }
}

/// What became of a resource as a whole.
package enum ResourceChange: String, Hashable, Sendable, CaseIterable {
  case created, deleted, modified
}

extension Finding {
  /// Something that happened to a finding.
  package struct Step: Hashable, Sendable {
    /// When it happened.
    package let at: Timestamp
    /// What happened.
    package let what: What
    /// Who did it; nil for what an audit saw.
    package let by: String?
    /// The reason that the person gave; nil for what needs none.
    package let reason: String?

    /// Makes a step of a finding's life; what an audit saw has nobody and no reason.
    package init(at: Timestamp, what: What, by: String? = nil, reason: String? = nil) {
      self.at = at
      self.what = what
      self.by = by
      self.reason = reason
    }

    /// What happened, with the snapshot that showed it, the end of an acceptance, the record or the ignore.
    package enum What: Hashable, Sendable {
      case opened(snapshot: Int?), reopened(snapshot: Int?), acknowledged
      case accepted(until: Timestamp?), reverted(snapshot: Int?), approved(record: String)
      case promoted, ignored(by: String)

      /// The word that the store and documents use.
      package var word: String {
        switch self {
        case .opened: "opened"
        case .reopened: "reopened"
        case .acknowledged: "acknowledged"
        case .accepted: "accepted"
        case .reverted: "reverted"
        case .approved: "approved"
        case .promoted: "promoted"
        case .ignored: "ignored"
        }
      }
    }
  }

  /// Where a finding stands in its life.
  package enum Status: Hashable, Sendable {
    case open
    /// Somebody looks after it; it is still unapproved.
    case acknowledged(by: String, at: Timestamp, note: String?)
    /// Somebody took the risk until a date; open again from then.
    case accepted(by: String, until: Timestamp, reason: String)
    /// It is over.
    case resolved(Resolution, at: Timestamp)

    /// The words that the store, documents and reports use.
    package enum Word: String, Hashable, Sendable, CaseIterable {
      case open, acknowledged, accepted, resolved
    }

    /// The status without who set it and when.
    package var word: Word {
      switch self {
      case .open: .open
      case .acknowledged: .acknowledged
      case .accepted: .accepted
      case .resolved: .resolved
      }
    }

    /// Whether the deviation stands and nobody took the risk: what exit status 1 counts.
    package var isUnapproved: Bool {
      switch self {
      case .open, .acknowledged: true
      case .accepted, .resolved: false
      }
    }
  }

  /// How a finding ended.
  package enum Resolution: Hashable, Sendable {
    /// The value went back to what is expected.
    case reverted
    /// A change record covers it now, by its number.
    case approved(record: String)
    /// It was made part of the baseline.
    case promoted(by: String, reason: String)
    /// It is covered by an ignore now.
    case ignored(by: String)

    /// The word that documents and reports use.
    package var word: String {
      switch self {
      case .reverted: "reverted"
      case .approved: "approved"
      case .promoted: "promoted"
      case .ignored: "ignored"
      }
    }
  }
}
