package import AuditReport
package import AuditStore
package import ChangeAudit
package import ConfigurationModel

/// Replays ignores over what audits judged: what they would have hidden, had they been there.
package struct BackTestIgnores {
  /// An edit that one of them would have hidden.
  package struct Hidden: Sendable {
    package let ignore: String
    package let resource: Resource
    package let judged: JudgedEdit
    /// The number of its finding; nil where it had none.
    package let finding: Int?
  }

  /// What was found.
  package struct Result: Sendable {
    package let ignores: Int
    /// How many unapproved edits audits found.
    package let unapproved: Int
    /// In the order of resources and paths.
    package let hidden: [Hidden]
  }

  private let store: AuditStore
  private let baseline: String
  private let ignores: [Ignore]

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
  package var text: String {
    let findings = Set(hidden.compactMap(\.finding)).count
    let worst = hidden.map(\.judged.severity).max().map { ", the worst of them \($0.word)" } ?? ""
    let what = ignores == 1 ? "The ignore" : "The \(ignores) ignores"
    return
      "\(what) would have hidden \(hidden.count) of \(counted(unapproved, "unapproved edit")) "
      + "in \(counted(findings, "finding"))\(worst).\n"
  }

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
