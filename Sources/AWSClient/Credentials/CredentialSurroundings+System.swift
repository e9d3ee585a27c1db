import ConfigurationModel
import Dispatch
import Foundation

extension CredentialSurroundings {
  /// This process's environment, files, network and clock.
  package static func system(
    variables: [String: String] = ProcessInfo.processInfo.environment,
    transport: HTTPTransport = .network
  ) -> CredentialSurroundings {
    CredentialSurroundings(
      variables: variables, home: variables["HOME"] ?? NSHomeDirectory(),
      file: { FileManager.default.contents(atPath: $0).map(Array.init) },
      output: { try await ShellCommand(text: $0).output() }, transport: transport,
      now: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) })
  }
}

/// A command that is run by the shell, for at most a minute.
private struct ShellCommand: Sendable {
  let text: String

  /// A sentence's end: what went wrong, never what was printed.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  func output() async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Result { try run() }) }
    }
  }

  private func run() throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", text]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    let id = process.processIdentifier
    let end = DispatchWorkItem { kill(id, SIGTERM) }
    DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: end)
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    end.cancel()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "status \(process.terminationStatus)")
    }
    return Array(data)
  }
}
