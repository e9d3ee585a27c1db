import ArgumentParser
import AuditService
import ChangeDocuments

/// The alert rules: those that ship, with what is named here, otherwise with what the settings say.
struct AlertOptions: ParsableArguments {
  @Option(
    help: "A file or folder of alert rules beside those that ship; may be repeated.",
    completion: .file())
  var alerts: [String] = []

  var rules: LoadAlertRules {
    get throws { rules(by: try SettingsFile.named()?.settings) }
  }

  /// The same by settings that were read.
  func rules(by settings: Settings?) -> LoadAlertRules {
    let settings = settings?.alerts ?? Settings.Alerts()
    return LoadAlertRules(
      paths: alerts.isEmpty ? settings.rules : alerts, off: settings.off)
  }
}
