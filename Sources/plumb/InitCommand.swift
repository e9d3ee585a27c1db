import ArgumentParser
import ChangeDocuments
import ConfigurationModel
import Foundation

/// `plumb init`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a settings file with comments: plumbline.yaml.",
    discussion: """
      The settings work as they are: they read the account of your credentials every 15 minutes. \
      'plumb snapshot take' reads it once, 'plumb daemon' on schedule.

      EXAMPLE: plumb init && plumb snapshot take && plumb baseline set latest

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The file to write.", completion: .file()) var path = "plumbline.yaml"

  func run() throws {
    guard !FileManager.default.fileExists(atPath: path) else { throw Problem.settingsExist(path) }
    try OutputFile(path: path).write(Settings.example)
    try Console.write("Wrote \(path). Next: plumb doctor, then plumb snapshot take.\n")
  }
}

extension Problem {
  static func settingsExist(_ path: String) -> Problem {
    Problem(
      "settings-exist", "'\(path)' is there already, and is not overwritten.",
      hint: "Take it away, or name another file.")
  }
}
