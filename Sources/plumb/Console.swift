import AuditReport
import ConfigurationModel
import Foundation

/// The terminal, or whatever stands in its place.
enum Console {
  /// Writes to standard output; a reader that has gone away ends the program quietly.
  static func write(_ text: String) { write(text, to: 1) }

  /// Writes to standard error, what is hidden in it made visible.
  ///
  /// - Parameter isRaw: The text is the program's own and moves the cursor.
  static func writeError(_ text: String, isRaw: Bool = false) {
    if isRaw { return write(text, to: 2) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    write(lines.map { String($0).visible }.joined(separator: "\n"), to: 2)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else {
        if errno == EINTR { continue }
        return
      }
      rest = rest.dropFirst(written)
    }
  }

  static var isTerminal: Bool { isatty(1) == 1 }

  /// Asks a person at the terminal; nobody there says no.
  static func confirms(_ question: String) -> Bool {
    guard isatty(0) == 1 else { return false }
    write("\(question) [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  /// Columns of the terminal, or of `COLUMNS`; nil elsewhere.
  static var width: Int? {
    if let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init), columns > 0 {
      return columns
    }
    var size = winsize()
    guard isTerminal, ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

extension [Problem] {
  /// The problems as one JSON document.
  var json: String {
    JSONTree.object([
      .init(
        key: "errors",
        value: .list(
          map { problem in
            .object([
              .init(key: "code", value: .string(problem.code)),
              .init(key: "message", value: .string(problem.message)),
              .init(key: "hint", value: .optional(problem.hint)),
              .init(key: "file", value: .optional(problem.place?.file)),
              .init(key: "line", value: problem.place?.line.map(JSONTree.count) ?? .null),
            ])
          }))
    ]).text + "\n"
  }
}
