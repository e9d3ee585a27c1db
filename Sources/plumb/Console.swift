import AuditReport
import AuditService
import ConfigurationModel
import Foundation
import Synchronization

/// The terminal, or whatever stands in its place.
enum Console {
  /// Writes to standard output. Throws where not all of it could be written: a report that was cut off is
  /// none, and the script that reads it must know.
  static func write(_ text: String) throws(Problem) {
    guard let error = write(text, to: 1) else { return }
    throw .outputUnwritable("Standard output", error)
  }

  /// Writes lines to standard output, what is hidden in them made visible: each stays one line.
  static func tell(_ lines: [String]) throws(Problem) {
    try write(lines.map { $0.visible + "\n" }.joined())
  }

  /// Writes to standard error, what is hidden in it made visible.
  ///
  /// - Parameter isRaw: The text is the program's own and moves the cursor.
  static func writeError(_ text: String, isRaw: Bool = false) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = isRaw ? text : lines.map { String($0).visible }.joined(separator: "\n")
    // Where even this cannot be written there is nobody left to tell.
    _ = write(shown, to: 2)
  }

  /// Writes problems to standard error that do not keep a command from its work.
  static func warn(_ problems: [Problem]) {
    for problem in problems { writeError("warning: \(GivenOptions.own.carried(problem))\n") }
  }

  /// What is warned of when the command ends.
  private static let heldBack = Mutex<[Problem]>([])

  /// Warns of problems when the command ends, unless it fails by them: nobody is told of a mistake twice.
  static func warnAtEnd(_ problems: [Problem]) { heldBack.withLock { $0 += problems } }

  /// The command ends.
  ///
  /// - Parameter failures: What is told as the reason why it failed.
  static func warnOfHeldBack(besides failures: [Problem] = []) {
    let problems = heldBack.withLock { held in
      defer { held = [] }
      return held
    }
    warn(problems.filter { !failures.contains($0) })
  }

  /// The error that kept the text from being written whole; nil where nothing did.
  private static func write(_ text: String, to descriptor: Int32) -> Int32? {
    OutputFile.write(Array(text.utf8), to: descriptor)
  }

  static var isTerminal: Bool { isatty(1) == 1 }

  /// Asks a person at the terminal; nobody there says no.
  static func confirms(_ question: String) throws(Problem) -> Bool {
    guard isatty(0) == 1 else { return false }
    try write("\(question) [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
  }

  /// Does something, where what it does is agreed to. The person is asked while nobody waits for the store,
  /// and agrees to no more than was shown.
  ///
  /// - Parameters:
  ///   - yes: Whether it is agreed to already.
  ///   - mayAsk: Whether all is said that a person could agree to.
  ///   - isSilent: Whether there is nothing to look at.
  ///   - text: What it does, for the person.
  ///   - act: Does it, asks whether that is agreed to, and throws `Unagreed` where it is not.
  static func agreed<Effect: Hashable & Sendable, Value>(
    yes: Bool, mayAsk: Bool, question: String, isSilent: @escaping (Effect) -> Bool,
    text: (Effect) -> String, _ act: ((Effect) -> Bool) throws -> Value
  ) throws -> Value {
    var shown: [Effect] = []
    while true {
      do {
        return try act { yes || isSilent($0) || shown.contains($0) }
      } catch let unagreed as Unagreed<Effect> {
        guard !shown.contains(unagreed.effect) else { throw unagreed.problem }
        shown.append(unagreed.effect)
        try write(text(unagreed.effect))
        guard mayAsk, isTerminal, try confirms(question) else { throw unagreed.problem }
      }
    }
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
