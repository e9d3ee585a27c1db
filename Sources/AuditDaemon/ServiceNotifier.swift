import Foundation
import Logging
import ServiceLifecycle

/// Tells systemd how the daemon is (sd_notify(3)): a datagram to the socket that NOTIFY_SOCKET names.
/// Nothing is told where it names none.
struct ServiceNotifier: Service {
  private let address: String?
  /// Half the time after which systemd takes silence for death; nil where it watches not.
  private let watchdog: Double?
  private let isAlive: @Sendable () async -> Bool
  private let logger: Logger

  init(
    variables: [String: String], logger: Logger, isAlive: @escaping @Sendable () async -> Bool
  ) {
    address = variables["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
    let isForThis = variables["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    watchdog = isForThis ? variables["WATCHDOG_USEC"].flatMap(Double.init).map { $0 / 2e6 } : nil
    self.isAlive = isAlive
    self.logger = logger
  }

  func run() async throws {
    tell("READY=1\nSTATUS=Waiting for what is due")
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(watchdog ?? 3600))
        if watchdog != nil, await isAlive() { tell("WATCHDOG=1") }
      }
    }
    tell("STOPPING=1")
  }

  /// That settings are read again, and when this is done.
  func reloading(_ work: () async -> Void) async {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    let microseconds = time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    tell("RELOADING=1\nMONOTONIC_USEC=\(microseconds)")
    await work()
    tell("READY=1")
  }

  private func tell(_ state: String) {
    guard let address else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var target = sockaddr_un()
    target.sun_family = sa_family_t(AF_UNIX)
    var path = Array(address.utf8)
    guard path.count < MemoryLayout.size(ofValue: target.sun_path) else { return }
    // `@` stands for the name space of abstract sockets (unix(7)).
    if path.first == UInt8(ascii: "@") { path[0] = 0 }
    withUnsafeMutableBytes(of: &target.sun_path) { $0.copyBytes(from: path) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
    let sent = withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        sendto(descriptor, state, state.utf8.count, Int32(MSG_NOSIGNAL), address, length)
      }
    }
    if sent < 0 { logger.debug("systemd could not be told: \(String(cString: strerror(errno)))") }
  }
}
