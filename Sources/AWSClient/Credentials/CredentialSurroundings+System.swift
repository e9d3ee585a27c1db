import ConfigurationModel
import Dispatch
import Foundation

extension CredentialSurroundings {
  /// This process's environment, files, network and clock.
  ///
  /// - Parameters:
  ///   - transport: The way to the network; nil for what environment and profile say.
  ///   - prompt: Asks who sits at the terminal; nil where nobody does.
  package static func system(
    variables: [String: String] = ProcessInfo.processInfo.environment,
    transport: HTTPTransport? = nil, prompt: (@Sendable (String) async throws -> String)? = nil
  ) -> CredentialSurroundings {
    CredentialSurroundings(
      variables: variables, home: variables["HOME"] ?? NSHomeDirectory(),
      file: { FileManager.default.contents(atPath: $0).map(Array.init) },
      output: { try await ShellCommand(text: $0).output() }, transport: transport,
      now: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) },
      write: { try PrivateFile(path: $0).replace(with: $1) }, prompt: prompt)
  }
}

/// A file that only its owner may read.
private struct PrivateFile {
  let path: String

  /// Puts bytes in its place: who reads it meanwhile sees the old or the new, whole.
  func replace(with bytes: [UInt8]) throws {
    // Of a name that nobody else has, also not another task of this process.
    let new = "\(path).\(UInt64.random(in: .min ... .max))"
    let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try file.write(contentsOf: bytes)
      try file.close()
      guard rename(new, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    } catch {
      unlink(new)
      throw error
    }
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
