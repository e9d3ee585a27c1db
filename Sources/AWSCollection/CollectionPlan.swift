package import ConfigurationDiff
package import ConfigurationModel

/// The calls that read kinds of resources live from one account.
package struct CollectionPlan: Hashable, Sendable {
  /// One listing, with the kinds that it lists.
  package struct Call: Hashable, Sendable {
    package let listing: ResourceKind.Listing
    package let isGlobal: Bool
    /// The types whose items the answer holds, with the members that hold them.
    package let types: [ListedType]
  }

  /// A type within an answer.
  package struct ListedType: Hashable, Sendable {
    package let type: ResourceType
    package let listing: ResourceKind.Listing
  }

  /// In the order of their services and operations; each is made once a region, or once an account.
  package let calls: [Call]

  /// Of the listings of each kind the first is called. A kind without one cannot be read live: it is
  /// left out.
  package init(_ kinds: [ResourceKind]) {
    var byCall: [String: [ListedType]] = [:]
    var isGlobal: [String: Bool] = [:]
    for kind in kinds {
      guard let listing = kind.listings.first else { continue }
      let name = "\(listing.service) \(listing.operation)"
      byCall[name, default: []].append(ListedType(type: kind.type, listing: listing))
      isGlobal[name] = kind.isGlobal || Self.globalServices.contains(listing.service)
    }
    calls = byCall.keys.sorted().compactMap { name in
      guard let types = byCall[name], let first = types.first else { return nil }
      return Call(listing: first.listing, isGlobal: isGlobal[name] ?? false, types: types)
    }
  }

  /// Buckets are of a region each, and listed for all of them at once.
  private static let globalServices: Set<String> = ["s3api"]

  /// The calls to make in a region; those of no region are made in one of them only.
  package func calls(isFirstRegion: Bool) -> [Call] {
    calls.filter { !$0.isGlobal || isFirstRegion }
  }
}

extension ResourceKind.Detail {
  /// What names an item to this call: its ARN where the parameter takes one, otherwise its id.
  package func name(of item: ConfigurationValue, _ kind: ResourceKind) -> String? {
    let takesARN =
      parameter.hasSuffix("arn") || parameter == "resource" || service == "cloudtrail"
    let fields = (takesARN ? [kind.identity.arn].compactMap { $0 } : []) + kind.identity.id
    return fields.lazy.compactMap { item[$0]?.scalarText }.first
  }
}
