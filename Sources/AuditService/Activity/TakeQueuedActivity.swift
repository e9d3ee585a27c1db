package import AWSClient
package import AWSCollection
import Activity
import AuditStore
package import ChangeDocuments
import ConfigurationModel
import SnapshotSources
import Synchronization

/// Keeps the events that a queue tells of, reads again what they touched, and then takes their messages away: what ends
/// in between comes back.
package struct TakeQueuedActivity: Sendable {
  /// A message of the queue as it was received.
  package typealias Message = QueueReader.Message

  private let queue: EventQueue
  private let client: AWSClient
  private let target: ActivityTarget
  /// Reads again what events touched, and returns what it could not.
  private let reread: @Sendable (TouchedPlaces) async throws -> [UnreadPlaces]
  private let deadline: CallDeadline
  /// The name of the source: what could not be read stands under it.
  package var name: String
  /// How the first messages are waited for: they and what comes just after them are one batch, and the work is done with
  /// it. Nil to work until nothing waits.
  package var listening: QueueListening?
  /// For so many seconds nobody else gets a message that this has.
  package var hiding = QueueReader.usualHiding

  /// So many messages are one batch at most, and so many bytes of them: they are in memory together.
  private static let (mostMessages, mostBytes) = (500, 8 << 20)
  /// So many seconds after the first message the work begins, however many still come: somebody waits to be told.
  private static let moment = 2.0
  /// A message that was received so often goes once its events are kept, also where what they touched cannot be read: the
  /// next snapshot reads it.
  private static let patience = 3

  /// A taking of what waits in a queue, into a store.
  ///
  /// - Parameters:
  ///   - deadline: When calls have to have their answers.
  ///   - reread: Reads again what events touched, and gives what could not be read.
  package init(
    _ queue: EventQueue, client: AWSClient, into target: ActivityTarget,
    deadline: CallDeadline = .never,
    reread: @escaping @Sendable (TouchedPlaces) async throws -> [UnreadPlaces] = { _ in [] }
  ) {
    self.queue = queue
    name = queue.url
    self.target = target
    self.deadline = deadline
    self.reread = reread
    self.client = client
  }

  private var reader: QueueReader {
    QueueReader(client, url: queue.url, region: queue.region, hiding: hiding)
  }

  /// Works batch by batch. What a message holds that cannot be used is among the problems; it stays
  /// in the queue, and is written down as unread. Throws `AWSError`, `Problem` or `Problems` where the queue or the store cannot be used.
  package func run() async throws -> ImportActivity.Outcome {
    var outcome = ImportActivity.Outcome()
    var noted: Set<Problem> = []
    while !deadline.isOver {
      let batch = try await gather()
      let again = listening?.again() ?? []
      guard !batch.isEmpty || !again.isEmpty else { return outcome.telling(last: noted) }
      let (more, unread) = try await reader.holding(batch) { try await handle(batch, again) }
      outcome.add(more)
      noted.formUnion(unread)
      if listening != nil { return outcome.telling(last: noted) }
    }
    // What still waits is told, and what was kept is.
    outcome.files.problems.append(deadline.problem)
    return outcome.telling(last: noted)
  }

  /// What came within a short moment, each message once, as it was received last.
  private func gather() async throws -> [Message] {
    let first =
      if let listening {
        try await listening.messages(of: reader)
      } else {
        try await reader.receive(waiting: 1)
      }
    guard !first.isEmpty else { return [] }
    var batch = Dictionary(first.map { ($0.id, $0) }) { $1 }
    var bytes = batch.values.reduce(0) { $0 + $1.body.utf8.count }
    // Nobody hides them again before all are there.
    let end = ContinuousClock.now + .seconds(min(Self.moment, Double(hiding) / 4))
    while batch.count < Self.mostMessages, bytes < Self.mostBytes, ContinuousClock.now < end {
      // What is in hand is worked on, whatever becomes of the next call.
      let more = (try? await reader.receive(waiting: 1)) ?? []
      guard !more.isEmpty else { break }
      for message in more {
        bytes += message.body.utf8.count
        batch[message.id] = message
      }
    }
    return batch.values.sorted { $0.id < $1.id }
  }

  /// Returns also the problems of what stands as unread.
  private func handle(_ batch: [Message], _ again: Set<Scope>) async throws
    -> (ImportActivity.Outcome, noted: [Problem])
  {
    var reading = MessageReading()
    for message in batch { reading.read(message, of: queue) }
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    let told = try await write(&reading, to: folder)
    let touched = Touched()
    // CloudTrail's own files first: what they say of an event holds.
    let observe: @Sendable (ActivityEvent) -> Void = { touched.add(TouchedScopes.of($0)) }
    var outcome = try await target.keep(
      [folder.path], of: queue.url, name: name, original: reading.original, observe: observe)
    reading.keepBack(damaged: outcome.unread)
    if let told { outcome.add(try await keep(told)) }
    var places = reading.places(ofFiles: touched.scopes)
    places.scopes.formUnion(again)
    let failures = try await readAgain(places)
    let counts = Dictionary(batch.map { ($0.id, $0.count) }) { $1 }
    reading.keepBack(failures, ofFiles: touched.scopes) { (counts[$0] ?? 1) < Self.patience }
    outcome.files.problems += reading.problems
    let done = batch.filter { !reading.kept.contains($0.id) }
    // Before they go: what is forgotten here nobody tells again.
    try await target.settle(reading.unread, done: reading.subjects(of: done), of: name)
    try Task.checkCancellation()
    let left = try await reader.delete(done)
    if left > 0 { outcome.files.problems.append(.messagesLeft(left)) }
    return (outcome, reading.unread.map(\.problem))
  }

  /// Keeps what messages themselves tell; which places that touched is known already.
  private func keep(_ told: [UInt8]) async throws -> ImportActivity.Outcome {
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    try folder.write(told, to: "events.jsonl")
    return try await target.keep([folder.path], of: queue.url, isTold: true)
  }

  /// What could not be read again; all of it where nothing could be told.
  private func readAgain(_ places: TouchedPlaces) async throws -> [UnreadPlaces] {
    guard !places.isEmpty else { return [] }
    do {
      return try await reread(places)
    } catch let error where !(error is CancellationError) {
      return [UnreadPlaces(places, .notReadAgain(Problem.of(callFailure: error)))]
    }
  }

  // MARK: Files

  /// Writes the files that messages name, and returns the events that they tell themselves, one a line; nil for none.
  private func write(_ reading: inout MessageReading, to folder: AnswerFiles) async throws
    -> [UInt8]?
  {
    let objects = reading.objects.keys.sorted { $0.key < $1.key }
    for (number, object) in objects.enumerated() {
      guard let log = DeliveredLog(key: object.key) else { continue }
      do {
        let bytes = try await reader.object(bucket: object.bucket, key: object.key)
        // Two places may hold files of one name: each stands by itself.
        try folder.write(bytes, to: "\(number)/\(log.folder)/\(log.name)")
        reading.folders["\(number)"] = object
      } catch let refusal where refusal is AWSError || refusal is Problem {
        reading.keepBack(object, .deliveryUnread(log.folder, Problem.of(callFailure: refusal)))
      }
    }
    guard !reading.events.isEmpty else { return nil }
    return Array(reading.events.map { $0.canonicalJSON + "\n" }.joined().utf8)
  }

  /// The scopes that events touched, gathered while they are kept.
  private final class Touched: Sendable {
    private let state = Mutex<Set<Scope>>([])

    var scopes: Set<Scope> { state.withLock { $0 } }

    func add(_ scopes: Set<Scope>) { state.withLock { $0.formUnion(scopes) } }
  }
}

extension Problem {
  static func notReadAgain(_ problem: Problem) -> Problem {
    Problem(
      "not-read-again", "What events touched could not be read again: \(problem.message)",
      hint: problem.hint ?? "The next snapshot reads it.")
  }

  fileprivate static func messagesLeft(_ count: Int) -> Problem {
    Problem(
      "messages-left", "\(count) messages could not be deleted from the queue.",
      hint: "They come back: their events are kept once.")
  }
}
