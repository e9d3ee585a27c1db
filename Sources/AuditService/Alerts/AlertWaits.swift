import Activity
import AuditStore
import ConfigurationModel

/// Tells for which calls an audit has to wait before it can say whether they were approved: what they changed was not read
/// since. Nothing waits longer than calls have to come in.
final class AlertWaits {
  private let store: AuditStore
  private var readings: [Reading: Timestamp?] = [:]

  private struct Reading: Hashable {
    let scope: Scope
    let to: Int
  }

  init(store: AuditStore) { self.store = store }

  /// Whether an audit could not say it yet.
  ///
  /// - Parameters:
  ///   - kept: The call.
  ///   - effects: What it did; where that is nothing, no reading says more.
  func isWaiting(
    _ kept: KeptEvent, _ effects: () throws(Problem) -> [CallEffect], region: String,
    in audit: AuditMoment
  ) throws(Problem) -> Bool {
    guard audit.at < kept.at.advanced(bySeconds: AttributeEdits.settling) else { return false }
    let changes = try effects().withoutParts.changes
    guard let account = kept.account else { return !changes.isEmpty }
    for scope in TouchedScopes.scopes(of: changes, in: account, region: region) {
      guard let read = try lastReading(of: scope, through: audit.to), read >= kept.at else {
        return true
      }
    }
    return false
  }

  /// The time of the oldest call for which an audit may have had to wait, by what events name; nil where it waited for
  /// none. So the next one need not look at all that was called meanwhile.
  func earliest(in audit: AuditMoment, knownBy event: Int64) throws(Problem) -> Timestamp? {
    let first = audit.at.advanced(bySeconds: -AttributeEdits.settling)
    for call in try store.changingCalls(after: first, until: audit.at, knownBy: event) {
      guard call.account != nil else { return call.at }
      for scope in TouchedScopes.scopes(of: call) {
        guard let read = try lastReading(of: scope, through: audit.to), read >= call.at else {
          return call.at
        }
      }
    }
    return nil
  }

  private func lastReading(of scope: Scope, through snapshot: Int) throws(Problem) -> Timestamp? {
    let key = Reading(scope: scope, to: snapshot)
    if let known = readings[key] { return known }
    let found = try store.lastReading(of: scope, through: snapshot)
    readings[key] = .some(found)
    return found
  }
}
