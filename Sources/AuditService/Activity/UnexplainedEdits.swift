import Activity
import AuditStore
import ConfigurationModel

/// Tells what can be said of edits that no call explains: nothing, where the activity of their time is not kept, was not
/// read, or may be still to come. It holds what it read: what is kept must not change meanwhile.
final class UnexplainedEdits {
  private let store: AuditStore
  /// The event of the log by which activity was known.
  private let knownBy: Int64
  /// The moment at which it is told.
  private let at: Timestamp
  private var accounts: [String: Kept] = [:]
  private var unread: Unread?
  private var silent: TrailSilences?
  private let selections: TrailSelections

  /// The times of which activity of an account is kept, and by region when they came to be known.
  private struct Kept {
    let spans: [ActivitySpan]
    let readings: [String: ActivityReadings]
  }

  /// What nobody could read and that may hold calls.
  private struct Unread {
    let standing: [StoredUnreadActivity]
    /// Log files of CloudTrail that were taken back: calls stand in them, whoever waits for them.
    let withdrawn: [StoredUnreadActivity]
  }

  init(store: AuditStore, knownBy event: Int64, at: Timestamp) {
    self.store = store
    knownBy = event
    self.at = at
    selections = TrailSelections(store: store, knownBy: event)
  }

  /// What can be said of an edit of a resource within an interval. The activity has to be kept of every region in which
  /// a call on it may stand.
  ///
  /// CloudTrail delivers files of one hour one after the other, and late: that it is settled is known once activity was
  /// read a while after the interval that tells of later times, and not because time goes by, or older files are read.
  ///
  /// - Parameters:
  ///   - before: The resource as it was when the interval began; nil where it was not there.
  ///   - after: The resource as it was when the interval ended; nil where it was not there.
  func grade(
    of resource: ResourceID, in interval: Occurrence, from before: ConfigurationValue?,
    to after: ConfigurationValue?
  ) throws(Problem) -> EditAttribution.Grade {
    let kept = try kept(of: resource.account)
    let known = Set(kept.spans.map(\.region))
    let called = CallRegions(of: resource, before, after)
    let regions = called.regions(among: known)
    let isKept = regions.allSatisfy { region in
      kept.spans.filter { $0.region == region }.covers(interval)
    }
    guard !regions.isEmpty, isKept, try !isUnread(resource.account, called, interval),
      try !selections.leaveAway(callsOn: resource, in: interval)
    else { return .notCovered }
    let settled = interval.until.advanced(bySeconds: AttributeEdits.settling)
    guard at >= settled,
      regions.allSatisfy({ region in
        kept.readings[region]?.last(after: interval.until).map { $0 >= settled } ?? false
      })
    else { return .unsettled }
    return .unexplained
  }

  private func silences() throws(Problem) -> TrailSilences {
    if let known = silent { return known }
    let found = try TrailSilences(of: store, knownBy: knownBy)
    silent = found
    return found
  }

  private func kept(of account: String) throws(Problem) -> Kept {
    if let known = accounts[account] { return known }
    let kept = Kept(
      spans: try silences().times(
        of: try store.activitySpans(of: account, in: nil, knownBy: knownBy)),
      readings: try store.activityReadings(of: account, knownBy: knownBy))
    accounts[account] = kept
    return kept
  }

  /// Whether calls of the account may have been made in the interval that nobody could read: nothing was told of before it
  /// was made, but a file that stands may have been written anew since. A log file that was taken back holds the calls of
  /// its time; of what has another name whoever took it back may know that it holds none.
  private func isUnread(_ account: String, _ regions: CallRegions, _ interval: Occurrence)
    throws(Problem) -> Bool
  {
    func mayBeOf(_ entry: StoredUnreadActivity) -> Bool {
      (entry.account.map { $0 == account } ?? true) && (entry.region.map(regions.mayBe) ?? true)
        && (entry.mayBeRewritten || interval.after.map { entry.since > $0 } ?? true)
    }
    let unread = try allUnread()
    let window = Window(from: interval.after, until: interval.until)
    return unread.standing.contains(where: mayBeOf)
      || unread.withdrawn.contains { mayBeOf($0) && $0.mayHoldCalls(of: window) }
  }

  private func allUnread() throws(Problem) -> Unread {
    if let unread { return unread }
    let all = Unread(
      standing: try store.standingUnread(knownBy: knownBy).filter(\.isOfCalls),
      withdrawn: try store.withdrawnUnread(knownBy: knownBy).filter { $0.fileName != nil })
    unread = all
    return all
  }
}

/// In which regions the calls stand that change a resource.
private enum CallRegions {
  /// In these.
  case these(Set<String>)
  /// Where the calls of services without regions stand: in one region of the account's partition. Which partition that is
  /// the account does not say; the home regions of others have none of its calls.
  case home
  /// In any; the resource is listed in one of them, or as one of no region.
  case anywhere(listed: String)

  /// - Parameters:
  ///   - before: The resource as it was, which may tell where it lay.
  ///   - after: The resource as it became, which may tell where it lies now.
  init(
    of resource: ResourceID, _ before: ConfigurationValue?, _ after: ConfigurationValue?
  ) {
    if resource.type.isNamedWorldwide {
      self = Self.ofBucket(before, after) ?? .anywhere(listed: resource.region)
    } else if resource.region != Scope.global {
      self = .these([resource.region])
    } else {
      let service = resource.type.name.split(separator: ":").dropFirst().first.map(String.init)
      self = Self.homeServices.contains(service ?? "") ? .home : .anywhere(listed: resource.region)
    }
  }

  /// Where it lay and where it lies: it may have been deleted, and made again in another region. Nil where that is not
  /// known, and where it is new.
  private static func ofBucket(_ before: ConfigurationValue?, _ after: ConfigurationValue?) -> Self?
  {
    guard let region = before?.bucketRegion else { return nil }
    guard let after else { return .these([region]) }
    return after.bucketRegion.map { .these([region, $0]) }
  }

  /// Services all of whose calls stand in one region of a partition. What S3 has for a whole account is changed in any.
  private static let homeServices: Set<String> = [
    "IAM", "Organizations", "CloudFront", "Route53", "WAF",
  ]

  /// The regions, among those of which activity is known: none of them tells what stands in a region of which none is.
  func regions(among known: Set<String>) -> Set<String> {
    switch self {
    case .these(let regions): regions
    case .home: known.intersection(GlobalServiceEvents.regions.values)
    case .anywhere(listed: Scope.global): known
    case .anywhere(let listed): known.union([listed])
    }
  }

  /// Whether a call that was made in a region may have changed the resource.
  func mayBe(_ region: String) -> Bool {
    switch self {
    case .these(let own): own.contains(region)
    case .home: GlobalServiceEvents.regions.values.contains(region)
    case .anywhere: true
    }
  }
}

extension ConfigurationValue {
  /// The region of a bucket, where its configuration tells it. The kind has put right how S3 writes us-east-1 and eu-west-1.
  fileprivate var bucketRegion: String? { self["LocationConstraint"]?.string }
}
