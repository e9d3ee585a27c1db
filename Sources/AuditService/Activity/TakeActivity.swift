import AWSClient
import AWSCollection
import ChangeDocuments
import ConfigurationModel

/// Keeps what CloudTrail recorded since a source of activity was last read.
struct TakeActivity {
  let place: SnapshotSource.ActivityPlace
  let deadline: CallDeadline
  /// The client of a profile.
  let client: (_ profile: String?) -> AWSClient
  let target: ActivityTarget
  /// Messages of a queue that were received already; nil to work until nothing waits.
  var received: [QueueReader.Message]?
  /// Reads again what events of a queue touched.
  var reread: @Sendable (TouchedPlaces) async throws -> Void = { _ in }

  /// What could not be read is among the problems of the files; the rest is kept. Throws `AWSError`, `Problem` or
  /// `Problems` where nothing can be told.
  func run() async throws -> ImportActivity.Outcome {
    switch place {
    case .files(let paths):
      let deadline = deadline
      return try await target.keep(
        paths, onlyNew: true, lateness: { deadline.isOver ? deadline.problem : nil })
    case .bucket(let bucket):
      return try await TakeDeliveredActivity(
        client: client(bucket.profile),
        place: S3Place(bucket: bucket.bucket, prefix: bucket.prefix), region: bucket.region,
        into: target
      ).run()
    case .lookup(let profile, let regions):
      return try await LookUpActivity(client: client(profile), regions: regions, into: target).run()
    case .queue(let queue):
      return try await TakeQueuedActivity(
        queue, client: client(queue.profile), received: received, into: target,
        deadline: deadline, reread: reread
      ).run()
    }
  }
}
