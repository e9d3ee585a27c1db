import AWSClient
package import ConfigurationDiff
package import ConfigurationModel

/// The calls that read kinds of resources live from one account.
package struct CollectionPlan: Hashable, Sendable {
  /// One listing, with the kinds that it lists.
  package struct Call: Hashable, Sendable {
    /// The listing as the first of the kinds declares it.
    package let listing: ResourceKind.Listing
    /// Of which regions the answer is.
    package let reach: Reach
    /// The types whose items the answer holds, with the members that hold them.
    package let types: [ListedType]

    /// Whether the call's service is there in a region. Where it is not there is nothing to be looked at.
    package func isOffered(in region: String) -> Bool {
      Partition.of(region: region).offers(listing.service, in: region)
    }
  }

  /// What one call lists.
  package enum Reach: Hashable, Sendable {
    /// What is in the region that is called.
    case region
    /// What is in no region.
    case account
    /// What is in any region: this field of an item names it.
    case allRegions(field: String)
  }

  /// A type within an answer.
  package struct ListedType: Hashable, Sendable {
    /// The type of the items.
    package let type: ResourceType
    /// The listing as the type's own kind declares it, with the member that holds its items.
    package let listing: ResourceKind.Listing
  }

  /// In the order of their services and operations; each is made once a region, or once an account.
  package let calls: [Call]

  /// Whether others are asked about by what this call lists.
  func isParent(_ call: Call) -> Bool {
    calls.contains { other in
      other.listing.service == call.listing.service
        && other.listing.each?.operation == call.listing.operation
    }
  }

  /// Of the listings of each kind the first is called. A kind without one cannot be read live: it is
  /// left out.
  package init(_ kinds: [ResourceKind]) {
    var byCall: [String: [ListedType]] = [:]
    var reach: [String: Reach] = [:]
    for kind in kinds {
      guard let listing = kind.listings.first else { continue }
      let name = "\(listing.service) \(listing.operation)"
      byCall[name, default: []].append(ListedType(type: kind.type, listing: listing))
      reach[name] =
        listing.regionField.map { .allRegions(field: $0) } ?? (kind.isGlobal ? .account : .region)
    }
    calls = byCall.keys.sorted().compactMap { name in
      guard let types = byCall[name], let first = types.first else { return nil }
      return Call(listing: first.listing, reach: reach[name] ?? .region, types: types)
    }
  }
}

extension ResourceKind.Listing {
  /// The call that lists what an account has in a region.
  func request(of account: String, at region: String) -> AWSRequest {
    AWSRequest(
      service, operation, region: region, parameters.mapValues { $0.filled(with: account) })
  }
}

extension ConfigurationValue {
  /// The value with an account's id in every place that stands for it.
  fileprivate func filled(with account: String) -> ConfigurationValue {
    switch self {
    case ResourceKind.thisAccount: .string(account)
    case .object(let fields): .object(fields.mapValues { $0.filled(with: account) })
    case .list(let values): .list(values.map { $0.filled(with: account) })
    case .null, .bool, .number, .string, .elements: self
    }
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
