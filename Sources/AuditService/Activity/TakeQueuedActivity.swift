package import AWSClient
package import AWSCollection
import Activity
package import ChangeDocuments
import ConfigurationJSON
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
  /// Messages that were received already, which are the whole work with what comes just after them; nil to work until
  /// nothing waits.
  private let received: [Message]?
  /// Reads again what events touched.
  private let reread: @Sendable (TouchedPlaces) async throws -> Void
  private let deadline: CallDeadline
  /// For so many seconds nobody else gets a message that this has.
  package var hiding = QueueReader.usualHiding

  /// So many messages are one batch at most, and so many bytes of them: they are in memory together.
  private static let (mostMessages, mostBytes) = (500, 8 << 20)
  /// A message that was received so often goes once its events are kept, also where what they touched cannot be read: the
  /// next snapshot reads it.
  private static let patience = 3

  /// - Parameter received: Messages of the queue that its reader has got before: they and what comes just after them are
  ///   one batch, and the work is done with it. Nil to work until nothing waits.
  package init(
    _ queue: EventQueue, client: AWSClient, received: [Message]? = nil, into target: ActivityTarget,
    deadline: CallDeadline = .never,
    reread: @escaping @Sendable (TouchedPlaces) async throws -> Void = { _ in }
  ) {
    self.queue = queue
    self.received = received
    self.target = target
    self.deadline = deadline
    self.reread = reread
    self.client = client
  }

  private var reader: QueueReader {
    QueueReader(client, url: queue.url, region: queue.region, hiding: hiding)
  }

  /// Works batch by batch. What a message holds that cannot be used is among the problems; it stays
  /// in the queue. Throws `AWSError`, `Problem` or `Problems` where the queue or the store cannot be used.
  package func run() async throws -> ImportActivity.Outcome {
    var outcome = ImportActivity.Outcome()
    var waiting = received ?? []
    while !deadline.isOver {
      let batch = try await gather(&waiting)
      guard !batch.isEmpty else { return outcome }
      outcome.add(try await reader.holding(batch) { try await handle(batch) })
      if received != nil { return outcome }
    }
    // What still waits is told, and what was kept is.
    outcome.files.problems.append(deadline.problem)
    return outcome
  }

  /// What came within a short moment, each message once, as it was received last.
  private func gather(_ waiting: inout [Message]) async throws -> [Message] {
    var batch = Dictionary(waiting.map { ($0.id, $0) }) { $1 }
    waiting = []
    var bytes = batch.values.reduce(0) { $0 + $1.body.utf8.count }
    // Nobody hides them again before all are there.
    let end = ContinuousClock.now + .seconds(Double(hiding) / 4)
    while batch.count < Self.mostMessages, bytes < Self.mostBytes, ContinuousClock.now < end {
      // What is in hand is worked on, whatever becomes of the next call.
      let more =
        batch.isEmpty
        ? try await reader.receive(waiting: 1) : (try? await reader.receive(waiting: 1)) ?? []
      guard !more.isEmpty else { break }
      for message in more {
        bytes += message.body.utf8.count
        batch[message.id] = message
      }
    }
    return batch.values.sorted { $0.id < $1.id }
  }

  private func handle(_ batch: [Message]) async throws -> ImportActivity.Outcome {
    var reading = Reading()
    for message in batch { reading.read(message, of: queue) }
    let folder = try AnswerFiles(at: nil)
    defer { folder.remove() }
    try await write(&reading, to: folder)
    let touched = Touched()
    var outcome = try await target.keep(
      [folder.path], of: queue.url, observe: { touched.add(TouchedScopes.of($0)) })
    reading.keepBack(outcome.problems)
    outcome.files.problems += reading.problems
    var done = batch.filter { !reading.kept.contains($0.id) }
    do {
      var places = reading.places
      places.scopes.formUnion(touched.scopes)
      try await reread(places)
    } catch let error where !(error is CancellationError) {
      outcome.files.problems.append(.notReadAgain(Problem.of(callFailure: error)))
      done.removeAll { $0.count < Self.patience }
    }
    try Task.checkCancellation()
    let left = try await reader.delete(done)
    if left > 0 { outcome.files.problems.append(.messagesLeft(left)) }
    return outcome
  }

  // MARK: Files

  /// Writes the events, and the files that messages name.
  private func write(_ reading: inout Reading, to folder: AnswerFiles) async throws {
    if !reading.events.isEmpty {
      let lines = reading.events.map { $0.canonicalJSON + "\n" }.joined()
      try folder.write(lines.utf8, to: "events.jsonl")
    }
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
  }

  /// The scopes that events touched, gathered while they are kept.
  private final class Touched: Sendable {
    private let state = Mutex<Set<Scope>>([])

    var scopes: Set<Scope> { state.withLock { $0 } }

    func add(_ scopes: Set<Scope>) { state.withLock { $0.formUnion(scopes) } }
  }
}

/// What the messages of a batch say.
private struct Reading {
  typealias DeliveredObject = QueueMessage.DeliveredObject

  private(set) var events: [ConfigurationValue] = []
  /// The log files, with the messages that name each.
  private(set) var objects: [DeliveredObject: Set<String>] = [:]
  private(set) var places = TouchedPlaces()
  private(set) var problems: [Problem] = []
  /// The messages that stay in the queue.
  private(set) var kept: Set<String> = []
  /// The files that are there, by the folders that they stand in.
  var folders: [String: DeliveredObject] = [:]
  private let parser = JSONParser()

  mutating func read(_ message: QueueReader.Message, of queue: EventQueue) {
    switch QueueMessage(body: message.body, parse: parser.parse) {
    case .events(let events): self.events += events
    case .changes(let scopes): places.scopes.formUnion(scopes)
    case .nothing: break
    case .unknown(let problem): keepBack(message.id, problem)
    case .objects(let objects):
      for object in objects { read(object, of: queue, in: message.id) }
    }
  }

  private mutating func read(_ object: DeliveredObject, of queue: EventQueue, in message: String) {
    // What AWS Config delivers is read by the source that has its bucket, where there is one.
    guard !DeliveredSnapshot.isKey(object.key) else {
      places.deliveries.insert(object)
      return
    }
    guard queue.buckets.contains(where: { $0.holds(bucket: object.bucket, key: object.key) }) else {
      return keepBack(message, .objectElsewhere(object.bucket))
    }
    // Digests, and what else lies there, need no reading.
    guard DeliveredLog(key: object.key) != nil else { return }
    objects[object, default: []].insert(message)
  }

  private mutating func keepBack(_ message: String, _ problem: Problem) {
    kept.insert(message)
    problems.append(problem)
  }

  /// The messages that name an object stay.
  mutating func keepBack(_ object: DeliveredObject, _ problem: Problem) {
    kept.formUnion(objects[object] ?? [])
    problems.append(problem)
  }

  /// The messages stay whose files could not be read whole.
  mutating func keepBack(_ problems: [Problem]) {
    for file in problems.compactMap({ $0.place?.file }) {
      for part in file.split(separator: "/") {
        if let object = folders[String(part)] { kept.formUnion(objects[object] ?? []) }
      }
    }
  }
}

extension Problem {
  fileprivate static func objectElsewhere(_ bucket: String) -> Problem {
    Problem(
      "object-elsewhere",
      "A message of the queue names an object of the bucket '\(bucket)', and the settings do not.",
      hint: "If it is meant, add its place to 'buckets' of the queue.")
  }

  fileprivate static func notReadAgain(_ problem: Problem) -> Problem {
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
