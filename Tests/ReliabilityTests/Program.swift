import Foundation

/// The built program, run as a process of its own.
enum Program {
  /// Beside the program that runs the tests.
  static let path: String = {
    let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return (tests as NSString).deletingLastPathComponent + "/plumb"
  }()

  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs a command to its end.
  @discardableResult
  static func run(_ arguments: [String], executable: String = path) throws -> Result {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let written = output.fileHandleForReading.readDataToEndOfFile()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
      errors: String(decoding: said, as: UTF8.self))
  }

  /// Runs plumb in a shell, after `setup`.
  static func run(after setup: String, _ arguments: [String]) throws -> Result {
    try run(["-c", setup + #" && exec "$@""#, "sh", path] + arguments, executable: "/bin/sh")
  }

  /// Starts plumb and kills it after a time, as a power cut would; true where it was still running.
  static func kill(after seconds: Double, _ arguments: [String]) throws -> Bool {
    let process = try start(arguments)
    usleep(UInt32(seconds * 1_000_000))
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  /// Starts plumb and goes on; what it says is dropped.
  static func start(_ arguments: [String], executable: String = path) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: executable)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
