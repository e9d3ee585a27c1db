package import AWSClient
package import ConfigurationModel

/// Reads the log files that CloudTrail delivered to a bucket since they were last read.
package struct TrailCollector: Sendable {
  /// A log file as it was delivered.
  package struct Delivered: Sendable {
    package let log: DeliveredLog
    package let bytes: [UInt8]
  }

  /// What became of the bucket's folders.
  package struct Reading: Sendable {
    /// How many log files were read.
    package var objects = 0
    /// Why some folders were not read to their end, each with its place.
    package var problems: [Problem] = []
  }

  private let client: AWSClient
  private let bucket: String
  private let prefix: String
  private let region: String

  /// - Parameters:
  ///   - prefix: Of the keys, without a slash at its end; empty for none.
  ///   - region: The bucket's.
  package init(_ client: AWSClient, bucket: String, prefix: String, region: String) {
    self.client = client
    self.bucket = bucket
    self.prefix = prefix
    self.region = region
  }

  /// So many objects are read at a time, and so many are handed out together.
  private static let (width, batch) = (8, 256)

  /// Hands out what was delivered after `last`, of each folder in the order of its keys, some files at a time. A folder
  /// of which a file cannot be read stays where it was. An error of who takes the files ends it.
  ///
  /// - Parameter last: The key of the last log file that was read of each folder, `ACCOUNT/REGION`.
  package func collect(
    since last: [String: String], _ give: ([Delivered]) async throws -> Void
  ) async throws -> Reading {
    var reading = Reading()
    for folder in try await trailFolders() {
      do {
        let new = try await newLogs(in: folder, since: last)
        for start in stride(from: 0, to: new.count, by: Self.batch) {
          let delivered = try await objects(new[start..<min(start + Self.batch, new.count)])
          try await give(delivered)
          reading.objects += delivered.count
        }
      } catch let refusal where refusal is AWSError || refusal is FolderRefusal {
        let reason = (refusal as? FolderRefusal)?.problem ?? Problem.of(callFailure: refusal)
        reading.problems.append(.deliveryUnread(folder, reason))
      }
    }
    return reading
  }

  /// Why an answer about a folder cannot be used: told apart from an error of who takes the files.
  private struct FolderRefusal: Error { let problem: Problem }

  private func objects(_ logs: ArraySlice<DeliveredLog>) async throws -> [Delivered] {
    try await Array(logs).concurrentMap(width: Self.width) { log in
      let request = AWSRequest(
        "s3api", "get-object", region: region,
        ["bucket": .string(bucket), "key": .string(log.key)])
      do {
        return Delivered(log: log, bytes: try await client.call(request).body ?? [])
      } catch let problem as Problem {
        throw FolderRefusal(problem: problem)
      }
    }
  }

  /// Keys are in the order of the minutes in their names; within a minute they are in none, so that the last ones that
  /// were read are asked for again.
  private func newLogs(in folder: String, since last: [String: String]) async throws
    -> [DeliveredLog]
  {
    let known = last.values.compactMap(DeliveredLog.init).first { $0.key.hasPrefix(folder) }
    let listing = AWSRequest(
      "s3api", "list-objects-v2", region: region,
      ["bucket": .string(bucket), "prefix": .string(folder)])
    let request = known.map { listing.with("start-after", .string($0.minute)) } ?? listing
    let answer: ConfigurationValue
    do {
      answer = try await client.all(request).value
    } catch let problem as Problem {
      throw FolderRefusal(problem: problem)
    }
    return (answer["Contents"]?.members ?? []).compactMap { $0["Key"]?.string }
      .compactMap(DeliveredLog.init).filter { log in known.map { log.key != $0.key } ?? true }
      .sorted { $0.key < $1.key }
  }

  /// `PREFIX/AWSLogs/ACCOUNT/CloudTrail/REGION/`; of an organization `PREFIX/AWSLogs/o-…/ACCOUNT/…`.
  private func trailFolders() async throws -> [String] {
    let root = (prefix.isEmpty ? "" : prefix + "/") + "AWSLogs/"
    var accounts: [String] = []
    for folder in try await folders(in: root) {
      let name = folder.dropFirst(root.count)
      accounts += name.hasPrefix("o-") ? try await folders(in: folder) : [folder]
    }
    var found: [String] = []
    for account in accounts { found += try await folders(in: account + "CloudTrail/") }
    return found
  }

  private func folders(in folder: String) async throws -> [String] {
    let request = AWSRequest(
      "s3api", "list-objects-v2", region: region,
      ["bucket": .string(bucket), "prefix": .string(folder), "delimiter": .string("/")])
    let answer = try await client.all(request).value
    return (answer["CommonPrefixes"]?.members ?? []).compactMap { $0["Prefix"]?.string }
  }
}

/// A log file that CloudTrail delivered to a bucket, by its key:
/// `PREFIX/AWSLogs/ACCOUNT/CloudTrail/REGION/2026/11/20/ACCOUNT_CloudTrail_REGION_20261120T1005Z_0123456789abcdef.json.gz`
/// (AWS CloudTrail User Guide, "CloudTrail log file names").
package struct DeliveredLog: Hashable, Sendable {
  package let key: String
  /// `ACCOUNT/REGION`.
  package let folder: String
  /// The name of the file.
  package let name: String

  /// Nil where the key is not a log file's. Whoever may write to the bucket chooses keys, and they name files here.
  package init?(key: String) {
    guard let name = key.split(separator: "/").last, name.hasSuffix(".json.gz") else { return nil }
    let parts = name.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[1] == "CloudTrail" else { return nil }
    let (account, region) = (String(parts[0]), String(parts[2]))
    guard account.isAWSAccount, region.isAWSRegion, name.utf8.allSatisfy(\.isPlainInName) else {
      return nil
    }
    self.key = key
    self.name = String(name)
    folder = "\(account)/\(region)"
  }

  /// The key up to the minute: it stands before every key of that minute.
  var minute: String { String(key.dropLast(key.split(separator: "_").last?.count ?? 0)) }
}

extension UInt8 {
  /// Letters, digits, `-`, `_` and `.`: what CloudTrail makes the names of its files of.
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
