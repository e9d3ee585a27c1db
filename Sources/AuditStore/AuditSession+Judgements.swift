package import ConfigurationModel
import Foundation
import GRDB

/// A judgement as it stands in the store.
package struct StoredJudgement: Sendable {
  package let row: Int64
  package let resource: Int64
  package let snapshot: Int
  package let resourceChange: ResourceChange
  package let path: String
  package let word: ChangeWord
  /// Canonical JSON of the values.
  package let old: String?
  package let new: String?
  package let occurred: Occurrence
  package let severity: Severity
  package let sentence: String?
  package let verdict: Verdict
  package let finding: Int?

  package init(
    row: Int64 = 0, resource: Int64, snapshot: Int, resourceChange: ResourceChange, path: String,
    word: ChangeWord, old: String?, new: String?, occurred: Occurrence, severity: Severity,
    sentence: String?, verdict: Verdict, finding: Int?
  ) {
    self.row = row
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
  }

  init(_ row: Row) throws {
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
        .unapproved(NearMiss.decoded(near ?? "[]"))
      }
    try self.init(
      row: row.get("id"), resource: row.get("resource"), snapshot: row.get("snapshot"),
      resourceChange: ResourceChange(rawValue: row.get("resource_change")) ?? .modified,
      path: row.get("path"), word: ChangeWord(rawValue: row.get("change")) ?? .changed,
      old: row.get("old"),
      new: row.get("new"),
      occurred: Occurrence(after: row.get("occurred_after"), until: row.get("occurred_until")),
      severity: Severity(rawValue: row.get("severity")) ?? .medium, sentence: row.get("sentence"),
      verdict: verdict, finding: row.get("finding"))
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
  }

  static func encoded(_ misses: [NearMiss]) -> String? {
    let coded = misses.map { Coded(record: $0.record, lacks: $0.lacks, distance: $0.distance) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(coded)).map { String(decoding: $0, as: UTF8.self) }
  }

  static func decoded(_ text: String) -> [NearMiss] {
    let coded = (try? JSONDecoder().decode([Coded].self, from: Data(text.utf8))) ?? []
    return coded.map { NearMiss(record: $0.record, lacks: $0.lacks, distance: $0.distance) }
  }
}

extension AuditSession {
  /// The judgements of the edits of a resource that stand.
  package func deviations(of resource: Int64) throws -> [StoredJudgement] {
    try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT j.* FROM deviation d JOIN judgement j ON j.id = d.judgement
          WHERE d.baseline = ? AND d.resource = ? ORDER BY j.id
          """), arguments: [baseline, resource]
    ).map(StoredJudgement.init)
  }

  /// These judgements, and no others, are of edits of the resource that stand.
  package func setDeviations(of resource: Int64, _ judgements: [Int64]) throws {
    try database.cachedStatement(sql: "DELETE FROM deviation WHERE baseline = ? AND resource = ?")
      .execute(
        arguments: [baseline, resource])
    for judgement in judgements {
      try database.cachedStatement(sql: "INSERT INTO deviation VALUES (?, ?, ?)").execute(
        arguments: [baseline, resource, judgement])
    }
  }

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
    try database.cachedStatement(
      sql: """
        INSERT INTO judgement (event, baseline, resource, snapshot, resource_change, path, change,
          old, new, occurred_after, occurred_until, severity, sentence, verdict, record, allowance,
          clause, is_time_corroborated, is_on_paper, ignore_name, near_misses, finding)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        event, baseline, judgement.resource, judgement.snapshot, judgement.resourceChange.rawValue,
        judgement.path, judgement.word.rawValue, judgement.old, judgement.new,
        judgement.occurred.after, judgement.occurred.until, judgement.severity.rawValue,
        judgement.sentence, stored.rawValue, cover?.record, cover?.allowance,
        cover?.clause, isCorroborated, cover == nil ? nil : word == .approvedOnPaper, ignore,
        near.isEmpty ? nil : NearMiss.encoded(near),
        judgement.finding,
      ])
    return database.lastInsertedRowID
  }

  /// Says which parts of records a judgement used, and how often.
  package func insertUses(_ uses: [Cover: Int], of judgement: Int64) throws {
    for (cover, count) in uses.sorted(by: { $0.key < $1.key }) {
      try database.cachedStatement(sql: "INSERT INTO record_use VALUES (?, ?, ?, ?, ?)").execute(
        arguments: [judgement, cover.record, cover.allowance, cover.clause, count])
    }
  }

  /// How many edits each part of each record has covered.
  package func usage() throws -> [Cover: Int] {
    try database.usage(baseline: baseline, until: .max)
  }
}

extension Database {
  /// How many edits each part of each record has covered, up to an event.
  func usage(baseline: Int64, until event: Int64) throws -> [Cover: Int] {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT u.record, u.allowance, u.clause, sum(u.use_count) FROM record_use u
        JOIN judgement j ON j.id = u.judgement WHERE j.baseline = ? AND j.event <= ?
        GROUP BY u.record, u.allowance, u.clause
        """, arguments: [baseline, event])
    return try Dictionary(
      uniqueKeysWithValues: rows.map {
        try (Cover(record: $0.get(0), allowance: $0.get(1), clause: $0.get(2)), $0.get(3))
      })
  }
}
