package import ConfigurationModel
import Foundation

/// A judgement as it stands in the store.
package struct StoredJudgement: Sendable {
  /// Its row; 0 before it is written.
  package let row: Int64
  /// The event of the audit that judged.
  package let event: Int64
  /// The row of the resource.
  package let resource: Int64
  /// The snapshot that showed the edit.
  package let snapshot: Int
  /// What became of the resource as a whole.
  package let resourceChange: ResourceChange
  /// The path by which it is judged: that of the interval in which it was first seen.
  package let path: String
  /// Whether the edit adds, removes or changes a value.
  package let word: ChangeWord
  /// Canonical JSON of the value before the edit; nil where it was added.
  package let old: String?
  /// Canonical JSON of the value after the edit; nil where it was removed.
  package let new: String?
  /// The interval in which the edit happened.
  package let occurred: Occurrence
  /// How bad the edit is, whatever its verdict.
  package let severity: Severity
  /// What the edit means, in a sentence; nil where its kind has no words for it.
  package let sentence: String?
  /// What the audit said of it.
  package let verdict: Verdict
  /// The number of its finding; nil where it has none.
  package let finding: Int?
  /// What rules were held against; nil where an earlier program judged.
  package let traits: ResourceTraits?
  /// The row of the first judgement of the addition that this edit changes again.
  package let first: Int64?
  /// Where the edit stands now: its path, unless the list around it changed since.
  package let place: String
  /// The row of the ignore that hid the edit.
  package let rule: Int64?
  /// The calls that made and undid the edit, where no reading shows it; nil where one does.
  package let passage: Passage?

  /// Makes a judgement to be written, or as a row has it.
  ///
  /// Without a `place` the edit stands where its path says.
  package init(
    row: Int64 = 0, event: Int64 = 0, resource: Int64, snapshot: Int,
    resourceChange: ResourceChange, path: String, word: ChangeWord, old: String?, new: String?,
    occurred: Occurrence, severity: Severity, sentence: String?, verdict: Verdict, finding: Int?,
    traits: ResourceTraits? = nil, first: Int64? = nil, place: String? = nil,
    rule: Int64? = nil, passage: Passage? = nil
  ) {
    self.row = row
    self.event = event
    self.traits = traits
    self.first = first
    self.place = place ?? path
    self.resource = resource
    self.snapshot = snapshot
    self.resourceChange = resourceChange
    self.path = path
    self.word = word
    self.old = old
    self.new = new
    self.occurred = occurred
    self.severity = severity
    self.sentence = sentence
    self.verdict = verdict
    self.finding = finding
    self.rule = rule
    self.passage = passage
  }

  /// From a row of `judgement`, joined with its place where it stands.
  init(_ row: SQLRow) throws {
    let near: String? = try row.get("near_misses")
    let verdict: Verdict =
      if let record: String = try row.get("record") {
        try Self.verdict(
          Cover(record: record, allowance: row.get("allowance") ?? 0, clause: row.get("clause")),
          isOnPaper: row.get("is_on_paper") ?? false,
          isTimeCorroborated: row.get("is_time_corroborated") ?? false)
      } else if let name: String = try row.get("ignore_name") {
        .ignored(by: name)
      } else {
        .unapproved(try NearMiss.decoded(near ?? "[]"))
      }
    try self.init(
      row: row.get("id"), event: row.get("event"), resource: row.get("resource"),
      snapshot: row.get("snapshot"),
      resourceChange: row.word("resource_change"), path: row.get("path"), word: row.word("change"),
      old: row.get("old"), new: row.get("new"),
      occurred: Occurrence(after: row.get("occurred_after"), until: row.get("occurred_until")),
      severity: row.word("severity"), sentence: row.get("sentence"),
      verdict: verdict, finding: row.get("finding"),
      traits: (row.get("traits") as String?).map { try ResourceTraits(decoding: $0) },
      first: row.get("first_judgement"),
      place: row.hasColumn("place") ? row.get("place") : nil,
      rule: row.get("given_rule"),
      passage: row.hasColumn("opened_call") ? Passage(row) : nil)
  }
}

extension StoredJudgement {
  private static func verdict(_ cover: Cover, isOnPaper: Bool, isTimeCorroborated: Bool) -> Verdict
  {
    isOnPaper
      ? .approvedOnPaper(by: cover)
      : .approved(by: cover, isTimeCorroborated: isTimeCorroborated)
  }
}

extension NearMiss {
  private struct Coded: Codable {
    var record: String
    var lacks: String
    var distance: Int
    /// Present and true where nothing but its approval is lacking.
    var awaits: Bool?
    /// Present and true where only the edit is another than the record allows.
    var further: Bool?
  }

  static func encoded(_ misses: [NearMiss]) throws -> String {
    let coded = misses.map {
      Coded(
        record: $0.record, lacks: $0.lacks, distance: $0.distance,
        awaits: $0.awaitsApproval ? true : nil, further: $0.isFurther ? true : nil)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(coded), as: UTF8.self)
  }

  static func decoded(_ text: String) throws -> [NearMiss] {
    try JSONDecoder().decode([Coded].self, from: Data(text.utf8)).map {
      NearMiss(
        record: $0.record, lacks: $0.lacks, distance: $0.distance,
        awaitsApproval: $0.awaits ?? false, isFurther: $0.further ?? false)
    }
  }
}

extension AuditSession {
  /// The judgements of the edits of a resource that stand.
  package func deviations(of resource: Int64) throws -> [StoredJudgement] {
    try database.rows(
      """
      SELECT j.*, d.place FROM deviation d JOIN judgement j ON j.id = d.judgement
      WHERE d.baseline = ? AND d.resource = ? ORDER BY j.id
      """, [baseline, resource]
    ).map(StoredJudgement.init)
  }

  /// The last judgement by which a resource was created, and whether it was gone since; nil where that was not approved,
  /// or not since somebody last agreed to what is expected of it.
  package func approvedCreation(of resource: StoredResource) throws
    -> (judgement: StoredJudgement, wasGone: Bool)?
  {
    let creation = try database.row(
      """
      SELECT j.* FROM judgement j WHERE j.baseline = ? AND j.resource = ? AND j.path = ''
        AND j.change = 'added' AND \(StoreTransaction.isSeen) ORDER BY j.id DESC LIMIT 1
      """, [baseline, resource.row]
    ).map(StoredJudgement.init)
    let agreed = try agreement(on: resource)
    guard let creation, creation.verdict.word.isCovered, creation.event > agreed else {
      return nil
    }
    return (creation, try lastJudgement(of: resource, at: "")?.word == .removed)
  }

  /// The last judgement of an edit at a path of a resource; nil where there is none.
  package func lastJudgement(of resource: StoredResource, at path: String) throws
    -> StoredJudgement?
  {
    try database.row(
      """
      SELECT j.* FROM judgement j WHERE j.baseline = ? AND j.resource = ? AND j.path = ?
        AND \(StoreTransaction.isSeen) ORDER BY j.id DESC LIMIT 1
      """, [baseline, resource.row, path]
    ).map(StoredJudgement.init)
  }

  /// The judgement in a row.
  package func judgement(_ row: Int64) throws -> StoredJudgement? {
    try database.row("SELECT * FROM judgement WHERE id = ?", [row]).map(StoredJudgement.init)
  }

  /// These judgements, and no others, are of edits of the resource that stand; each with where it
  /// stands, nil where that is its path.
  package func setDeviations(of resource: Int64, _ judgements: [(row: Int64, place: String?)])
    throws
  {
    let kept = Set(judgements.map(\.row))
    let before = try database.values(
      Int64.self, "SELECT judgement FROM deviation WHERE baseline = ? AND resource = ?",
      [baseline, resource])
    for judgement in before where !kept.contains(judgement) {
      try database.endDeviation(judgement, event: event)
    }
    try database.run(
      "DELETE FROM deviation WHERE baseline = ? AND resource = ?", [baseline, resource])
    for judgement in judgements {
      try database.run(
        "INSERT INTO deviation (baseline, resource, judgement, place) VALUES (?, ?, ?, ?)",
        [baseline, resource, judgement.row, judgement.place])
    }
  }

  /// Appends a judgement by this audit and returns its row; its own `row` and `event` say nothing.
  package func insert(_ judgement: StoredJudgement) throws -> Int64 {
    let (cover, isCorroborated, ignore, near): (Cover?, Bool?, String?, [NearMiss]) =
      switch judgement.verdict {
      case .approved(let cover, let isCorroborated): (cover, isCorroborated, nil, [])
      case .approvedOnPaper(let cover): (cover, false, nil, [])
      case .ignored(let name): (nil, nil, name, [])
      case .unapproved(let near): (nil, nil, nil, near)
      }
    // The table knows three words, and beside them how an approval was known.
    let word = judgement.verdict.word
    let stored = word.isCovered ? Verdict.Word.approved : word
    return try database.insertedRow(
      """
      INSERT INTO judgement (event, baseline, resource, snapshot, resource_change, path, change,
        old, new, occurred_after, occurred_until, severity, sentence, verdict, record, allowance,
        clause, is_time_corroborated, is_on_paper, ignore_name, near_misses, finding, traits,
        first_judgement, given_rule)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      RETURNING id
      """,
      [
        event, baseline, judgement.resource, judgement.snapshot, judgement.resourceChange.rawValue,
        judgement.path, judgement.word.rawValue, judgement.old, judgement.new,
        judgement.occurred.after, judgement.occurred.until, judgement.severity.rawValue,
        judgement.sentence, stored.rawValue, cover?.record, cover?.allowance,
        cover?.clause, isCorroborated, cover == nil ? nil : word == .approvedOnPaper, ignore,
        near.isEmpty ? nil : NearMiss.encoded(near), judgement.finding,
        judgement.traits?.encoded(), judgement.first,
        rule(of: judgement.verdict),
      ])
  }

  /// Says which parts of records a judgement used, and how often.
  package func insertUses(_ uses: [Cover: Int], of judgement: Int64) throws {
    for (cover, count) in uses.sorted(by: { $0.key < $1.key }) {
      try database.run(
        "INSERT INTO record_use VALUES (?, ?, ?, ?, ?)",
        [judgement, cover.record, cover.allowance, cover.clause, count])
    }
  }

  /// The parts of records that each edit used, of these records; an edit that several baselines judged
  /// counts once.
  package func uses(of records: Set<String>) throws -> [UsedEdit: [Cover: Int]] {
    var uses: [UsedEdit: [Cover: Int]] = [:]
    for record in records.sorted() {
      let rows = try database.rows(
        """
        SELECT j.resource, j.snapshot, j.path, coalesce(j.new, j.old), u.allowance, u.clause,
          u.use_count
        FROM record_use u JOIN judgement j ON j.id = u.judgement WHERE u.record = ?
        """, [record])
      for row in rows {
        let edit = try UsedEdit(
          resource: row.get(0), snapshot: row.get(1), path: row.get(2), value: row.get(3))
        let cover = try Cover(record: record, allowance: row.get(4), clause: row.get(5))
        let count: Int = try row.get(6)
        uses[edit, default: [:]][cover] = max(uses[edit]?[cover] ?? 0, count)
      }
    }
    return uses
  }
}

/// What makes two judgements, also for different baselines, judgements of one edit: the snapshot that
/// showed it, where it is, and what became of the value there. What was expected before may differ.
package struct UsedEdit: Hashable, Sendable {
  let resource: Int64
  let snapshot: Int
  let path: String
  let value: String?

  /// Makes an edit; `value` is canonical JSON of the new value, of a removal the old one.
  package init(resource: Int64, snapshot: Int, path: String, value: String?) {
    self.resource = resource
    self.snapshot = snapshot
    self.path = path
    self.value = value
  }
}

extension StoreTransaction {
  /// Says by which event a judged edit stopped to stand; it does not stand again.
  func endDeviation(_ judgement: Int64, event: Int64) throws {
    try run("INSERT INTO ended_deviation (judgement, event) VALUES (?, ?)", [judgement, event])
  }

  /// How many edits each part of each record has covered in all, up to an event: an edit that was
  /// judged for several baselines counts once.
  func usage(until event: Int64) throws -> [Cover: Int] {
    try counts(
      sql: """
        SELECT record, allowance, clause, sum(use_count) FROM (
          SELECT u.record, u.allowance, u.clause, max(u.use_count) AS use_count
          FROM record_use u JOIN judgement j ON j.id = u.judgement WHERE j.event <= ?
          GROUP BY u.record, u.allowance, u.clause, j.resource, j.snapshot, j.path,
            coalesce(j.new, j.old))
        GROUP BY record, allowance, clause
        """, arguments: [event])
  }

  /// How many edits against one baseline each part of each record has covered, up to an event.
  func usage(baseline: Int64, until event: Int64) throws -> [Cover: Int] {
    try counts(
      sql: """
        SELECT u.record, u.allowance, u.clause, sum(u.use_count) FROM record_use u
        JOIN judgement j ON j.id = u.judgement WHERE j.baseline = ? AND j.event <= ?
        GROUP BY u.record, u.allowance, u.clause
        """, arguments: [baseline, event])
  }

  private func counts(sql: String, arguments: SQLArguments) throws -> [Cover: Int] {
    try Dictionary(
      uniqueKeysWithValues: rows(sql, arguments).map {
        try (Cover(record: $0.get(0), allowance: $0.get(1), clause: $0.get(2)), $0.get(3))
      })
  }
}
