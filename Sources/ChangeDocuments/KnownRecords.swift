import ConfigurationModel
import Crypto
import Synchronization

/// What texts of change records say, as they were read before: a daemon reads the same ones again every few minutes, and an
/// audit the same ones several times. The same text, in a file of the same name, says the same.
final class KnownRecords: Sendable {
  /// Those of this process.
  static let own = KnownRecords(atMostBytes: 256 << 20)

  /// So many bytes of texts are known at most, twice over.
  private let most: Int
  private let known = Mutex(Known())

  private struct Known {
    var recent: [SHA256.Digest: [RecordDocument]] = [:]
    /// Those of which none was asked for since `recent` was begun.
    var older: [SHA256.Digest: [RecordDocument]] = [:]
    /// The bytes of the texts of `recent`.
    var bytes = 0

    mutating func keep(
      _ records: [RecordDocument], at key: SHA256.Digest, bytes: Int, atMost most: Int
    ) {
      if self.bytes + bytes > most { (older, recent, self.bytes) = (recent, [:], 0) }
      recent[key] = records
      self.bytes += bytes
    }
  }

  init(atMostBytes most: Int) { self.most = most }

  /// The records of a text, read if they are not known. What cannot be read is read each time.
  ///
  /// - Parameter isStored: The store holds the text: less of it is checked.
  func records(
    of text: String, file: String, isStored: Bool, read: () throws(Problems) -> [RecordDocument]
  ) throws(Problems) -> [RecordDocument] {
    let key = Self.key(text, file, isStored)
    let (recent, older) = known.withLock { ($0.recent[key], $0.older[key]) }
    if let recent { return recent }
    let records = if let older { older } else { try read() }
    known.withLock { $0.keep(records, at: key, bytes: text.utf8.count, atMost: most) }
    return records
  }

  private static func key(_ text: String, _ file: String, _ isStored: Bool) -> SHA256.Digest {
    var hash = SHA256()
    // No path holds the character that ends it.
    hash.update(data: Array("\(isStored)\0\(file)\0".utf8))
    hash.update(data: Array(text.utf8))
    return hash.finalize()
  }
}
