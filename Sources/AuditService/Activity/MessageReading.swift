import AWSCollection
import Activity
import AuditStore
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import SnapshotSources

/// What the messages of a batch say, and what of it cannot be used.
struct MessageReading {
  typealias DeliveredObject = QueueMessage.DeliveredObject

  private(set) var events: [ConfigurationValue] = []
  /// The log files, with the messages that name each.
  private(set) var objects: [DeliveredObject: Set<String>] = [:]
  /// What the messages touched, by their ids.
  private var touched: [String: TouchedPlaces] = [:]
  private(set) var problems: [Problem] = []
  /// What could not be read or used.
  private(set) var unread: [UnreadActivity] = []
  /// The messages that stay in the queue.
  private(set) var kept: Set<String> = []
  /// The files that are there, by the folders that they stand in.
  var folders: [String: DeliveredObject] = [:]
  private let parser = JSONParser()

  mutating func read(_ message: QueueReader.Message, of queue: EventQueue) {
    switch QueueMessage(body: message.body, parse: parser.parse) {
    case .events(let events):
      self.events += events
      for event in events {
        touched[message.id, default: .init()].scopes
          .formUnion((try? ActivityEvent(event)).map(TouchedScopes.of) ?? [])
      }
    case .changes(let scopes): touched[message.id, default: .init()].scopes.formUnion(scopes)
    case .nothing: break
    case .unknown(let problem):
      let id = eventID(in: message.body)
      keepBack(message.id, .init(.message(message.body, holding: id), problem))
    case .objects(let objects):
      for object in objects { read(object, of: queue, in: message.id) }
    }
  }

  /// The id of the event that a message says to hold, which the trail may tell of besides.
  private func eventID(in body: String) -> String? {
    let outer = try? parser.parse(body)
    // SNS has the message as a text within its own.
    let value = outer?["Message"]?.string.flatMap { try? parser.parse($0) } ?? outer
    return (value?["detail"] ?? value)?["eventID"]?.string
  }

  private mutating func read(_ object: DeliveredObject, of queue: EventQueue, in message: String) {
    // What AWS Config delivers is read by the source that has its bucket.
    guard !DeliveredSnapshot.isKey(object.key) else {
      touched[message, default: .init()].deliveries.insert(object)
      return
    }
    guard queue.buckets.contains(where: { $0.holds(bucket: object.bucket, key: object.key) }) else {
      return keepBack(message, .init(object.subject, .objectElsewhere(object.bucket)))
    }
    // Digests, and what else lies there, need no reading.
    guard DeliveredLog(key: object.key) != nil else { return }
    objects[object, default: []].insert(message)
  }

  private mutating func keepBack(_ message: String, _ unread: UnreadActivity) {
    kept.insert(message)
    problems.append(unread.problem)
    self.unread.append(unread)
  }

  /// The messages that name an object stay.
  mutating func keepBack(_ object: DeliveredObject, _ problem: Problem) {
    kept.formUnion(objects[object] ?? [])
    problems.append(problem)
    unread.append(.init(object.subject, problem))
  }

  /// The messages stay whose files could not be read whole.
  mutating func keepBack(damaged: [UnreadActivity]) {
    let subjects = Set(damaged.map(\.subject))
    for (object, messages) in objects where subjects.contains(object.subject) {
      kept.formUnion(messages)
    }
    unread += damaged
  }

  /// Tells by the path of a copy which object it is of.
  var original: @Sendable (_ path: String) -> UnreadActivity.Subject? {
    let subjects = folders.mapValues(\.subject)
    return { path in path.split(separator: "/").lazy.compactMap { subjects[String($0)] }.first }
  }

  /// What all messages touched, and the files that they name.
  func places(ofFiles scopes: Set<Scope>) -> TouchedPlaces {
    touched.values.reduce(into: TouchedPlaces(scopes: scopes)) { $0.formUnion($1) }
  }

  /// What could not be read again. Deliveries that no source takes stay in the queue; other messages stay that touched
  /// something of it, for as long as `isPatient` says: they come back, and it is tried again.
  mutating func keepBack(
    _ failures: [UnreadPlaces], ofFiles scopes: Set<Scope>, isPatient: (String) -> Bool
  ) {
    for failure in failures {
      problems.append(failure.problem)
      unread += failure.places.scopes.sorted().map { .init(.scope($0), failure.problem) }
      unread += failure.places.deliveries.map { .init($0.subject, failure.problem) }
      for (message, places) in touched where !places.isDisjoint(with: failure.places) {
        let isDelivery = !places.deliveries.isDisjoint(with: failure.places.deliveries)
        if isDelivery || isPatient(message) { kept.insert(message) }
      }
      // Which of the files touched it is not known.
      if !scopes.isDisjoint(with: failure.places.scopes) {
        kept.formUnion(objects.values.joined().filter(isPatient))
      }
    }
  }

  /// What messages that are done with told of: it is not unread any more.
  func subjects(of done: [QueueReader.Message]) -> [UnreadActivity.Subject] {
    done.flatMap { message -> [UnreadActivity.Subject] in
      [.message(message.body, holding: nil)]
        + (touched[message.id]?.deliveries.map(\.subject) ?? [])
    }
  }
}

extension QueueMessage.DeliveredObject {
  /// As what is unread is called.
  fileprivate var subject: UnreadActivity.Subject {
    DeliveredLog(key: key)?.subject(in: bucket)
      ?? .object(bucket: bucket, key: key, account: nil, region: nil)
  }
}

extension DeliveredLog {
  /// As what is unread is called.
  func subject(in bucket: String) -> UnreadActivity.Subject {
    let place = folder.split(separator: "/").map(String.init)
    return .object(
      bucket: bucket, key: key, account: place.first, region: place.count > 1 ? place[1] : nil)
  }
}

extension Problem {
  fileprivate static func objectElsewhere(_ bucket: String) -> Problem {
    Problem(
      "object-elsewhere",
      "A message of the queue names an object of the bucket '\(bucket)', and the settings do not.",
      hint: "If it is meant, add its place to 'buckets' of the queue.")
  }
}
