import AWSClient
import AuditDaemon
import AuditService
import ChangeDocuments
import ConfigurationModel
import Logging

extension SettingsFile {
  /// Runs a source of these settings as the daemon does: never twice at a time, and with a run that `plumb status`
  /// tells of.
  func take(
    _ source: SnapshotSource, storePath: String, keep: String? = nil,
    _ progress: CollectionProgress
  ) async throws -> ImportOutcome {
    let workplace = Workplace(
      storePath: storePath, surroundings: .system(prompt: TerminalPrompt.ask), now: { .precise })
    let silent = Logger(label: "plumb") { _ in SwiftLogNoOpLogHandler() }
    var runner = SourceRunner(source, due: .precise, at: workplace, logger: silent)
    runner.keptFolder = keep
    runner.others = settings.sources
    runner.alerts = { try alertRules() }
    runner.observe = { progress.tell($0) }
    runner.observeCalls = { progress.tell($0) }
    return try await runner.takeNow()
  }
}
