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
}

/// Reads all that AWS Config has recorded: the keys by an advanced query, which takes one call for a
/// hundred resources of any type, then the items by their keys (Decision 9).
package struct RecorderCollector: Sendable {
  let client: AWSClient
  /// Whether a type is of interest.
  let wants: @Sendable (String) -> Bool
  /// Whether a type is of no region.
  let isGlobal: @Sendable (String) -> Bool
  /// How many of each scope stood when it was last read.
  let last: [Scope: Int]
  let secondReading: SecondReading
  let sink: AccountCollector.Sink
  let observe: @Sendable (CollectionEvent) -> Void

  package init(
    _ client: AWSClient, wants: @escaping @Sendable (String) -> Bool,
    isGlobal: @escaping @Sendable (String) -> Bool, last: [Scope: Int],
    secondReading: SecondReading = SecondReading(), into sink: AccountCollector.Sink,
    observe: @escaping @Sendable (CollectionEvent) -> Void = { _ in }
  ) {
    self.client = client
    // What rules say of resources is no resource.
    self.wants = { wants($0) && !$0.hasPrefix("AWS::Config::") }
    self.isGlobal = isGlobal
    self.last = last
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
    let status = try await client.call(
      AWSRequest("configservice", "describe-configuration-recorder-status", region: region))
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
    for scope in found.union(known(account, region)).union(known(account, Scope.global)) {
      if let problem = failed[scope] {
        coverage.unread[scope] = problem
      } else if found.contains(scope) {
        coverage.complete.insert(scope)
      } else if try await knowsDeletions(of: scope.type.name, recorder, region) {
        if scope.region != Scope.global { coverage.complete.insert(scope) }
      } else if scope.region != Scope.global {
        coverage.unread[scope] = .notRecorded()
      }
    }
    observe(.ended(account: account, region: region, items: wanted.count, refusals: 0))
  }

  /// Whether AWS Config tells of deleted resources of a type of which it has none: then it records it,
  /// and there were some. Types that it never records, or that queries do not know, have none either.
  private func knowsDeletions(of type: String, _ recorder: RecorderCoverage, _ region: String)
    async throws -> Bool
  {
    guard recorder.records(type, isGlobal: isGlobal(type)) else { return false }
    let request = AWSRequest(
      "configservice", "list-discovered-resources", region: region,
      ["resource-type": .string(type), "include-deleted-resources": .bool(true)])
    do {
      return try await !(client.call(request).value["resourceIdentifiers"]?.members ?? []).isEmpty
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
    let sources = AggregatorSources(
      try await client.all(
        AWSRequest(
          "configservice", "describe-configuration-aggregator-sources-status", region: region,
          parameters)
      ).value)
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
    let found = Set(keys.map(scope))
    for scope in found.union(last.keys.filter { wants($0.type.name) }) {
      let isSeen = seen.contains("\(scope.account) \(scope.region)")
      if let problem = failed[scope] ?? sources.problem(scope, isSeen: isSeen) {
        coverage.unread[scope] = problem
      } else if !found.contains(scope) {
        coverage.unread[scope] = .nothingRecorded()
      } else {
        coverage.complete.insert(scope)
      }
    }
    return coverage
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
    for scope in known(account, region) { coverage.unread[scope] = problem }
    observe(.ended(account: account, region: region, items: 0, refusals: 1))
  }
}

extension Problem {
  static func keyUnreadable(_ result: ConfigurationValue) -> Problem {
    Problem(
      "key-unreadable", "AWS Config answered a query with what is no key of a resource.",
      hint: "It began with: \(result.canonicalJSON.prefix(80))")
  }
}
