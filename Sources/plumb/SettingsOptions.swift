import ArgumentParser
import AuditService
import ChangeDocuments
import ConfigurationModel
import Foundation

/// The settings of `plumbline.yaml`.
struct SettingsOptions: ParsableArguments {
  @Option(
    help: "The settings (default: PLUMB_CONFIG, or plumbline.yaml where there is one).",
    completion: .file())
  var config: String?

  /// Throws `Problems` with everything that is wrong; nil where there is no file.
  func load() throws -> SettingsFile? { try SettingsFile.named(config) }
}

extension SettingsFile {
  /// The settings that are named, here or in the environment, or that stand in the working folder; nil
  /// where there are none.
  static func named(_ path: String? = nil) throws -> SettingsFile? {
    try (path ?? usualPath).map { try SettingsFile(at: $0) }
  }

  /// What settings are called that nobody names.
  static let usualName = "plumbline.yaml"

  /// The path of the settings that are named in the environment, or that stand in the working folder; nil where there
  /// are none.
  static var usualPath: String? {
    if let named = ProcessInfo.processInfo.environment["PLUMB_CONFIG"] { return named }
    return FileManager.default.fileExists(atPath: usualName) ? usualName : nil
  }

  /// The first baseline of the usual settings. Settings that cannot be read are told of where the store
  /// is looked for, which every command does.
  static var usualBaseline: String {
    (try? named())?.settings.baselines.first ?? "default"
  }
}
