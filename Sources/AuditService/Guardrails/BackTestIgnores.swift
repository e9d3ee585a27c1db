package import AuditReport
package import AuditStore
package import ChangeAudit
package import ConfigurationModel

/// Replays ignores over what audits judged: what they would have hidden, had they been there.
package struct BackTestIgnores {
  /// An edit that one of them would have hidden.
  package struct Hidden: Sendable {
    /// The name of the first ignore that would have hidden it.
    package let ignore: String
    /// The resource of the edit.
    package let resource: Resource
    /// The edit with its last verdict.
    package let judged: JudgedEdit
    /// The number of its finding; nil where it had none.
    package let finding: Int?
  }

  /// What was found.
  package struct Result: Sendable {
    /// How many ignores were replayed.
    package let ignores: Int
    /// How many unapproved edits audits found.
    package let unapproved: Int
    /// In the order of resources and paths.
    package let hidden: [Hidden]
  }

  private let store: AuditStore
  private let baseline: String
  private let ignores: [Ignore]

  /// Makes a replay over the audits against one baseline.
  package init(store: AuditStore, baseline: String, ignores: [Ignore]) {
    self.store = store
    self.baseline = baseline
    self.ignores = ignores
  }

  /// Replays the ignores of rules that were loaded.
  package init(store: AuditStore, baseline: String, rules: RuleBook) {
    self.init(store: store, baseline: baseline, ignores: rules.ignores)
  }

  /// Goes by the last judgement of each edit, whatever became of it since. Whether an ignore is over does not count.
  package func run() throws(Problem) -> Result {
    let all = try store.judgements(
      baseline: baseline, in: .everything, verdicts: [.unapproved])
    let hidden = all.compactMap { entry -> Hidden? in
      let candidate = entry.judgement.candidate(of: entry.resource)
      return ignores.first { $0.hides(candidate, by: LoadRules.meaning) }.map { ignore in
        Hidden(
          ignore: ignore.name, resource: entry.resource, judged: entry.judgement.judgedEdit,
          finding: entry.judgement.finding)
      }
    }
    return Result(ignores: ignores.count, unapproved: all.count, hidden: hidden)
  }
}

extension BackTestIgnores.Result {
  /// How many edits and findings would have been hidden, in one line.
  package var text: String {
    let findings = Set(hidden.compactMap(\.finding)).count
    let worst = hidden.map(\.judged.severity).max().map { ", the worst of them \($0.word)" } ?? ""
    let what = ignores == 1 ? "The ignore" : "The \(ignores) ignores"
    return
      "\(what) would have hidden \(hidden.count) of \(counted(unapproved, "unapproved edit")) "
      + "in \(counted(findings, "finding"))\(worst).\n"
  }

  /// One row for each edit that would have been hidden, in the same order.
  package var table: ResultTable {
    ResultTable(
      columns: [
        "finding", "ignore", "severity", "until", "account", "region", "type", "id", "path",
        "change",
      ],
      rows: hidden.map { entry in
        let id = entry.resource.id
        return [
          entry.finding.map { .text("F-\($0)") } ?? .null, .text(entry.ignore),
          .text(entry.judged.severity.word), .text(entry.judged.occurred.until.description),
          .text(id.account), .text(id.region), .text(id.type.name), .text(id.id),
          .text(entry.judged.edit.path.text), .text(entry.judged.edit.word.rawValue),
        ]
      })
  }
}
