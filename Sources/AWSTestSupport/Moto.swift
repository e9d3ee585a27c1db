package import AWSClient
package import Foundation
import PlumblineTestSupport

/// A moto server of this test's own, on a port of this machine.
package struct Moto: Sendable {
  /// The port of 127.0.0.1 that it listens at.
  package let port: Int
  private let process: Process
  private let input: Pipe
  /// Keeps the port for this server.
  private let reservation: FileHandle

  /// Why a server or one of its scripts could not be run.
  package struct Failure: Error, CustomStringConvertible { package let description: String }

  /// `moto_server`: of `MOTO_SERVER`, of Scripts/moto.sh, or of the path; nil where there is none.
  package static let program: String? = {
    let variables = ProcessInfo.processInfo.environment
    let folders = (variables["PATH"] ?? "").split(separator: ":").map { "\($0)/moto_server" }
    let places = [variables["MOTO_SERVER"], "\(root)/.build/moto/bin/moto_server"] + folders
    return places.compactMap { $0 }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// The Python that has moto, boto3 and the CLI.
  package static let python: String? = program.map { program in
    let beside = URL(filePath: program).deletingLastPathComponent().appending(path: "python").path()
    return FileManager.default.isExecutableFile(atPath: beside) ? beside : "/usr/bin/env python3"
  }

  /// The scripts that fill a server and speak to it.
  package static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Moto")

  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path()

  /// What `work` gives with a server, which ends with it, or with this process. It runs on threads of its own.
  package static func run<Value>(
    _ variables: [String: String] = [:], _ work: (Moto) async throws -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(OwnThreads()) {
      let moto = try await Moto(variables)
      defer { moto.stop() }
      return try await work(moto)
    }
  }

  /// A server that a whole process of tests reads and none changes, filled; it ends with the process.
  package static func filled() async throws -> Moto { try await filling.value }

  private static let filling = Task {
    let moto = try await Moto([:])
    _ = try await moto.python("fill.py")
    return moto
  }

  private init(_ variables: [String: String]) async throws {
    guard let python = Self.python else { throw Failure(description: "no moto_server") }
    (port, reservation) = try Self.reservedPort()
    process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    // The server ends when the pipe closes, however this process ends.
    process.arguments = [
      "-c",
      "$0 \"$1\" -H 127.0.0.1 -p \(port) >/dev/null 2>&1 </dev/null & cat >/dev/null; kill -9 $!",
      python, Self.scripts.appending(path: "server.py").path(),
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { _, new in new }
    input = try Self.start(process) { process, pipe in process.standardInput = pipe }
    try await waitUntilReady()
  }

  /// A port that nobody listens on and that no other test takes meanwhile, in this process or another: a
  /// server that finds its port taken would leave its test to another's server.
  private static func reservedPort() throws -> (Int, FileHandle) {
    for _ in 0..<200 {
      // Below the ports that the system gives to whoever connects: those may be taken.
      let port = Int.random(in: 20000..<32768)
      let path = FileManager.default.temporaryDirectory.path + "/plumb-moto-\(port).lock"
      let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { continue }
      let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isFree(port) { return (port, handle) }
    }
    throw Failure(description: "no free port")
  }

  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  private func waitUntilReady() async throws {
    let request = HTTPRequest(
      method: "GET", scheme: "http", authority: "127.0.0.1:\(port)", path: "/moto-api/data.json")
    // A limit against hangs only: a busy machine takes a minute for what takes a second.
    for _ in 0..<6000 {
      if let response = try? await HTTPTransport.network.send(request, 10), response.status == 200 {
        return
      }
      try await Task.sleep(for: .milliseconds(100))
    }
    stop()
    throw Failure(description: "moto_server does not answer on port \(port)")
  }

  private func stop() {
    // Not waited for: that needs the thread that started it.
    try? input.fileHandleForWriting.close()
  }

  /// What AWS's tools are told of this server.
  package func variables(_ more: [String: String] = [:]) -> [String: String] {
    [
      "AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)", "AWS_ACCESS_KEY_ID": "AKIATEST",
      "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "eu-west-1",
      "AWS_CONFIG_FILE": Self.scripts.appending(path: "config").path(), "TZ": "UTC",
      "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true",
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "AWS_PAGER": "",
    ].merging(more) { _, new in new }
  }

  /// What a script of the folder `Moto` prints, told of this server.
  package func python(_ script: String, _ arguments: [String] = []) async throws -> [UInt8] {
    try await Self.python(script, arguments, variables())
  }

  /// What a script of the folder `Moto` prints.
  package static func python(
    _ script: String, _ arguments: [String], _ variables: [String: String]
  ) async throws -> [UInt8] {
    guard let python else { throw Failure(description: "no python") }
    let words = python.split(separator: " ").map(String.init)
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            try output(words + [scripts.appending(path: script).path()] + arguments, variables)
          })
      }
    }
  }

  private static let starting = NSLock()

  /// Starts a process with a pipe. One at a time: a server that is started meanwhile would hold the
  /// other's pipe open, and who reads it to its end would wait for the server's.
  private static func start(_ process: Process, _ connect: (Process, Pipe) -> Void) throws -> Pipe {
    try starting.withLock {
      let pipe = Pipe()
      connect(process, pipe)
      try process.run()
      return pipe
    }
  }

  private static func output(_ words: [String], _ variables: [String: String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = variables
    let pipe = try start(process) { process, pipe in process.standardOutput = pipe }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(words) ended with \(process.terminationStatus)")
    }
    return Array(data)
  }

  /// What a client of this server finds its credentials in.
  package func surroundings(_ more: [String: String] = [:]) -> CredentialSurroundings {
    .system(variables: variables(more))
  }

  /// A client of this server, with these keys.
  package func client(_ more: [String: String] = [:], traffic: AWSTraffic = AWSTraffic())
    -> AWSClient
  {
    AWSClient(in: surroundings(more), traffic: traffic)
  }
}
