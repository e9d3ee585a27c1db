import ArgumentParser
import ConfigurationModel

/// The options of a command line that say which store, settings and baseline are meant. A hint that names a command
/// carries them: who follows it literally must not work on another store, or agree to another baseline.
struct GivenOptions {
  /// In the order in which hints carry them.
  private static let names = ["--baseline", "--store", "--config"]
  private let values: [String: String]

  /// Those of this process.
  static let own = GivenOptions(Array(CommandLine.arguments.dropFirst()))

  init(_ arguments: [String]) {
    var values: [String: String] = [:]
    for (index, argument) in arguments.enumerated() {
      // What follows is no option of ours.
      if argument == "--" { break }
      for name in Self.names {
        if argument == name, index + 1 < arguments.count { values[name] = arguments[index + 1] }
        if argument.hasPrefix(name + "=") {
          values[name] = String(argument.dropFirst(name.count + 1))
        }
      }
    }
    self.values = values
  }

  /// The value that was given; nil where none was.
  subscript(name: String) -> String? { values[name] }

  /// ` --store PATH`, where one was given, for commands that all take one.
  var storeText: String { self["--store"].map { " --store \($0.shellWord)" } ?? "" }

  /// A problem whose hint carries them.
  func carried(_ problem: Problem) -> Problem {
    Problem(
      problem.code, problem.message, hint: problem.hint.map { carried($0) }, at: problem.place)
  }

  /// A text in which each command in quotes carries them.
  func carried(_ text: String) -> String {
    guard !values.isEmpty else { return text }
    var carried = ""
    var rest = text[...]
    while let begin = rest.firstRange(of: "'plumb "),
      let end = rest[rest.index(after: begin.lowerBound)...].firstIndex(of: "'")
    {
      let line = String(rest[rest.index(after: begin.lowerBound)..<end])
      carried += String(rest[..<begin.lowerBound]) + "'" + command(line) + "'"
      rest = rest[rest.index(after: end)...]
    }
    return carried + String(rest)
  }

  private func command(_ text: String) -> String {
    let words = text.split(separator: " ").map(String.init)
    guard !words.contains("--help") else { return text }
    guard let type = Self.command(words.dropFirst()) else { return text }
    let help = Plumb.helpMessage(for: type, columns: 200)
    var command = text
    for name in Self.names {
      guard let value = values[name], !words.contains(name) else { continue }
      if help.contains("\(name) <") {
        command += " \(name) \(value.shellWord)"
      } else if name == "--config" {
        command = "PLUMB_CONFIG=\(value.shellWord) " + command
      }
    }
    return command
  }

  /// The command that words name first; nil where they name none, or only a group of them.
  private static func command(_ words: some Sequence<String>) -> (any ParsableCommand.Type)? {
    var type: any ParsableCommand.Type = Plumb.self
    for word in words {
      let subcommands = type.configuration.subcommands
      guard !subcommands.isEmpty else { break }
      guard let next = subcommands.first(where: { $0.configuration.commandName == word }) else {
        return nil
      }
      type = next
    }
    return type.configuration.subcommands.isEmpty ? type : nil
  }
}

extension String {
  /// As a shell takes it for one word.
  fileprivate var shellWord: String {
    let isPlain = utf8.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || "-_./:@%+,=".utf8.contains(byte)
    }
    return isPlain && !isEmpty
      ? self
      : "\""
        + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        .replacing("$", with: "\\$").replacing("`", with: "\\`") + "\""
  }
}
