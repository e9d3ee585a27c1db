import Foundation

/// The process that holds a run, so that another one can tell whether it is gone.
package struct RunHolder: Hashable, Sendable {
  /// `HOST:PID:START`, the start in ticks since the machine began (proc(5), field 22 of stat): a number
  /// of a process that is used again is not taken for the same.
  package let text: String

  private static let host = ProcessInfo.processInfo.hostName.replacing(":", with: "_")

  /// This process.
  package static let own = RunHolder(
    text: "\(host):\(getpid()):\(start(of: getpid()) ?? "0")")

  /// Whether a holder was a process of this machine that is there no more.
  package static func isGone(_ text: String) -> Bool {
    let parts = text.split(separator: ":")
    guard parts.count == 3, parts[0] == host, let id = Int32(parts[1]) else { return false }
    return start(of: id).map { $0 != parts[2] } ?? true
  }

  /// Whether a holder is, or was, a process of this machine.
  package static func isHere(_ text: String) -> Bool {
    text.split(separator: ":").first.map { $0 == host } ?? false
  }

  private static func start(of process: Int32) -> String? {
    guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      // The name of the program stands in brackets and may hold anything.
      let end = stat.lastIndex(of: ")")
    else { return nil }
    let fields = stat[end...].split(separator: " ")
    return fields.count > 20 ? String(fields[20]) : nil
  }
}
