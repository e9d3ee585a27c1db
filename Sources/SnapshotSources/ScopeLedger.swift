package import ConfigurationModel

/// What was read of which scopes, added up while files are read.
///
/// Feed it every item and the end of every file; at the end it says how far each scope was read,
/// and what contradicts itself.
package struct ScopeLedger: Sendable {
  private let plan: SnapshotPlan
  private var files: [Int: FileTally] = [:]

  /// The files whose resources are held against one another: where a scope has several, of the deliveries of one recorder
  /// of AWS Config, and everywhere where a file's scopes are told by its items only.
  private let watched: Set<Int>

  /// Nothing read yet.
  package init(_ plan: SnapshotPlan) {
    self.plan = plan
    var listings: [Scope: [Int]] = [:]
    for file in plan.files {
      for scope in file.scopes { listings[scope, default: []].append(file.index) }
    }
    let several = Set(listings.values.filter { $0.count > 1 }.flatMap(\.self))
    let isMixed = !listings.isEmpty && plan.files.contains { $0.isOfItems }
    let repeated = Dictionary(
      grouping: plan.files.filter { $0.delivery != nil }, by: \.recorderOfDelivery
    ).values.filter { $0.count > 1 }.joined().map(\.index)
    watched = isMixed ? Set(plan.files.map(\.index)) : several.union(repeated)
  }

  /// An item that was identified. `member` is a number that is this resource's in every file; nil to
  /// make one of its name.
  package mutating func note(
    _ item: IdentifiedItem, in file: PlannedFile, as member: UInt64? = nil
  ) {
    files[file.index, default: FileTally()].note(item, in: file)
    guard watches(file), item.presence == .present else { return }
    let id = item.resource.id
    note(members: [member ?? UInt64(bitPattern: Int64(id.hashValue))], in: id.scope, of: file)
  }

  /// Whether the members of a file's listing are to be told, also those whose bytes are known.
  package func watches(_ file: PlannedFile) -> Bool { watched.contains(file.index) }

  /// Resources that a file lists, by their numbers.
  package mutating func note(members: Set<UInt64>, in scope: Scope, of file: PlannedFile) {
    files[file.index, default: FileTally()].note(members: members, in: scope)
  }

  /// Resources of one scope whose items were known already by their digests. They agreed with the
  /// file's account then.
  package mutating func note(known count: Int, in scope: Scope, in file: PlannedFile) {
    files[file.index, default: FileTally()].note(known: count, in: scope)
  }

  /// An item that could not be identified: its listing was not read completely.
  package mutating func refuse(_ problem: Problem, in file: PlannedFile) {
    files[file.index, default: FileTally()].refusals.append(problem)
  }

  /// The end of a file.
  package mutating func finish(_ file: PlannedFile, _ end: FileEnd) {
    files[file.index, default: FileTally()].end = end
  }

  /// How far each scope was read, when, and every contradiction.
  package var conclusion: Conclusion {
    var readings = ScopeReadings()
    var problems: [Problem] = []
    var refused = plan.refused
    let pages = ListingPages(plan.files.compactMap { file in files[file.index].map { (file, $0) } })
    let confirmed = Set(
      plan.files.filter { files[$0.index]?.confirmsAccount == true }.compactMap(\.account?.value))
    for file in plan.files {
      guard let tally = files[file.index] else { continue }
      let stopping = tally.refusals.filter { $0.stopsImport(of: file) }
      problems +=
        tally.conflicts(of: file, confirmed: confirmed) + stopping + file.lostFailure(tally)
      refused += tally.refusals.filter { !$0.stopsImport(of: file) }
      readings.add(file, tally, pages)
    }
    let moments = files.values.compactMap(\.latestCapture) + plan.files.compactMap(\.deliveredAt)
    return Conclusion(
      readings: readings.byScope, problems: problems, refused: refused, capturedAt: moments.max())
  }

  /// What an import read.
  package struct Conclusion: Sendable {
    /// How far each scope was read that a file says something of.
    package let readings: [Scope: ScopeReading]
    /// What stops the import: contradictions, and items that nobody can be said to own.
    package let problems: [Problem]
    /// Items that could not be taken, while the rest of the import can: their listings are unread.
    package let refused: [Problem]
    /// The moment that AWS Config says its items are from; nil where there are none.
    package let capturedAt: Timestamp?
  }
}

extension PlannedFile {
  /// Whether the file's items say themselves where they are, at the moment of the snapshot.
  fileprivate var isOfItems: Bool {
    switch role {
    case .configSnapshot, .configItems, .documents, .yamlDocument: true
    case .listing, .authorizationDetails, .detail, .configHistory, .skipped, .refused: false
    }
  }

  /// What AWS Config records of the account and region in the name of a delivery:
  /// `ACCOUNT_Config_REGION_ConfigSnapshot_MOMENT_ID.json.gz` (AWS Config Developer Guide, "Components of a
  /// Configuration Snapshot"). Nil for every other file.
  var recorderOfDelivery: Scope? {
    guard case .configSnapshot = role else { return nil }
    let name = path.split(separator: "/").last ?? ""
    let parts = name.split(separator: "_").map(String.init)
    guard parts.count >= 5, parts[1] == "Config", parts[3] == "ConfigSnapshot",
      PathFacts.isAccount(parts[0]), PathFacts.isRegion(parts[2])
    else { return nil }
    return Scope(
      account: parts[0], region: parts[2], type: ResourceType("AWS::Config::ConfigurationRecorder"))
  }

  /// What tells a delivery of AWS Config from another of the same recorder: its moment, where its name says it. Nil for
  /// every other file.
  var delivery: String? {
    guard case .configSnapshot(let moment) = role else { return nil }
    return moment.map { "\($0)" } ?? path
  }

  /// Why nothing of a delivery could be read; nil where something was, or where it has nothing.
  func lostDelivery(_ tally: FileTally) -> Problem? {
    guard tally.counts.isEmpty else { return nil }
    let hasList = tally.end?.counts["configurationItems"] != nil
    return tally.end?.failure
      ?? (hasList ? nil : .missingMember(path, members: ["configurationItems"]))
  }

  /// Why a file could not be read to its end, where no listing would be unread for it: nothing else
  /// would say that the rest of its items is missing.
  fileprivate func lostFailure(_ tally: FileTally) -> [Problem] {
    guard let failure = tally.end?.failure else { return [] }
    switch role {
    case .documents, .yamlDocument: return [failure]
    case .configItems: return recorder == nil ? [failure] : []
    case .configSnapshot:
      return tally.counts.isEmpty && recorderOfDelivery == nil ? [failure] : []
    case .listing, .detail, .authorizationDetails, .configHistory, .skipped, .refused: return []
    }
  }
}

extension Problem {
  /// Whether a refused item stops the import: where the account or the region is missing, all of its
  /// file would be lost, and one option mends it. A document that a person wrote has no listing that
  /// could be left unread, so one that cannot be taken would be missing without a word. A text that can
  /// name nothing is somebody's mischief, and what else there is does not wait for him.
  fileprivate func stopsImport(of file: PlannedFile) -> Bool {
    if isOfName { return false }
    return switch file.role {
    case .documents, .yamlDocument: true
    // What no scope can be unread for would be missing without a word.
    case .configItems where file.recorder == nil: true
    case .listing, .detail, .authorizationDetails, .configSnapshot, .configHistory, .configItems,
      .skipped, .refused:
      !["invalid-item", "invalid-json", "stands-elsewhere", "not-an-answer"].contains(code)
    }
  }
}
