package import ConfigurationModel

extension AuditStore {
  /// A judgement and the resource it is of.
  package struct ResourceJudgement: Sendable {
    /// The resource, under the name that it had at the end of the period.
    package let resource: Resource
    /// What an audit said of one of its edits.
    package let judgement: StoredJudgement
  }

  /// The last judgement of each edit that was judged in a period, of these verdicts, in order of
  /// resource and path. Edits judged before and seen again in the period count too.
  package func judgements(
    baseline: String, in period: StoredPeriod, verdicts: [Verdict.Word] = Verdict.Word.allCases
  ) throws(Problem) -> [ResourceJudgement] {
    let words = Set(verdicts)
    return try read { database in
      let rows = try database.rows(
        """
        \(Self.judgedResources) WHERE b.name = :baseline AND j.event <= :toEvent AND j.snapshot <= :to
          AND (j.snapshot > :after OR j.event > :afterEvent)
        ORDER BY s.account, s.region, s.type, r.external_id, j.path, j.id
        """,
        [
          "baseline": baseline, "toEvent": period.toEvent, "to": period.to, "after": period.after,
          "afterEvent": period.afterEvent,
        ])
      return try Self.last(rows).filter { words.contains($0.judgement.verdict.word) }
    }
  }

  /// The judgements of the edits that an ignore hides and that stand at the end of a period, whenever they
  /// were judged.
  package func hidden(baseline: String, atEndOf period: StoredPeriod) throws(Problem)
    -> [StoredJudgement]
  {
    try read { database in
      try database.rows(
        """
        SELECT j.* FROM judgement j JOIN baseline b ON b.id = j.baseline
        WHERE b.name = :baseline AND j.verdict = 'ignored' AND j.event <= :toEvent
          AND j.snapshot <= :to
          AND (EXISTS (SELECT 1 FROM deviation d WHERE d.judgement = j.id)
            OR EXISTS (SELECT 1 FROM ended_deviation x WHERE x.judgement = j.id
              AND x.event > :toEvent))
        ORDER BY j.id
        """, ["baseline": baseline, "toEvent": period.toEvent, "to": period.to]
      ).map(StoredJudgement.init)
    }
  }

  /// The last judgements of the edits that were approved on paper only by the end of a period, and that
  /// nobody has agreed to since; in order of resource and path.
  package func approvedOnPaper(baseline: String, atEndOf period: StoredPeriod) throws(Problem)
    -> [ResourceJudgement]
  {
    try approved("j.is_on_paper = 1", baseline: baseline, atEndOf: period)
  }

  /// The same of all edits that were approved, in whichever way.
  package func approved(baseline: String, atEndOf period: StoredPeriod) throws(Problem)
    -> [ResourceJudgement]
  {
    try approved("j.record IS NOT NULL", baseline: baseline, atEndOf: period)
  }

  /// - Parameter condition: Which judgements, in SQL.
  private func approved(
    _ condition: String, baseline: String, atEndOf period: StoredPeriod
  ) throws(Problem) -> [ResourceJudgement] {
    try read { database in
      let rows = try database.rows(
        """
        \(Self.judgedResources) WHERE b.name = :baseline AND \(condition) AND j.event <= :toEvent
          AND j.snapshot <= :to
          AND NOT EXISTS (SELECT 1 FROM judgement l WHERE l.resource = j.resource
            AND l.baseline = j.baseline AND l.snapshot = j.snapshot AND l.path = j.path
            AND l.id > j.id AND l.event <= :toEvent
            AND l.id NOT IN (SELECT judgement FROM passing_edit))
          AND NOT EXISTS (SELECT 1 FROM baseline_scope c JOIN event e ON e.id = c.event
            WHERE c.baseline = j.baseline AND c.scope = r.scope AND c.event > j.event
              AND c.event <= :toEvent AND e.kind = 'baseline set')
          AND NOT EXISTS (SELECT 1 FROM expected x JOIN event e ON e.id = x.event
            WHERE x.baseline = j.baseline AND x.resource = j.resource AND x.event > j.event
              AND x.event <= :toEvent AND e.kind IN ('baseline set', 'promote'))
        ORDER BY s.account, s.region, s.type, r.external_id, j.path, j.id
        """, ["baseline": baseline, "toEvent": period.toEvent, "to": period.to])
      return try Self.last(rows)
    }
  }

  /// The last judgements of a top-level field, and of values below it, that a record covers and that are still there
  /// at an event: no later edit of the same place, of the field or of the whole resource was judged by then.
  package func covered(at field: String, baseline: String, until event: Int64) throws(Problem)
    -> [StoredJudgement]
  {
    try read { database in
      try database.rows(
        """
        SELECT j.* FROM judgement j JOIN baseline b ON b.id = j.baseline
        WHERE b.name = :baseline AND j.event <= :event AND j.record IS NOT NULL
          AND j.change <> 'removed' AND \(StoreTransaction.isSeen)
          AND (j.path = :field OR substr(j.path, 1, length(:field) + 1) = :field || '.')
          AND NOT EXISTS (SELECT 1 FROM judgement l WHERE l.resource = j.resource
            AND l.baseline = j.baseline AND l.path IN (j.path, :field, '') AND l.id > j.id
            AND l.event <= :event)
        ORDER BY j.id
        """, ["baseline": baseline, "event": event, "field": field]
      ).map(StoredJudgement.init)
    }
  }

  /// Judgements with the resources that they are of, and the baseline they are held against, as SQL.
  private static let judgedResources = """
    SELECT j.*, \(StoreTransaction.passage), r.external_id, \(StoreTransaction.nameThen) AS name, s.account,
      s.region, s.type
    FROM judgement j JOIN baseline b ON b.id = j.baseline \(StoreTransaction.joinedPassage)
    JOIN resource r ON r.id = j.resource JOIN scope s ON s.id = r.scope
    """

  private static func last(_ rows: [SQLRow]) throws -> [ResourceJudgement] {
    var order: [String] = []
    var last: [String: ResourceJudgement] = [:]
    for row in rows {
      let judgement = try StoredJudgement(row)
      let key = [
        String(judgement.resource), String(judgement.snapshot), judgement.path,
        judgement.word.rawValue, judgement.old ?? "", judgement.new ?? "",
        judgement.passage?.opened.id ?? "",
      ].joined(separator: "\u{0}")
      if last[key] == nil { order.append(key) }
      last[key] = try ResourceJudgement(
        resource: Resource(ResourceID(row), name: row.get("name")), judgement: judgement)
    }
    return order.compactMap { last[$0] }
  }

  /// How many edits each part of each record has covered, up to an event.
  package func usage(baseline: String, until event: Int64) throws(Problem) -> [Cover: Int] {
    try read { database in
      guard let row = try database.baselineRow(baseline) else { return [:] }
      return try database.usage(baseline: row, until: event)
    }
  }

  /// The same over all baselines: what `atMost` is held against. An edit that several baselines judged
  /// counts once.
  package func usage(until event: Int64) throws(Problem) -> [Cover: Int] {
    try read { database in try database.usage(until: event) }
  }
}

extension AuditStore {
  /// The judgements of all edits that stand, by resource.
  package func deviations(baseline: String) throws(Problem) -> [ResourceID: [StoredJudgement]] {
    try read { database in
      let rows = try database.rows(
        """
        SELECT j.*, d.place, r.external_id, s.account, s.region, s.type FROM deviation d
        JOIN judgement j ON j.id = d.judgement JOIN baseline b ON b.id = d.baseline
        JOIN resource r ON r.id = d.resource JOIN scope s ON s.id = r.scope
        WHERE b.name = ? ORDER BY j.id
        """, [baseline])
      return try Dictionary(grouping: rows) { try ResourceID($0) }
        .mapValues { try $0.map(StoredJudgement.init) }
    }
  }
}
