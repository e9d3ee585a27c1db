package import AWSClient
import AWSCollection
package import AuditStore
import ConfigurationDiff
package import ConfigurationModel
import Foundation
import ResourceKinds
import SnapshotSources
import Synchronization

/// Reads an account live and imports what AWS answered.
///
/// The answers go through a folder as the AWS CLI would have written them, and through the same import:
/// a resource that was read live and one that was exported are the same.
package struct TakeSnapshot {
  private let client: AWSClient
  private let regions: [String]
  private let types: [Glob]
  private let keptFolder: String?
  private let now: @Sendable () -> Timestamp
  private let openStore: () throws -> AuditStore

  /// - Parameters:
  ///   - regions: Empty for all that the account has enabled.
  ///   - types: Empty for all that can be read live.
  ///   - keptFolder: Where the answers are kept, secrets and all; nil to keep none of them.
  package init(
    _ client: AWSClient, regions: [String] = [], types: [Glob] = [],
    keeping keptFolder: String? = nil,
    now: @escaping @Sendable () -> Timestamp, into openStore: @escaping () throws -> AuditStore
  ) {
    self.client = client
    self.regions = regions
    self.types = types
    self.keptFolder = keptFolder
    self.now = now
    self.openStore = openStore
  }

  /// Throws `Problem` or `Problems`, and stores nothing, where nothing at all could be read.
  package func run() async throws -> ImportOutcome {
    let account = try await CallerIdentity.account(of: client)
    let regions = try await regions.isEmpty ? EnabledRegions.names(for: client) : regions
    let folder = try AnswerFiles(at: keptFolder)
    defer { if keptFolder == nil { folder.remove() } }
    let start = now()
    let chosen = ResourceKind.all.filter { kind in
      types.isEmpty || types.contains { $0.matches(kind.type.name) }
    }
    let collector = AccountCollector(client, account: account, kinds: chosen) { answer in
      try folder.write(answer)
    }
    try await collector.collect(regions)
    guard folder.hasAnswer else { throw Problem.nothingCollected(account, folder.refusal) }
    return try ImportSnapshot(
      paths: [folder.path], capturedAt: start, now: now(), into: openStore
    ).run()
  }
}

/// Whose credentials they are.
enum CallerIdentity {
  static func account(of client: AWSClient) async throws -> String {
    let request = AWSRequest("sts", "get-caller-identity", region: "us-east-1")
    let answer = try await client.refusing { try await client.call(request) }
    guard let account = answer.value["Account"]?.string else {
      throw Problem.callRefused(request, "the answer names no account")
    }
    return account
  }
}

/// The regions that an account has enabled.
enum EnabledRegions {
  static func names(for client: AWSClient) async throws -> [String] {
    let request = AWSRequest("ec2", "describe-regions", region: "us-east-1")
    let answer = try await client.refusing { try await client.all(request) }
    let names = (answer.value["Regions"]?.members ?? []).compactMap { $0["RegionName"]?.string }
    return names.sorted { $0.precedes($1) }
  }
}

extension AWSClient {
  /// What a call gives, with AWS's refusal as a problem.
  fileprivate func refusing<Value>(_ call: () async throws -> Value) async throws -> Value {
    do {
      return try await call()
    } catch let error as AWSError {
      throw Problem(
        "call-refused",
        "AWS refused a call that everything begins with: \(error.code): \(error.message)",
        hint: "Check the credentials: 'aws sts get-caller-identity' says whose they are.")
    }
  }
}

/// Answers as files of their own folder.
final class AnswerFiles: Sendable {
  let path: String
  private let state = Mutex<(hasAnswer: Bool, refusal: String?)>((false, nil))

  /// A folder that only its owner can read: answers hold what the store never does.
  init(at path: String?) throws {
    self.path =
      path
      ?? FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  var hasAnswer: Bool { state.withLock { $0.hasAnswer } }
  /// The first refusal, in words.
  var refusal: String? { state.withLock { $0.refusal } }

  func write(_ answer: CollectedAnswer) throws {
    let file = URL(filePath: path).appending(path: answer.path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try Data(answer.value.canonicalJSON.utf8).write(to: file)
    state.withLock { state in
      if let error = answer.value["Error"] {
        state.refusal = state.refusal ?? error["Message"]?.string
      } else {
        state.hasAnswer = true
      }
    }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

extension Problem {
  static func nothingCollected(_ account: String, _ refusal: String?) -> Problem {
    Problem(
      "nothing-collected",
      "Nothing of the account \(account) could be read\(refusal.map { ": " + $0 } ?? "").",
      hint: "Nothing was stored. 'plumb iam-policy' prints the permissions that are needed.")
  }

  static func callRefused(_ request: AWSRequest, _ reason: String) -> Problem {
    Problem("call-refused", "\(request) cannot be used: \(reason).")
  }
}
