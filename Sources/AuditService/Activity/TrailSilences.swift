import AuditStore
import ConfigurationModel

/// Since when trails recorded nothing, or less than before, by the calls that are kept. Files of the time after prove that
/// they do again; that there are none does not mean that nothing was called.
struct TrailSilences {
  fileprivate struct Silence {
    /// Nil for every account: the trail may be an organization's.
    let account: String?
    let from: Timestamp
    let until: Timestamp
  }

  private let silences: [Silence]

  init(of store: AuditStore, knownBy event: Int64 = .max) throws(Problem) {
    let calls = try store.trailCalls(knownBy: event)
    silences = try calls.filter(\.mayEndRecords).map { call throws(Problem) in
      Silence(
        account: try store.isOfOneAccount(call) ? call.account : nil, from: call.at,
        until: call.end(among: calls))
    }
  }

  /// The times of which files tell, without those in which trails were silent; those of one account and region that lie
  /// within a quiet time of one another as one, in order.
  func times(of spans: [ActivitySpan]) -> [ActivitySpan] {
    let known = spans.merged
    let places = Dictionary(grouping: known) { [$0.account, $0.region] }.compactMap(\.value.first)
    let silent = places.flatMap { place in silences.compactMap { $0.span(in: place) } }
    return known.without(silent).joined { gap in
      silences.contains { $0.isOf(gap.account) && $0.from < gap.until && $0.until > gap.from }
    }
  }
}

extension TrailSilences.Silence {
  func isOf(_ account: String) -> Bool { self.account.map { $0 == account } ?? true }

  /// The silence in the place of a time; nil where it is none there.
  func span(in place: ActivitySpan) -> ActivitySpan? {
    guard isOf(place.account) else { return nil }
    return ActivitySpan(account: place.account, region: place.region, from: from, until: until)
  }
}

extension TrailCall {
  /// Within so many seconds CloudTrail delivers what was called (AWS CloudTrail User Guide, "How CloudTrail works"): a file
  /// that comes later tells of later calls.
  private static let delivery: Int64 = 15 * 60

  /// Whether the trail may record less since the call. What was pruned may be any.
  var mayEndRecords: Bool {
    switch name {
    case nil, "StopLogging"?, "DeleteTrail"?, "UpdateTrail"?, "PutEventSelectors"?: true
    default: false
    }
  }

  /// Until when a file of an hour proves nothing: that was delivered then may be what was called before. A trail that was
  /// stopped and that was started again records since then.
  fileprivate func end(among calls: [TrailCall]) -> Timestamp {
    let hour = at.advanced(bySeconds: Self.delivery).seconds.flooredDivision(by: 3600)
    let end = Timestamp(seconds: (hour + 1) * 3600)
    guard name == "StopLogging" || name == "DeleteTrail" else { return end }
    let start = calls.first { later in
      later.name == "StartLogging" && later.at > at && later.account == account
        && later.trail == trail && later.region == region
    }
    return min(start?.at ?? end, end)
  }
}

extension AuditStore {
  /// Whether a snapshot shows the trail of a call as one that records no other account.
  fileprivate func isOfOneAccount(_ call: TrailCall) throws(Problem) -> Bool {
    guard let account = call.account else { return false }
    let trail = ResourceID(
      account: account, region: call.region, type: "AWS::CloudTrail::Trail", id: call.trail)
    guard let version = try version(of: trail, asOf: call.at) else { return false }
    let value = try DocumentReader().value(version.document, of: trail)
    return value["IsOrganizationTrail"] == .bool(false)
  }

  /// The times of which activity was known by an event of the log; those of one account and region that follow one
  /// another, or lie within a quiet time of one another, as one; in order.
  ///
  /// - Parameters:
  ///   - account: Nil for those of all accounts.
  ///   - more: Further times of which it was known.
  func knownTimes(
    of account: String?, and more: [ActivitySpan] = [], knownBy event: Int64 = .max
  ) throws(Problem) -> [ActivitySpan] {
    try TrailSilences(of: self, knownBy: event).times(
      of: try activitySpans(of: account, in: nil, knownBy: event) + more)
  }
}
