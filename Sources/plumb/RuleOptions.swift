import ArgumentParser
import AuditService

/// What an audit goes by besides the store.
struct RuleOptions: ParsableArguments {
  @Option(help: "The baseline to hold against (default: default).") var baseline = "default"
  @Option(help: "A file of ignores; may be repeated.", completion: .file())
  var ignores: [String] = []
  @Option(help: "A calendar of freezes; may be repeated.", completion: .file())
  var freezes: [String] = []

  var rules: LoadRules { LoadRules(ignorePaths: ignores, freezePaths: freezes) }
}
