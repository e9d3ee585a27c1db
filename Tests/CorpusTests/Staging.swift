import AuditReport
import AuditService
import ConfigurationDiff
import ConfigurationModel
import Foundation
import ResourceKinds
import Testing

/// A recorded pair of answers before and after known calls.
struct AnswerPair: Sendable, CustomTestStringConvertible {
  let folder: String
  /// As the recording names it: `ec2.DescribeSecurityGroups`.
  let operation: String
  let before: Int
  let after: Int

  init(_ folder: String, _ operation: String, _ before: Int, _ after: Int) {
    (self.folder, self.operation, self.before, self.after) = (folder, operation, before, after)
  }

  var testDescription: String { "\(folder) \(operation) \(before) \(after)" }
}

extension AnswerPair {
  /// The edits between the two answers, as `plumb diff` finds them in two folders: a line for each,
  /// `RESOURCE WORD PATH`.
  func edits() throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pair-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let sides = try [("old", before), ("new", after)].map { name, number in
      let side = folder.appending(path: name)
      try FileManager.default.createDirectory(at: side, withIntermediateDirectories: true)
      try stage(number, in: side)
      return side.path
    }
    let report = try compare(sides[0], sides[1])
    return report.entries.flatMap { entry in
      entry.edits.map { edit in
        [isOfOne ? "it" : entry.resource.id.id, "\(edit.word)", edit.path.text].filter {
          !$0.isEmpty
        }
        .joined(separator: " ").replacing(/secret:[0-9a-f]{64}/, with: "secret:…")
      }
    }
  }

  /// The recordings are of several accounts and regions, which the answers say or leave out.
  private func compare(_ old: String, _ new: String) throws -> DifferenceReport {
    var refusal: Problems?
    for account in ["644160558196", "123456789012", "999999999999", "185106417252"] {
      for region in ["us-east-1", "us-east-2", "us-west-2"] {
        do {
          return try CompareStates(
            storePath: "", account: account, region: region, now: Timestamp(seconds: 1_790_000_000)
          ).report(from: old, to: new)
        } catch let problems as Problems {
          refusal = refusal ?? problems
        }
      }
    }
    throw try #require(refusal)
  }

  /// The answer under the name the CLI's users would give it. An answer about one resource stands
  /// beside a listing that holds that resource and no more.
  private func stage(_ number: Int, in side: URL) throws {
    let bytes = try self.bytes(number)
    // Some recordings are of two resources: the answers are compared as if of one.
    let own = Self.named(in: bytes, operation)
    guard let (kind, detail) = meant else {
      return try bytes.write(to: side.appending(path: "\(operation)_1.json"))
    }
    let listing = try #require(kind.listings.first)
    let id = kind.identity.id.first ?? ""
    let name = try name
    let text = String(decoding: bytes, as: UTF8.self)
    let item = "{\"\(id)\":\"\(name)\"}"
    let list = listing.member.map { "{\"\($0)\":[\(item)]}" } ?? item
    try Data(list.utf8).write(
      to: side.appending(path: "\(listing.service)-\(listing.operation).json"))
    let parts = side.appending(path: "\(detail.service)-\(detail.operation)")
    try FileManager.default.createDirectory(at: parts, withIntermediateDirectories: true)
    try Data(own.map { text.replacing($0, with: name) }?.utf8 ?? text.utf8)
      .write(to: parts.appending(path: name))
  }

  /// The resource that one of the two answers names itself; `it` where neither names one.
  private var name: String {
    get throws {
      try [before, after].compactMap { try Self.named(in: bytes($0), operation) }.first ?? "it"
    }
  }

  private static func named(in answer: Data, _ operation: String) -> String? {
    let text = String(decoding: answer, as: UTF8.self)
    let policy = operation == "s3.GetBucketPolicy" ? [/arn:aws:s3:::([^\/"\\*]+)/] : []
    return
      ([
        /"UserName": ?"([^"]+)"/, /"TrailARN": ?"[^"]*:trail\/([^"]+)"/, /"BucketName": ?"([^"]+)"/,
      ] + policy).lazy.compactMap { text.firstMatch(of: $0) }.first.map { String($0.1) }
  }

  private func bytes(_ number: Int) throws -> Data {
    try Data(
      contentsOf: #require(corpus).appending(
        path: "c7n-pairs-awscli/\(folder)/\(operation)_\(number).json"))
  }

  /// Whether the answer is about one resource: whatever it is called, the rows call it `it`.
  private var isOfOne: Bool { meant != nil }

  private var meant: (ResourceKind, ResourceKind.Detail)? {
    let words = operation.split(separator: ".").map { $0.lowercased() }
    for kind in ResourceKind.all {
      for detail in kind.details
      where detail.operation.filter({ $0 != "-" }) == words[1] && detail.service.hasPrefix(words[0])
      {
        return (kind, detail)
      }
    }
    return nil
  }
}
