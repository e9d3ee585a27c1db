import NIOCore
import NIOPosix
import NIOSSL
import PlumblineTestSupport
import Synchronization

/// A server of the tests' own on this machine: of HTTP, with TLS where it has a certificate, and a proxy for who asks
/// it as one (`CONNECT`).
package final class LoopbackServer: Sendable {
  /// What was asked.
  package struct Received: Sendable {
    /// `POST /path HTTP/1.1`.
    package let line: String
    /// By their names in lower case.
    package let headers: [String: String]
    /// The body as text; empty for none.
    package let body: String
  }

  /// What is answered.
  package struct Answer: Sendable {
    /// The HTTP status.
    package var status: Int
    /// Headers besides those that the server writes itself.
    package var headers: [String: String]
    /// The body; empty for none.
    package var body: String
    /// Of the body, so many bytes are sent before the connection is closed; nil for all.
    package var cutAfter: Int?
    /// Seconds before it is sent.
    package var delay: Double

    /// Makes an answer that is sent whole and at once, unless it is said otherwise.
    package init(
      _ status: Int, headers: [String: String] = [:], body: String = "", cutAfter: Int? = nil,
      delay: Double = 0
    ) {
      self.status = status
      self.headers = headers
      self.body = body
      self.cutAfter = cutAfter
      self.delay = delay
    }
  }

  /// A certificate and its key, in PEM form.
  package struct Identity: Sendable {
    /// The certificate, in PEM form.
    package let certificate: String
    /// The private key that belongs to it, in PEM form.
    package let key: String

    /// Makes an identity of two texts; they are parsed when a server begins with it.
    package init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  /// The port of 127.0.0.1 that it listens at.
  package let port: Int
  private let answer: @Sendable (Received) -> Answer
  private let log = Mutex<[Received]>([])

  private init(port: Int, _ answer: @escaping @Sendable (Received) -> Answer) {
    self.port = port
    self.answer = answer
  }

  /// All that was asked, in order.
  package var received: [Received] { log.withLock { $0 } }

  /// What `work` gives with a server, which ends with it. Both run on threads of their own.
  package static func run<Value: Sendable>(
    identity: Identity? = nil,
    answer: @escaping @Sendable (Received) -> (status: Int, body: String),
    _ work: (LoopbackServer) async throws -> Value
  ) async throws -> Value {
    try await run(
      identity: identity,
      answering: { received in
        let (status, body) = answer(received)
        return Answer(status, body: body)
      }, work)
  }

  /// The same with answers that say more, come late, or end too early.
  package static func run<Value: Sendable>(
    identity: Identity? = nil, answering answer: @escaping @Sendable (Received) -> Answer,
    _ work: (LoopbackServer) async throws -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(OwnThreads()) {
      try await serving(identity: identity, answer: answer, work)
    }
  }

  private static func serving<Value: Sendable>(
    identity: Identity?, answer: @escaping @Sendable (Received) -> Answer,
    _ work: (LoopbackServer) async throws -> Value
  ) async throws -> Value {
    let context = try identity.map { try $0.context }
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          if let context {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
          }
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
    let server = LoopbackServer(port: channel.channel.localAddress?.port ?? 0, answer)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await withThrowingDiscardingTaskGroup { group in
          try await channel.executeThenClose { connections in
            for try await connection in connections {
              group.addTask { await server.serve(connection) }
            }
          }
        }
      }
      defer { group.cancelAll() }
      return try await work(server)
    }
  }

  private func serve(_ connection: Connection) async {
    // Who calls may go away at any time.
    try? await connection.executeThenClose { inbound, outbound in
      var parts = inbound.makeAsyncIterator()
      var buffer: [UInt8] = []
      while let received = try await request(&parts, &buffer) {
        log.withLock { $0.append(received) }
        if received.line.hasPrefix("CONNECT "), answer(received).status == 200 {
          try await outbound.write(ByteBuffer(string: "HTTP/1.1 200 OK\r\n\r\n"))
          return try await tunnel(to: received, &parts, outbound)
        }
        let answer = answer(received)
        if answer.delay > 0 { try await Task.sleep(for: .seconds(answer.delay)) }
        let headers = answer.headers.map { "\($0): \($1)\r\n" }.joined()
        let head =
          "HTTP/1.1 \(answer.status) X\r\nContent-Length: \(answer.body.utf8.count)\r\n\(headers)\r\n"
        let sent = answer.body.utf8.prefix(answer.cutAfter ?? .max)
        try await outbound.write(ByteBuffer(string: head + String(decoding: sent, as: UTF8.self)))
        if answer.cutAfter != nil { return }
      }
    }
  }

  private typealias Parts = NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator

  private func request(_ parts: inout Parts, _ buffer: inout [UInt8]) async throws -> Received? {
    let mark = Array("\r\n\r\n".utf8)
    while buffer.firstRange(of: mark) == nil {
      guard let part = try await parts.next() else { return nil }
      buffer += part.readableBytesView
    }
    guard let end = buffer.firstRange(of: mark) else { return nil }
    let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      let sides = line.split(separator: ":", maxSplits: 1)
      headers[sides[0].lowercased()] = sides.count > 1 ? String(sides[1].drop { $0 == " " }) : ""
    }
    let length = headers["content-length"].flatMap { Int($0) } ?? 0
    while buffer.count < end.upperBound + length {
      guard let part = try await parts.next() else { return nil }
      buffer += part.readableBytesView
    }
    let body = String(decoding: buffer[end.upperBound...].prefix(length), as: UTF8.self)
    buffer.removeFirst(end.upperBound + length)
    return Received(line: String(lines.first ?? ""), headers: headers, body: body)
  }

  /// Carries bytes both ways. Names that no resolver knows are this machine's.
  private func tunnel(
    to received: Received, _ parts: inout Parts,
    _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
  ) async throws {
    let target = received.line.split(separator: " ")[1]
    let port = Int(target.split(separator: ":").last ?? "") ?? 443
    let other = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try Connection(wrappingChannelSynchronously: channel)
        }
      }
    try await other.executeThenClose { back, forth in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for try await part in back { try await outbound.write(part) }
        }
        while let part = try await parts.next() { try await forth.write(part) }
        group.cancelAll()
      }
    }
  }
}

extension LoopbackServer.Identity {
  var context: NIOSSLContext {
    get throws {
      let certificates = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
      return try NIOSSLContext(
        configuration: .makeServerConfiguration(
          certificateChain: certificates.map { .certificate($0) },
          privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))))
    }
  }
}
