import AuditReport
import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Foundation

/// Checks that a store and its surroundings are fit for work.
package struct CheckHealth {
  /// The path of the store's file; the key and the folder are looked for beside it.
  package let path: String
  /// The moment against which the age of the newest snapshot is held.
  package let now: Timestamp

  /// Whether a store that is not there yet is as it should be.
  package let mayBeMissing: Bool

  /// Whom the settings tell of findings; nil where there are no settings.
  package let notices: Settings.Notices?

  /// Makes the checks of one store; nothing is read before `run`.
  package init(
    path: String, now: Timestamp, mayBeMissing: Bool = false, notices: Settings.Notices? = nil
  ) {
    self.path = path
    self.now = now
    self.mayBeMissing = mayBeMissing
    self.notices = notices
  }

  /// One thing that was checked.
  package struct Check: Sendable {
    /// What was checked: `store`, `key`, `latest snapshot`.
    package let name: String
    /// Whether it is as it should be.
    package let isGood: Bool
    /// What was found, in words; where it is not good, what is wrong.
    package let words: String
    /// What to do where it is not good, never empty; nil where it is good.
    package let next: String?

    /// Makes a check; what to do next counts where it is not good. Where nothing better is known, it is to put
    /// right what the words say.
    package init(name: String, isGood: Bool, words: String, next: String? = nil) {
      self.name = name
      self.isGood = isGood
      self.words = words
      let advice = next.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } ?? Self.plainAdvice
      self.next = isGood ? nil : advice
    }

    private static let plainAdvice = "put it right, then run 'plumb doctor' again"
  }

  /// Looks at everything, in the order in which it is told; never throws: what fails is a check.
  package func run() -> [Check] {
    [
      storeCheck, privacyCheck("file", path), privacyCheck("key", path + ".key"), folderCheck,
      spaceCheck, ageCheck, unreadCheck, recordCheck, noticeCheck, messageCheck,
    ].compactMap { $0 }
  }

  private var storeCheck: Check {
    do {
      let verification = try AuditStore(path: path, mode: .reading).verify()
      let first = verification.problems.first
      return Check(
        name: "store", isGood: first == nil,
        words: first?.message ?? "\(path) is sound, \(verification.versions) versions",
        next: first?.hint ?? "'plumb verify' says more")
    } catch  where mayBeMissing && error.code == "store-missing" {
      return Check(
        name: "store", isGood: true, words: "none yet: the first snapshot makes '\(path)'")
    } catch {
      return Check(name: "store", isGood: false, words: error.message, next: error.hint)
    }
  }

  private func privacyCheck(_ name: String, _ path: String) -> Check? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let mode = attributes?[.posixPermissions] as? Int else { return nil }
    let isPrivate = mode & 0o077 == 0
    return Check(
      name: name, isGood: isPrivate,
      words: isPrivate ? "only its owner can read it" : "others can read '\(path)'",
      next: "chmod 600 '\(path)'")
  }

  private var folder: String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  private var folderCheck: Check {
    let isWritable = FileManager.default.isWritableFile(atPath: folder)
    return Check(
      name: "folder", isGood: isWritable,
      words: isWritable ? "can be written" : "'\(folder)' cannot be written: imports will fail",
      next: "chown or chmod it for the user that imports, or name another --store")
  }

  private var spaceCheck: Check? {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    guard let free = attributes?[.systemFreeSize] as? Int else { return nil }
    let megabytes = free / 1_000_000
    return Check(
      name: "disk", isGood: megabytes > 500,
      words: "\(megabytes) MB free" + (megabytes > 500 ? "" : ": too little for an import"),
      next: "free some, or drop old history with 'plumb prune'")
  }

  /// What sources of activity told of and nobody could read.
  private var unreadCheck: Check? {
    guard let unread = try? AuditStore(path: path, mode: .reading).standingUnread(),
      let first = unread.first
    else { return nil }
    return Check(
      name: "activity", isGood: false,
      words:
        "\(counted(unread.count, "piece")) of activity could not be read: \(first.problem.message)",
      next: "'plumb activity unread' lists what stands so")
  }

  /// Change records that could not be read when they were last registered.
  private var recordCheck: Check? {
    guard let unread = try? AuditStore(path: path, mode: .reading).unreadDocuments(),
      let first = unread.first
    else { return nil }
    return Check(
      name: "change records", isGood: false,
      words: "\(counted(unread.count, "file")) could not be registered, such as \(first.path): "
        + first.problem.message,
      next: "put it right; 'plumb audit' registers it and says what is left")
  }

  /// What waits for destinations that the settings do not have.
  private var noticeCheck: Check? {
    guard let notices,
      let lost = try? AuditStore(path: path, mode: .reading)
        .strandedNotices(without: Set(notices.destinations.map(\.name))),
      !lost.destinations.isEmpty
    else { return nil }
    return Check(
      name: "notices", isGood: false,
      words: lost.destinations.map(PassOnNotices.sentence).joined(separator: "; "),
      next: "'plumb notice list' shows what waits; "
        + (notices.destinations.isEmpty
          ? "name a destination under 'notices' of the settings"
          : "'plumb notice send' tells the other destinations"))
  }

  /// What could not be sent.
  private var messageCheck: Check? {
    guard let status = try? AuditStore(path: path, mode: .reading).noticeStatus(),
      let words = status.words(by: notices, now)
    else { return nil }
    return Check(
      name: "messages", isGood: !status.needsSomebody(by: notices, at: now), words: words,
      next: "'plumb notice list' shows why; "
        + (status.givenUp > 0
          ? "then 'plumb notice retry' sends again what was given up"
          : "what waits is sent once its destination takes it"))
  }

  private var ageCheck: Check? {
    guard let last = try? AuditStore(path: path, mode: .reading).standingSnapshots().last else {
      return nil
    }
    let hours = (now.seconds - last.takenAt.seconds) / 3600
    return Check(
      name: "latest snapshot", isGood: last.takenAt <= now,
      words: last.takenAt <= now
        ? "taken \(hours) h ago" : "was taken in the future",
      next: "set the clock, then take it back with 'plumb snapshot withdraw \(last.number)'")
  }
}
