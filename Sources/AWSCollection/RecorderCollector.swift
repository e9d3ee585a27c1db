package import AWSClient
package import ConfigurationModel

/// What was read of AWS Config: how far, for every scope that is known or was found.
package struct RecordedCoverage: Sendable {
  /// Scopes of which every resource was given, also none.
  package var complete: Set<Scope> = []
  /// Scopes of which it cannot be told.
  package var unread: [Scope: Problem] = [:]
  /// Items that were given.
  package var items = 0

  /// Makes what was read so far: nothing but scopes that are known to be unread.
  package init(unread: [Scope: Problem] = [:]) { self.unread = unread }
}

/// Reads all that AWS Config has recorded: the keys by an advanced query, which takes one call for a
/// hundred resources of any type, then the items by their keys (Decision 9).
package struct RecorderCollector: Sendable {
  let client: AWSClient
  /// Whether a type is of interest.
  let wants: @Sendable (String) -> Bool
  /// Whether a type is of no region.
  let isGlobal: @Sendable (String) -> Bool
  /// How many stand of each scope that was read of AWS Config before; 0 for those that have none now.
  let last: [Scope: Int]
  /// Types that were asked for by their names.
  let named: [ResourceType]
  let secondReading: SecondReading
  let sink: AccountCollector.Sink
  let observe: @Sendable (CollectionEvent) -> Void

  /// Makes a collector; types of AWS Config itself are never wanted.
  package init(
    _ client: AWSClient, wants: @escaping @Sendable (String) -> Bool,
    isGlobal: @escaping @Sendable (String) -> Bool, last: [Scope: Int],
    named: [ResourceType] = [], secondReading: SecondReading = SecondReading(),
    into sink: AccountCollector.Sink,
    observe: @escaping @Sendable (CollectionEvent) -> Void = { _ in }
  ) {
    self.client = client
    // What rules say of resources is no resource.
    self.wants = { wants($0) && !$0.hasPrefix("AWS::Config::") }
    self.isGlobal = isGlobal
    self.last = last
    self.named = named
    self.secondReading = secondReading
    self.sink = sink
    self.observe = observe
  }

  // MARK: Directly

  /// Reads one account in regions. What is of no region is taken from the first region that has it.
  package func collect(account: String, in regions: [String]) async throws -> RecordedCoverage {
    var coverage = RecordedCoverage()
    var globals: Set<String> = []
    for region in regions {
      observe(.began(account: account, regions: [region], notEnabled: []))
      do {
        let recorder = try await recorder(in: region)
        if let problem = recorder.problem { throw problem }
        try await collect(account, region, recorder, &globals, &coverage)
        coverage.complete.insert(.recorder(account, region))
      } catch let refusal where refusal is AWSError || refusal is Problem {
        refuse(account, region, Problem.of(callFailure: refusal), &coverage)
      }
    }
    coverage.complete.subtract(coverage.unread.keys)
    return coverage
  }

  private func recorder(in region: String) async throws -> RecorderCoverage {
    let recorders = try await client.call(
      AWSRequest("configservice", "describe-configuration-recorders", region: region))
    _ = try recorders.items("ConfigurationRecorders")
    let status = try await client.call(
      AWSRequest("configservice", "describe-configuration-recorder-status", region: region))
    _ = try status.items("ConfigurationRecordersStatus")
    return RecorderCoverage(recorders: recorders.value, status: status.value)
  }

  private func collect(
    _ account: String, _ region: String, _ recorder: RecorderCoverage,
    _ globals: inout Set<String>, _ coverage: inout RecordedCoverage
  ) async throws {
    let keys = try await keys(
      AWSRequest("configservice", "select-resource-config", region: region),
      known: known(account, region)
    ) { $0.region == region || $0.region == Scope.global }
    .filter { recorder.records($0.type, isGlobal: isGlobal($0.type)) }
    let wanted = keys.filter { $0.region != Scope.global || globals.insert($0.place).inserted }
    let failed = try await items(
      wanted, AWSRequest("configservice", "batch-get-resource-config", region: region),
      parameter: "resource-keys", folder: AnswerFolder(account, region), { $0.direct },
      &coverage)
    let found = Set(keys.map(scope))
    let asked = named.filter { !isGlobal($0.name) }.map {
      Scope(account: account, region: region, type: $0)
    }
    for scope in found.union(known(account, region)).union(known(account, Scope.global))
      .union(asked)
    {
      if let problem = failed[scope] {
        coverage.unread[scope] = problem
      } else if found.contains(scope) {
        coverage.complete.insert(scope)
      } else if try await isSurelyEmpty(scope, recorder, region) {
        if scope.region != Scope.global { coverage.complete.insert(scope) }
      } else if scope.region != Scope.global {
        coverage.unread[scope] = .notRecorded()
      }
    }
    observe(.ended(account: account, region: region, items: wanted.count, refusals: 0))
  }

  /// Whether there is none of a type that AWS Config lists none of. Where some stood, it must tell of their
  /// deletions: types that it never records, or that queries do not know, have none either. Where none stood, that
  /// it records the type is enough.
  private func isSurelyEmpty(_ scope: Scope, _ recorder: RecorderCoverage, _ region: String)
    async throws -> Bool
  {
    let type = scope.type.name
    guard recorder.records(type, isGlobal: isGlobal(type)) else { return false }
    let request = AWSRequest(
      "configservice", "list-discovered-resources", region: region,
      ["resource-type": .string(type), "include-deleted-resources": .bool(true)])
    do {
      let known = try await client.call(request).items("resourceIdentifiers")
      return last[scope, default: 0] == 0
        ? known.allSatisfy { $0["resourceDeletionTime"] != nil } : !known.isEmpty
    } catch let error as AWSError where !error.isDenied && !error.isThrottle {
      // It does not know the type.
      return false
    }
  }

  // MARK: Over an aggregator

  /// Reads all accounts and regions of an aggregator.
  package func collect(aggregator: String, at region: String) async throws -> RecordedCoverage {
    var coverage = RecordedCoverage()
    let name = ConfigurationValue.string(aggregator)
    let parameters = ["configuration-aggregator-name": name]
    let status = try await client.all(
      AWSRequest(
        "configservice", "describe-configuration-aggregator-sources-status", region: region,
        parameters))
    _ = try status.items("AggregatedSourceStatusList")
    let sources = AggregatorSources(status.value)
    let keys = try await keys(
      AWSRequest("configservice", "select-aggregate-resource-config", region: region, parameters),
      known: []
    ) { _ in true }
    let failed = try await items(
      keys,
      AWSRequest(
        "configservice", "batch-get-aggregate-resource-config", region: region, parameters),
      parameter: "resource-identifiers", folder: AnswerFolder("aggregated", "items"),
      { $0.aggregate }, &coverage)
    let seen = Set(keys.map { "\($0.account) \($0.region)" })
    try await addPlaces(of: sources, seen, Set(keys.map(\.account)), &coverage)
    let found = Set(keys.map(scope))
    for scope in found.union(last.keys.filter { wants($0.type.name) }) {
      let isSeen = seen.contains("\(scope.account) \(scope.region)")
      if let problem = failed[scope] ?? sources.problem(scope, isSeen: isSeen) {
        coverage.unread[scope] = problem
      } else if !found.contains(scope), last[scope, default: 0] > 0 {
        coverage.unread[scope] = .nothingRecorded()
      } else {
        coverage.complete.insert(scope)
      }
    }
    return coverage
  }

  /// Each account and region that the aggregator gathers from: whether anything came of it. The accounts of an
  /// organization are those that it lists, where it may be asked; otherwise those that something came from.
  private func addPlaces(
    of sources: AggregatorSources, _ seen: Set<String>, _ accounts: Set<String>,
    _ coverage: inout RecordedCoverage
  ) async throws {
    var members = accounts.union(last.keys.map(\.account))
    if sources.isOfOrganization {
      do {
        members.formUnion(
          try await Organization(client).accounts(in: []).filter(\.isActive).map(\.id))
      } catch let error as AWSError where error.isDenied || !error.isThrottle {
        // Only its management account and delegated administrators may list them.
      }
    }
    for place in sources.places(of: members) {
      let isSeen = seen.contains("\(place.account) \(place.region)")
      if let problem = sources.problem(place, isSeen: isSeen) {
        coverage.unread[place] = problem
      } else if isSeen {
        coverage.complete.insert(place)
      } else {
        coverage.unread[place] = .nothingGathered()
      }
    }
  }

  // MARK: Scopes

  func scope(_ key: RecordedKey) -> Scope {
    Scope(
      account: key.account, region: isGlobal(key.type) ? Scope.global : key.region,
      type: ResourceType(key.type))
  }

  private func known(_ account: String, _ region: String) -> [Scope] {
    last.keys.filter { $0.account == account && $0.region == region && wants($0.type.name) }
  }

  private func refuse(
    _ account: String, _ region: String, _ problem: Problem, _ coverage: inout RecordedCoverage
  ) {
    let asked = named.filter { !isGlobal($0.name) }.map {
      Scope(account: account, region: region, type: $0)
    }
    for scope in known(account, region) + asked + [.recorder(account, region)] {
      coverage.unread[scope] = problem
    }
    observe(.ended(account: account, region: region, items: 0, refusals: 1))
  }
}

extension Problem {
  static func keyUnreadable(_ result: ConfigurationValue) -> Problem {
    Problem(
      "key-unreadable",
      "AWS Config answered a query with something that is not the key of a resource.",
      hint: "It began with: \(result.canonicalJSON.prefix(80))")
  }
}
