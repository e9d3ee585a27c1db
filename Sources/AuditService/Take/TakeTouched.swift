package import AWSClient
package import Activity
package import ChangeDocuments
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// What a queue told of that is to be read.
package struct TouchedPlaces: Hashable, Sendable {
  /// Whose resources changed.
  package var scopes: Set<Scope> = []
  /// What AWS Config delivered.
  package var deliveries: Set<QueueMessage.DeliveredObject> = []

  /// Whether there is nothing to read.
  package var isEmpty: Bool { scopes.isEmpty && deliveries.isEmpty }

  /// Places; without arguments none.
  package init(
    scopes: Set<Scope> = [], deliveries: Set<QueueMessage.DeliveredObject> = []
  ) {
    (self.scopes, self.deliveries) = (scopes, deliveries)
  }

  mutating func formUnion(_ other: TouchedPlaces) {
    scopes.formUnion(other.scopes)
    deliveries.formUnion(other.deliveries)
  }

  func isDisjoint(with other: TouchedPlaces) -> Bool {
    scopes.isDisjoint(with: other.scopes) && deliveries.isDisjoint(with: other.deliveries)
  }
}

/// What was to be read and could not be, and why.
package struct UnreadPlaces: Sendable {
  /// What was to be read.
  package let places: TouchedPlaces
  /// Why it could not be.
  package let problem: Problem

  /// Places, and why they could not be read.
  package init(_ places: TouchedPlaces, _ problem: Problem) {
    (self.places, self.problem) = (places, problem)
  }
}

/// Reads again the scopes that events touched, and nothing else: each by the source of the settings that reads it on its
/// schedule. What no source covers is not read.
package struct TakeTouched: Sendable {
  private let sources: [SnapshotSource]
  private let surroundings: CredentialSurroundings
  /// What the store knows of a source, by its name.
  private let past: @Sendable (String) -> SourcePast

  /// - Parameter sources: Of the settings, in their order.
  package init(
    sources: [SnapshotSource], in surroundings: CredentialSurroundings,
    past: @escaping @Sendable (String) -> SourcePast
  ) {
    (self.sources, self.surroundings, self.past) = (sources, surroundings, past)
  }

  /// Waits until the next reading may begin.
  package var pace: @Sendable () async throws -> Void = {}

  /// What became of the readings.
  package struct Result: Sendable {
    /// What was stored; nil where nothing was to be read.
    package var outcome: ImportOutcome?
    /// What was to be read and was not: also scopes that AWS refused, or that another one had read meanwhile.
    package var unread: [UnreadPlaces] = []
  }

  /// Stores a snapshot of each account and region, under the name of the source that reads it. One that cannot be read
  /// keeps no other back. Throws only where it is told to stop, or the store cannot be read.
  package func run(
    _ touched: TouchedPlaces, into target: SnapshotTarget, deadline: CallDeadline = .never
  ) async throws -> Result {
    var result = Result()
    let (deliveries, untaken) = delivered(touched.deliveries)
    result.unread += untaken
    for part in try parts(of: touched.scopes) + deliveries {
      try await pace()
      do {
        var take = TakeSource(part.source, in: surroundings)
        take.past = past(part.source.name)
        take.deadline = deadline
        let outcome = try await take.run(into: target.of(source: part.source.name))
        result.outcome?.add(outcome)
        result.outcome = result.outcome ?? outcome
        result.unread += part.places.unread(after: outcome.readings)
      } catch let error where !(error is CancellationError || Task.isCancelled) {
        let problem = (error as? Problems)?.all.first ?? Problem.of(callFailure: error)
        result.unread.append(UnreadPlaces(part.places, .notReadAgain(problem)))
      }
    }
    return result
  }

  /// A source, and what is to be read of it.
  struct Part {
    let source: SnapshotSource
    let places: TouchedPlaces
  }

  /// What is read: sources of one account and at most one region each, in a stable order.
  func parts(of scopes: Set<Scope>) throws -> [Part] {
    struct Place: Hashable {
      let source: Int
      let account: String
      let region: String
    }
    let reaches = try sources.map { source in
      isLive(source) ? Reach(scopes: try past(source.name).scopes()) : Reach(scopes: [])
    }
    var places: [Place: Set<Scope>] = [:]
    // AWS Config tells of types that only it reads.
    let readable = Set(ResourceKind.all.map(\.type))
    for scope in scopes where readable.contains(scope.type) {
      let covering = sources.indices.first { index in
        sources[index].wanted?.wants(scope) == true && reaches[index].holds(scope)
      }
      guard let covering else { continue }
      places[Place(source: covering, account: scope.account, region: scope.region), default: []]
        .insert(scope)
    }
    return places.sorted { left, right in
      (left.key.source, left.key.account, left.key.region)
        < (right.key.source, right.key.account, right.key.region)
    }.compactMap { place, scopes in
      sources[place.source].narrowed(
        to: place.account, place.region, scopes.map(\.type).sorted()
      ).map { Part(source: $0, places: TouchedPlaces(scopes: scopes)) }
    }
  }

  /// The sources that read what was delivered, on from where they were, and what none of them reads.
  private func delivered(_ objects: Set<QueueMessage.DeliveredObject>) -> ([Part], [UnreadPlaces]) {
    var rest = objects
    let parts = sources.compactMap { source -> Part? in
      guard case .delivery(let delivery) = source.origin else { return nil }
      let place = S3Place(bucket: delivery.bucket, prefix: delivery.prefix)
      let own = objects.filter { place.holds(bucket: $0.bucket, key: $0.key) }
      rest.subtract(own)
      return own.isEmpty ? nil : Part(source: source, places: TouchedPlaces(deliveries: own))
    }
    let untaken = Dictionary(grouping: rest, by: \.bucket).sorted { $0.key < $1.key }.map {
      UnreadPlaces(TouchedPlaces(deliveries: Set($1)), .noDeliverySource($0))
    }
    return (parts, untaken)
  }

  private func isLive(_ source: SnapshotSource) -> Bool {
    switch source.origin {
    case .aws: true
    case .recorder, .delivery, .exports, .activity: false
    }
  }

  /// Where a source has looked before. That is asked before anybody's word for an account or a region is taken: a message
  /// cannot make it read where it never read.
  private struct Reach {
    private let accounts: Set<String>
    private let places: Set<[String]>

    init(scopes: Set<Scope>) {
      accounts = Set(scopes.map(\.account))
      places = Set(scopes.map { [$0.account, $0.region] })
    }

    func holds(_ scope: Scope) -> Bool {
      scope.region == Scope.global
        ? accounts.contains(scope.account) : places.contains([scope.account, scope.region])
    }
  }
}

extension SnapshotSource {
  /// The same source for one account, one region and some types alone; nil where it is not of AWS's APIs.
  fileprivate func narrowed(to account: String, _ region: String, _ types: [ResourceType])
    -> SnapshotSource?
  {
    guard case .aws(var accounts) = origin else { return nil }
    switch accounts.reach {
    case .own: break
    case .accounts, .organization: accounts.reach = .accounts([account])
    }
    // What is in no region is read wherever one asks.
    if region != Scope.global {
      accounts.regions = [region]
    } else if let first = accounts.regions.first {
      accounts.regions = [first]
    }
    var narrowed = SnapshotSource(
      name: name, origin: .aws(accounts), types: types.map { Glob($0.name) })
    narrowed.deadline = deadline
    narrowed.secondReading = secondReading
    return narrowed
  }
}

extension Problem {
  fileprivate static func noDeliverySource(_ bucket: String) -> Problem {
    Problem(
      "no-delivery-source",
      "AWS Config delivered a snapshot to the bucket '\(bucket)', and no source reads it there.",
      hint: "Name a source with 'delivery' for the bucket, or let the queue not be told of it.")
  }
}

extension TouchedPlaces {
  /// The scopes that these readings did not read, each with the reason.
  fileprivate func unread(after readings: [Scope: ScopeReading]) -> [UnreadPlaces] {
    scopes.sorted().compactMap { scope in
      switch readings[scope] {
      case .read: nil
      case .unread(let problem):
        UnreadPlaces(TouchedPlaces(scopes: [scope]), .notReadAgain(problem))
      case .seen, nil: UnreadPlaces(TouchedPlaces(scopes: [scope]), .readMeanwhile(scope))
      }
    }
  }
}

extension Problem {
  /// A reading of a scope was passed over: another one that ended after it began was stored first.
  fileprivate static func readMeanwhile(_ scope: Scope) -> Problem {
    Problem(
      "not-read-again",
      "What events touched in \(scope) was read by another reading meanwhile, which may not show it.",
      hint: "It is read again when the message comes back, and by the next snapshot.")
  }
}
