import Foundation

/// What the system says of a file or folder, through links.
struct FileFacts {
  private let facts: stat

  /// Nil where nothing is there, or nothing that can be reached; `errno` says why.
  init?(_ path: String) {
    var facts = stat()
    guard stat(path, &facts) == 0 else { return nil }
    self.facts = facts
  }

  /// Of what this process has open; nil where it has not.
  init?(open descriptor: Int32) {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { return nil }
    self.facts = facts
  }

  var isRegular: Bool { facts.st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { facts.st_mode & S_IFMT == S_IFDIR }
  var isPipe: Bool { facts.st_mode & S_IFMT == S_IFIFO }
  /// Whether it belongs to whom this process works for.
  var isOwn: Bool { facts.st_uid == geteuid() }
  /// How many hard links lead to it.
  var names: Int { Int(facts.st_nlink) }
  /// Who may do what with it.
  var mode: mode_t { facts.st_mode & 0o7777 }

  /// Whether both are the same file, whatever leads to it.
  func isOne(with other: FileFacts) -> Bool {
    facts.st_dev == other.facts.st_dev && facts.st_ino == other.facts.st_ino
  }
}
