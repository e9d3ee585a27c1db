import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// How far each scope was read, from all files that say something of it.
struct ScopeReadings {
  private struct Entry {
    /// What each complete listing had, over its pages.
    var complete: [ListingKey: Listed] = [:]
    /// What each delivery of AWS Config had, over its files.
    var delivered: [Delivery: Listed] = [:]
    /// What was seen besides, one by one or recorded by AWS Config.
    var beside: [Listed] = []
    var seen = 0
    /// Why a delivery of AWS Config, or the description of one resource, could not be read: nothing makes up for it.
    var lost: Problem?
    /// Whether a call that lists all there is failed, and whether one gave more than names.
    var (isRefused, isDescribed) = (false, false)
    /// Whether something was said of a resource: that it is gone, or not recorded.
    var isSaid = false
    var problem: Problem?

    /// The entry of a scope of which each listing has a part: together they are one.
    var joined: Entry {
      guard let first = complete.keys.first else { return self }
      var listed = Listed()
      for part in complete.values.sorted(by: { $0.file.precedes($1.file) }) {
        listed.count += part.resourceCount
        listed.members.formUnion(part.members)
        listed.file = part.file
      }
      var entry = self
      entry.complete = [first: listed]
      return entry
    }
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

  /// A delivery of AWS Config, of a recorder where its name says that.
  private struct Delivery: Hashable {
    let recorder: Scope?
    let name: String
  }

  private var entries: [Scope: Entry] = [:]
  /// One file of each delivery of a recorder.
  private var deliveries: [Scope?: [String: String]] = [:]

  /// Adds one file; `pages` say why a listing was not read completely.
  mutating func add(_ file: PlannedFile, _ tally: FileTally, _ pages: ListingPages) {
    guard let listing = file.listing, let account = file.account?.value else {
      addItems(file, tally, pages)
      return
    }
    // That one resource is not there says nothing of the others.
    if !listing.isComplete, tally.end?.errorCode.map(ErrorAnswer.saysAbsent) == true { return }
    for kind in listing.kinds {
      guard let scope = file.scope(of: kind, account) else { continue }
      let count = tally.counts[scope] ?? 0
      if let problem = pages.problem(of: kind, in: file) ?? tally.problem(of: kind, in: file) {
        note(problem, of: scope)
        if listing.isAlone { entries[scope]?.lost = problem }
        if listing.isComplete { entries[scope]?.isRefused = true }
      } else if listing.isComplete {
        entries[scope, default: Entry()].complete[ListingKey(file), default: Listed()]
          .add(count, tally.members[scope], of: file)
        if !kind.isOfNames { entries[scope]?.isDescribed = true }
      } else {
        noteBeside(scope, tally, of: file)
      }
      entries[scope, default: Entry()].seen += count
    }
  }

  private mutating func noteBeside(_ scope: Scope, _ tally: FileTally, of file: PlannedFile) {
    guard let members = tally.members[scope] else { return }
    var listed = Listed()
    listed.add(members.count, members, of: file)
    entries[scope, default: Entry()].beside.append(listed)
  }

  // A snapshot of AWS Config lists all that it records of a type, where it has one at all.
  private mutating func addItems(_ file: PlannedFile, _ tally: FileTally, _ pages: ListingPages) {
    if let scope = file.recorder, let problem = file.lostItems(tally) ?? pages.problem(of: file) {
      entries[scope, default: Entry()].lost = problem
    }
    if let name = file.delivery {
      deliveries[file.recorderOfDelivery, default: [:]][name] = file.path
    }
    for (scope, count) in tally.counts {
      entries[scope, default: Entry()].seen += count
      entries[scope]?.isSaid = true
      noteBeside(scope, tally, of: file)
      guard case .configSnapshot = file.role, !tally.notRecorded.contains(scope) else { continue }
      if let failure = tally.end?.failure ?? tally.refusals.first {
        note(failure, of: scope)
      } else {
        entries[scope]?.complete[ListingKey(file), default: Listed()].add(count, nil, of: file)
        entries[scope]?.isDescribed = true
      }
      noteDelivered(scope, tally, of: file)
    }
  }

  private mutating func noteDelivered(_ scope: Scope, _ tally: FileTally, of file: PlannedFile) {
    guard let name = file.delivery else { return }
    let delivery = Delivery(recorder: file.recorderOfDelivery, name: name)
    entries[scope]?.delivered[delivery, default: Listed()].add(0, tally.members[scope], of: file)
  }

  private mutating func note(_ problem: Problem, of scope: Scope) {
    let first = entries[scope]?.problem
    entries[scope, default: Entry()].problem = first ?? problem
  }

  /// A complete listing makes up for another call's that failed, but one of names for none: what the other would have
  /// said of each was not read. Where an answer to a narrower question
  /// found nothing, the scope was not looked at.
  var byScope: [Scope: ScopeReading] {
    entries.reduce(into: [:]) { readings, entry in
      readings[entry.key] = reading(of: entry.key, entry.value)
    }
  }

  private func reading(of scope: Scope, _ entry: Entry) -> ScopeReading? {
    let isSliced = ResourceKind.of(scope.type).slicing != nil
    if let problem = isSliced ? entry.problem : nil { return .unread(problem) }
    let entry = isSliced ? entry.joined : entry
    let problem = entry.lost ?? contradiction(entry, scope.type) ?? laterDelivery(entry, scope)
    if let problem { return .unread(problem) }
    if entry.isRefused, !entry.isDescribed, let problem = entry.problem { return .unread(problem) }
    if let count = entry.complete.values.map(\.resourceCount).max() { return .read(count: count) }
    if let problem = entry.problem { return .unread(problem) }
    return entry.seen > 0 || entry.isSaid ? .seen(count: entry.seen) : nil
  }

  // Two calls that list the same must name the same, and all that is seen besides: of another moment, one
  // hides a deletion. Of managed policies one call lists all, the other those that are attached.
  private func contradiction(_ entry: Entry, _ type: ResourceType) -> Problem? {
    guard type != "AWS::IAM::Policy" else { return nil }
    let listings = entry.complete.values.filter { $0.count == 0 || !$0.members.isEmpty }
      .sorted { $0.file.precedes($1.file) }
    guard let first = listings.first else { return nil }
    if Set(listings.map(\.members)).count > 1 {
      return .severalListings(listings.map(\.file), at: first.file)
    }
    return entry.beside.first { !$0.members.isSubset(of: first.members) }
      .map { .contradictedListing(first.file, seen: $0.file) }
  }

  /// Why several deliveries of one recorder do not tell what a scope has now: they do not name the same, or one of them
  /// could not be read. Each has a part of what is in no region, at its own moment.
  private func laterDelivery(_ entry: Entry, _ scope: Scope) -> Problem? {
    guard scope.region != Scope.global else { return nil }
    for (recorder, delivered) in Dictionary(grouping: entry.delivered, by: \.key.recorder) {
      let found = delivered.map(\.value)
      let all = recorder.flatMap { deliveries[$0]?.values.sorted() } ?? found.map(\.file).sorted()
      guard all.count > 1, let newest = all.last else { continue }
      if let problem = entry.problem { return problem }
      let isSame = found.count == all.count && Set(found.map(\.members)).count == 1
      if !isSame { return .severalListings(all, at: newest) }
    }
    return nil
  }
}
