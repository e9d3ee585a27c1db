import AWSClient
import ConfigurationModel

/// A bucket that services of AWS deliver files to, in folders by account and region.
struct DeliveryBucket: Sendable {
  let client: AWSClient
  let name: String
  /// Of the keys, without a slash at its end; empty for none.
  let prefix: String
  /// The bucket's.
  let region: String

  /// So many folders or objects are asked about at a time.
  static let width = 8

  /// `PREFIX/AWSLogs/ACCOUNT/SERVICE/REGION/`; of an organization `PREFIX/AWSLogs/o-…/ACCOUNT/…`.
  func folders(of service: String) async throws -> [String] {
    let root = (prefix.isEmpty ? "" : prefix + "/") + "AWSLogs/"
    let accounts = try await folders(in: root).concurrentMap(width: Self.width) { folder in
      folder.dropFirst(root.count).hasPrefix("o-") ? try await folders(in: folder) : [folder]
    }
    return try await accounts.flatMap(\.self).concurrentMap(width: Self.width) { account in
      try await folders(in: account + service + "/")
    }.flatMap(\.self)
  }

  /// The folders below one, in the order of their names as texts.
  func folders(in folder: String) async throws -> [String] {
    let answer = try await client.all(listing(folder).with("delimiter", .string("/"))).value
    return (answer["CommonPrefixes"]?.members ?? []).compactMap { $0["Prefix"]?.string }
  }

  /// The keys of the objects in a folder that stand after one, in the order of texts; all where that is nil.
  func keys(in folder: String, after key: String?) async throws -> [String] {
    let request = key.map { listing(folder).with("start-after", .string($0)) } ?? listing(folder)
    let answer = try await client.all(request).value
    return (answer["Contents"]?.members ?? []).compactMap { $0["Key"]?.string }
  }

  func object(_ key: String) async throws -> [UInt8] {
    let request = AWSRequest(
      "s3api", "get-object", region: region, ["bucket": .string(name), "key": .string(key)])
    return try await client.call(request).body ?? []
  }

  private func listing(_ folder: String) -> AWSRequest {
    AWSRequest(
      "s3api", "list-objects-v2", region: region,
      ["bucket": .string(name), "prefix": .string(folder)])
  }
}

/// The name of a file that a service delivered, `ACCOUNT_SERVICE_REGION_….json.gz`, by its key.
struct DeliveredName: Hashable, Sendable {
  let text: String
  /// What stands between its underscores.
  let parts: [Substring]
  /// `ACCOUNT/REGION`.
  let place: String

  /// Nil where it is no such name. Whoever may write to the bucket chooses keys, and they name folders and files here.
  init?(key: String) {
    guard let name = key.split(separator: "/").last, name.hasSuffix(".json.gz"),
      name.utf8.allSatisfy(\.isPlainInName)
    else { return nil }
    parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count > 3 else { return nil }
    let (account, region) = (String(parts[0]), String(parts[2]))
    guard account.isAWSAccount, region.isAWSRegion else { return nil }
    text = String(name)
    place = "\(account)/\(region)"
  }
}

extension String {
  /// Of the key of an object so many folders below the one of its account and region, that folder.
  func deliveryFolder(above levels: Int) -> String? {
    let parts = split(separator: "/", omittingEmptySubsequences: false)
    return parts.count > levels ? parts.dropLast(levels + 1).joined(separator: "/") + "/" : nil
  }
}

extension UInt8 {
  /// Letters, digits, `-`, `_` and `.`: what services make the names of their objects of.
  fileprivate var isPlainInName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
