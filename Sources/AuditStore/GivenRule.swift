package import ConfigurationModel

/// An ignore or a freeze, as an audit was given it.
package struct GivenRule: Hashable, Sendable {
  /// What it is.
  package enum Kind: String, Hashable, Sendable { case ignore, freeze }

  /// Whether it is an ignore or a freeze.
  package let kind: Kind
  /// The name that reports and judgements call it by.
  package let name: String
  /// Who answers for an ignore; nil of a freeze, and so are the next two.
  package let owner: String?
  /// Why an ignore leaves edits out; nil of a freeze.
  package let reason: String?
  /// The moment from which an ignore no longer works; nil of a freeze.
  package let until: Timestamp?
  /// The rule as YAML.
  package let document: String

  /// Makes a rule of an ignore, or of a freeze, which has no owner, reason and end.
  package init(
    _ kind: Kind, name: String, owner: String? = nil, reason: String? = nil,
    until: Timestamp? = nil, document: String
  ) {
    self.kind = kind
    self.name = name
    self.owner = owner
    self.reason = reason
    self.until = until
    self.document = document
  }

  fileprivate init(_ row: SQLRow) throws {
    try self.init(
      row.word("kind"), name: row.get("name"), owner: row.get("owner"), reason: row.get("reason"),
      until: row.get("until"), document: row.get("document"))
  }
}

extension AuditSession {
  /// The audit goes by these rules; ignores have names of their own. Each text that the store does not
  /// hold yet is appended.
  package func goBy(_ rules: [GivenRule]) throws {
    var rows: Set<Int64> = []
    for rule in rules {
      let row = try row(of: rule)
      rows.insert(row)
      if rule.kind == .ignore { ignoreRows[rule.name] = row }
    }
    ruleSet = try set(of: rows)
  }

  /// The row of the ignore that a verdict names; nil where it names none.
  package func rule(of verdict: Verdict) -> Int64? {
    verdict.ignoreName.flatMap { ignoreRows[$0] }
  }

  private func row(of rule: GivenRule) throws -> Int64 {
    let known = try database.value(
      Int64.self, "SELECT id FROM given_rule WHERE kind = ? AND name = ? AND document = ?",
      [rule.kind.rawValue, rule.name, rule.document])
    if let known { return known }
    return try database.insertedRow(
      """
      INSERT INTO given_rule (event, kind, name, owner, reason, until, document)
      VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
      """,
      [event, rule.kind.rawValue, rule.name, rule.owner, rule.reason, rule.until, rule.document])
  }

  /// The set of the last audit, of any baseline, where it has these members; otherwise one of its own.
  private func set(of members: Set<Int64>) throws -> Int64 {
    let last = try database.value(
      Int64.self, "SELECT rule_set FROM audit WHERE rule_set IS NOT NULL ORDER BY id DESC LIMIT 1")
    if let last, try Set(database.members(of: last)) == members { return last }
    let set = try database.insertedRow(
      "INSERT INTO rule_set (event) VALUES (?) RETURNING id", [event])
    for member in members.sorted() {
      try database.run(
        "INSERT INTO rule_set_member (rule_set, given_rule, event) VALUES (?, ?, ?)",
        [set, member, event])
    }
    return set
  }

  /// The freezes that the last audit of this baseline went by, in the order in which they were given.
  package func lastFreezes() throws -> [GivenRule] {
    try database.rows(
      """
      SELECT g.* FROM rule_set_member m JOIN given_rule g ON g.id = m.given_rule
      WHERE g.kind = 'freeze' AND m.rule_set = (SELECT rule_set FROM audit
        WHERE baseline = ? ORDER BY id DESC LIMIT 1) ORDER BY g.id
      """, [baseline]
    ).map(GivenRule.init)
  }
}

extension AuditStore {
  /// The rules that the last audit of a baseline up to an event went by, in the order in which they were
  /// first given; with their rows.
  package func rules(baseline: String, until event: Int64) throws(Problem) -> [Int64: GivenRule] {
    try read { database in
      let set = try database.value(
        Int64.self,
        """
        SELECT a.rule_set FROM audit a JOIN baseline b ON b.id = a.baseline
        WHERE b.name = ? AND a.event <= ? ORDER BY a.id DESC LIMIT 1
        """, [baseline, event])
      return try set.map { try database.rules(of: Set(database.members(of: $0))) } ?? [:]
    }
  }

  /// The ignores that hid edits at some time of a period, with how many edits each hid; by their rows.
  package func ignoreUses(baseline: String, in period: StoredPeriod) throws(Problem)
    -> [Int64: (rule: GivenRule, edits: Int)]
  {
    try read { database in
      let counts = try database.rows(
        """
        SELECT given_rule, count(*) FROM (
          SELECT DISTINCT j.given_rule, j.resource, j.snapshot, j.path, j.change, j.old, j.new
          FROM judgement j JOIN baseline b ON b.id = j.baseline
          WHERE b.name = ? AND j.given_rule IS NOT NULL AND j.event <= ?
            AND ((j.snapshot > ? AND j.snapshot <= ?) OR (j.event > ? AND j.snapshot <= ?)))
        GROUP BY given_rule
        """,
        [
          baseline, period.toEvent, period.after, period.to, period.afterEvent, period.to,
        ]
      ).map { try (row: $0.get(0) as Int64, edits: $0.get(1) as Int) }
      let rules = try database.rules(of: Set(counts.map(\.row)))
      var uses: [Int64: (rule: GivenRule, edits: Int)] = [:]
      for (row, edits) in counts {
        if let rule = rules[row] { uses[row] = (rule, edits) }
      }
      return uses
    }
  }
}

extension StoreTransaction {
  fileprivate func members(of set: Int64) throws -> [Int64] {
    try values(Int64.self, "SELECT given_rule FROM rule_set_member WHERE rule_set = ?", [set])
  }

  fileprivate func rules(of rows: Set<Int64>) throws -> [Int64: GivenRule] {
    var rules: [Int64: GivenRule] = [:]
    for row in rows {
      let found = try self.row("SELECT * FROM given_rule WHERE id = ?", [row])
      if let found { rules[row] = try GivenRule(found) }
    }
    return rules
  }
}
