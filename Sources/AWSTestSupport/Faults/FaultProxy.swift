import AWSClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import PlumblineTestSupport
import Synchronization

/// A proxy of the tests' own in front of moto, which does to chosen requests what networks and
/// services do.
///
/// What moto answered once is answered again to the same call: it is a slow server, and nobody changes
/// what it holds meanwhile.
package final class FaultProxy: Sendable {
  /// Decides what is done with a request.
  package typealias Rule = @Sendable (ProxiedRequest) -> Fault

  /// The port of 127.0.0.1 that it listens at.
  package let port: Int
  private let moto: Moto
  private let state = Mutex(State())
  private static let memory = Mutex<[String: ProxiedAnswer]>([:])

  private struct State {
    var rule: Rule = { _ in .none }
    var number = 0
    var attempts: [String: Int] = [:]
    var counts: [String: Int] = [:]
    var firstAnswers: [String: ProxiedAnswer] = [:]
  }

  private typealias Connection = NIOAsyncChannel<NIOHTTPServerRequestFull, HTTPServerResponsePart>
  private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

  /// What `work` gives with a proxy, which ends with it. Both run on threads of their own.
  package static func run<Value: Sendable>(
    before moto: Moto, _ work: (FaultProxy) async throws -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(OwnThreads()) { try await serving(before: moto, work) }
  }

  private static func serving<Value: Sendable>(
    before moto: Moto, _ work: (FaultProxy) async throws -> Value
  ) async throws -> Value {
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.configureHTTPServerPipeline()
          try pipeline.addHandler(NIOHTTPServerRequestAggregator(maxContentLength: 1 << 20))
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
    let proxy = FaultProxy(port: server.channel.localAddress?.port ?? 0, moto)
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await proxy.serve(server) }
      defer { group.cancelAll() }
      return try await work(proxy)
    }
  }

  private init(port: Int, _ moto: Moto) {
    self.port = port
    self.moto = moto
  }

  /// Sets the rule for all requests from now on, and forgets what was counted.
  package func set(_ rule: @escaping Rule) {
    state.withLock { $0 = State(rule: rule) }
  }

  /// How often each operation was called since the rule was set: `ec2 eu-west-1 DescribeVpcs`.
  package var counts: [String: Int] { state.withLock { $0.counts } }

  /// What AWS's tools are told of this proxy.
  package func variables(_ more: [String: String] = [:]) -> [String: String] {
    moto.variables(["AWS_ENDPOINT_URL": "http://127.0.0.1:\(port)"].merging(more) { _, new in new })
  }

  // MARK: Serving

  private func serve(_ server: NIOAsyncChannel<Connection, Never>) async throws {
    try await withThrowingDiscardingTaskGroup { group in
      try await server.executeThenClose { connections in
        for try await connection in connections {
          group.addTask { await self.serve(connection) }
        }
      }
    }
  }

  private func serve(_ connection: Connection) async {
    // Who calls may go away at any time.
    try? await connection.executeThenClose { inbound, outbound in
      for try await request in inbound {
        guard try await answer(request, outbound) else { return }
      }
    }
  }

  /// Whether the connection is kept.
  private func answer(_ message: NIOHTTPServerRequestFull, _ outbound: Outbound) async throws
    -> Bool
  {
    let (request, fault) = count(ProxiedRequest(message))
    switch fault {
    case .none:
      return try await send(try await passOn(message, request), outbound)
    case .error(let status, let code, let text):
      let answer = ProxiedAnswer(error: code, status: status, message: text, to: request)
      return try await send(answer, outbound)
    case .text(let status, let text):
      return try await send(
        ProxiedAnswer(status: status, headers: [], body: Array(text.utf8)), outbound)
    case .edited(let edit):
      return try await send(try await passOn(message, request).edited(edit), outbound)
    case .again(let edit):
      return try await send(try await firstAnswer(message, request, edit), outbound)
    case .restated(let status):
      var answer = try await passOn(message, request)
      answer.status = status
      return try await send(answer, outbound)
    case .swapped(let number):
      return try await send(try await otherAnswer(message, request, number), outbound)
    case .cut:
      return try await send(try await passOn(message, request), outbound, cut: true)
    case .cutChunk:
      return try await send(
        try await passOn(message, request), outbound, length: .chunks, cut: true)
    case .misstated(let more):
      let answer = try await passOn(message, request)
      _ = try await send(answer, outbound, length: .bytes(max(0, answer.body.count + more)))
      return false
    case .stall(let seconds):
      try await Task.sleep(for: .seconds(seconds))
      return try await send(try await passOn(message, request), outbound)
    case .stallInside(let seconds):
      return try await send(try await passOn(message, request), outbound, pausing: seconds)
    }
  }

  private func count(_ request: ProxiedRequest) -> (ProxiedRequest, Fault) {
    var request = request
    let rule = state.withLock { state in
      state.number += 1
      state.attempts[request.identity, default: 0] += 1
      state.counts[request.name, default: 0] += 1
      request.number = state.number
      request.attempt = state.attempts[request.identity] ?? 1
      return state.rule
    }
    return (request, rule(request))
  }

  private func send(
    _ answer: ProxiedAnswer, _ outbound: Outbound, length: ProxiedAnswer.Length? = nil,
    cut: Bool = false, pausing seconds: Double = 0
  ) async throws -> Bool {
    let half = answer.body.count / 2
    try await outbound.write(.head(answer.head(length ?? .bytes(answer.body.count))))
    try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: answer.body[..<half]))))
    if cut { return false }
    if seconds > 0 { try await Task.sleep(for: .seconds(seconds)) }
    try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: answer.body[half...]))))
    try await outbound.write(.end(nil))
    return true
  }

  private func firstAnswer(
    _ message: NIOHTTPServerRequestFull, _ request: ProxiedRequest, _ edit: (String) -> String
  ) async throws -> ProxiedAnswer {
    if let first = state.withLock({ $0.firstAnswers[request.name] }) { return first }
    let answer = try await passOn(message, request).edited(edit)
    state.withLock { $0.firstAnswers[request.name] = answer }
    return answer
  }

  /// What another call of the same protocol was answered with, or of a REST protocol another service; the request's
  /// own answer where there was none.
  private func otherAnswer(
    _ message: NIOHTTPServerRequestFull, _ request: ProxiedRequest, _ number: Int
  ) async throws -> ProxiedAnswer {
    let own = try await passOn(message, request)
    let isREST = request.wire == .restJSON || request.wire == .restXML
    let others = Self.memory.withLock { memory in
      memory.filter { key, answer in
        guard key.hasPrefix("\(moto.port) "), answer.status == 200 else { return false }
        return isREST
          ? !key.hasPrefix("\(moto.port) \(request.service) ")
          : answer.wire == request.wire && !key.contains(" \(request.operation) ")
      }.sorted { $0.key < $1.key }.map(\.value)
    }
    return others.isEmpty ? own : others[abs(number) % others.count]
  }

  private func passOn(_ message: NIOHTTPServerRequestFull, _ request: ProxiedRequest) async throws
    -> ProxiedAnswer
  {
    let key = "\(moto.port) \(request.identity)"
    if let known = Self.memory.withLock({ $0[key] }) { return known }
    let headers = message.head.headers.filter { $0.name.lowercased() != "content-length" }
    let forwarded = HTTPRequest(
      method: message.head.method.rawValue, scheme: "http", authority: "127.0.0.1:\(moto.port)",
      path: message.head.uri, headers: headers.map { HTTPField($0.name, $0.value) },
      body: message.body.map { Array($0.readableBytesView) } ?? [])
    let response = try await HTTPTransport.network.send(forwarded, 60)
    let ends: Set<String> = ["connection", "content-length", "transfer-encoding"]
    let answer = ProxiedAnswer(
      status: response.status,
      headers: response.headers.filter { !ends.contains($0.name.lowercased()) }
        .map { ($0.name, $0.value) }, body: response.body, wire: request.wire)
    Self.memory.withLock { $0[key] = answer }
    return answer
  }
}
