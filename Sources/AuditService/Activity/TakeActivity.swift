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
  /// The name of the source.
  let name: String
  /// How the messages of a queue are waited for; nil to work until nothing waits.
  var listening: QueueListening?
  /// Reads again what events of a queue touched, and returns what it could not.
  var reread: @Sendable (TouchedPlaces) async throws -> [UnreadPlaces] = { _ in [] }

  /// What could not be read is among the problems of the files; the rest is kept. Throws `AWSError`, `Problem` or
  /// `Problems` where nothing can be told.
  func run() async throws -> ImportActivity.Outcome {
    switch place {
    case .files(let paths):
      let deadline = deadline
      return try await target.keep(
        paths, name: name, onlyNew: true, lateness: { deadline.isOver ? deadline.problem : nil })
    case .bucket(let bucket):
      var take = TakeDeliveredActivity(
        client: client(bucket.profile),
        place: S3Place(bucket: bucket.bucket, prefix: bucket.prefix), region: bucket.region,
        into: target)
      take.name = name
      return try await take.run()
    case .lookup(let profile, let regions):
      return try await LookUpActivity(client: client(profile), regions: regions, into: target).run()
    case .queue(let queue):
      var take = TakeQueuedActivity(
        queue, client: client(queue.profile), into: target, deadline: deadline, reread: reread)
      (take.name, take.listening) = (name, listening)
      return try await take.run()
    }
  }
}
