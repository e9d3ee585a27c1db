import ConfigurationModel
import Dispatch
import Foundation

/// A program that is run with a text on its standard input.
package struct ProgramRun: Hashable, Sendable {
  /// The program, by its path or its name, and its arguments.
  package let command: [String]
  package let input: [UInt8]
  /// Beside those of this process.
  package let variables: [String: String]
  /// After so many it is ended.
  package let seconds: Double

  package init(
    command: [String], input: [UInt8], variables: [String: String] = [:], seconds: Double
  ) {
    self.command = command
    self.input = input
    self.variables = variables
    self.seconds = seconds
  }

  /// How it ended.
  package struct Result: Hashable, Sendable {
    /// Nil where a signal ended it.
    package let status: Int32?
    /// The beginning of what it wrote to its standard error.
    package let errors: String

    package init(status: Int32?, errors: String) {
      self.status = status
      self.errors = errors
    }

    /// `status 1: connection refused`.
    package var words: String { (status.map { "status \($0)" } ?? "a signal") + saying }

    /// `: ` and what it said on one line; empty where it said nothing.
    package var saying: String {
      let text = errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return text.isEmpty ? "" : ": \(text.visible)"
    }
  }

  /// Runs it to its end. Throws `Problem` where it cannot be begun.
  package func result() async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Swift.Result { try run() }) }
    }
  }

  private func run() throws -> Result {
    // Files, not pipes: a program that does not read, or says much, blocks nobody.
    let (input, errors) = (try Self.scratchFile(), try Self.scratchFile())
    try input.write(contentsOf: self.input)
    try input.seek(toOffset: 0)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--"] + command
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw Problem.programUnusable(command.first ?? "", "\(error.localizedDescription)")
    }
    let id = process.processIdentifier
    let ends = [(SIGTERM, seconds), (SIGKILL, seconds + 5)].map { signal, after in
      let end = DispatchWorkItem { kill(id, signal) }
      DispatchQueue.global().asyncAfter(deadline: .now() + after, execute: end)
      return end
    }
    process.waitUntilExit()
    for end in ends { end.cancel() }
    try errors.seek(toOffset: 0)
    let said = try errors.read(upToCount: 300) ?? Data()
    return Result(
      status: process.terminationReason == .exit ? process.terminationStatus : nil,
      errors: String(decoding: said, as: UTF8.self))
  }

  /// A file without a name, for this user alone.
  private static func scratchFile() throws -> FileHandle {
    var path = Array((FileManager.default.temporaryDirectory.path + "/plumb.XXXXXX").utf8CString)
    let descriptor = path.withUnsafeMutableBufferPointer {
      $0.baseAddress.map { mkstemp($0) } ?? -1
    }
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    path.withUnsafeBufferPointer { _ = $0.baseAddress.map { unlink($0) } }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}

extension Problem {
  fileprivate static func programUnusable(_ name: String, _ reason: String) -> Problem {
    Problem(
      "notice-program-unusable", "The program '\(name)' cannot be run: \(reason)",
      hint: "Check its path in the settings, and that it may be executed.")
  }
}
