import ArgumentParser
import AuditService
import AuditStore
import ChangeDocuments

/// What an audit goes by besides the store: what is named here, otherwise what the settings say.
struct RuleOptions: ParsableArguments {
  @Option(help: "The baseline to judge by.", completion: .names(of: .baseline))
  var baseline = SettingsFile.usualBaseline
  @Option(
    help: "A file of ignores; may be repeated. Reports have those of the audits already.",
    completion: .file())
  var ignores: [String] = []
  @Option(help: "A calendar of freezes; may be repeated.", completion: .file())
  var freezes: [String] = []

  /// The files that are named here.
  var paths: [String] { ignores + freezes }

  var rules: LoadRules {
    get throws { rules(by: try SettingsFile.named()?.settings) }
  }

  /// The same by settings that were read.
  func rules(by settings: Settings?) -> LoadRules {
    let settings = settings ?? Settings()
    return LoadRules(
      ignorePaths: ignores.isEmpty ? settings.ignores : ignores,
      freezePaths: freezes.isEmpty ? settings.freezes : freezes)
  }
}
