package import AWSClient
import AuditStore
package import ConfigurationModel

/// What a store knows of a source before it is read again; nothing where there is no store yet.
package struct SourcePast: Sendable {
  /// How many of each scope stand.
  package var standing: @Sendable () throws -> [Scope: Int] = { [:] }
  /// The last object of each folder that was read, of a source that is delivered.
  package var delivered: @Sendable () throws -> [String: String] = { [:] }
  /// The scopes that the source itself spoke of.
  package var scopes: @Sendable () throws -> Set<Scope> = { [] }
  /// The regions in which resources of a type stand, by account and id.
  package var homes: @Sendable (ResourceType) throws -> [String: [String: String]] = { _ in [:] }

  /// The calls a second that AWS took of late, by what it counts together, at a moment.
  package var rates: @Sendable (Timestamp) throws -> [CallFamily: Double] = { _ in [:] }

  /// For how many seconds a rate is believed: quotas are raised, and what else uses them changes.
  private static let rateAge: Int64 = 7 * 86400

  /// Of no store.
  package init() {}

  /// Of the store in a file, if there is one.
  package init(of source: String, at path: String) {
    standing = { try AuditStore.existing(at: path)?.standingCounts() ?? [:] }
    delivered = { try AuditStore.existing(at: path)?.delivered(to: source) ?? [:] }
    scopes = { try AuditStore.existing(at: path)?.scopes(of: source) ?? [] }
    homes = { try AuditStore.existing(at: path)?.regions(of: $0) ?? [:] }
    rates = { now in
      let since = now.advanced(bySeconds: -Self.rateAge)
      let paces = try AuditStore.existing(at: path)?.paces(since: since) ?? []
      return Dictionary(paces.map { (CallFamily($0), $0.rate) }) { first, _ in first }
    }
  }
}

extension CallFamily {
  fileprivate init(_ pace: LearntPace) {
    self.init(
      account: pace.account, region: pace.region, service: pace.service,
      operation: pace.operation)
  }
}

extension SnapshotTarget {
  /// Keeps what a run learnt of AWS's pace for the next. Where the store cannot take it now the next run learns
  /// it anew: a run that is stored does not fail for that.
  func keep(_ rates: [CallFamily: Double]) async {
    guard !rates.isEmpty else { return }
    let paces = rates.map { family, rate in
      LearntPace(
        account: family.account, region: family.region, service: family.service,
        operation: family.operation, rate: rate)
    }
    let now = now()
    try? await queue.performing { [open] in try open().setPaces(paces, at: now) }
  }
}
