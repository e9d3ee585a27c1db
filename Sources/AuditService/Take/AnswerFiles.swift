import AWSCollection
import ConfigurationModel
import Foundation
import SnapshotSources
import Synchronization

/// Answers as files of their own folder: held by this process alone, or kept where the user says.
final class AnswerFiles: Sendable {
  let path: String
  /// Nil where the answers are kept.
  private let held: HeldFolder?
  private let state = Mutex<(count: Int, hasAnswer: Bool, refusal: String?)>((0, false, nil))

  /// Answers hold what the store never does: only a folder that the user names is one of the file system,
  /// which its owner alone can read.
  init(at path: String?) throws {
    guard let path else {
      Self.removeLeftovers(in: FileManager.default.temporaryDirectory)
      let held = try HeldFolder.make()
      (self.held, self.path) = (held, held.path)
      return
    }
    (held, self.path) = (nil, path)
    do {
      try FileManager.default.createDirectory(
        atPath: self.path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw Problem.folderUnwritable(self.path, error.localizedDescription)
    }
  }

  /// The answers of one account, which stand in a folder of their own there.
  private init(within path: String, _ held: HeldFolder?) {
    self.path = path
    self.held = held
  }

  /// The answers of an account, by themselves: whether there is one, and the first refusal.
  func ofAccount() -> AnswerFiles { AnswerFiles(within: path, held) }

  /// Where the answers of an account stand.
  func folder(of account: String) -> String { path + "/" + account }

  /// Takes the answers of an account away, unless they are to be kept.
  func remove(_ account: String) {
    held?.remove { $0.hasPrefix(account + "/") }
  }

  private static let prefix = "plumb-answers:"

  /// Takes away what processes of an earlier version left that were killed.
  private static func removeLeftovers(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(prefix) {
      let holder = name.dropFirst(prefix.count).split(separator: ":").dropLast()
      if RunHolder.isGone(holder.joined(separator: ":")) {
        try? FileManager.default.removeItem(at: folder.appending(path: name))
      }
    }
  }

  /// How many were written.
  var count: Int { state.withLock { $0.count } }
  var hasAnswer: Bool { state.withLock { $0.hasAnswer } }
  /// The first refusal, in words.
  var refusal: String? { state.withLock { $0.refusal } }

  var sink: AccountCollector.Sink {
    AccountCollector.Sink { answer in
      try self.write(answer)
    } withdraw: { listing in
      try self.withdraw(listing)
    }
  }

  /// Keeps an object as it was delivered.
  func write(_ delivered: DeliveryCollector.Delivered) throws {
    try write(delivered.bytes, to: delivered.path)
    state.withLock { $0.hasAnswer = true }
  }

  /// A folder that holds nothing, for what is known without an answer.
  func emptyFolder() throws -> String {
    let folder = path + "/nothing"
    guard held == nil else { return folder }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return folder
  }

  /// Keeps bytes under a path of the folder.
  func write(_ bytes: some Collection<UInt8>, to place: String) throws {
    if let held { return try held.write(bytes, to: place) }
    let file = URL(filePath: path).appending(path: place)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    // Its owner's alone from the start, also in a folder that is not this program's.
    let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw Problem.folderUnwritable(file.path, String(cString: strerror(errno)))
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  func write(_ answer: CollectedAnswer) throws {
    try write(answer.value.canonicalJSON.utf8, to: answer.path)
    state.withLock { state in
      state.count += 1
      if let error = answer.value["Error"] {
        state.refusal = state.refusal ?? error["Message"]?.string
      } else {
        state.hasAnswer = true
      }
    }
  }

  private func withdraw(_ listing: CollectedAnswer.Listing) throws {
    if let held {
      return held.remove { place in
        place.hasPrefix("\(listing.folder)/\(listing.prefix)")
          || place.hasPrefix("\(listing.folder)/\(listing.items)/")
      }
    }
    let folder = URL(filePath: path).appending(path: listing.folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where name.hasPrefix(listing.prefix) || name == listing.items {
      try FileManager.default.removeItem(atPath: folder + "/" + name)
    }
  }

  /// Takes the folder away, unless it is to be kept.
  func remove() { held?.remove() }
}

extension Problem {
  static func folderUnwritable(_ path: String, _ reason: String) -> Problem {
    Problem(
      "output-unwritable", "The folder '\(path)' cannot be made: \(reason)",
      hint: "Check that the folder above exists and may be written by you.")
  }
}
