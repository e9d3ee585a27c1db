import AlertRules
import AuditReport
import ChangeDocuments
import ConfigurationModel
import GuardrailConditions

/// Reads what the settings name for audits as audits read it: ignores, freezes, change records, alert rules and
/// guardrails.
package struct CheckDocuments {
  private let file: SettingsFile
  private var settings: Settings { file.settings }

  /// Makes the checks of one file of settings; nothing is read before `run`.
  package init(_ file: SettingsFile) { self.file = file }

  /// A check for each kind of documents that the settings name, and one for each thing that is wrong with them.
  package func run() -> [CheckHealth.Check] {
    let settings = settings
    let (alerts, guardrails) = (settings.alerts, settings.guardrails)
    return [
      checks("ignores", settings.ignores) {
        let ignores = try LoadRules(ignorePaths: settings.ignores).documents().ignores
        return try read(ignores, "ignore") { $1.sentences(of: $0) }
      },
      checks("freezes", settings.freezes) {
        let freezes = try LoadRules(freezePaths: settings.freezes).documents().freezes
        return counted(freezes.count, "freeze") + " can be read"
      },
      checks("changes", settings.changes?.folders ?? []) {
        if let changes = settings.changes { try PersonName(changes.actor).check() }
        let records = try ManageChangeRecords.read(folders: settings.changes?.folders ?? [])
        return try read(records, "change record") { $1.sentences(of: $0.record) }
      },
      checks("alerts", alerts.rules + alerts.off.ids) {
        counted(try file.alertRules().rules.count, "alert rule") + " can be read"
      },
      checks("guardrails", guardrails.rules + guardrails.off.ids) {
        let book = try LoadGuardrails(paths: guardrails.rules, off: guardrails.off).load()
        return counted(book.rules.count, "guardrail") + " can be read"
      },
    ].flatMap(\.self)
  }

  /// How many can be read, and which names in them are doubtful.
  private func read<Document>(
    _ documents: [Document], _ noun: String, _ doubts: (Document, DoubtfulNames) -> [String]
  ) throws(Problem) -> String {
    let names = try DoubtfulNames()
    let sentences = documents.flatMap { doubts($0, names) }
    let all = counted(documents.count, noun) + " can be read"
    return sentences.isEmpty ? all : "\(all); warning: \(sentences.joined(separator: " "))"
  }

  private func checks(_ key: String, _ named: [String], _ read: () throws -> String)
    -> [CheckHealth.Check]
  {
    guard !named.isEmpty else { return [] }
    do {
      return [CheckHealth.Check(name: key, isGood: true, words: try read())]
    } catch {
      return Problems.all(of: error).map { problem in
        CheckHealth.Check(
          name: key, isGood: false,
          words: "\(problem.placedMessage) [\(problem.code)]",
          next: (problem.hint ?? "Put it right.") + " " + Self.consequence(of: key))
      }
    }
  }

  /// What comes of documents that cannot be read.
  private static func consequence(of key: String) -> String {
    // Records that can be read are registered, and audits go on.
    key == "changes"
      ? "No audit is complete until then." : "No audit can go by it until then."
  }
}
