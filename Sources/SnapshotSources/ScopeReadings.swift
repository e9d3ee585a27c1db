import ConfigurationModel

/// How far each scope was read, from all files that say something of it.
struct ScopeReadings {
  private struct Entry {
    /// What each complete listing had, over its pages.
    var complete: [ListingKey: Listed] = [:]
    var seen = 0
    /// Whether something was said of a resource: that it is gone, or not recorded.
    var isSaid = false
    var problem: Problem?
  }

  /// The resources that a listing named.
  private struct Listed {
    var count = 0
    /// Known where several files list the scope.
    var members: Set<UInt64> = []
    var file = ""

    mutating func add(_ count: Int, _ members: Set<UInt64>?, of file: PlannedFile) {
      self.count += count
      self.members.formUnion(members ?? [])
      self.file = file.path
    }

    var resourceCount: Int { members.isEmpty ? count : members.count }
  }

  private var entries: [Scope: Entry] = [:]

  /// Adds one file; `pages` say why a listing was not read completely.
  mutating func add(_ file: PlannedFile, _ tally: FileTally, _ pages: ListingPages) {
    guard let listing = file.listing, let account = file.account?.value else {
      addItems(file, tally)
      return
    }
    // That one resource is not there says nothing of the others.
    if !listing.isComplete, tally.end?.errorCode.map(ErrorAnswer.saysAbsent) == true { return }
    for kind in listing.kinds {
      guard let scope = file.scope(of: kind, account) else { continue }
      let count = tally.counts[scope] ?? 0
      if let problem = pages.problem(of: kind, in: file) ?? tally.problem(of: kind, in: file) {
        note(problem, of: scope)
      } else if listing.isComplete {
        entries[scope, default: Entry()].complete[ListingKey(file), default: Listed()]
          .add(count, tally.members[scope], of: file)
      }
      entries[scope, default: Entry()].seen += count
    }
  }

  // A snapshot of AWS Config lists all that it records of a type, where it has one at all.
  private mutating func addItems(_ file: PlannedFile, _ tally: FileTally) {
    for (scope, count) in tally.counts {
      entries[scope, default: Entry()].seen += count
      entries[scope]?.isSaid = true
      guard case .configSnapshot = file.role, !tally.notRecorded.contains(scope) else { continue }
      if let failure = tally.end?.failure ?? tally.refusals.first {
        note(failure, of: scope)
      } else {
        entries[scope]?.complete[ListingKey(file), default: Listed()].add(count, nil, of: file)
      }
    }
  }

  private mutating func note(_ problem: Problem, of scope: Scope) {
    let first = entries[scope]?.problem
    entries[scope, default: Entry()].problem = first ?? problem
  }

  /// A complete listing makes up for another call's that failed. Where an answer to a narrower question
  /// found nothing, the scope was not looked at.
  var byScope: [Scope: ScopeReading] {
    entries.reduce(into: [:]) { readings, entry in
      readings[entry.key] = reading(of: entry.key, entry.value)
    }
  }

  private func reading(of scope: Scope, _ entry: Entry) -> ScopeReading? {
    if let problem = contradiction(entry, scope.type) { return .unread(problem) }
    if let count = entry.complete.values.map(\.resourceCount).max() { return .read(count: count) }
    if let problem = entry.problem { return .unread(problem) }
    return entry.seen > 0 || entry.isSaid ? .seen(count: entry.seen) : nil
  }

  // Two calls that list the same must name the same: of another moment, one hides a deletion. Of managed
  // policies one call lists all, the other those that are attached.
  private func contradiction(_ entry: Entry, _ type: ResourceType) -> Problem? {
    let listings = entry.complete.values.sorted { $0.file.precedes($1.file) }
    guard listings.count > 1, type != "AWS::IAM::Policy",
      Set(listings.filter { $0.count == 0 || !$0.members.isEmpty }.map(\.members)).count > 1
    else { return nil }
    return .severalListings(listings.map(\.file), at: listings[0].file)
  }
}
