package import ConfigurationModel

/// What a source of the settings asks for: accounts, regions and types, as far as the settings say. What it
/// asks for and what was never read of it is no clean bill.
package struct WantedScopes: Hashable, Sendable {
  /// The source's name.
  package let source: String
  /// Empty where only AWS can say which: the caller's own account, or those of an organization.
  package let accounts: [String]
  /// Accounts that are left out, whatever an organization lists.
  package let excepted: [String]
  /// Empty for all that an account has enabled.
  package let regions: [String]
  /// Empty for all types that the source can read.
  package let types: [Glob]

  /// Whether the source asks for a scope. What is of no region is asked for with any region.
  package func wants(_ scope: Scope) -> Bool {
    (accounts.isEmpty || accounts.contains(scope.account)) && !excepted.contains(scope.account)
      && (regions.isEmpty || scope.region == Scope.global || regions.contains(scope.region))
      && (types.isEmpty || types.contains { $0.matches(scope.type.name) })
  }

  /// The scopes of the accounts and regions that the settings name, or of these where they name none, for
  /// each of some types; in order.
  package func scopes(
    in knownAccounts: [String] = [], _ knownRegions: [String] = [], of types: [ResourceType],
    isGlobal: (ResourceType) -> Bool
  ) -> [Scope] {
    let accounts = accounts.isEmpty ? knownAccounts : accounts
    let regions = regions.isEmpty ? knownRegions : regions
    let cells = accounts.flatMap { account in
      types.flatMap { type in
        (isGlobal(type) ? [Scope.global] : regions).map {
          Scope(account: account, region: $0, type: type)
        }
      }
    }
    return cells.filter(wants).sorted()
  }
}

extension SnapshotSource {
  /// What the source asks for; nil for exports, which are what they are, and for activity, which has none.
  package var wanted: WantedScopes? {
    switch origin {
    case .aws(let accounts):
      switch accounts.reach {
      case .own: wanted(regions: accounts.regions)
      case .accounts(let named): wanted(named, regions: accounts.regions)
      case .organization(_, let except): wanted(excepted: except, regions: accounts.regions)
      }
    // The region of an aggregator is where it is, not what it gathers.
    case .recorder(let recorder):
      wanted(regions: recorder.aggregator == nil ? recorder.regions : [])
    case .delivery: wanted()
    case .exports, .activity: nil
    }
  }

  private func wanted(
    _ accounts: [String] = [], excepted: [String] = [], regions: [String] = []
  ) -> WantedScopes {
    WantedScopes(
      source: name, accounts: accounts, excepted: excepted, regions: regions, types: types)
  }
}

extension Settings {
  /// What each source asks for, in the order of the settings.
  package var wanted: [WantedScopes] { sources.compactMap(\.wanted) }
}
