import ConfigurationModel
import Crypto
import Synchronization

/// What texts of change records say, as they were read before: a daemon reads the same ones again every few minutes, and an
/// audit the same ones several times. The same text, in a file of the same name, says the same.
final class KnownRecords: Sendable {
  /// Those of this process.
  static let own = KnownRecords(atMost: 400_000)

  /// So many texts are known at most.
  private let most: Int
  private let known = Mutex<[SHA256.Digest: [RecordDocument]]>([:])

  init(atMost most: Int) { self.most = most }

  /// The records of a text, read if they are not known. What cannot be read is read each time.
  ///
  /// - Parameter isStored: The store holds the text: less of it is checked.
  func records(
    of text: String, file: String, isStored: Bool, read: () throws(Problems) -> [RecordDocument]
  ) throws(Problems) -> [RecordDocument] {
    let key = Self.key(text, file, isStored)
    if let known = known.withLock({ $0[key] }) { return known }
    let records = try read()
    known.withLock { known in
      if known.count >= most { known.removeAll() }
      known[key] = records
    }
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
