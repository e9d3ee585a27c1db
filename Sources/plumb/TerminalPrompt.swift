import AuditService
import ConfigurationModel
import Dispatch
import Foundation

/// Asks who sits at the terminal.
enum TerminalPrompt {
  /// Nil where standard input or error is no terminal: nobody would see the question, or type an answer.
  static var ask: (@Sendable (String) async throws -> String)? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    return { question in
      let isOver = Latch()
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          DispatchQueue.global().async {
            continuation.resume(with: Result { try line(question, isOver) })
          }
        }
      } onCancel: {
        isOver.set()
      }
    }
  }

  /// What is typed until the line's end. It looks up from time to time: a run that is over waits for nobody.
  private static func line(_ question: String, _ isOver: Latch) throws -> String {
    FileHandle.standardError.write(Data(question.utf8))
    var bytes: [UInt8] = []
    while true {
      var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      if isOver.isSet { throw CancellationError() }
      guard poll(&descriptor, 1, 200) > 0 else { continue }
      var byte: UInt8 = 0
      guard read(STDIN_FILENO, &byte, 1) == 1 else { throw Problem.nothingTyped() }
      if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
      bytes.append(byte)
    }
  }
}

extension Problem {
  static func nothingTyped() -> Problem {
    Problem("aws-code-needed", "No one-time code was entered.")
  }
}
