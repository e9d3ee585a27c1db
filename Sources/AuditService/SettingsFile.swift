package import AlertRules
package import ChangeDocuments
package import ConfigurationModel
import Foundation

/// A file of settings, its paths against its own folder.
package struct SettingsFile: Sendable {
  /// The file's path, as it was given.
  package let path: String
  /// What it says, with its relative paths put behind its folder.
  package let settings: Settings
  /// Tells its text from any other.
  let digest: String

  /// Throws everything that is wrong, with its lines.
  package init(at path: String) throws(Problems) {
    self.path = path
    let text = try Settings.text(at: path)
    digest = TextDigest(of: text).description
    var settings = try Settings.read(text, file: path)
    let folder = (path as NSString).deletingLastPathComponent
    let place = { (written: String) in
      written.hasPrefix("/") || folder.isEmpty ? written : folder + "/" + written
    }
    settings.store = settings.store.map(place)
    settings.ignores = settings.ignores.map(place)
    settings.freezes = settings.freezes.map(place)
    settings.alerts.rules = settings.alerts.rules.map(place)
    settings.guardrails.rules = settings.guardrails.rules.map(place)
    settings.notices = settings.notices.placed(place)
    settings.changes = settings.changes.map { changes in
      Settings.ChangeFolders(folders: changes.folders.map(place), actor: changes.actor)
    }
    for index in settings.sources.indices {
      settings.sources[index].origin = settings.sources[index].origin.placed(by: place)
    }
    self.settings = settings
  }

  /// The alert rules that it names, with those that ship and without those that it turns off. Throws everything that
  /// is wrong with them.
  package func alertRules() throws(Problems) -> AlertRuleBook {
    try LoadAlertRules(paths: settings.alerts.rules, off: settings.alerts.off).load()
  }

  /// The sources of these names, all where none is named. Throws `unknown-source`.
  package func sources(named names: [String]) throws(Problem) -> [SnapshotSource] {
    guard !names.isEmpty else { return settings.sources }
    var chosen: [SnapshotSource] = []
    for name in names {
      guard let source = settings.sources.first(where: { $0.name == name }) else {
        throw .unknownSource(name, in: path, known: settings.sources.map(\.name))
      }
      chosen.append(source)
    }
    return chosen
  }
}

extension SnapshotSource.Origin {
  /// The same with its paths as `place` gives them.
  fileprivate func placed(by place: (String) -> String) -> SnapshotSource.Origin {
    switch self {
    case .exports(let paths): .exports(paths.map(place))
    case .activity(.files(let paths)): .activity(.files(paths.map(place)))
    case .aws, .recorder, .delivery, .activity(.bucket), .activity(.lookup), .activity(.queue): self
    }
  }
}

extension Problem {
  static func unknownSource(_ name: String, in path: String, known: [String]) -> Problem {
    Problem(
      "unknown-source", "'\(path)' has no source '\(name)'.",
      hint: known.isEmpty
        ? "It has none: 'plumb init' writes an example."
        : "It has \(known.joined(separator: ", ")).")
  }
}
