import AWSCollection
import AuditReport
package import ChangeDocuments
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// The IAM policy that lets the program read, as a document to be attached.
package struct PolicyText {
  private let permissions: ReadPermissions

  /// Throws `Problem` where a pattern fits no type that can be read live: a policy that allows less than
  /// was asked for would be taken for the one that is needed.
  ///
  /// - Parameter types: Empty for all that can be read live.
  package init(types: [Glob]) throws(Problem) {
    let kinds = try ResourceKind.matching(types)
    permissions = ReadPermissions(kinds + kinds.companions)
  }

  /// Of what sources read. Where they take on a role, the role needs the policy of its own types, and
  /// whoever takes it on only that.
  package init?(sources: [SnapshotSource]) throws(Problem) {
    var parts: [ReadPermissions] = []
    for source in sources { parts += try source.permissions().map { [$0] } ?? [] }
    guard let first = parts.first else { return nil }
    permissions = parts.dropFirst().reduce(first, +)
  }

  /// Of what reads activity: of a trail's bucket, and of CloudTrail itself where none is given.
  package init(activityIn place: S3Place?) {
    permissions = place.map { .delivery(bucket: $0.bucket, prefix: $0.prefix) } ?? .eventLookup
  }

  /// Of what is told: publishing to the topics of the settings. Nil where they name none.
  package init?(notices: Settings.Notices) {
    let topics = notices.destinations.compactMap { destination -> String? in
      guard case .sns(let topic) = destination.channel else { return nil }
      return topic.arn
    }
    guard !topics.isEmpty else { return nil }
    permissions = .publishing(topics: topics)
  }

  /// Of taking messages out of the queues that sources name. Nil where they name none.
  package init?(queuesOf sources: [SnapshotSource]) {
    let queues = sources.compactMap { source -> String? in
      guard case .activity(.queue(let queue)) = source.origin else { return nil }
      return queue.arn
    }
    guard !queues.isEmpty else { return nil }
    permissions = .takingMessages(queues: queues)
  }

  /// The policy as JSON, with a line end.
  package var text: String { JSONTree.value(permissions.policy).text + "\n" }
}

extension SnapshotSource {
  /// Nil for files, which need none.
  fileprivate func permissions() throws(Problem) -> ReadPermissions? {
    switch origin {
    case .exports, .activity(.files): return nil
    case .recorder(let recorder): return .recorder(isAggregated: recorder.aggregator != nil)
    case .activity(.lookup): return .eventLookup
    case .activity(.queue(let queue)):
      return queue.buckets.reduce(ReadPermissions.lookingAt(queue: queue.arn)) { sum, place in
        sum + .deliveredFiles(bucket: place.bucket, prefix: place.prefix)
      }
    case .delivery(let delivery), .activity(.bucket(let delivery)):
      return .delivery(bucket: delivery.bucket, prefix: delivery.prefix)
    case .aws(let accounts):
      let kinds = try ResourceKind.matching(types)
      let reads = ReadPermissions(kinds + kinds.companions)
      let assumes = accounts.role.map { ReadPermissions.assuming($0.name) }
      let with = assumes.map { reads + $0 } ?? reads
      if case .organization = accounts.reach { return with + .organization }
      return with
    }
  }
}
