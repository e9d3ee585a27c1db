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

  /// Stores a snapshot of each account and region, under the name of the source that reads it. Scopes that cannot be
  /// read are unread in it; throws `Problem` or `Problems` where nothing can be told.
  package func run(
    _ touched: TouchedPlaces, into target: SnapshotTarget, deadline: CallDeadline = .never
  ) async throws -> ImportOutcome? {
    guard !touched.isEmpty else { return nil }
    var sum: ImportOutcome?
    for part in try parts(of: touched.scopes) + delivered(touched.deliveries) {
      var take = TakeSource(part, in: surroundings)
      take.past = past(part.name)
      take.deadline = deadline
      let outcome = try await take.run(into: target.of(source: part.name))
      sum?.add(outcome)
      sum = sum ?? outcome
    }
    return sum
  }

  /// What is read: sources of one account and at most one region each, in a stable order.
  func parts(of scopes: Set<Scope>) throws -> [SnapshotSource] {
    struct Place: Hashable {
      let source: Int
      let account: String
      let region: String
    }
    let reaches = try sources.map { source in
      isLive(source) ? Reach(scopes: try past(source.name).scopes()) : Reach(scopes: [])
    }
    var places: [Place: Set<ResourceType>] = [:]
    // AWS Config tells of types that only it reads.
    let readable = Set(ResourceKind.all.map(\.type))
    for scope in scopes where readable.contains(scope.type) {
      let covering = sources.indices.first { index in
        sources[index].wanted?.wants(scope) == true && reaches[index].holds(scope)
      }
      guard let covering else { continue }
      places[Place(source: covering, account: scope.account, region: scope.region), default: []]
        .insert(scope.type)
    }
    return places.sorted { left, right in
      (left.key.source, left.key.account, left.key.region)
        < (right.key.source, right.key.account, right.key.region)
    }.compactMap { place, types in
      sources[place.source].narrowed(to: place.account, place.region, types.sorted())
    }
  }

  /// The sources that read what was delivered, on from where they were.
  private func delivered(_ objects: Set<QueueMessage.DeliveredObject>) -> [SnapshotSource] {
    sources.filter { source in
      guard case .delivery(let delivery) = source.origin else { return false }
      let place = S3Place(bucket: delivery.bucket, prefix: delivery.prefix)
      return objects.contains { place.holds(bucket: $0.bucket, key: $0.key) }
    }
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
