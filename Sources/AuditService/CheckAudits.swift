import AuditStore
package import ChangeDocuments
package import ConfigurationModel

/// Checks that what a store holds is audited, as `plumb status` sees it.
package struct CheckAudits {
  private let path: String
  private let settings: Settings?
  private let now: Timestamp

  /// Makes the checks of the store at a path; nothing is read before `run`. `settings` is nil where there are none.
  package init(path: String, settings: Settings?, now: Timestamp) {
    self.path = path
    self.settings = settings
    self.now = now
  }

  /// A check for each baseline that nobody has set and each whose audits are late, or one that all is well. None where
  /// there is no store that can be read: that is another check's.
  package func run() -> [CheckHealth.Check] {
    guard let status = try? AuditStore(path: path, mode: .reading).status(at: now) else {
      return []
    }
    let missing = status.missingBaselines(by: settings).map(StoreStatus.missingWords)
    let late = status.lateAudits(by: settings, at: now).map { StoreStatus.lateWords($0, now) }
    let bad = (missing + late).map { words, next in
      CheckHealth.Check(name: "audits", isGood: false, words: words, next: next)
    }
    return bad.isEmpty
      ? [CheckHealth.Check(name: "audits", isGood: true, words: "none is late")] : bad
  }
}

extension StoreStatus {
  /// A baseline, and what no audit against it has looked at for too long.
  typealias LateAudit = (baseline: String, unaudited: Unaudited)

  /// The baselines that audits are held against and that nobody has set.
  ///
  /// - Parameter settings: What names them; without settings one of any name is enough.
  func missingBaselines(by settings: Settings?) -> [String] {
    let known = baselines.map(\.name)
    guard let settings else { return known.isEmpty ? ["default"] : [] }
    return settings.baselines.filter { !known.contains($0) }
  }

  /// What no audit has looked at for too long, by baseline. Without settings nobody says which baselines are audited: then
  /// it is enough that audits against one of them are in time.
  func lateAudits(by settings: Settings?, at now: Timestamp) -> [LateAudit] {
    let late: [LateAudit] = baselines.compactMap { baseline in
      guard let unaudited = baseline.unaudited, unaudited.isLate(at: now) else { return nil }
      return (baseline.name, unaudited)
    }
    guard let settings else { return late.count == baselines.count ? late : [] }
    return late.filter { settings.baselines.contains($0.baseline) }
  }

  /// What is said of a baseline that nobody has set, and what to do.
  static func missingWords(_ name: String) -> (words: String, next: String) {
    (
      "there is no baseline '\(name)', so nothing is audited against it",
      "look at what stands, then 'plumb baseline set latest --baseline \(name)'"
    )
  }

  /// What is said of audits that are late, and what to do.
  static func lateWords(_ late: LateAudit, _ now: Timestamp) -> (words: String, next: String) {
    (
      "late against \(late.baseline): \(late.unaudited.words(now))",
      "'plumb audit --baseline \(late.baseline)' looks at them, or says why it cannot"
    )
  }
}
