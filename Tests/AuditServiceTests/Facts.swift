import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel

/// What a store says of the snapshots that are kept, as texts to compare.
struct Facts {
  let past: Past
  let kept: [Int]

  private var store: AuditStore { past.store }

  /// All of it, each part under its name.
  func all() throws -> [String: [String]] {
    var facts = [
      "configurations": try configurations(), "differences": try differences(),
      "histories": try histories(), "blame": try blame(), "reports": try reports(),
      "audits": try audits(), "findings": try findings(),
      "verification": try VerifyStore(store: store).run().problems.map {
        "\($0.code) \($0.message)"
      }.sorted(),
    ]
    for (name, columns) in Self.tables {
      facts[name] = try store.query("SELECT \(columns) FROM \(name)").rows.map { "\($0)" }
    }
    return facts
  }

  /// What people and audits wrote, without the numbers of events: a pruning is one itself.
  private static let tables = [
    "judgement": """
    id, baseline, resource, snapshot, resource_change, path, change, old, new, occurred_after,
    occurred_until, severity, sentence, verdict, record, allowance, clause, is_time_corroborated,
    ignore_name, near_misses, finding, traits, first_judgement
    """,
    "record_use": "*", "deviation": "*",
    "expected": """
    id, baseline, resource, until_event IS NULL, snapshot, body, is_partial, name, basis_body,
    basis_version IS NULL
    """,
    "finding": "number, baseline, resource, change, first_snapshot",
    "finding_event": "id, finding, kind, snapshot, record, until",
    "audit": "id, baseline, after_snapshot, to_snapshot",
    "baseline_scope": "baseline, scope, snapshot",
    "change_record": "number, revision, state, document",
  ]

  private func configurations() throws -> [String] {
    var texts: [String] = []
    for number in kept {
      try store.eachVersion(in: number) { resource, version in
        texts.append(
          "\(number) \(resource.id) \(String(decoding: version.document.body, as: UTF8.self))")
      }
    }
    return texts
  }

  private func differences() throws -> [String] {
    let differ = DiffConfigurations(store: store)
    let between = try zip(kept + kept.prefix(1), kept.dropFirst() + kept.suffix(1)).map {
      old, new in
      "\(old) \(new) \(words(try differ.difference(from: .snapshot(old), to: .snapshot(new))))"
    }
    let fromBaseline = try kept.suffix(3).map { number in
      "\(number) \(words(try differ.difference(from: .baseline("default"), to: .snapshot(number))))"
    }
    return between + fromBaseline
  }

  private func words(_ differences: [ResourceDifference]) -> [String] {
    differences.map { "\($0.resource.id) \($0.change) \($0.edits.map(words))" }
  }

  private func words(_ edit: Edit) -> String {
    "\(edit.word) \(edit.path.text) \(edit.old?.canonicalJSON ?? "") \(edit.new?.canonicalJSON ?? "")"
  }

  private func resources() throws -> [ResourceID] {
    let sql = "SELECT account, region, type, id FROM resources ORDER BY 1, 2, 3, 4"
    return try store.query(sql).rows.map { row in
      let texts = row.map { cell in
        switch cell {
        case .null: ""
        case .number(let text), .text(let text): text
        }
      }
      return ResourceID(
        account: texts[0], region: texts[1], type: ResourceType(texts[2]), id: texts[3])
    }
  }

  private func histories() throws -> [String] {
    try resources().flatMap { id in
      try ShowHistory(store: store).steps(of: id).filter { kept.contains($0.snapshot) }
        .map { "\(id) \($0.snapshot) \($0.from) \($0.change) \($0.edits.map(words))" }
    }
  }

  private func blame() throws -> [String] {
    try resources().flatMap { id in
      try Past.baselines.flatMap { name in
        try BlameResource(store: store, baseline: name).leaves(of: id).map {
          "\(id) \($0.path.text) \($0.value.canonicalJSON) \($0.origin)"
        }
      }
    }
  }

  /// The reports on every time of which every snapshot is kept.
  private func reports() throws -> [String] {
    let times = Dictionary(
      uniqueKeysWithValues: try store.snapshots().map { ($0.number, $0.takenAt) })
    let rules = try past.rules()
    var texts: [String] = []
    for first in kept {
      let end = (first...).first { !kept.contains($0 + 1) } ?? first
      for last in Set([first, end]).sorted() {
        guard let from = times[first], let until = times[last] else { continue }
        texts.append("\(first) \(last) \(try report(from, until, rules))")
      }
    }
    return texts
  }

  /// The report of a period; of one that ended before the first audit, that there is none.
  private func report(_ from: Timestamp, _ until: Timestamp, _ rules: RuleBook) throws -> String {
    do throws(Problem) {
      return text(try compose("default", rules).period(from: from, until: until))
    } catch {
      guard error.code == "no-audit" else { throw error }
      return error.code
    }
  }

  private func compose(_ name: String, _ rules: RuleBook) -> ComposeReport {
    ComposeReport(store: store, baseline: name, rules: rules, at: past.now)
  }

  private func text(_ report: DriftReport) -> String {
    var report = report
    report.store = "store"
    // What came since, and the ledger, are of the one store or the other.
    (report.since, report.ledger) = (nil, nil)
    return ReportFormat.json.render(report)
  }

  /// The last audits' reports, but for what they say of what was pruned.
  private func audits() throws -> [String] {
    try Past.baselines.compactMap { name in
      guard try store.periodOfLastAudit(baseline: name) != nil else { return nil }
      var report = try compose(name, past.rules()).audit()
      report.warnings.removeAll { $0.hasPrefix("Of this period, ") }
      return text(report)
    }
  }

  private func findings() throws -> [String] {
    try ListFindings(store: store, at: past.now).all().map { finding, _ in
      let edits = finding.edits.map { "\(words($0.edit)) \($0.verdict) \($0.occurred)" }
      return "\(finding.id) \(finding.status) \(finding.firstSeen) \(finding.lastSeen) \(edits)"
    }
  }
}
