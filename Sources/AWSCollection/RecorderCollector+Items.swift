import AWSClient
import ConfigurationModel

extension RecorderCollector {
  /// All keys, asked for a second time where far fewer come than stand.
  func keys(_ request: AWSRequest, where isHere: (RecordedKey) -> Bool) async throws
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

  /// Each key once: what has no region is recorded in several.
  private func selected(_ request: AWSRequest) async throws -> [RecordedKey] {
    var keys: [RecordedKey] = []
    var seen: Set<String> = []
    try await client.pages(request.with("expression", .string(RecordedKey.query))) { answer in
      for result in answer.value["Results"]?.members ?? [] {
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
        let asked = Set(open.map(\.place))
        let given = (items?.members ?? []).filter { $0.recordedName.map(asked.contains) ?? false }
        found += given
        let names = Set(given.compactMap(\.recordedName))
        open = open.filter { !names.contains($0.place) }
      }
      for key in open { failed[scope(key)] = .itemsUnprocessed(open.count) }
      let byName = Dictionary(part.map { ($0.place, $0) }) { first, _ in first }
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
    let tags = Dictionary(keys.map { ($0.place, $0.tags) }) { first, _ in first }
    return items.map { item in
      guard case .object(var fields) = item, fields["tags"] == nil,
        let name = item.recordedName, let found = tags[name] ?? nil
      else { return item }
      fields["tags"] = found
      return .object(fields)
    }
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

  /// What an item is known by, as `RecordedKey.place`.
  fileprivate var recordedName: String? {
    guard let type = self["resourceType"]?.string, let id = self["resourceId"]?.scalarText,
      let account = (self["accountId"] ?? self["awsAccountId"])?.scalarText,
      let region = self["awsRegion"]?.string
    else { return nil }
    return "\(account) \(region) \(type) \(id)"
  }
}
