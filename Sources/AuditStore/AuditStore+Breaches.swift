package import ConfigurationModel
import Foundation

/// What breaks a guardrail, as it was when that was found.
package struct BreachFacts: Hashable, Sendable {
  /// The guardrail's id.
  package let guardrail: String
  /// What must hold, as the guardrail's document said it.
  package let title: String
  /// Why it should hold.
  package let rationale: String
  /// How bad it is.
  package let severity: Severity
  /// `CIS 6.3`, `EC2.13`.
  package let controls: [String]
  /// The resource that breaks it; where there has to be one and is none, what it would be.
  package let resource: Resource
  /// What of the resource breaks it.
  package let rows: [String]
  /// When it was first seen so; nil where nobody knows.
  package let since: Timestamp?
  /// The snapshot that showed the change; nil of a guardrail over states.
  package let snapshot: Int?
  /// Whether the guardrail was not asked before, so that it may have stood for long.
  package let isOld: Bool
  /// Who made the change that broke it, as far as activity said so when it was found.
  package var makers = Makers()

  /// Who broke a guardrail.
  package struct Makers: Hashable, Sendable {
    /// A call that made the change.
    package struct Call: Hashable, Sendable {
      /// The id of its event.
      package let id: String
      /// When it was made.
      package let at: Timestamp
      /// The person or identity behind it.
      package let caller: String

      /// Makes a call of an event.
      package init(id: String, at: Timestamp, caller: String) {
        (self.id, self.at, self.caller) = (id, at, caller)
      }
    }

    /// In words, one a line.
    package let words: [String]
    /// The first call; nil where none is known.
    package let call: Call?

    /// Nobody is known where nothing is given.
    package init(words: [String] = [], call: Call? = nil) {
      (self.words, self.call) = (words, call)
    }
  }

  /// Makes what is kept of a breach.
  package init(
    guardrail: String, title: String, rationale: String, severity: Severity, controls: [String],
    resource: Resource, rows: [String], since: Timestamp?, snapshot: Int? = nil, isOld: Bool
  ) {
    self.guardrail = guardrail
    self.title = title
    self.rationale = rationale
    self.severity = severity
    self.controls = controls
    self.resource = resource
    self.rows = rows
    self.since = since
    self.snapshot = snapshot
    self.isOld = isOld
  }
}

/// A breach as the store holds it.
package struct StoredBreach: Hashable, Sendable {
  /// Its row.
  package let row: Int64
  /// The event of the log by which it was found.
  package let event: Int64
  /// What it is.
  package let facts: BreachFacts
  /// When it was found.
  package let at: Timestamp
  /// Whether it stands no more, or was a change.
  package let isOver: Bool

  init(_ row: SQLRow) throws {
    self.row = try row.get("id")
    event = try row.get("event")
    let found: Timestamp = try row.get("at")
    at = found
    let (controls, rows): (String, String) = (try row.get("controls"), try row.get("what"))
    let isOld: Int = try row.get("is_old")
    let until: Int64? = try row.get("until_event")
    isOver = until != nil
    var facts = try BreachFacts(
      guardrail: row.get("guardrail"), title: row.get("title"), rationale: row.get("rationale"),
      severity: row.word("severity"), controls: controls.lines,
      resource: Resource(ResourceID(row), name: row.get("name")), rows: rows.lines,
      since: row.get("since"), snapshot: row.get("snapshot"), isOld: isOld == 1)
    let who: String = try row.get("who")
    let call: String? = try row.get("call")
    facts.makers = try BreachFacts.Makers(
      words: who.lines,
      call: call.map {
        try .init(
          id: $0, at: row.get("called_at") ?? found, caller: row.get("caller") ?? "somebody")
      })
    self.facts = facts
  }
}

/// A guardrail that is asked for the first time, or with another text than before.
package struct AskedGuardrail: Hashable, Sendable {
  /// Its id.
  package let guardrail: String
  /// Of all that it says.
  package let digest: String
  /// How many resources passed.
  package let passed: Int

  /// Makes it of what its first look found.
  package init(guardrail: String, digest: String, passed: Int) {
    self.guardrail = guardrail
    self.digest = digest
    self.passed = passed
  }
}

/// What a look at guardrails changes in the store.
package struct GuardrailLook: Hashable, Sendable {
  /// Guardrails that were not asked before, or not as they are now.
  package var asked: [AskedGuardrail] = []
  /// The ids of guardrails that are asked no more.
  package var dropped: [String] = []
  /// What began.
  package var began: [BreachFacts] = []
  /// The rows of what is over.
  package var ended: [Int64] = []
  /// The snapshot up to which changes were held; nil where none were.
  package var heldTo: Int?

  /// Changes nothing yet.
  package init() {}

  /// Whether it found nothing new.
  package var isEmpty: Bool { asked.isEmpty && dropped.isEmpty && began.isEmpty && ended.isEmpty }
}

extension AuditStore {
  /// The kind of the events that looks at guardrails append.
  package static let guardrailsHeld = "guardrails held"

  /// What breaks guardrails over states now, in the order in which it was found.
  package func standingBreaches() throws(Problem) -> [StoredBreach] {
    try read { database in
      try database.rows(
        """
        SELECT b.*, e.at FROM breach b JOIN event e ON e.id = b.event
        WHERE b.until_event IS NULL ORDER BY b.id
        """
      ).map { try StoredBreach($0) }
    }
  }

  /// The guardrails that were asked last: by their ids the digests of all that they said.
  package func askedGuardrails() throws(Problem) -> [String: String] {
    try read { database in
      let rows = try database.rows(
        "SELECT guardrail, digest FROM asked_guardrail WHERE until_event IS NULL")
      return try Dictionary(rows.map { try ($0.get(0), $0.get(1)) }) { first, _ in first }
    }
  }

  /// The snapshot up to which changes were held against guardrails, as it was written down with what that found; nil
  /// where none ever were.
  package func snapshotHeld() throws(Problem) -> Int? {
    try read { database in
      try database.value(
        Data.self, "SELECT value FROM setting WHERE name = ?", [StoreTransaction.heldSetting]
      ).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
  }

  /// Where changes were held before, those up to a snapshot are held by no later look: nobody wants to know.
  package func passOverChanges(to snapshot: Int?) throws(Problem) {
    guard let snapshot, let held = try snapshotHeld(), held < snapshot else { return }
    try write { try $0.setHeld(snapshot) }
  }

  /// Writes down what a look changes, and what `telling` makes of it; where it found nothing new, only up to where it
  /// looked. What another process wrote since stays as it is.
  ///
  /// - Returns: The breaches that began by it.
  @discardableResult
  package func write(
    _ look: GuardrailLook, at: Timestamp,
    telling: (BreachSession, [StoredBreach], [Int64]) throws -> Void = { _, _, _ in }
  ) throws(Problem) -> [StoredBreach] {
    guard !look.isEmpty else {
      if let held = look.heldTo, try held != snapshotHeld() {
        try write { try $0.setHeld(held) }
      }
      return []
    }
    return try write { database in
      if let held = look.heldTo { try database.setHeld(held) }
      let event = try append(Self.guardrailsHeld, at: at, in: database)
      for id in look.dropped + look.asked.map(\.guardrail) {
        try database.run(
          "UPDATE asked_guardrail SET until_event = ? WHERE guardrail = ? AND until_event IS NULL",
          [event, id])
      }
      for asked in look.asked {
        try database.run(
          """
          INSERT INTO asked_guardrail (event, guardrail, digest) VALUES (?, ?, ?)
          """, [event, asked.guardrail, asked.digest])
      }
      let ended = try look.ended.filter { row in
        try database.run(
          "UPDATE breach SET until_event = ? WHERE id = ? AND until_event IS NULL", [event, row])
          == 1
      }
      for facts in look.began { try database.insert(facts, event) }
      let began = try database.rows(
        """
        SELECT b.*, e.at FROM breach b JOIN event e ON e.id = b.event
        WHERE b.event = ? ORDER BY b.id
        """, [event]
      ).map { try StoredBreach($0) }
      try telling(BreachSession(database: database, event: event), began, ended)
      return began
    }
  }
}

extension StoreTransaction {
  /// The name of the setting that says up to which snapshot changes were held against guardrails.
  fileprivate static let heldSetting = "guardrails held to"

  fileprivate func setHeld(_ snapshot: Int) throws {
    try run(
      """
      INSERT INTO setting (name, value) VALUES (?, ?)
      ON CONFLICT (name) DO UPDATE SET value = excluded.value
      """, [Self.heldSetting, Data("\(snapshot)".utf8)])
  }

  /// Inserts a breach that is not known yet. One of a change is over as soon as it is told.
  fileprivate func insert(_ facts: BreachFacts, _ event: Int64) throws {
    let id = facts.resource.id
    try run(
      """
      INSERT INTO breach (event, guardrail, title, rationale, severity, controls, account, region,
        type, external_id, name, what, since, snapshot, who, call, called_at, caller, is_old, until_event)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """,
      [
        event, facts.guardrail, facts.title, facts.rationale, facts.severity.rawValue,
        facts.controls.map(\.oneLine).joined(separator: "\n"), id.account, id.region, id.type.name,
        id.id,
        facts.resource.name, facts.rows.map(\.oneLine).joined(separator: "\n"), facts.since,
        facts.snapshot, facts.makers.words.map(\.oneLine).joined(separator: "\n"),
        facts.makers.call?.id, facts.makers.call?.at, facts.makers.call?.caller,
        facts.isOld ? 1 : 0, facts.snapshot == nil ? nil : event,
      ])
  }
}

extension String {
  /// Its lines; none of the empty text.
  fileprivate var lines: [String] {
    isEmpty ? [] : split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  fileprivate var oneLine: String { String(map { $0.isNewline ? " " : $0 }) }
}
