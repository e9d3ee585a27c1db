import ConfigurationModel

/// A snapshot that AWS Config delivered to a bucket, by its key:
/// `PREFIX/AWSLogs/ACCOUNT/Config/REGION/2026/11/2/ConfigSnapshot/ACCOUNT_Config_REGION_ConfigSnapshot_20261102T091124Z_ID.json.gz`
/// (AWS Config Developer Guide, "Delivering configuration snapshot").
///
/// Its day is written without zeros: `2026/11/2` comes after `2026/11/19` as a text. So keys are compared
/// by the moment in their names.
package struct DeliveredSnapshot: Hashable, Sendable, Comparable {
  let key: String
  /// `ACCOUNT/REGION`.
  let folder: String
  /// `20261102T091124Z`.
  let moment: String

  /// Nil where the key is not a snapshot's: histories, and the file that checks whether AWS Config
  /// may write.
  init?(key: String) {
    guard let name = DeliveredName(key: key), name.parts.count >= 6, name.parts[1] == "Config",
      name.parts[3] == "ConfigSnapshot"
    else { return nil }
    let moment = name.parts[4]
    guard moment.count == 16, moment.hasSuffix("Z"),
      moment.utf8.enumerated().allSatisfy({ index, byte in
        index == 8 ? byte == 84 : index == 15 || (48...57).contains(byte)
      })
    else { return nil }
    (self.key, folder, self.moment) = (key, name.place, String(moment))
  }

  /// Midnight of the day whose folder it stands in; nil where that is none.
  var day: Timestamp? {
    let numbers = key.split(separator: "/").suffix(5).prefix(3).compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    let date = numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
    return Timestamp(parsing: date + "T00:00:00Z")
  }

  /// Whether an object is one, by its key.
  package static func isKey(_ key: String) -> Bool { DeliveredSnapshot(key: key) != nil }

  /// By their moments.
  package static func < (left: DeliveredSnapshot, right: DeliveredSnapshot) -> Bool {
    (left.moment, left.key) < (right.moment, right.key)
  }
}
