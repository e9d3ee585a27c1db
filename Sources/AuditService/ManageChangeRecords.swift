package import AuditStore
package import ChangeAudit
package import ChangeDocuments
package import ConfigurationModel

/// Registers change records and moves them through their states.
package struct ManageChangeRecords {
  /// The store that keeps the records.
  package let store: AuditStore
  /// The moment of the registration or of the move.
  package let at: Timestamp

  /// Makes the management of a store's records at a moment.
  package init(store: AuditStore, at: Timestamp) {
    self.store = store
    self.at = at
  }

  /// The records of files and folders. Throws everything that is wrong with them; a folder without a document is wrong.
  package static func read(_ paths: [String]) throws(Problems) -> [RecordDocument] {
    try all(
      of: paths.map { path in
        Result { () throws(Problems) in try RecordDocument.read(at: path) }
      })
  }

  /// The same of folders that may have no document yet, as those of the settings.
  static func read(folders: [String]) throws(Problems) -> [RecordDocument] {
    try all(of: folders.flatMap { RecordDocument.readEach(at: $0) }.map(\.result))
  }

  private static func all(of parts: [Result<[RecordDocument], Problems>]) throws(Problems)
    -> [RecordDocument]
  {
    var problems: [Problem] = []
    var documents: [RecordDocument] = []
    for part in parts {
      switch part {
      case .success(let read): documents += read
      case .failure(let error): problems += error.all
      }
    }
    let numbers = Dictionary(grouping: documents, by: \.record.number)
    for (number, same) in numbers.sorted(by: { $0.key < $1.key }) where same.count > 1 {
      problems.append(.recordTwice(number, same.map(\.place)))
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return documents
  }

  /// Registers the records, all or none. Throws `Problem`, or `Problems` with everything that keeps
  /// them from being registered.
  package func register(_ documents: [RecordDocument], by actor: String?) throws -> [Registration] {
    if let actor { try PersonName(actor).check() }
    return try store.writing {
      let (registrations, refused) = try registrations(of: documents)
      guard refused.isEmpty else { throw Problems(refused.map(\.problem)) }
      try register(registrations, by: actor)
      return registrations
    }
  }

  /// Registers those of the records that can be, and returns the others with the reasons.
  func registerEach(_ documents: [RecordDocument], by actor: String) throws
    -> (registered: [Registration], refused: [Refusal])
  {
    try PersonName(actor).check()
    return try store.writing {
      let (registrations, refused) = try registrations(of: documents)
      try register(registrations, by: actor)
      return (registrations, refused)
    }
  }

  /// Sentences on registered records that cover no edit, whatever it is, and on approvals of them that do not count, or
  /// not yet.
  ///
  /// - Parameter numbers: The records' numbers; of one that is not registered nothing is said.
  package func discounts(of numbers: [String]) throws -> [String] {
    guard !numbers.isEmpty else { return [] }
    let histories = try store.recordHistories()
    return numbers.flatMap { histories[$0]?.discountSentences(at: at) ?? [] }
  }

  /// A document that cannot be registered, and why not.
  typealias Refusal = (document: RecordDocument, problem: Problem)

  private func register(_ registrations: [Registration], by actor: String?) throws {
    let revisions = registrations.compactMap(\.revision)
    guard !revisions.isEmpty else { return }
    try store.register(
      revisions.map { .init(record: $0, document: $0.yaml) }, from: .document, at: at,
      by: actor, reason: nil)
  }

  private func registrations(of documents: [RecordDocument]) throws
    -> ([Registration], [Refusal])
  {
    let histories = try store.recordHistories()
    var refused: [Refusal] = []
    var registrations: [Registration] = []
    for document in documents {
      let history = histories[document.record.number] ?? RecordHistory([])
      do throws(Problem) {
        registrations.append(try history.registration(of: document.record))
      } catch {
        refused.append((document, error.at(document.place)))
      }
    }
    return (registrations, refused)
  }

  /// The record as canonical YAML, with its revisions. Throws where there is none.
  package func revisions(of number: String) throws(Problem) -> [StoredChangeRecord] {
    let revisions = try store.revisions(of: number)
    guard !revisions.isEmpty else { throw .unknownRecord(number) }
    return revisions
  }

  /// Moves records to a state, all or none.
  package func move(
    _ numbers: [String], to state: ChangeRecord.State, by actor: String, reason: String?
  )
    throws
  {
    try store.writing {
      let known = try store.recordHistories()
      let moved = try numbers.map { number in
        guard let history = known[number], let record = history.revisions.last?.record else {
          throw Problem.unknownRecord(number)
        }
        return try record.moved(to: state, by: actor, at: at, askers: history.askers)
      }
      try store.register(
        moved.map { .init(record: $0, document: $0.yaml) }, from: .transition, at: at, by: actor,
        reason: reason)
    }
  }

  private static let tooLate = """
    # An approval given now comes too late, also for an emergency: more than 24 hours have gone by.
    # 'plumb finding accept' takes the risk until a date; 'plumb baseline promote' agrees with it.

    """

  private static let draftLine = "state: draft\n"
  /// The line to be filled in: nobody is asked for by a template.
  private static let requesterLine =
    "requestedBy:            # who asks for it: needed to submit it\n"

  /// A record, as YAML, that would cover exactly the unapproved edits of findings: a draft, or submitted where
  /// it is said who asks for it.
  package func template(findings names: [String], number: String?, by requester: String? = nil)
    throws(Problem) -> String
  {
    if let requester { try PersonName(requester).check() }
    var candidates: [Candidate] = []
    var numbers: [Int] = []
    for name in names {
      let (stored, baseline) = try store.finding(named: name)
      guard !numbers.contains(stored.number) else { continue }
      let own =
        try StandingEdits(store: store, baseline: baseline).all().filter {
          $0.judgement.finding == stored.number && $0.judgement.verdict.word == .unapproved
        }.map(\.candidate) + stored.passingCandidates
      guard !own.isEmpty else { throw .findingIsOver("F-\(stored.number)") }
      candidates += own
      numbers.append(stored.number)
    }
    let occurred = candidates.map(\.occurred)
    let window = Window(
      from: occurred.compactMap(\.after).min(), until: occurred.map(\.until).max())
    let ids = numbers.map { "F-\($0)" }
    let record = ChangeRecord.template(
      number: number ?? "CHG-\(ids.first ?? "")",
      title: "Covers \(ids.count == 1 ? "finding" : "findings") \(ids.joined(separator: ", "))",
      kind: .emergency, state: requester == nil ? .draft : .submitted, requestedBy: requester,
      window: window, covering: candidates)
    let due = occurred.map(\.until).min()?.advanced(bySeconds: record.approvalDue)
    return (due.map { $0 < at } ?? false ? Self.tooLate : "")
      + record.yaml.replacing(
        Self.draftLine, with: Self.draftLine + Self.requesterLine, maxReplacements: 1)
  }
}

extension Registration {
  /// One line that tells it.
  package var words: String {
    switch self {
    case .new(let record): "\(record.number) registered, \(record.state.rawValue)"
    case .unchanged(let record): "\(record.number) unchanged, \(record.state.rawValue)"
    case .revised(let record): "\(record.number) revised, \(record.state.rawValue)"
    case .voided(let record):
      "\(record.number) was edited after its approval: the approval is void, the record is "
        + record.state.rawValue
    }
  }
}

extension Problem {
  static func unknownRecord(_ number: String) -> Problem {
    Problem(
      "unknown-record", "There is no change record '\(number)'.",
      hint: "'plumb change list' shows them; 'plumb change add PATH' registers them.")
  }

  static func recordTwice(_ number: String, _ places: [Place]) -> Problem {
    Problem(
      "duplicate-record",
      "The change record \(number) stands in "
        + places.map(\.description).joined(separator: " and ") + ".",
      hint: "Keep one of them.", at: places.first)
  }
}
