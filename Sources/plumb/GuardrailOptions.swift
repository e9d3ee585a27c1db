import ArgumentParser
import AuditService
import ChangeDocuments

/// The guardrails: those that ship, with what is named here, otherwise with what the settings say.
struct GuardrailOptions: ParsableArguments {
  @Option(
    help: "A file or folder of guardrails beside those that ship; may be repeated.",
    completion: .file())
  var guardrails: [String] = []

  var rules: LoadGuardrails {
    get throws { rules(by: try SettingsFile.named()?.settings) }
  }

  /// The same by settings that were read.
  func rules(by settings: Settings?) -> LoadGuardrails {
    let settings = settings?.guardrails ?? Settings.Guardrails()
    return LoadGuardrails(
      paths: guardrails.isEmpty ? settings.rules : guardrails, off: settings.off)
  }
}
