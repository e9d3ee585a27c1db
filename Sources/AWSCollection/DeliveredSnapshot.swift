import ConfigurationModel

/// A snapshot that AWS Config delivered to a bucket, by its key:
/// `PREFIX/AWSLogs/ACCOUNT/Config/REGION/2026/11/2/ConfigSnapshot/ACCOUNT_Config_REGION_ConfigSnapshot_20261102T091124Z_ID.json.gz`
/// (AWS Config Developer Guide, "Delivering configuration snapshot").
///
/// Its day is written without zeros: `2026/11/2` comes after `2026/11/19` as a text. So keys are compared
/// by the moment in their names.
struct DeliveredSnapshot: Hashable, Sendable, Comparable {
  let key: String
  /// `ACCOUNT/REGION`.
  let folder: String
  /// `20261102T091124Z`.
  let moment: String

  /// Nil where the key is not a snapshot's: histories, and the file that checks whether AWS Config
  /// may write.
  init?(key: String) {
    guard let name = key.split(separator: "/").last, name.hasSuffix(".json.gz") else { return nil }
    let parts = name.split(separator: "_")
    guard parts.count >= 6, parts[1] == "Config", parts[3] == "ConfigSnapshot" else { return nil }
    // Whoever may write to the bucket chooses keys, and they name folders and files here.
    let (account, region) = (String(parts[0]), String(parts[2]))
    guard account.isAWSAccount, region.isAWSRegion, name.utf8.allSatisfy(\.isPlainInFileName) else {
      return nil
    }
    let moment = parts[4]
    guard moment.count == 16, moment.hasSuffix("Z"),
      moment.utf8.enumerated().allSatisfy({ index, byte in
        index == 8 ? byte == 84 : index == 15 || (48...57).contains(byte)
      })
    else { return nil }
    self.key = key
    folder = "\(account)/\(region)"
    self.moment = String(moment)
  }

  /// Midnight of the day whose folder it stands in; nil where that is none.
  var day: Timestamp? {
    let numbers = key.split(separator: "/").suffix(5).prefix(3).compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    let date = numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
    return Timestamp(parsing: date + "T00:00:00Z")
  }

  static func < (left: DeliveredSnapshot, right: DeliveredSnapshot) -> Bool {
    (left.moment, left.key) < (right.moment, right.key)
  }
}

extension UInt8 {
  /// Letters, digits, `-`, `_` and `.`: what AWS Config makes the names of its objects of.
  fileprivate var isPlainInFileName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
