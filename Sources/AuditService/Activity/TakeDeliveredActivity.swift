package import AWSClient
import AWSCollection
import AuditStore
package import ChangeDocuments
import ConfigurationModel
import SnapshotSources

/// Keeps what CloudTrail delivered to a bucket since it was last read.
package struct TakeDeliveredActivity {
  /// Where the events are kept.
  package let target: ActivityTarget
  /// The client that reads the bucket.
  package let client: AWSClient
  /// The bucket, and the folder in it below which CloudTrail delivers.
  package let place: S3Place
  /// The bucket's region.
  package let region: String
  /// The name of the source: what is damaged stands under it.
  package var name: String

  /// Makes a reading of a bucket that lies in `region`.
  package init(client: AWSClient, place: S3Place, region: String, into target: ActivityTarget) {
    self.target = target
    self.client = client
    self.place = place
    self.region = region
    name = place.text
  }

  /// Reads on after the last file that was read of each account and region, and notes down how far it came with each
  /// batch that is kept: what was kept stays so, whatever becomes of the rest. A file that is damaged is gone past, and
  /// stands as unread until it was read whole. Throws `AWSError` or `Problem` where the bucket cannot be listed.
  package func run() async throws -> ImportActivity.Outcome {
    let source = place.text
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    var outcome = ImportActivity.Outcome()
    var noted: Set<Problem> = []
    let collector = TrailCollector(
      client, bucket: place.bucket, prefix: place.prefix, region: region)
    let known = try await target.delivered(to: source)
    let reading = try await client.refusing {
      try await collector.collect(since: known) { delivered in
        for file in delivered {
          try folder.write(file.bytes, to: "\(file.log.folder)/\(file.log.name)")
        }
        let kept = try await target.keep(
          [folder.path], of: source, name: name, original: original(of: delivered))
        noted.formUnion(kept.unread.map(\.problem))
        outcome.add(kept)
        let last = Dictionary(delivered.map { ($0.log.folder, $0.log.key) }) { max($0, $1) }
        try await target.setDelivered(to: source, last)
        for file in delivered { folder.remove(file.log.folder) }
      }
    }
    outcome.files.problems += reading.problems
    return outcome.telling(last: noted)
  }

  /// Tells by the path of a copy which object of the bucket it is of.
  private func original(of delivered: [TrailCollector.Delivered])
    -> @Sendable (_ path: String) -> UnreadActivity.Subject?
  {
    let subjects = Dictionary(
      delivered.map { ($0.log.name, $0.log.subject(in: place.bucket)) }
    ) { first, _ in first }
    return { path in path.split(separator: "/").last.flatMap { subjects[String($0)] } }
  }
}
