package import AWSClient
package import ConfigurationModel

/// Reads the snapshots that AWS Config delivered to a bucket since they were last read.
package struct DeliveryCollector: Sendable {
  /// An object as it was delivered: its bytes, and the path that tells an import what it is.
  package struct Delivered: Sendable {
    package let path: String
    package let bytes: [UInt8]
    /// When it was delivered: `20261102T091124Z`.
    package let moment: String
    /// `ACCOUNT/REGION`, and the key of the object.
    package let folder: String
    package let key: String
  }

  /// Why a folder's new snapshots could not be read.
  package struct FolderProblem: Hashable, Sendable {
    /// `ACCOUNT/REGION`.
    package let place: String
    package let problem: Problem

    package init(place: String, problem: Problem) {
      self.place = place
      self.problem = problem
    }
  }

  /// What became of the bucket's folders.
  package struct Reading: Sendable {
    /// How many objects were read.
    package var objects = 0
    package var problems: [FolderProblem] = []
  }

  private let client: AWSClient
  private let bucket: String
  private let prefix: String
  private let region: String

  /// - Parameter prefix: Of the keys, without a slash at its end; empty for none.
  package init(_ client: AWSClient, bucket: String, prefix: String, region: String) {
    self.client = client
    self.bucket = bucket
    self.prefix = prefix
    self.region = region
  }

  /// Hands out what is newer than `last`, one moment after the other; of a folder that was never read,
  /// only the newest. A folder of which an object cannot be read stays where it was.
  package func collect(
    since last: [String: String], _ give: (Delivered) async throws -> Void
  ) async throws -> Reading {
    var reading = Reading()
    let folders = try await configFolders()
    for folder in folders {
      do {
        for snapshot in try await newSnapshots(in: folder, since: last) {
          let request = AWSRequest(
            "s3api", "get-object", region: region,
            ["bucket": .string(bucket), "key": .string(snapshot.key)])
          let answer = try await client.call(request)
          let name = snapshot.key.split(separator: "/").last.map(String.init) ?? snapshot.key
          let path = "\(snapshot.moment)/\(snapshot.folder)/\(name)"
          try await give(
            Delivered(
              path: path, bytes: answer.body ?? [], moment: snapshot.moment,
              folder: snapshot.folder, key: snapshot.key))
          reading.objects += 1
        }
      } catch let refusal where refusal is AWSError || refusal is Problem {
        reading.problems.append(
          FolderProblem(
            place: Self.place(of: folder),
            problem: .deliveryUnread(folder, Problem.of(callFailure: refusal))))
      }
    }
    return reading
  }

  /// `ACCOUNT/REGION` of `PREFIX/AWSLogs/ACCOUNT/Config/REGION/`.
  private static func place(of folder: String) -> String {
    let parts = folder.split(separator: "/").suffix(3)
    return "\(parts.first ?? "")/\(parts.last ?? "")"
  }

  /// `PREFIX/AWSLogs/ACCOUNT/Config/REGION/`; of an organization `PREFIX/AWSLogs/o-…/ACCOUNT/…`.
  private func configFolders() async throws -> [String] {
    let root = (prefix.isEmpty ? "" : prefix + "/") + "AWSLogs/"
    var accounts: [String] = []
    for folder in try await folders(in: root) {
      let name = folder.dropFirst(root.count)
      accounts += name.hasPrefix("o-") ? try await folders(in: folder) : [folder]
    }
    var found: [String] = []
    for account in accounts { found += try await folders(in: account + "Config/") }
    return found
  }

  /// Day by day, newest first, until the day of what was last read, or the first snapshot where nothing
  /// was.
  private func newSnapshots(in folder: String, since last: [String: String]) async throws
    -> [DeliveredSnapshot]
  {
    let known = last.values.compactMap(DeliveredSnapshot.init).first { $0.key.hasPrefix(folder) }
    let lastDay = known.map { Self.day(of: $0.key.dropFirst(folder.count)) }
    var found: [DeliveredSnapshot] = []
    for year in try await numbered(in: folder) {
      for month in try await numbered(in: year) {
        for day in try await numbered(in: month) {
          if let lastDay,
            Self.day(of: day.dropFirst(folder.count)).lexicographicallyPrecedes(lastDay)
          {
            return found.sorted()
          }
          let here = try await snapshots(in: day + "ConfigSnapshot/")
          found += here.filter { snapshot in known.map { $0 < snapshot } ?? true }
          if known == nil, let newest = here.max() { return [newest] }
        }
      }
    }
    return found.sorted()
  }

  /// Year, month and day of `2026/11/2/…`.
  private static func day(of path: Substring) -> [Int] {
    path.split(separator: "/").prefix(3).compactMap { Int($0) }
  }

  private func snapshots(in folder: String) async throws -> [DeliveredSnapshot] {
    let answer = try await client.all(listing(folder)).value
    return (answer["Contents"]?.members ?? []).compactMap { $0["Key"]?.string }
      .compactMap(DeliveredSnapshot.init)
  }

  /// The folders that are numbers, the greatest first.
  private func numbered(in folder: String) async throws -> [String] {
    let found = try await folders(in: folder).compactMap { path in
      path.split(separator: "/").last.flatMap { Int($0) }.map { ($0, path) }
    }
    return found.sorted { $0.0 > $1.0 }.map(\.1)
  }

  private func folders(in folder: String) async throws -> [String] {
    let answer = try await client.all(listing(folder).with("delimiter", .string("/"))).value
    return (answer["CommonPrefixes"]?.members ?? []).compactMap { $0["Prefix"]?.string }
  }

  private func listing(_ folder: String) -> AWSRequest {
    AWSRequest(
      "s3api", "list-objects-v2", region: region,
      ["bucket": .string(bucket), "prefix": .string(folder)])
  }
}

extension Problem {
  package static func deliveryUnread(_ folder: String, _ problem: Problem) -> Problem {
    Problem(
      "delivery-unread", "What was delivered to '\(folder)' could not be read: \(problem.message)",
      hint: problem.hint)
  }
}
