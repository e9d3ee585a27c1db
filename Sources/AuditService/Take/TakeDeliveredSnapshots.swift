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
  let past: SourcePast

  /// The objects of one moment, by folder.
  private typealias Objects = [String: String]

  /// Takes nothing where nothing new was delivered. What cannot be read leaves the scopes of its folder unread,
  /// and keeps nothing else back. Throws `Problem` where nothing at all can be told.
  func run(into target: SnapshotTarget) async throws -> ImportOutcome {
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    var outcome = ImportOutcome(takenAt: target.now())
    var failures = DeliveryFailures(source: source, scopes: try past.scopes())
    let moments = try await downloaded(to: folder, &failures)
    for (moment, objects) in moments {
      let isLast =
        moment == moments.last?.0 && failures.folders.isEmpty && failures.whole == nil
      try await take(
        moment, objects, from: folder, into: isLast ? target : target.withoutConclusion,
        &outcome, &failures)
    }
    if let coverage = failures.coverage {
      let nothing = try folder.emptyFolder()
      outcome.add(try await target.take([nothing], coverage: coverage))
    }
    return outcome
  }

  /// What was delivered; nothing where the bucket could not be asked, which is noted then.
  private func downloaded(to folder: AnswerFiles, _ failures: inout DeliveryFailures) async throws
    -> [(String, Objects)]
  {
    do {
      let (moments, problems) = try await download(to: folder)
      failures.folders += problems
      return moments
    } catch let reason where reason is AWSError || reason is Problem {
      let problem = Problem.of(callFailure: reason)
      guard failures.canTell else { throw problem }
      failures.whole = problem
      return []
    }
  }

  private func download(to folder: AnswerFiles) async throws -> (
    moments: [(String, Objects)], problems: [DeliveryCollector.FolderProblem]
  ) {
    let collector = DeliveryCollector(
      client, bucket: delivery.bucket, prefix: delivery.prefix, region: delivery.region)
    let moments = Mutex<[String: Objects]>([:])
    let reading = try await collector.collect(since: try past.delivered()) { delivered in
      try folder.write(delivered)
      moments.withLock { $0[delivered.moment, default: [:]][delivered.folder] = delivered.key }
    }
    return (moments.withLock { $0 }.sorted { $0.key < $1.key }, reading.problems)
  }

  /// Takes the objects of one moment together, or each by itself where one of them is damaged.
  private func take(
    _ moment: String, _ objects: Objects, from folder: AnswerFiles, into target: SnapshotTarget,
    _ outcome: inout ImportOutcome, _ failures: inout DeliveryFailures
  ) async throws {
    do {
      outcome.add(
        try await take(moment, objects, from: folder, into: target, known: failures.scopes))
    } catch let problems as Problems where problems.all.first?.code == "out-of-order" {
      // Not asked for again: what is known of all of it is newer, and will be.
      let (open, source) = (target.open, source)
      try await target.queue.performing { try open().setDelivered(to: source, objects) }
      outcome.warnings.append(Self.passedOver(moment, objects))
    } catch is Problems where objects.count > 1 {
      for (place, key) in objects.sorted(by: { $0.key < $1.key }) {
        try await take(
          moment, [place: key], from: folder, into: target.withoutConclusion, &outcome, &failures)
      }
    } catch let problems as Problems {
      guard let (place, key) = objects.first, let problem = problems.all.first else {
        throw problems
      }
      failures.folders.append(.init(place: place, problem: .deliveryUnread(key, problem)))
    }
  }

  private static func passedOver(_ moment: String, _ objects: Objects) -> String {
    "The delivery of \(moment) for \(objects.keys.sorted().joined(separator: ", ")) was passed over: "
      + "all of it was read later by other sources."
  }

  /// - Parameter known: What the source spoke of before: a delivery makes up for one that could not be read.
  private func take(
    _ moment: String, _ objects: Objects, from folder: AnswerFiles, into target: SnapshotTarget,
    known: Set<Scope>
  ) async throws -> ImportOutcome {
    let recorders = Set(objects.keys.compactMap(Scope.recorder(of:))).intersection(known)
    let source = source
    let noting = target.concluding { writer, _ in
      try writer.setDelivered(to: source, objects)
    }
    return try await noting.take(
      objects.keys.map { "\(folder.path)/\(moment)/\($0)" }.sorted(),
      coverage: KnownCoverage(complete: recorders),
      times: ReadingTimes(others: Timestamp(delivered: moment).map { ReadingTime($0) }))
  }
}

/// What of a bucket of deliveries could not be read.
struct DeliveryFailures {
  let source: String
  /// The scopes that the source spoke of before.
  let scopes: Set<Scope>
  var folders: [DeliveryCollector.FolderProblem] = []
  /// Why nothing could be listed.
  var whole: Problem?

  init(source: String, scopes: Set<Scope>) {
    self.source = source
    self.scopes = scopes
  }

  /// Whether it is known what cannot be read.
  var canTell: Bool { !scopes.isEmpty }

  /// Nil where all could be read.
  var coverage: KnownCoverage? {
    var unread: [Scope: Problem] = [:]
    if let whole { for scope in scopes { unread[scope] = whole } }
    for failure in folders {
      let own = scopes.filter { "\($0.account)/\($0.region)" == failure.place }
      for scope in own { unread[scope] = failure.problem }
      if own.isEmpty, let scope = Scope.recorder(of: failure.place) {
        unread[scope] = failure.problem
      }
    }
    let problems = folders.map(\.problem) + [whole].compactMap(\.self)
    return problems.isEmpty ? nil : KnownCoverage(unread: unread, problems: problems)
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
