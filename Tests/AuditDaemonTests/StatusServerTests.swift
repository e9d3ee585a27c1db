import AWSClient
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Logging
import NIOCore
import PlumblineTestSupport
import ServiceLifecycle
import Synchronization
import Testing

@testable import AuditDaemon

/// A status server of its own, on a port or a socket of its own, for as long as a test takes.
private struct ServedPage {
  let folder = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString)")

  /// What `body` does with the address that the log tells.
  func run(
    limits: StatusServer.Limits, onSocket: Bool = false,
    _ body: @escaping @Sendable (Address) throws -> Void
  ) async throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = folder.appending(path: "plumb.db").path
    _ = try AuditStore(path: store, mode: .creating)
    let socket = onSocket ? folder.appending(path: "s").path : nil
    let (lines, line) = AsyncStream.makeStream(of: String.self)
    let logger = Logger(label: "plumb") { label in
      LineLog(.json, label: label, now: { Timestamp(seconds: 0) }) { line.yield($0) }
    }
    let server = StatusServer(
      Settings.StatusPage(port: 0, socket: socket),
      at: Workplace(storePath: store, surroundings: .system(), now: { Timestamp(seconds: 9) }),
      limits: limits, logger: logger, heartbeat: { Timestamp(seconds: 8) }, audits: { [:] },
      guardrails: { GuardrailRound.Told() },
      demand: { CoverageDemand(settings: Settings()) })
    let service = ServiceGroup(
      services: [server],
      logger: Logger(label: "quiet") { _ in
        SwiftLogNoOpLogHandler()
      })
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await service.run() }
      for await text in lines {
        let told = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: String]
        guard let address = told?["address"] else { continue }
        let port = address.split(separator: ":").last.flatMap { UInt16($0) }
        let place = try socket.map { Address.socket($0) } ?? .port(#require(port))
        // What waits for the server must not take the threads that the server runs on.
        // What it expects is still this test's.
        try await withTaskExecutorPreference(OwnThreads()) { try body(place) }
        break
      }
      await service.triggerGracefulShutdown()
      try await group.waitForAll()
    }
  }
}

private enum Address: Sendable {
  case port(UInt16)
  case socket(String)

  /// A connection to it.
  func connect() throws -> Int32 {
    switch self {
    case .port(let port):
      let descriptor = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      return try open(descriptor, &address)
    case .socket(let path):
      let descriptor = Foundation.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
      return try open(descriptor, &address)
    }
  }

  private func open<Kind>(_ descriptor: Int32, _ address: inout Kind) throws -> Int32 {
    let size = socklen_t(MemoryLayout<Kind>.size)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, size)
      }
    }
    try #require(status == 0, "\(String(cString: strerror(errno)))")
    return descriptor
  }

  /// All that is answered until the connection is closed.
  func answer(to request: String, closing: Bool = true) throws -> String {
    let descriptor = try connect()
    defer { close(descriptor) }
    send(request, on: descriptor)
    var (answer, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 4096))
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += buffer.prefix(count)
    }
  }

  func send(_ request: String, on descriptor: Int32) {
    var text = request
    text.withUTF8 { bytes in _ = write(descriptor, bytes.baseAddress, bytes.count) }
  }
}

private let health = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

@Suite(.timeLimit(.minutes(5))) struct StatusServerTests {
  private static let short = StatusServer.Limits(
    connections: 4, lifetime: .seconds(1), pause: .milliseconds(10))
  // A machine that runs every test at once may answer later than a connection lives.
  private static let patient = StatusServer.Limits(lifetime: .minutes(4))

  @Test(arguments: [
    "", "GET /healthz HTTP/1.1\r\nHost: x\r\n", "GET /metrics HTTP/1.1\r\n",
    "POST /healthz HTTP/1.1\r\n"
      + "Host: localhost\r\nContent-Length: 1000000\r\n\r\nx",
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "\u{16}\u{3}\u{1}",
  ])
  func `whoever holds every connection holds it for a while only`(half: String) async throws {
    try await ServedPage().run(limits: Self.short) { address in
      let held = try (0..<12).map { _ in try address.connect() }
      for descriptor in held { address.send(half, on: descriptor) }
      // The machine may be too busy to answer in time; the time limit of the suite ends it then.
      while try !address.answer(to: health).hasSuffix("ok\n") {}
      for descriptor in held { close(descriptor) }
    }
  }

  @Test(arguments: [
    ("localhost", true), ("localhost:9464", true), ("127.0.0.1:1", true), ("[::1]:9464", true),
    ("LOCALHOST", true), ("", true), ("evil.example.com", false), ("localhost.example.com", false),
    ("127.0.0.1.example.com", false), ("localhost:80:evil", false), ("evil@localhost", false),
    ("[::1].example.com", false), ("127.0.0.1:9464/x", false),
  ])
  func `a request that names another host is not answered`(host: String, isTaken: Bool) {
    #expect(StatusServer.isLoopback(host) == isTaken)
  }

  @Test func `a page of the web learns nothing`() async throws {
    try await ServedPage().run(limits: Self.patient) { address in
      for path in ["/healthz", "/metrics"] {
        let answer = try address.answer(
          to: "GET \(path) HTTP/1.1\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 421"))
        #expect(!answer.contains("plumb_") && !answer.contains("ok"))
      }
    }
  }

  @Test func `many requests at once on one connection get one answer`() async throws {
    try await ServedPage().run(limits: Self.short) { address in
      let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
      var count = 0
      // A machine that is busy may answer later than the connection lives.
      while count == 0 {
        count = try address.answer(to: String(repeating: request, count: 200))
          .ranges(of: "HTTP/1.1 200").count
      }
      #expect(count == 1)
    }
  }

  @Test func `headers of any size are not taken`() async throws {
    try await ServedPage().run(limits: Self.patient) { address in
      let answer = try address.answer(
        to: "GET /healthz HTTP/1.1\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n")
      #expect(!answer.contains("200"))
    }
  }

  @Test func `a Unix socket is its owner's and its group's`() async throws {
    try await ServedPage().run(limits: Self.patient, onSocket: true) { address in
      guard case .socket(let path) = address else { return }
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      #expect(facts[.posixPermissions] as? Int == 0o660)
      #expect(try address.answer(to: health).hasSuffix("ok\n"))
    }
  }
}
