import AWSClient
import ConfigurationModel

extension RecorderCollector {
  /// All keys, asked for a second time where far fewer come than stand. Of a scope in `known` none may
  /// come, too; of any other nothing says that it was asked for.
  func keys(
    _ request: AWSRequest, known: [Scope], where isHere: (RecordedKey) -> Bool
  ) async throws -> [RecordedKey] {
    let first = try await selected(request).filter { wants($0.type) && isHere($0) }
    var counts = Dictionary(grouping: first, by: scope).mapValues(\.count)
    for scope in known { counts[scope, default: 0] += 0 }
    for (scope, count) in counts.sorted(by: { $0.key < $1.key }) {
      guard let last = last[scope], secondReading.doubts(count, last: last) else { continue }
      observe(.readsAgain(scope, listed: count, last: last))
      try await client.pause(seconds: 2)
      return try await selected(request).filter { wants($0.type) && isHere($0) }
    }
    return first
  }

  /// Each key once: what has no region is recorded in several.
  private func selected(_ request: AWSRequest) async throws -> [RecordedKey] {
    var keys: [RecordedKey] = []
    var seen: Set<String> = []
    try await client.pages(request.with("expression", .string(RecordedKey.query))) { answer in
      for result in try answer.items("Results") {
        guard let key = result.string.flatMap(RecordedKey.init) else {
          throw Problem.keyUnreadable(result)
        }
        if seen.insert(key.place).inserted { keys.append(key) }
      }
    }
    return keys
  }

  /// Hands out the items of keys, a hundred a call. Returns the scopes of which some were left out.
  func items(
    _ keys: [RecordedKey], _ request: AWSRequest, parameter: String, folder: AnswerFolder,
    _ form: @escaping @Sendable (RecordedKey) -> ConfigurationValue,
    _ coverage: inout RecordedCoverage
  ) async throws -> [Scope: Problem] {
    let parts = stride(from: 0, to: keys.count, by: 100).map { start in
      (start / 100 + 1, Array(keys[start..<min(start + 100, keys.count)]))
    }
    let batches = try await parts.concurrentMap { page, part in
      var batch = Batch(part)
      for attempt in 0..<3 where !batch.open.isEmpty {
        if attempt > 0 { try await client.pause(seconds: 1) }
        let answer = try await client.call(
          request.with(parameter, .list(batch.open.map(form)))
        ).value
        batch.add(answer)
      }
      let path = folder.path("configservice", "batch-get-resource-config", page: page)
      let items = ConfigurationValue.object(["baseConfigurationItems": .list(batch.items)])
      try await sink.give(CollectedAnswer(path: path, value: items))
      observe(.listed(account: folder.account, region: folder.region, items: batch.items.count))
      return (count: batch.items.count, failed: batch.failed)
    }
    coverage.items += batches.map(\.count).reduce(0, +)
    var failed: [Scope: Problem] = [:]
    for (key, problem) in batches.flatMap(\.failed) { failed[scope(key)] = problem }
    return failed
  }

  /// The items of some keys, as far as they came.
  private struct Batch {
    private let keys: [String: RecordedKey]
    /// The keys whose items did not come yet.
    private(set) var open: [RecordedKey]
    private(set) var items: [ConfigurationValue] = []
    private var notRecorded: [RecordedKey] = []

    init(_ keys: [RecordedKey]) {
      self.keys = Dictionary(keys.map { ($0.place, $0) }) { first, _ in first }
      open = keys
    }

    /// The keys that nothing is known of, and why.
    var failed: [(RecordedKey, Problem)] {
      notRecorded.map { ($0, .notRecorded()) } + open.map { ($0, .itemsUnprocessed(open.count)) }
    }

    /// Takes the items of an answer that were asked for and not given before.
    mutating func add(_ answer: ConfigurationValue) {
      let given = answer["baseConfigurationItems"] ?? answer["BaseConfigurationItems"]
      for item in given?.members ?? [] {
        guard let place = item.recordedPlace, let key = keys[place],
          let index = open.firstIndex(where: { $0.place == place })
        else { continue }
        open.remove(at: index)
        if item.isRecorded {
          items.append(item.tagged(key.tags))
        } else if !item.isRecordedDeletion {
          // What was deleted since the query is not there; of what is not recorded nothing is known.
          notRecorded.append(key)
        }
      }
    }
  }
}

extension ConfigurationValue {
  /// The item with the tags that the query gave: one that is asked for by its key has none.
  fileprivate func tagged(_ tags: ConfigurationValue?) -> ConfigurationValue {
    guard case .object(var fields) = self, fields["tags"] == nil, let tags else { return self }
    fields["tags"] = tags
    return .object(fields)
  }

  fileprivate var isRecordedDeletion: Bool {
    ["ResourceDeleted", "ResourceDeletedNotRecorded"].contains(
      self["configurationItemStatus"]?.string)
  }

  /// Whether an item says what its resource is.
  fileprivate var isRecorded: Bool {
    let configuration = self["configuration"]
    return !isRecordedDeletion
      && self["configurationItemStatus"]?.string != "ResourceNotRecorded" && configuration != nil
      && configuration != .null && configuration?.string != ""
  }

  /// What an item is known by, as `RecordedKey.place`.
  fileprivate var recordedPlace: String? {
    guard let type = self["resourceType"]?.string, let id = self["resourceId"]?.scalarText,
      let account = (self["accountId"] ?? self["awsAccountId"])?.scalarText,
      let region = self["awsRegion"]?.string
    else { return nil }
    return "\(account) \(region) \(type) \(id)"
  }
}
