package import AWSClient
package import AWSCollection
package import ChangeDocuments
package import ConfigurationModel
import Synchronization

/// Takes a snapshot of one source, whatever it is.
package struct TakeSource {
  private let source: SnapshotSource
  private let surroundings: CredentialSurroundings
  /// What the store knows of it; asked before anything is read.
  package var past = SourcePast()
  /// Where the answers of AWS are kept, secrets and all; nil to keep none of them.
  package var keptFolder: String?
  /// Which events of a source of activity are kept.
  package var keeping = ActivitySelection()
  /// How the messages of a queue are waited for; nil to work until nothing waits.
  package var listening: QueueListening?
  /// Reads again what events of a queue touched; nil to read nothing again.
  package var touched: TakeTouched?
  /// Told of the scopes that were read again, and which of them do not show yet what calls say.
  package var observeAgain: @Sendable (_ read: Set<Scope>, _ unshown: Set<Scope>) -> Void = {
    _, _ in
  }
  /// By when the calls must have ended: what was read by then is stored.
  package var deadline = CallDeadline.never
  /// Is shown each step of the reading, from any task.
  package var observe: @Sendable (CollectionEvent) -> Void = { _ in }
  /// Is shown each request and each wait, from any task.
  package var observeCalls: @Sendable (AWSEvent) -> Void = { _ in }

  /// Makes a reading of a source, with the credentials that these surroundings give.
  package init(_ source: SnapshotSource, in surroundings: CredentialSurroundings) {
    self.source = source
    self.surroundings = surroundings
  }

  /// Throws `Problem` or `Problems` where it cannot be told what was asked for; nothing is stored then.
  package func run(into target: SnapshotTarget) async throws -> ImportOutcome {
    let learnt = try past.rates(target.now())
    let traffic = AWSTraffic(
      budget: budget, deadline: deadline, rates: usualRates.merging(learnt) { $1 })
    let outcome = try await read(through: traffic, into: target)
    await target.keep(await traffic.rates)
    return outcome
  }

  private var budget: Int? {
    if case .aws(let accounts) = source.origin { accounts.requestBudget } else { nil }
  }

  /// What is known of AWS's pace before it is asked.
  private var usualRates: [CallFamily: Double] {
    guard case .activity(.lookup(let profile, let regions)) = source.origin else { return [:] }
    return EventLookup.rates(profile ?? surroundings.profileName, in: regions)
  }

  private func read(through traffic: AWSTraffic, into target: SnapshotTarget) async throws
    -> ImportOutcome
  {
    switch source.origin {
    case .exports(let paths):
      var outcome = try await target.take(paths, deadline: deadline, isAsked: false)
      if let newest = source.oldExports(at: target.now()) {
        outcome.warnings.append("'\(source.name)': \(newest.oldExportWords).")
      }
      return outcome
    case .aws(let accounts):
      var take = TakeSnapshot(
        accounts, with: client(accounts.profile, traffic), in: surroundings, into: target)
      take.types = source.types
      take.keptFolder = keptFolder
      take.past = past
      take.secondReading = source.secondReading
      take.observe = observe
      return try await take.run()
    case .recorder(let recorder):
      return try await TakeRecordedSnapshot(
        recorder: recorder, client: client(recorder.profile, traffic), surroundings: surroundings,
        source: source, past: past, observe: observe
      ).run(into: target)
    case .delivery(let delivery):
      return try await TakeDeliveredSnapshots(
        delivery: delivery, client: client(delivery.profile, traffic), source: source.name,
        past: past
      ).run(into: target)
    case .activity(let place): return try await keepActivity(of: place, traffic, into: target)
    }
  }

  private func keepActivity(
    of place: SnapshotSource.ActivityPlace, _ traffic: AWSTraffic, into target: SnapshotTarget
  ) async throws -> ImportOutcome {
    var take = TakeActivity(
      place: place, deadline: deadline, client: { client($0, traffic) },
      target: ActivityTarget(
        queue: target.queue, keeping: keeping, now: target.now, open: target.open),
      name: source.name)
    take.listening = listening
    let readAgain = ReadAgain(ImportOutcome(takenAt: target.now()))
    take.reread = { [touched, deadline, observeAgain] places in
      guard let touched else { return [] }
      let result = try await touched.run(places, into: target, deadline: deadline)
      var unshown: Set<Scope> = []
      if let more = result.outcome {
        readAgain.add(more)
        let read = Set(more.readings.filter { $0.value.isRead }.keys)
        // The clock of readings goes finer than that of what people are told.
        let (open, now) = (target.open, target.now().advanced(bySeconds: 1))
        unshown = try await target.queue.performing {
          try UnshownCalls(store: try open(), now: now).scopes(among: read)
        }
      }
      // What could not be read stands as unread, and is not waited for besides.
      observeAgain(places.scopes.union(unshown), unshown)
      return result.unread
    }
    let activity = try await take.run()
    var outcome = readAgain.outcome
    outcome.activity = activity
    target.stored(outcome)
    return outcome
  }

  private func client(_ profile: String?, _ traffic: AWSTraffic) -> AWSClient {
    AWSClient(profile: profile, in: surroundings, traffic: traffic, observe: observeCalls)
  }
}

/// What was read again while a queue was read.
private final class ReadAgain: Sendable {
  private let state: Mutex<ImportOutcome>

  init(_ nothing: ImportOutcome) { state = Mutex(nothing) }

  var outcome: ImportOutcome { state.withLock { $0 } }

  func add(_ more: ImportOutcome) { state.withLock { $0.add(more) } }
}
