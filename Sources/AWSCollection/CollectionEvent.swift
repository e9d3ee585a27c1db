package import ConfigurationModel

/// What a collector tells of its work, for progress and logs.
package enum CollectionEvent: Hashable, Sendable {
  /// The regions of an account that are read, and those that were asked for and are not enabled.
  case began(account: String, regions: [String], notEnabled: [String])
  /// A page of a listing came, with so many items.
  case listed(account: String, region: String, items: Int)
  /// Far fewer were listed than stand in the store: they are listed a second time.
  case readsAgain(Scope, listed: Int, last: Int)
  /// There is nothing of a kind in an account: another one has it, for their organization.
  case kept(Scope, by: String)
  /// All of a region was read, or of what is in none, except so many refused calls.
  case ended(account: String, region: String, items: Int, refusals: Int)
}
