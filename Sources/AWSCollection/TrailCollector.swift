package import AWSClient
package import ConfigurationModel

/// Reads the log files that CloudTrail delivered to a bucket since they were last read.
package struct TrailCollector: Sendable {
  /// A log file as it was delivered.
  package struct Delivered: Sendable {
    /// Which file it is, by its key.
    package let log: DeliveredLog
    /// The file as it lies in the bucket, compressed.
    package let bytes: [UInt8]
  }

  /// What became of the bucket's folders.
  package struct Reading: Sendable {
    /// How many log files were read.
    package var objects = 0
    /// Why some folders were not read to their end, each with its place.
    package var problems: [Problem] = []
  }

  private let bucket: DeliveryBucket

  /// - Parameters:
  ///   - prefix: Of the keys, without a slash at its end; empty for none.
  ///   - region: The bucket's.
  package init(_ client: AWSClient, bucket: String, prefix: String, region: String) {
    self.bucket = DeliveryBucket(client: client, name: bucket, prefix: prefix, region: region)
  }

  /// So many files are handed out together.
  private static let batch = 256

  /// Hands out what was delivered after `last`, of each folder in the order of its keys, some files at a time. A folder
  /// of which a file cannot be read stays where it was. An error of who takes the files ends it.
  ///
  /// - Parameter last: The key of the last log file that was read of each folder, `ACCOUNT/REGION`.
  package func collect(
    since last: [String: String], _ give: ([Delivered]) async throws -> Void
  ) async throws -> Reading {
    var reading = Reading()
    let logs = last.values.compactMap(DeliveredLog.init)
    let known = Dictionary(
      logs.compactMap { log in log.key.deliveryFolder(above: 3).map { ($0, log) } }
    ) { $0.key < $1.key ? $1 : $0 }
    let folders = try await bucket.folders(of: "CloudTrail")
    // The names of what is new are in memory for so many folders at a time.
    for start in stride(from: 0, to: folders.count, by: DeliveryBucket.width) {
      let some = Array(folders[start..<min(start + DeliveryBucket.width, folders.count)])
      let new = try await some.concurrentMap(width: DeliveryBucket.width) { folder in
        try await outcome { try await newLogs(in: folder, since: known[folder]) }
      }
      for (folder, logs) in zip(some, new) {
        let problem = try await hand(out: logs, &reading, give)
        if let problem { reading.problems.append(.deliveryUnread(folder, problem)) }
      }
    }
    return reading
  }

  /// Hands out a folder's files up to those that cannot be read, and says why these cannot.
  private func hand(
    out logs: Result<[DeliveredLog], Problem>, _ reading: inout Reading,
    _ give: ([Delivered]) async throws -> Void
  ) async throws -> Problem? {
    switch logs {
    case .failure(let problem): return problem
    case .success(let logs):
      for start in stride(from: 0, to: logs.count, by: Self.batch) {
        let some = Array(logs[start..<min(start + Self.batch, logs.count)])
        switch try await outcome({ try await read(some) }) {
        case .failure(let problem): return problem
        case .success(let delivered):
          try await give(delivered)
          reading.objects += delivered.count
        }
      }
      return nil
    }
  }

  private func read(_ logs: [DeliveredLog]) async throws -> [Delivered] {
    try await logs.concurrentMap(width: DeliveryBucket.width) { log in
      Delivered(log: log, bytes: try await bucket.object(log.key))
    }
  }

  /// What is read, or why AWS did not give it.
  private func outcome<Value>(_ read: () async throws -> Value) async throws
    -> Result<Value, Problem>
  {
    do {
      return .success(try await read())
    } catch let refusal where refusal is AWSError || refusal is Problem {
      return .failure(Problem.of(callFailure: refusal))
    }
  }

  /// Keys are in the order of the minutes in their names; within a minute they are in none, so that the last ones that
  /// were read are asked for again.
  private func newLogs(in folder: String, since known: DeliveredLog?) async throws
    -> [DeliveredLog]
  {
    try await bucket.keys(in: folder, after: known?.minute).compactMap(DeliveredLog.init)
      .filter { $0.key != known?.key }.sorted { $0.key < $1.key }
  }
}

/// A log file that CloudTrail delivered to a bucket, by its key:
/// `PREFIX/AWSLogs/ACCOUNT/CloudTrail/REGION/2026/11/20/ACCOUNT_CloudTrail_REGION_20261120T1005Z_0123456789abcdef.json.gz`
/// (AWS CloudTrail User Guide, "CloudTrail log file names").
package struct DeliveredLog: Hashable, Sendable {
  /// The key in the bucket.
  package let key: String
  /// `ACCOUNT/REGION`.
  package let folder: String
  /// The name of the file.
  package let name: String

  /// Nil where the key is not a log file's.
  package init?(key: String) {
    guard let name = DeliveredName(key: key), name.parts.count == 5, name.parts[1] == "CloudTrail"
    else { return nil }
    (self.key, self.name, folder) = (key, name.text, name.place)
  }

  /// The key up to the minute: it stands before every key of that minute.
  var minute: String { String(key.dropLast(key.split(separator: "_").last?.count ?? 0)) }
}
