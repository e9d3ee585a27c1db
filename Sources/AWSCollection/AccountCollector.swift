package import AWSClient
package import ConfigurationDiff
package import ConfigurationModel

/// Reads one account and hands out what AWS answered.
///
/// A call that fails becomes an answer that says so: its scope is unread, and the rest goes on.
package struct AccountCollector: Sendable {
  /// Where answers go.
  package struct Sink: Sendable {
    /// Takes an answer; what it throws ends the collection.
    package let give: @Sendable (CollectedAnswer) async throws -> Void
    /// Takes back the pages of a listing: they are given anew.
    package let withdraw: @Sendable (CollectedAnswer.Listing) async throws -> Void

    /// Makes a sink of two functions, which several tasks may call at once.
    package init(
      give: @escaping @Sendable (CollectedAnswer) async throws -> Void,
      withdraw: @escaping @Sendable (CollectedAnswer.Listing) async throws -> Void
    ) {
      self.give = give
      self.withdraw = withdraw
    }
  }

  let client: AWSClient
  let account: String
  let plan: CollectionPlan
  let kinds: [ResourceType: ResourceKind]
  /// The kinds that are read where items name their resources.
  private let companions: [ResourceKind]
  let sink: Sink
  /// The other accounts that the same run reads.
  let beside: Set<String>
  /// How many of each scope stood when it was last read.
  let last: [Scope: Int]
  /// The regions in which items stand that one call lists of all of them, by their ids.
  let homes: [String: String]
  /// Where what is in no region is called.
  let home: String
  let secondReading: SecondReading
  /// The clock by which scopes are read.
  let now: @Sendable () -> Timestamp
  let observe: @Sendable (CollectionEvent) -> Void
  let shared = SharedListings()

  /// Makes the collector of one account, which calls only the first listing of each kind.
  ///
  /// `companions` are read only where items name their resources, `beside` are the other accounts
  /// of the same run, and `last` says how many of each scope stood when it was last read. `homes`
  /// gives the region of items by their ids, and `home` is where what is in no region is called.
  package init(
    _ client: AWSClient, account: String, kinds: [ResourceKind],
    companions: [ResourceKind] = [], beside: Set<String> = [], last: [Scope: Int] = [:],
    homes: [String: String] = [:], home: String = "us-east-1",
    secondReading: SecondReading = SecondReading(), now: @escaping @Sendable () -> Timestamp,
    into sink: Sink, observe: @escaping @Sendable (CollectionEvent) -> Void = { _ in }
  ) {
    self.client = client
    self.now = now
    self.account = account
    plan = CollectionPlan(kinds)
    self.companions = companions
    self.beside = beside
    self.kinds = Dictionary(kinds.map { ($0.type, $0) }) { first, _ in first }
    self.last = last
    self.homes = homes
    self.home = Partition.of(region: home).implicitRegion
    self.secondReading = secondReading
    self.sink = sink
    self.observe = observe
  }

  /// Reads all kinds in the regions; those of no region where the partition keeps them. Returns when each scope was
  /// read.
  package func collect(_ regions: [String]) async throws -> [Scope: ReadingTime] {
    try await withTaskCancellationHandler {
      try await withThrowingTaskGroup(of: [Scope: ReadingTime].self) { group in
        for region in regions {
          group.addTask { try await collectRegion(region) }
        }
        group.addTask { try await collectBeyondRegions(regions) }
        return try await group.reduce(into: [:]) { $0.merge($1) { $0.joined(with: $1) } }
      }
    } onCancel: {
      shared.cancel()
    }
  }

  /// Says of everything that would be read that it was refused: there are no credentials for it. What is in no
  /// region is left out where only regions are refused. Returns when each scope was refused.
  package func refuse(_ regions: [String], onlyRegions: Bool = false, _ refusal: any Error)
    async throws -> [Scope: ReadingTime]
  {
    var times: [Scope: ReadingTime] = [:]
    for call in plan.calls {
      let beyond = onlyRegions ? [] : [Scope.global]
      for place in call.reach == .account ? beyond : regions.filter(call.isOffered) {
        let request = AWSRequest(call.listing.service, call.listing.operation, region: place)
        let page = AnswerFolder(account, place).page(1, of: call.listing)
        try await sink.give(CollectedAnswer(path: page, value: .refusal(refusal, request)))
        for scope in scopes(of: call, in: place) { times[scope] = ReadingTime(now()) }
      }
    }
    for region in regions {
      observe(.ended(account: account, region: region, items: 0, refusals: plan.calls.count))
    }
    return times
  }

  private func collectRegion(_ region: String) async throws -> [Scope: ReadingTime] {
    var tally = try await self.tally(of: region)
    let named = tally.named
    tally += try await self.tally(
      of: companions.filter { named.contains($0.type) }, in: region)
    observe(tally.event(account, region))
    return tally.times
  }

  private func tally(of region: String) async throws -> CallTally {
    let folder = AnswerFolder(account, region)
    return try await withThrowingTaskGroup(of: CallTally.self) { group in
      for call in plan.calls where call.reach == .region && call.isOffered(in: region) {
        group.addTask { try await collect(call, in: [folder], at: region) }
      }
      return try await group.reduce(into: CallTally()) { $0 += $1 }
    }
  }

  /// The same of kinds that nobody asked for, and that items name.
  private func tally(of kinds: [ResourceKind], in region: String) async throws -> CallTally {
    guard !kinds.isEmpty else { return CallTally() }
    return try await AccountCollector(
      client, account: account, kinds: kinds, beside: beside, last: last, homes: homes, home: home,
      secondReading: secondReading, now: now, into: sink, observe: observe
    ).tally(of: region)
  }

  /// What is in no region, and what one call lists of all of them.
  private func collectBeyondRegions(_ regions: [String]) async throws -> [Scope: ReadingTime] {
    let calls = plan.calls.filter { $0.reach != .region }
    guard !calls.isEmpty else { return [:] }
    let outcome = try await withThrowingTaskGroup(of: CallTally.self) { group in
      for call in calls {
        group.addTask {
          let places = call.reach == .account ? [Scope.global] : regions
          return try await collect(
            call, in: places.map { AnswerFolder(account, $0) }, at: home)
        }
      }
      return try await group.reduce(into: CallTally()) { $0 += $1 }
    }
    observe(outcome.event(account, Scope.global))
    return outcome.times
  }
}

/// What became of some calls.
struct CallTally: Sendable {
  var items = 0
  var refusals = 0
  /// The types that items name, and that say what these mean.
  var named: Set<ResourceType> = []
  /// When the scopes that they are about were read.
  var times: [Scope: ReadingTime] = [:]

  static func += (left: inout CallTally, right: CallTally) {
    left.items += right.items
    left.refusals += right.refusals
    left.named.formUnion(right.named)
    left.times.merge(right.times) { $0.joined(with: $1) }
  }

  func event(_ account: String, _ region: String) -> CollectionEvent {
    .ended(account: account, region: region, items: items, refusals: refusals)
  }
}
