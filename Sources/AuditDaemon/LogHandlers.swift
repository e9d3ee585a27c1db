import AuditReport
import AuditService
package import ConfigurationModel
package import Logging

extension Logger {
  /// Says that something went wrong, with every problem that was thrown.
  func error(_ message: Message, problem: any Error, _ metadata: Metadata = [:]) {
    for problem in Problems.all(of: problem) {
      var metadata = metadata
      metadata["code"] = "\(problem.code)"
      metadata["problem"] = "\(problem.place.map { "\($0): " } ?? "")\(problem.message)"
      if let hint = problem.hint { metadata["next"] = "\(hint)" }
      error(message, metadata: metadata)
    }
  }
}

/// A log of lines: of text, or of JSON objects. Each event is one line. What comes from outside belongs into
/// metadata, where it is quoted, and not into a message.
package struct LineLog: LogHandler {
  /// How a line is written.
  package enum Form: Sendable { case text, json }

  private let form: Form
  private let label: String
  private let now: @Sendable () -> Timestamp
  private let write: @Sendable (String) -> Void
  /// What stands on every line; metadata of an event comes before it.
  package var metadata: Logger.Metadata = [:]
  /// The least level that is written.
  package var logLevel: Logger.Level = .info

  /// Makes a log; `write` is given each line with its newline, and may be called by several
  /// threads.
  package init(
    _ form: Form, label: String, now: @escaping @Sendable () -> Timestamp,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.form = form
    self.label = label
    self.now = now
    self.write = write
  }

  /// What stands on every line under a key; nil for nothing.
  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line: the fields by their keys, with hidden characters made visible.
  package func log(event: LogEvent) {
    let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
    switch form {
    case .text:
      let tail = fields.map { " \($0.key)=\("\($0.value)".quotedWhereNeeded)" }.joined()
      write("\(now()) \(event.level.rawValue): \("\(event.message)".visible)\(tail)\n")
    case .json:
      var object: [String: String] = [:]
      for (key, value) in fields { object[key] = "\(value)" }
      object["time"] = "\(now())"
      object["level"] = event.level.rawValue
      object["logger"] = label
      object["message"] = "\(event.message)"
      let members = object.sorted { $0.key < $1.key }.map {
        $0.key.jsonQuoted + ":" + $0.value.jsonQuoted
      }
      write("{\(members.joined(separator: ","))}\n")
    }
  }
}

extension String {
  /// In quotes where it would not be one word that says all of itself.
  fileprivate var quotedWhereNeeded: String {
    let isWord =
      !isEmpty
      && !unicodeScalars.contains {
        $0.isHidden || $0.properties.isWhitespace || $0 == "\"" || $0 == "="
      }
    return isWord ? self : jsonQuoted
  }
}
