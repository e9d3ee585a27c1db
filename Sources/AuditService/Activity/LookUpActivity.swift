package import AWSClient
import AWSCollection
import Activity
import AuditStore
import ConfigurationJSON
import ConfigurationModel
import SnapshotSources

/// Keeps what CloudTrail remembers of the last 90 days of an account, without any trail: region by region, on from where
/// it was asked before.
package struct LookUpActivity {
  /// Where the events are kept.
  package let target: ActivityTarget
  /// The client of the account that is asked.
  package let client: AWSClient
  /// The regions to ask. Calls of services without regions, such as IAM, stand in the partition's first one, which is
  /// asked too.
  package let regions: [String]

  /// Makes a look-up of the client's account in these regions.
  package init(client: AWSClient, regions: [String], into target: ActivityTarget) {
    self.target = target
    self.client = client
    self.regions = regions
  }

  /// Keeps what each region tells. A region that cannot be asked is told as a problem, and stays where it was; the others
  /// are read. Throws `AWSError` or `Problem` where nobody says whose account it is.
  package func run() async throws -> ImportActivity.Outcome {
    let first = regions.first ?? "us-east-1"
    let caller = try await client.refusing { try await CallerIdentity(of: client, at: first) }
    let source = "lookup-events \(caller.account)"
    let known = try await target.delivered(to: source)
    let home = GlobalServiceEvents.regions[caller.partition] ?? first
    var outcome = ImportActivity.Outcome()
    for region in Set(regions + [home]).sorted() {
      do {
        try await read(region, of: caller.account, since: known[region], source, &outcome)
      } catch let refusal where refusal is AWSError || refusal is Problem {
        outcome.files.problems.append(
          .deliveryUnread("\(caller.account)/\(region)", Problem.of(callFailure: refusal)))
      }
    }
    return outcome
  }

  private func read(
    _ region: String, of account: String, since known: String?, _ source: String,
    _ outcome: inout ImportActivity.Outcome
  ) async throws {
    let at = target.now
    let oldest = at.advanced(bySeconds: -EventLookup.reach)
    let start = max(known.flatMap(Timestamp.init(parsing:)) ?? oldest, oldest)
    let settled = at.advanced(bySeconds: -EventLookup.settling)
    var total = outcome
    var isWhole = true
    try await EventLookup(client, region: region).read(from: start, until: at) { page in
      let folder = try AnswerFiles(at: nil)
      defer { folder.remove() }
      try folder.write(
        page.answer.canonicalJSON.utf8.map(\.self), to: "\(account)/\(region)/lookup-events.json")
      let end = min(page.until, settled)
      // From what cannot be read on no time is known, and it is asked for again.
      isWhole = isWhole && page.isReadable
      let isSettled = isWhole && page.from < end
      let span = ActivitySpan(account: account, region: region, from: page.from, until: end)
      let kept = try await target.keep([folder.path], of: source, spans: isSettled ? [span] : [])
      total.add(kept)
      if !page.isReadable, kept.problems.isEmpty {
        total.files.problems.append(.deliveryUnread("\(account)/\(region)", .noEvent))
      }
      if isSettled { try await target.setDelivered(to: source, [region: "\(end)"]) }
    }
    outcome = total
  }
}

extension EventLookup.Page {
  /// Whether each of its entries holds an event that can be read.
  fileprivate var isReadable: Bool {
    let parser = JSONParser()
    return (answer["Events"]?.members ?? []).allSatisfy { entry in
      let record = try? ActivityRecords.event(in: entry, parse: parser.parse)
      return record.flatMap { try? ActivityEvent($0) } != nil
    }
  }
}

extension Problem {
  fileprivate static let noEvent = Problem(
    "invalid-event", "CloudTrail's answer has an entry without an event.",
    hint: "Ask for it again with 'aws cloudtrail lookup-events'.")
}
