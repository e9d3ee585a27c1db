import AWSClient
import AWSCollection
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Synchronization

/// Takes what AWS Config delivered to a bucket since it was last read: one snapshot for each moment.
struct TakeDeliveredSnapshots {
  let delivery: SnapshotSource.Delivery
  let client: AWSClient
  /// The source's name.
  let source: String
  /// The last object of each folder that was read.
  let last: [String: String]
  /// When the store's newest snapshot was taken; nil where there is none.
  let latest: Timestamp?
  /// When anything of an account and region was last read, by `ACCOUNT/REGION`.
  let readings: [String: Timestamp]

  /// The objects of one moment, by folder.
  private typealias Moments = [String: [String: String]]

  /// Takes nothing where nothing new was delivered.
  func run(into target: SnapshotTarget) async throws -> ImportOutcome {
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    let collector = DeliveryCollector(
      client, bucket: delivery.bucket, prefix: delivery.prefix, region: delivery.region)
    let moments = Mutex<Moments>([:])
    let reading = try await client.refusing {
      try await collector.collect(since: last) { delivered in
        // What is older than what is known of the same place would take it back.
        guard !isOver(delivered) else { return }
        try folder.write(delivered)
        moments.withLock { $0[delivered.moment, default: [:]][delivered.folder] = delivered.key }
      }
    }
    if reading.objects == 0, let problem = reading.problems.first { throw problem }
    var outcome = ImportOutcome(takenAt: target.now())
    let found = moments.withLock { $0 }.sorted { $0.key < $1.key }
    for (moment, objects) in found {
      let isLast = moment == found.last?.key
      do {
        outcome.add(
          try await take(moment, objects, from: folder, into: target, isLast: isLast))
      } catch let problems as Problems where !isLast {
        // One that is damaged does not keep the later ones back.
        outcome.refused += problems.all
      }
    }
    outcome.refused += reading.problems
    return outcome
  }

  private func isOver(_ delivered: DeliveryCollector.Delivered) -> Bool {
    guard let known = readings[delivered.folder],
      let moment = Timestamp(delivered: delivered.moment)
    else { return false }
    return moment < known
  }

  private func take(
    _ moment: String, _ objects: [String: String], from folder: AnswerFiles,
    into target: SnapshotTarget, isLast: Bool
  ) async throws -> ImportOutcome {
    let source = source
    let noting = (isLast ? target : target.withoutConclusion).concluding { writer, _ in
      try writer.setDelivered(to: source, objects)
    }
    // Other sources may have been read since: then it counts from when it is known.
    let isLate = latest.map { latest in Timestamp(delivered: moment).map { $0 < latest } ?? true }
    return try await noting.take(
      [folder.path + "/" + moment], capturedAt: isLate ?? false ? target.now() : nil)
  }
}

extension Timestamp {
  /// The moment in the name of a delivery: `20261102T091124Z`.
  fileprivate init?(delivered text: String) {
    let letters = Array(text).map(String.init)
    guard letters.count == 16 else { return nil }
    let date = "\(letters[0..<4].joined())-\(letters[4..<6].joined())-\(letters[6..<8].joined())"
    let clock = [letters[9..<11], letters[11..<13], letters[13..<15]].map { $0.joined() }
    self.init(parsing: "\(date)T\(clock.joined(separator: ":"))Z")
  }
}

extension ImportOutcome {
  /// Adds what a later import stored.
  fileprivate mutating func add(_ later: ImportOutcome) {
    snapshots += later.snapshots
    takenAt = later.takenAt
    readings.merge(later.readings) { $1 }
    unreadParts += later.unreadParts
    refused += later.refused
    edits += later.edits
    warnings += later.warnings
    files += later.files
  }
}
