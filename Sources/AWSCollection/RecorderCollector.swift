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
  private let client: AWSClient
  /// Whether a type is of interest.
  private let wants: @Sendable (String) -> Bool
  /// Whether a type is of no region.
  private let isGlobal: @Sendable (String) -> Bool
  /// How many of each scope stood when it was last read.
  private let last: [Scope: Int]
  private let secondReading: SecondReading
  private let sink: AccountCollector.Sink
  private let observe: @Sendable (CollectionEvent) -> Void

  package init(
    _ client: AWSClient, wants: @escaping @Sendable (String) -> Bool,
    isGlobal: @escaping @Sendable (String) -> Bool, last: [Scope: Int],
    secondReading: SecondReading = SecondReading(), into sink: AccountCollector.Sink,
    observe: @escaping @Sendable (CollectionEvent) -> Void = { _ in }
  ) {
    self.client = client
    self.wants = wants
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
        guard recorder.problem == nil else {
          refuse(account, region, recorder.problem ?? .recorderMissing(), &coverage)
          continue
        }
        try await collect(account, region, recorder, &globals, &coverage)
      } catch let refusal where refusal is AWSError || refusal is Problem {
        refuse(account, region, Problem.of(refusal), &coverage)
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
      AWSRequest("configservice", "select-resource-config", region: region)
    ) { $0.region == region || $0.region == Scope.global }
    .filter { recorder.records($0.type, isGlobal: isGlobal($0.type)) }
    let isNew = { (key: RecordedKey) in
      key.region != Scope.global || !globals.contains("\(key.type) \(key.id)")
    }
    let wanted = keys.filter(isNew)
    globals.formUnion(
      keys.filter { $0.region == Scope.global }.map { "\($0.type) \($0.id)" })
    let failed = try await items(
      wanted, AWSRequest("configservice", "batch-get-resource-config", region: region),
      parameter: "resource-keys", folder: AnswerFolder(account, region), \.direct, &coverage)
    for scope in scopes(keys) + known(account, region) + known(account, Scope.global) {
      let type = scope.type.name
      if let problem = failed[scope] {
        coverage.unread[scope] = problem
      } else if recorder.records(type, isGlobal: isGlobal(type)) {
        coverage.complete.insert(scope)
      } else if !coverage.complete.contains(scope), scope.region != Scope.global {
        coverage.unread[scope] = .notRecorded()
      }
    }
    observe(.ended(account: account, region: region, items: wanted.count, refusals: 0))
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
      AWSRequest("configservice", "select-aggregate-resource-config", region: region, parameters)
    ) { _ in true }
    let failed = try await items(
      keys,
      AWSRequest(
        "configservice", "batch-get-aggregate-resource-config", region: region, parameters),
      parameter: "resource-identifiers", folder: AnswerFolder("aggregated", "items"), \.aggregate,
      &coverage)
    let seen = Set(keys.map { "\($0.account) \($0.region)" })
    for scope in Set(scopes(keys) + last.keys.filter { wants($0.type.name) }) {
      let isSeen = seen.contains("\(scope.account) \(scope.region)")
      if let problem = failed[scope] ?? sources.problem(scope, isSeen: isSeen) {
        coverage.unread[scope] = problem
      } else {
        coverage.complete.insert(scope)
      }
    }
    return coverage
  }

  // MARK: Keys and items

  /// All keys, asked for a second time where far fewer come than stand.
  private func keys(_ request: AWSRequest, where isHere: (RecordedKey) -> Bool) async throws
    -> [RecordedKey]
  {
    let first = try await selected(request).filter { wants($0.type) && isHere($0) }
    let counts = Dictionary(grouping: first, by: scope).mapValues(\.count)
    let doubted = last.first { scope, last in
      wants(scope.type.name) && counts[scope] != nil
        && secondReading.doubts(counts[scope] ?? 0, last: last)
    }
    guard let doubted else { return first }
    observe(
      .readsAgain(doubted.key, listed: counts[doubted.key] ?? 0, last: doubted.value))
    try await client.pause(seconds: 2)
    return try await selected(request).filter { wants($0.type) && isHere($0) }
  }

  private func selected(_ request: AWSRequest) async throws -> [RecordedKey] {
    var keys: [RecordedKey] = []
    try await client.pages(request.with("expression", .string(RecordedKey.query))) { answer in
      for result in answer.value["Results"]?.members ?? [] {
        guard let key = result.string.flatMap(RecordedKey.init) else {
          throw Problem.keyUnreadable(result)
        }
        keys.append(key)
      }
    }
    return keys
  }

  /// Hands out the items of keys, a hundred a call. Returns the scopes of which some were left out.
  private func items(
    _ keys: [RecordedKey], _ request: AWSRequest, parameter: String, folder: AnswerFolder,
    _ form: KeyPath<RecordedKey, ConfigurationValue>, _ coverage: inout RecordedCoverage
  ) async throws -> [Scope: Problem] {
    var failed: [Scope: Problem] = [:]
    for (page, start) in stride(from: 0, to: keys.count, by: 100).enumerated() {
      let part = Array(keys[start..<min(start + 100, keys.count)])
      var (open, found) = (part, [ConfigurationValue]())
      for _ in 0..<3 where !open.isEmpty {
        let wanted = ConfigurationValue.list(open.map { $0[keyPath: form] })
        let answer = try await client.call(request.with(parameter, wanted)).value
        let items = answer["baseConfigurationItems"] ?? answer["BaseConfigurationItems"]
        found += items?.members ?? []
        let given = Set((items?.members ?? []).compactMap(\.recordedName))
        open = open.filter { !given.contains("\($0.type) \($0.id)") }
      }
      for key in open { failed[scope(key)] = .itemsUnprocessed(open.count) }
      let byName = Dictionary(part.map { ("\($0.type) \($0.id)", $0) }) { first, _ in first }
      let known = found.filter { item in
        // What was deleted since the query is not there; of what is not recorded nothing is known.
        if item.isRecordedDeletion { return false }
        if item.isRecorded { return true }
        if let key = item.recordedName.flatMap({ byName[$0] }) {
          failed[scope(key)] = .notRecorded()
        }
        return false
      }
      let tagged = tagged(known, part)
      coverage.items += tagged.count
      let path = folder.path("configservice", "batch-get-resource-config", page: page + 1)
      try await sink.give(
        CollectedAnswer(path: path, value: .object(["baseConfigurationItems": .list(tagged)])))
      observe(.listed(account: folder.account, region: folder.region, items: tagged.count))
    }
    return failed
  }

  /// Items with the tags that the query gave: an item that is asked for by its key has none.
  private func tagged(_ items: [ConfigurationValue], _ keys: [RecordedKey]) -> [ConfigurationValue]
  {
    let tags = Dictionary(keys.map { ("\($0.type) \($0.id)", $0.tags) }) { first, _ in first }
    return items.map { item in
      guard case .object(var fields) = item, fields["tags"] == nil,
        let name = item.recordedName, let found = tags[name] ?? nil
      else { return item }
      fields["tags"] = found
      return .object(fields)
    }
  }

  // MARK: Scopes

  private func scope(_ key: RecordedKey) -> Scope {
    Scope(
      account: key.account, region: isGlobal(key.type) ? Scope.global : key.region,
      type: ResourceType(key.type))
  }

  private func scopes(_ keys: [RecordedKey]) -> [Scope] { Array(Set(keys.map(scope))) }

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

extension ConfigurationValue {
  fileprivate var isRecordedDeletion: Bool {
    ["ResourceDeleted", "ResourceDeletedNotRecorded"].contains(
      self["configurationItemStatus"]?.string)
  }

  /// Whether an item says what its resource is.
  fileprivate var isRecorded: Bool {
    let configuration = self["configuration"]
    return self["configurationItemStatus"]?.string != "ResourceNotRecorded"
      && configuration != nil && configuration != .null && configuration?.string != ""
  }

  /// What an item is known by: its type and id.
  fileprivate var recordedName: String? {
    guard let type = self["resourceType"]?.string, let id = self["resourceId"]?.scalarText else {
      return nil
    }
    return "\(type) \(id)"
  }
}

extension Problem {
  static func keyUnreadable(_ result: ConfigurationValue) -> Problem {
    Problem(
      "key-unreadable", "AWS Config answered a query with what is no key of a resource.",
      hint: "It began with: \(result.canonicalJSON.prefix(80))")
  }

  /// A refusal of AWS, or what else kept a call from being answered.
  static func of(_ error: any Error) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as AWSError: .configRefused(error)
    case _: Problem("run-failed", "The run failed: \(error).")
    }
  }

  private static func configRefused(_ error: AWSError) -> Problem {
    let request = error.requestID.map { ", request \($0)" } ?? ""
    return Problem(
      "call-refused", "AWS refused a call: \(error.code): \(error.message)\(request)",
      hint: "'plumb iam-policy' prints the permissions that are needed.")
  }
}
