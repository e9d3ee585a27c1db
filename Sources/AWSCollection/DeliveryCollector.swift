package import AWSClient
package import ConfigurationModel

/// Reads the snapshots that AWS Config delivered to a bucket since they were last read.
package struct DeliveryCollector: Sendable {
  /// An object as it was delivered: its bytes, and the path that tells an import what it is.
  package struct Delivered: Sendable {
    /// `20261102T091124Z/ACCOUNT/REGION/NAME`, where `NAME` is the last part of the key.
    package let path: String
    /// The object as it lies in the bucket, compressed where it was delivered so.
    package let bytes: [UInt8]
    /// When it was delivered: `20261102T091124Z`.
    package let moment: String
    /// `ACCOUNT/REGION`, and the key of the object.
    package let folder: String
    /// The object's key in the bucket.
    package let key: String
  }

  /// Why a folder's new snapshots could not be read.
  package struct FolderProblem: Error, Hashable, Sendable {
    /// `ACCOUNT/REGION`.
    package let place: String
    /// Why, with the code `delivery-unread`.
    package let problem: Problem

    /// Makes the problem of one folder, `ACCOUNT/REGION`.
    package init(place: String, problem: Problem) {
      self.place = place
      self.problem = problem
    }
  }

  /// What became of the bucket's folders.
  package struct Reading: Sendable {
    /// How many objects were read.
    package var objects = 0
    /// The folders that were not read to their end; they stay where they were.
    package var problems: [FolderProblem] = []
  }

  private let bucket: DeliveryBucket

  /// - Parameter prefix: Of the keys, without a slash at its end; empty for none.
  package init(_ client: AWSClient, bucket: String, prefix: String, region: String) {
    self.bucket = DeliveryBucket(client: client, name: bucket, prefix: prefix, region: region)
  }

  /// Hands out what is newer than `last`, one folder after the other, oldest first; of a folder that was
  /// never read, only the newest. A folder of which an object cannot be read stays where it was. An error of
  /// who takes the objects ends it.
  ///
  /// That nothing is new costs one request a folder, and one an account to learn of new folders.
  package func collect(
    since last: [String: String], _ give: (Delivered) async throws -> Void
  ) async throws -> Reading {
    var reading = Reading()
    let known = Self.newest(of: last)
    let folders = try await bucket.folders(of: "Config")
    let found = try await folders.concurrentMap(width: DeliveryBucket.width) { folder in
      do {
        return Result<_, FolderProblem>.success(
          try await newSnapshots(in: folder, since: known[folder]))
      } catch let refusal where refusal is AWSError || refusal is Problem {
        return .failure(Self.problem(of: folder, refusal))
      }
    }
    for (folder, snapshots) in zip(folders, found) {
      let problem = try await hand(out: snapshots, of: folder) { object in
        try await give(object)
        reading.objects += 1
      }
      if let problem { reading.problems.append(problem) }
    }
    return reading
  }

  /// Hands out a folder's objects up to one that cannot be read, and says why that one cannot.
  private func hand(
    out snapshots: Result<[DeliveredSnapshot], FolderProblem>, of folder: String,
    _ give: (Delivered) async throws -> Void
  ) async throws -> FolderProblem? {
    switch snapshots {
    case .failure(let problem): return problem
    case .success(let snapshots):
      for snapshot in snapshots {
        let read: Delivered
        do {
          read = try await object(snapshot)
        } catch let refusal where refusal is AWSError || refusal is Problem {
          return Self.problem(of: folder, refusal)
        }
        try await give(read)
      }
      return nil
    }
  }

  private func object(_ snapshot: DeliveredSnapshot) async throws -> Delivered {
    return Delivered(
      path: "\(snapshot.moment)/\(snapshot.folder)/\(snapshot.key.fileName)",
      bytes: try await bucket.object(snapshot.key),
      moment: snapshot.moment, folder: snapshot.folder, key: snapshot.key)
  }

  private static func problem(of folder: String, _ refusal: any Error) -> FolderProblem {
    FolderProblem(
      place: place(of: folder), problem: .deliveryUnread(folder, Problem.of(callFailure: refusal)))
  }

  /// What was read last, by the folder that it stands in: the part of its key before the day.
  private static func newest(of last: [String: String]) -> [String: DeliveredSnapshot] {
    let snapshots = last.values.compactMap(DeliveredSnapshot.init)
    return Dictionary(
      snapshots.compactMap { snapshot in
        snapshot.key.deliveryFolder(above: 4).map { ($0, snapshot) }
      }
    ) { max($0, $1) }
  }

  /// `ACCOUNT/REGION` of `PREFIX/AWSLogs/ACCOUNT/Config/REGION/`.
  private static func place(of folder: String) -> String {
    let parts = folder.split(separator: "/").suffix(3)
    return "\(parts.first ?? "")/\(parts.last ?? "")"
  }

  /// Of a folder that was read not long ago, what stands after the last in its own day, and all of the days since.
  /// Otherwise day by day, newest first, until the day of what was last read, or the first snapshot where nothing
  /// was.
  private func newSnapshots(in folder: String, since known: DeliveredSnapshot?) async throws
    -> [DeliveredSnapshot]
  {
    let today = bucket.client.now()
    if let known, let day = known.day, let days = Self.days(from: day, to: today) {
      let new = try await days.concurrentMap(width: DeliveryBucket.width) { day in
        try await snapshots(
          in: "\(folder)\(day)/ConfigSnapshot/", after: day == days.first ? known.key : nil)
      }
      return new.flatMap(\.self).filter { known < $0 }.sorted()
    }
    return try await allNewSnapshots(in: folder, since: known)
  }

  private func allNewSnapshots(in folder: String, since known: DeliveredSnapshot?) async throws
    -> [DeliveredSnapshot]
  {
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
          let here = try await snapshots(in: day + "ConfigSnapshot/", after: nil)
          found += here.filter { snapshot in known.map { $0 < snapshot } ?? true }
          if known == nil, let newest = here.max() { return [newest] }
        }
      }
    }
    return found.sorted()
  }

  /// So many days are asked about one by one: more are listed as folders.
  private static let mostDays = 4

  /// The days from one moment to another as AWS Config writes them, `2026/11/2`; nil where they are too many, and
  /// where the other moment is of an earlier day, as by a clock that is behind.
  static func days(from first: Timestamp, to last: Timestamp) -> [String]? {
    // What is delivered at midnight, by a clock that is a little behind.
    let end = last.advanced(bySeconds: 300)
    let count = (end.seconds - first.seconds) / 86_400
    guard end >= first, count < mostDays else { return nil }
    let days = (0...count + 1).map { first.advanced(bySeconds: $0 * 86_400) }
    return days.filter { $0.date <= end.date }.map { moment in
      moment.date.split(separator: "-").compactMap { Int($0) }.map(String.init).joined(
        separator: "/")
    }
  }

  /// Year, month and day of `2026/11/2/…`.
  private static func day(of path: Substring) -> [Int] {
    path.split(separator: "/").prefix(3).compactMap { Int($0) }
  }

  private func snapshots(in folder: String, after key: String?) async throws
    -> [DeliveredSnapshot]
  {
    try await bucket.keys(in: folder, after: key).compactMap(DeliveredSnapshot.init)
  }

  /// The folders that are numbers, the greatest first.
  private func numbered(in folder: String) async throws -> [String] {
    let found = try await bucket.folders(in: folder).compactMap { path in
      path.split(separator: "/").last.flatMap { Int($0) }.map { ($0, path) }
    }
    return found.sorted { $0.0 > $1.0 }.map(\.1)
  }
}

extension Problem {
  /// A folder or an object that AWS did not give, with AWS's own words: `delivery-unread`.
  package static func deliveryUnread(_ folder: String, _ problem: Problem) -> Problem {
    Problem(
      "delivery-unread", "What was delivered to '\(folder)' could not be read: \(problem.message)",
      hint: problem.hint)
  }
}
