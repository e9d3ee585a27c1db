import Foundation
import GuardrailConditions

/// Which build of the program runs, and with which engine of conditions.
enum ProgramEdition {
  /// What tells this build from others: its file, when that was written and when it came to be there, and the build of
  /// SQLite. Images that are built reproducibly give every file one time and often one size, and so the moment at which the
  /// file came to this machine counts too. Where nobody can say, it is like no other.
  static let own: String = {
    var file = stat()
    guard stat("/proc/self/exe", &file) == 0 else { return UUID().uuidString }
    return words(of: file) + " " + GuardrailJudge.engine
  }()

  /// What is known of a file, but for what it holds.
  static func words(of file: stat) -> String {
    let moments = [file.st_mtim, file.st_ctim].map { "\($0.tv_sec).\($0.tv_nsec)" }
    return (["\(file.st_dev)", "\(file.st_ino)", "\(file.st_size)"] + moments)
      .joined(separator: " ")
  }
}
