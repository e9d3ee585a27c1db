import AuditStore
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

/// The daemon, killed and restarted at random while what it reads changes: no run is lost or doubled.
///
/// `PLUMB_DAEMON_INTERVALS` says for how many intervals of a second; 25 where it does not.
@Suite(.serialized) final class DaemonTests {
  private let shop: Workshop
  private let settings: String
  private var random = SeededGenerator(seed: 20_261_121)
  private static let intervals =
    ProcessInfo.processInfo.environment["PLUMB_DAEMON_INTERVALS"].flatMap(Int.init) ?? 25

  init() throws {
    shop = try Workshop(count: 3000)
    settings = shop.folder + "/plumbline.yaml"
    let text = """
      store: store/plumb.db
      sources:
        - { name: exported, exports: [before], schedule: { every: 1s }, deadline: 30s }
      status: off
      """
    try Data(text.utf8).write(to: URL(filePath: settings))
    _ = try shop.export()
    try Program.run(shop.importing(shop.folder + "/before", day: 1))
    try Program.run(["baseline", "set", "latest", "--store", shop.store])
  }

  private var runs: [SourceRun] {
    get throws {
      try AuditStore(path: shop.store, mode: .reading).runs(limit: 100_000).reversed()
    }
  }

  private func start() throws -> Process { try Program.start(["daemon", "--config", settings]) }

  /// Waits while exports change, and returns after so many seconds.
  private func changeExports(for seconds: Double) throws {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      try changeExport()
      usleep(UInt32.random(in: 100_000...700_000, using: &random))
    }
  }

  /// Waits while exports change until there are so many complete runs, however long that takes.
  private func changeExports(untilComplete count: Int) throws {
    while try runs.count(where: { $0.end?.outcome == .complete }) < count {
      try changeExports(for: 0.5)
    }
  }

  /// Waits until a file holds a text, however long that takes.
  private static func wait(for text: String, in file: String) {
    while (try? String(contentsOfFile: file, encoding: .utf8))?.contains(text) != true {
      usleep(100_000)
    }
  }

  /// Waits until a moment is due and a run has just begun, so that it is hit.
  private func waitForRun() {
    let second = Date().timeIntervalSince1970
    let inRun = Double.random(in: 0.0...0.12, using: &random)
    usleep(UInt32((second.rounded(.up) + inRun - second) * 1_000_000))
  }

  private func changeExport() throws {
    try shop.writeExport(open: Set((0..<5).map { _ in Int.random(in: 0..<3000, using: &random) }))
  }

  @Test func `killed and restarted at random it loses and doubles no run`() throws {
    var (kills, stops) = (0, 0)
    while try runs.filter({ $0.end?.outcome == .complete }).count < Self.intervals {
      let daemon = try start()
      try changeExports(for: Double.random(in: 0.5...3, using: &random))
      waitForRun()
      if Int.random(in: 0..<3, using: &random) > 0 {
        kill(daemon.processIdentifier, SIGKILL)
        kills += 1
      } else {
        kill(daemon.processIdentifier, SIGTERM)
        stops += 1
      }
      daemon.waitUntilExit()
      usleep(UInt32.random(in: 0...2_500_000, using: &random))
    }
    let complete = try runs.filter { $0.end?.outcome == .complete }
    print("daemon: \(complete.count) runs, \(kills) killed, \(stops) stopped;", try outcomes())
    #expect(kills > 0 && stops > 0)
    #expect(Set(complete.map(\.due)).count == complete.count)
    #expect(zip(complete, complete.dropFirst()).allSatisfy { $0.due < $1.due })
    // No run is made before its moment.
    for run in complete {
      #expect(run.started.seconds >= run.due.seconds, "due \(run.due), begun \(run.started)")
    }
    let snapshots = try AuditStore(path: shop.store, mode: .reading).snapshots()
      .filter { $0.source == "exported" }
    #expect(complete.compactMap(\.end?.counts.snapshot) == snapshots.map(\.number))
    #expect(try Program.run(["verify", "--store", shop.store]).status == 0)
  }

  @Test func `undisturbed it runs at every moment that is due, and its memory stays flat`() throws {
    let daemon = try start()
    try changeExports(untilComplete: 3)
    let first = Self.memory(of: daemon.processIdentifier)
    try changeExports(untilComplete: 3 + Self.intervals)
    let last = Self.memory(of: daemon.processIdentifier)
    kill(daemon.processIdentifier, SIGTERM)
    daemon.waitUntilExit()
    #expect(daemon.terminationStatus == 0)
    print("daemon: \(first) KiB after 3 runs, \(last) KiB after \(Self.intervals) more")
    #expect(first > 0 && Double(last) < 1.5 * Double(first))
    let complete = try runs.filter { $0.end?.outcome == .complete }
    #expect(complete.count >= Self.intervals)
    let audits = try Program.run([
      "query", "SELECT count(DISTINCT finding) FROM findings", "--store", shop.store,
    ])
    #expect(audits.status == 0 && !audits.output.contains("\n0\n"))
    // What was read last is what stands: read again, it gives no edit.
    for _ in 0..<2 {
      let result = try Program.run([
        "snapshot", "import", shop.folder + "/before", "--store", shop.store,
      ])
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try AuditStore(path: shop.store, mode: .reading).snapshots().last?.edits == 0)
  }

  @Test func `two daemons on one store share the runs`() throws {
    let daemons = try (0..<2).map { _ in try start() }
    try changeExports(untilComplete: 4)
    for daemon in daemons { kill(daemon.processIdentifier, SIGTERM) }
    for daemon in daemons { daemon.waitUntilExit() }
    let complete = try runs.filter { $0.end?.outcome == .complete }
    #expect(complete.count >= 2)
    #expect(Set(complete.map(\.due)).count == complete.count)
    #expect(try outcomes().keys.allSatisfy { $0 == "complete" || $0 == "stopped" })
    #expect(try Program.run(["verify", "--store", shop.store]).status == 0)
  }

  @Test func `settings that are wrong are told at SIGHUP, and those of before stay`() throws {
    let log = shop.folder + "/log"
    let shell = try Program.start(
      ["-c", "exec \(Program.path) daemon --config \(settings) --log json 2>\(log)"],
      executable: "/bin/sh")
    Self.wait(for: "Snapshot taken", in: log)
    let text = try String(contentsOfFile: settings, encoding: .utf8)
    try Data((text + "\nsotre: x\n").utf8).write(to: URL(filePath: settings))
    kill(shell.processIdentifier, SIGHUP)
    Self.wait(for: "The settings of before stay in force", in: log)
    let before = try runs.count
    try Data(text.replacing("every: 1s", with: "every: 1h").utf8)
      .write(to: URL(filePath: settings))
    kill(shell.processIdentifier, SIGHUP)
    Self.wait(for: "Settings reloaded", in: log)
    kill(shell.processIdentifier, SIGTERM)
    shell.waitUntilExit()
    #expect(before >= 1)
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
    let events = try lines.map { line in
      try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
    }
    let messages = events.compactMap { $0["message"] }
    #expect(
      events.contains {
        $0["level"] == "error" && $0["code"] == "unknown-key"
          && $0["problem"]?.contains("sotre") == true
      })
    #expect(messages.contains("The settings of before stay in force"))
    #expect(messages.contains("Settings reloaded"))
  }

  private func outcomes() throws -> [String: Int] {
    try runs.reduce(into: [:]) { $0[$1.end?.outcome.rawValue ?? "running", default: 0] += 1 }
  }

  /// KiB that a process holds in memory (proc(5), VmRSS).
  private static func memory(of process: Int32) -> Int {
    let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }
}
