import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// Answers `/healthz` and `/metrics` on a loopback address.
struct StatusServer: Service {
  private let page: Settings.StatusPage
  private let workplace: Workplace
  private let heartbeat: @Sendable () async -> Timestamp
  private let audits: @Sendable () async -> [String: Bool]
  private let demand: @Sendable () async -> CoverageDemand
  private let logger: Logger

  init(
    _ page: Settings.StatusPage, at workplace: Workplace, logger: Logger,
    heartbeat: @escaping @Sendable () async -> Timestamp,
    audits: @escaping @Sendable () async -> [String: Bool],
    demand: @escaping @Sendable () async -> CoverageDemand
  ) {
    self.demand = demand
    self.page = page
    self.workplace = workplace
    self.heartbeat = heartbeat
    self.audits = audits
    self.logger = logger
  }

  func run() async throws {
    let router = Router()
    router.get("/healthz") { _, _ in try await health() }
    router.get("/metrics") { _, _ in try await metrics() }
    var quiet = logger
    quiet.logLevel = .warning
    let logger = logger
    let host = page.host
    let application = Application(
      router: router,
      configuration: .init(address: .hostname(host, port: page.port), serverName: "plumb"),
      onServerRunning: { channel in
        logger.info(
          "Answers /healthz and /metrics",
          metadata: ["address": "http://\(host):\(channel.localAddress?.port ?? 0)"])
      }, logger: quiet)
    do {
      try await application.run()
    } catch let error as IOError {
      throw Problem.addressUnusable("\(host):\(page.port)", error.localizedDescription)
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
      audits: await audits()
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

extension Problem {
  static func addressUnusable(_ address: String, _ reason: String) -> Problem {
    Problem(
      "address-unusable", "The daemon cannot answer on \(address): \(reason)",
      hint:
        "Another daemon may be there. Name another port under 'status' in the settings, or 'off'.")
  }
}
