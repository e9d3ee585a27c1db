import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Answers `/healthz` and `/metrics` on a loopback address or a Unix socket.
///
/// Anybody on the machine may connect. So there is a limit of connections far below that of descriptors,
/// each lives some seconds only, and what keeps it from answering does not end the daemon.
struct StatusServer: Service {
  /// What all connections together may cost.
  struct Limits: Sendable {
    /// How many there may be; others wait in the kernel, which costs no descriptor.
    var connections = 64
    /// How long one lives, whatever it sends or leaves unsent.
    var lifetime = TimeAmount.seconds(20)
    /// Of all header fields of a request together, in bytes.
    var headers = 8192
    /// Before it answers again after it could not.
    var pause = Duration.seconds(1)
  }

  private let page: Settings.StatusPage
  private let workplace: Workplace
  private let limits: Limits
  private let heartbeat: @Sendable () async -> Timestamp
  private let audits: @Sendable () async -> [String: Bool]
  private let guardrails: @Sendable () async -> GuardrailRound.Told
  private let demand: @Sendable () async -> CoverageDemand
  private let logger: Logger

  init(
    _ page: Settings.StatusPage, at workplace: Workplace, limits: Limits = Limits(), logger: Logger,
    heartbeat: @escaping @Sendable () async -> Timestamp,
    audits: @escaping @Sendable () async -> [String: Bool],
    guardrails: @escaping @Sendable () async -> GuardrailRound.Told,
    demand: @escaping @Sendable () async -> CoverageDemand
  ) {
    self.demand = demand
    self.page = page
    self.workplace = workplace
    self.limits = limits
    self.heartbeat = heartbeat
    self.audits = audits
    self.guardrails = guardrails
    self.logger = logger
  }

  /// Answers until it is told to stop. An address that cannot be had at first is an error; what ends it
  /// later, such as a lack of descriptors, is told, and it begins again.
  func run() async throws {
    let hasAnswered = Latch()
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      do {
        try await serve(hasAnswered)
        if Task.isShuttingDownGracefully || Task.isCancelled { return }
        logger.error("The status server ended", metadata: ["next": "it begins again"])
      } catch {
        guard hasAnswered.isSet else { throw error }
        logger.error("The status server cannot answer", problem: error)
      }
      try? await Task.sleep(for: limits.pause)
    }
  }

  private func serve(_ hasAnswered: Latch) async throws {
    var quiet = logger
    quiet.logLevel = .warning
    let logger = logger
    let address = address
    let application = Application(
      router: router, server: .http1(configuration: connection),
      configuration: .init(
        address: page.socket.map { .unixDomainSocket(path: $0) }
          ?? .hostname(page.host, port: page.port),
        serverName: "plumb", backlog: limits.connections,
        availableConnectionsDelegate: MaximumAvailableConnections(limits.connections, logger: quiet)
      ),
      onServerRunning: { channel in
        if let socket = page.socket { chmod(socket, 0o660) }
        hasAnswered.set()
        logger.info(
          "Answers /healthz and /metrics", metadata: ["address": "\(address(channel.localAddress))"]
        )
      }, logger: quiet)
    do {
      try await application.run()
    } catch let error as IOError {
      throw Problem.addressUnusable("\(address(nil))", error.localizedDescription)
    }
  }

  private var connection: HTTP1Channel.Configuration {
    let lifetime = limits.lifetime
    return .init(
      additionalChannelHandlers: [ConnectionLifetime(lifetime)], idleTimeout: lifetime,
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: limits.headers, maxHeaderListSize: limits.headers,
        maxHeaderFieldCount: 100))
  }

  private var address: @Sendable (SocketAddress?) -> String {
    let page = page
    return { bound in
      if let socket = page.socket { return "unix:\(socket)" }
      let host = page.host.contains(":") ? "[\(page.host)]" : page.host
      return "http://\(host):\(bound?.port ?? page.port)"
    }
  }

  // MARK: Answers

  private var router: Router<BasicRequestContext> {
    let router = Router()
    router.get("/healthz") { request, _ in try await answer(request) { try await health() } }
    router.get("/metrics") { request, _ in try await answer(request) { try await metrics() } }
    return router
  }

  /// A page of the web whose name is made to mean this machine says its own name (DNS rebinding): it is
  /// not for it.
  private func answer(_ request: Request, _ make: () async throws -> Response) async throws
    -> Response
  {
    guard page.socket != nil || Self.isLoopback(request.head.authority) else {
      return Response(status: .misdirectedRequest)
    }
    var response = try await make()
    // Whoever asks again connects again: a connection that ends by its age ends no answer.
    response.headers[.connection] = "close"
    return response
  }

  /// Whether a request is addressed to this machine by a name that only this machine has; without one,
  /// as HTTP/1.0 allows, no browser asks.
  static func isLoopback(_ authority: String?) -> Bool {
    guard let authority, !authority.isEmpty else { return true }
    return ["127.0.0.1", "localhost", "[::1]"].contains { name in
      guard authority.lowercased().hasPrefix(name) else { return false }
      let rest = authority.dropFirst(name.count)
      return rest.isEmpty
        || rest.first == ":" && rest.dropFirst().utf8.allSatisfy { (48...57).contains($0) }
    }
  }

  /// Seconds after which a scheduler that was not heard of is taken for dead.
  private static let patience: Int64 = 30

  /// Whether it still looks at what is due, and the store can be read.
  private func health() async throws -> Response {
    let now = workplace.now()
    let silence = now.seconds - (await heartbeat()).seconds
    var trouble: [String] = []
    if silence > Self.patience { trouble.append("no look at what is due for \(silence) s") }
    var ahead: [Coverage.AheadSnapshot] = []
    do {
      ahead = try await standing(at: now).coverage.ahead
    } catch {
      trouble.append(Problem.of(error).message)
    }
    // What lies ahead is no reason to begin anew: it would still be there.
    let lines = (trouble.isEmpty ? ["ok"] : trouble) + ahead.map(\.words)
    let text = lines.map { $0 + "\n" }.joined()
    return Response(
      status: trouble.isEmpty ? .ok : .serviceUnavailable,
      headers: [.contentType: "text/plain; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  private func metrics() async throws -> Response {
    let now = workplace.now()
    let (status, coverage) = try await standing(at: now)
    let text = MetricsText(
      status: status, coverage: coverage, residentBytes: Self.residentBytes,
      audits: await audits(), guardrails: await guardrails(),
      sources: Set((await demand().settings?.sources ?? []).map(\.name))
    ).text
    return Response(
      status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  private func standing(at now: Timestamp) async throws
    -> (status: StoreStatus, coverage: Coverage)
  {
    let path = workplace.storePath
    let demand = await demand()
    return try await DispatchQueue.global().performing {
      let store = try AuditStore(path: path, mode: .reading)
      return (
        try store.status(at: now), try ComposeCoverage(store: store, demand: demand).now(now)
      )
    }
  }

  /// From /proc/self/statm (proc(5)): pages.
  private static var residentBytes: Int {
    let statm = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let fields = statm.split(separator: " ").compactMap { Int($0) }
    return fields.count > 1 ? fields[1] * sysconf(Int32(_SC_PAGESIZE)) : 0
  }
}

/// Lets one request through, and closes the connection when its time is over, also where half a request
/// stands in it or nobody reads the answer.
private final class ConnectionLifetime: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let lifetime: TimeAmount
  private var end: Scheduled<Void>?
  /// How many parts of requests have come: a request without a body is two, its head and its end.
  private var parts = 0

  init(_ lifetime: TimeAmount) { self.lifetime = lifetime }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    end = context.eventLoop.scheduleTask(in: lifetime) { channel.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { end?.cancel() }

  /// The answer says that the connection ends with it; who sends a thousand requests at once gets one.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    parts += 1
    if parts <= 2 { context.fireChannelRead(data) }
  }
}

extension Problem {
  static func addressUnusable(_ address: String, _ reason: String) -> Problem {
    Problem(
      "address-unusable", "The daemon cannot answer on \(address): \(reason)",
      hint:
        "Another daemon may be there. Name another port under 'status' in the settings, or 'off'.")
  }
}
