import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import SnapshotSources
import Testing

/// Listings and the answers about single resources beside them, where the two do not fit together.
@Suite struct PartsAndListingsTests {
  private static let buckets =
    #"{"Buckets":[{"Name":"logs"},{"Name":"old-logs"}],"Owner":{"ID":"o"}}"#
  private static let policy = #"{"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}"#
  private static let tags = #"{"TagSet":[{"Key":"a","Value":"b"}]}"#
  private static let none =
    "An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none"
  private static let listing = "s3api-list-buckets.json"

  private struct Read {
    let unread: [String]
    let never: [String]
    let isComplete: Bool
  }

  /// Imports each day's files of one account and region, and tells what is known at the end.
  private func read(_ days: [[String: String]]) throws -> Read {
    let place = try TemporaryStore()
    var now = Timestamp(microseconds: 0)
    for (day, files) in days.enumerated() {
      let root = "\(place.folder)/\(day)"
      for (name, text) in files {
        let file = URL(filePath: "\(root)/111122223333/eu-west-1/\(name)")
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
      now = Timestamp(microseconds: Int64(day + 1) * 3_600_000_000)
      _ = try ImportSnapshot(store: place.store, paths: [root], capturedAt: now, now: now).run()
    }
    let coverage = try ComposeCoverage(store: place.store).now(now)
    return Read(
      unread: coverage.unreadParts.map {
        "\($0.part.name) of \($0.part.resources.joined(separator: ",")): \($0.part.problem.code)"
      },
      never: coverage.cells.flatMap(\.partsNeverLookedAt), isComplete: coverage.isComplete)
  }

  @Test(arguments: [
    (["s3api-get-bucket-policy/logs.json"], ["Policy of old-logs: part-not-given"]),
    (["get-bucket-policy-logs.json"], ["Policy of old-logs: part-not-given"]),
    (["get-bucket-policy-old-logs.json"], ["Policy of logs: part-not-given"]),
    (["s3api/get-bucket-policy-logs.json"], ["Policy of old-logs: part-not-given"]),
    (["s3api.GetBucketPolicy.logs.json"], ["Policy of old-logs: part-not-given"]),
    (["get-bucket-policy-logs.json", "get-bucket-policy-old-logs.json"], []),
    (["s3api-get-bucket-policy/logs.json", "s3api-get-bucket-policy/old-logs.json"], []),
    (["s3api-get-bucket-policy/other.json"], ["Policy of other: part-of-unlisted"]),
    (["get-bucket-policy-other.json"], ["Policy of other: part-of-unlisted"]),
    (
      ["get-bucket-policy/logs.json", "get-bucket-policy/other.json"],
      ["Policy of old-logs,other: part-of-unlisted"]
    ),
    (["get-bucket-policy-status-logs.json"], []),
    (["notes.json"], []),
  ])
  func `each resource of a listing has an answer, and each answer a resource`(
    names: [String], unread: [String]
  ) throws {
    var files = Dictionary(uniqueKeysWithValues: names.map { ($0, Self.policy) })
    files[Self.listing] = Self.buckets
    let read = try read([files])
    #expect(read.unread == unread)
    #expect(read.isComplete == unread.isEmpty)
  }

  @Test func `that there is none is an answer`() throws {
    let read = try read([
      [
        Self.listing: Self.buckets, "s3api-get-bucket-policy/logs.json": Self.policy,
        "s3api-get-bucket-policy/old-logs.json": Self.none,
      ]
    ])
    #expect(read.unread == [] && read.isComplete)
    #expect(!read.never.contains("Policy") && read.never.contains("Acl"))
  }

  @Test func `a part that no file ever gave is told, and keeps nothing from being complete`() throws
  {
    let read = try read([[Self.listing: Self.buckets]])
    #expect(read.never.contains("Policy") && read.never.contains("Acl"))
    #expect(read.unread == [] && read.isComplete)
  }

  @Test func `what was once looked at and is not any more is unread`() throws {
    let whole = [
      Self.listing: Self.buckets, "s3api-get-bucket-tagging/logs.json": Self.tags,
      "s3api-get-bucket-tagging/old-logs.json": Self.tags,
    ]
    let read = try read([whole, [Self.listing: Self.buckets]])
    #expect(read.unread == ["Tags of logs,old-logs: part-not-given"])
    #expect(!read.never.contains("Tags") && read.never.contains("Policy"))
  }

  @Test func `a file that begins to give a part has it asked of every resource`() throws {
    let some = [Self.listing: Self.buckets, "s3api-get-bucket-policy/logs.json": Self.policy]
    let read = try read([[Self.listing: Self.buckets], some])
    #expect(read.unread == ["Policy of old-logs: part-not-given"])
  }

  @Test func `a listing that was not read whole tells that alone`() throws {
    let read = try read([
      [Self.listing: #"{"Buckets":[{"Name":"logs"}"#, "get-bucket-policy-other.json": Self.policy]
    ])
    #expect(read.unread == [] && !read.isComplete)
  }
}
