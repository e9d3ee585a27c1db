import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Finds what was read again too early: scopes of which the newest reading does not show yet what calls of late say.
struct UnshownCalls {
  let store: AuditStore
  let now: Timestamp

  /// Seconds for which a call is looked for: AWS shows what it did within seconds, as a rule (Amazon EC2 API Reference,
  /// "Eventual consistency").
  private static let reach: Int64 = 900

  /// Some of the scopes. What a call did to a resource that nobody can name is taken for shown.
  func scopes(among scopes: Set<Scope>) throws(Problem) -> Set<Scope> {
    var unshown: Set<Scope> = []
    let attribute = try AttributeEdits(store: store, at: now)
    for (scope, names) in try calls(in: scopes).sorted(by: { $0.key < $1.key }) {
      let known = try store.resources(of: scope.type, in: scope.account, region: scope.region)
      for (name, first) in names.sorted(by: { $0.key < $1.key }) where !unshown.contains(scope) {
        let own = known.filter { $0.isCalled(name) }
        for resource in own.isEmpty ? [ResourceID(scope, id: name)] : own {
          let isShown = try attribute.isShown(resource, since: first.advanced(bySeconds: -1))
          if !isShown { unshown.insert(scope) }
        }
      }
    }
    return unshown
  }

  /// What calls of late changed in each scope: what they call it, and when the first of them was made.
  private func calls(in scopes: Set<Scope>) throws(Problem) -> [Scope: [String: Timestamp]] {
    var found: [Scope: [String: Timestamp]] = [:]
    for account in Set(scopes.map(\.account)) {
      var filter = ActivityFilter()
      (filter.from, filter.account) = (now.advanced(bySeconds: -Self.reach), account)
      for call in try store.activity(filter) where call.errorCode == nil {
        for resource in call.resources {
          let isGlobal = ResourceKind.of(resource.type).isGlobal
          let scope = Scope(
            account: account, region: isGlobal ? Scope.global : call.region, type: resource.type)
          guard scopes.contains(scope) else { continue }
          let first = found[scope]?[resource.name] ?? call.at
          found[scope, default: [:]][resource.name] = min(first, call.at)
        }
      }
    }
    return found
  }
}

extension ResourceID {
  fileprivate init(_ scope: Scope, id: String) {
    self.init(account: scope.account, region: scope.region, type: scope.type, id: id)
  }

  /// Whether an event may call it so.
  fileprivate func isCalled(_ name: String) -> Bool {
    id.isIdentical(to: name) || ends.contains { $0.isIdentical(to: name) }
  }
}
