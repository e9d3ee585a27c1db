import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Foundation
import SnapshotSources
import Testing

/// What audits say of a month of an account, held against what happened.
///
/// The whole month (200 resources, 2,000 changes) is tried with `PLUMB_MONTH=whole`; `PLUMB_MONTH_SEED` says which.
@Suite struct SimulatedMonthTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let seed = environment["PLUMB_MONTH_SEED"].flatMap(UInt64.init) ?? 11

  private let temporary: TemporaryStore
  private var store: AuditStore { temporary.store }

  init() throws { temporary = try TemporaryStore() }

  private func take(_ month: SimulatedMonth, at moment: Timestamp) throws {
    for region in ["eu-west-1", "us-east-1"] {
      _ = try temporary.write(
        month.answer(in: region, at: moment),
        to: "exports/\(SimulatedMonth.account)/\(region)/ec2-describe-security-groups.json")
    }
    _ = try ImportSnapshot(
      store: store, paths: [temporary.folder + "/exports"], capturedAt: moment, now: moment
    ).run()
  }

  private func keep(_ files: [SimulatedMonth.LogFile], at moment: Timestamp) throws {
    let paths = try files.map { try temporary.write($0.text, to: "trail/\($0.name)") }
    guard !paths.isEmpty else { return }
    let outcome = try ImportActivity(store: store, paths: paths, at: moment).run()
    #expect(outcome.files.problems == [])
  }

  private func audit(_ rules: RuleBook, at moment: Timestamp) throws {
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: moment).run()
  }

  /// Drops the calls of more than a day ago that nothing needs, and returns how many: no file comes as late as that.
  private func prune(at moment: Timestamp) throws -> Int {
    var pruning = PruneStore(store: store, olderThan: nil, keeping: nil, at: moment)
    pruning.activityOlderThan = Age(parsing: "1d")
    return try pruning.run().plan.activity?.dropped ?? 0
  }

  /// Lives through the month, with an audit after each snapshot, and returns the report on all of it.
  private func live(_ month: inout SimulatedMonth, prunes: Bool) throws -> DriftReport {
    let files = month.files()
    let rules = RuleBook(records: month.records)
    var pruned = 0
    for (round, moment) in month.moments.enumerated() {
      try take(month, at: moment)
      try keep(files.filter { $0.round + $0.delay == round }, at: moment)
      if round == 0 {
        _ = try ManageBaselines(store: store, name: "default", at: moment)
          .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
      }
      try audit(rules, at: moment)
      if prunes { pruned += try prune(at: moment) }
    }
    #expect(prunes == (pruned > 0))
    let end = (month.moments.last ?? SimulatedMonth.start).advanced(bySeconds: 86_400)
    try keep(files.filter { $0.round + $0.delay >= month.moments.count }, at: end)
    try audit(rules, at: end)
    return try ComposeReport(store: store, baseline: "default", rules: rules, at: end)
      .period(from: nil)
  }

  /// Whether calls are pruned on the way makes no difference.
  @Test(arguments: [false, true])
  func `every unapproved change of a month is found with who made it, and nothing else`(
    prunes: Bool
  ) throws {
    let seed = Self.seed
    let size = Self.environment["PLUMB_MONTH"] == "whole" ? SimulatedMonth.Size.whole : .small
    var month = SimulatedMonth(seed: seed, size)
    let report = try live(&month, prunes: prunes)
    let found = report.findings.flatMap { finding in
      finding.unapproved.map {
        (key: "\(finding.resource.id.id) \($0.edit.word) \($0.edit.path)", $0)
      }
    }
    let truth = month.changes.filter { !$0.isApproved }
    let wanted = Set(truth.map(\.key) + month.unseen.map(\.key))
    let right = found.filter { wanted.contains($0.key) }
    let attributed = truth.filter(\.isRecorded).count { change in
      right.contains { key, edit in
        key == change.key && edit.attribution?.grade == .exact
          && edit.attribution?.events.map(\.person) == [change.actor.person]
      }
    }
    let unseen = month.unseen.count { group in
      right.contains { key, edit in
        key == group.key && edit.attribution?.events.map(\.person) == [group.actor.person]
          && edit.passage?.undone?.events.map(\.person) == [group.ender.person]
      }
    }
    #expect(unseen == size.unseen, "seed \(seed)")
    let explained = truth.count(where: \.isRecorded)
    print(
      "month: seed \(seed), prunes: \(prunes), \(month.changes.count) changes, \(found.count) found of \(wanted.count), "
        + "precision \(right.count)/\(found.count), recall \(Set(right.map(\.key)).count)/\(wanted.count), "
        + "actors \(attributed)/\(explained)")
    #expect(Set(found.map(\.key)) == wanted && found.count == wanted.count, "seed \(seed)")
    #expect(attributed == explained, "seed \(seed)")
    for change in truth where !change.isRecorded {
      let grade = found.first { $0.key == change.key }?.1.attribution?.grade
      #expect(grade != .exact && grade != nil, "seed \(seed): \(change.key)")
    }
    // Each record names who may carry it out, so that a wrong author would be a finding, or speak against an approval.
    #expect(report.contradictions == [], "seed \(seed)")
    let passing = found.filter { $0.1.passage != nil }
    #expect(passing.count == size.passing + size.unseen, "seed \(seed)")
    for change in truth {
      guard let undone = change.undone else { continue }
      let passage = passing.first { $0.key == change.key }?.1.passage
      #expect(passage?.undone?.events.map(\.person) == [undone.by.person], "seed \(seed)")
      #expect([passage?.opened.at, passage?.closed.at] == [change.at, undone.at], "seed \(seed)")
    }
    #expect(try VerifyStore(store: store).run().problems == [], "seed \(seed)")
  }
}
