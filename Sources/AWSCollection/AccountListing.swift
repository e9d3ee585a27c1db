import AWSClient
import ConfigurationDiff
import ConfigurationModel

/// What one listing gave: how many of each type, and what completes them.
struct AccountListing {
  /// A call about one resource that completes its document.
  struct DetailCall {
    let detail: ResourceKind.Detail
    /// What names the resource to the call.
    let name: String
    let id: String
  }

  private(set) var counts: [ResourceType: Int] = [:]
  private(set) var details: [DetailCall] = []

  var items: Int { counts.values.reduce(0, +) }

  /// Adds a page. `names` are what its items were asked for with, where it is the answers to several
  /// calls.
  mutating func add(
    _ answer: ConfigurationValue, names: [String], of call: CollectionPlan.Call,
    _ kinds: [ResourceType: ResourceKind]
  ) {
    for listed in call.types {
      guard let kind = kinds[listed.type] else { continue }
      let items = listed.items(of: answer)
      counts[listed.type, default: 0] += items.count
      for detail in kind.details where !listed.listing.fields.contains(detail.field) {
        let isParents = detail.parameter == listed.listing.each?.parameter
        for (index, item) in items.enumerated() {
          let parent = isParents && names.indices.contains(index) ? names[index] : nil
          let id = kind.identity.id.lazy.compactMap { item[$0]?.scalarText }.first
          guard let name = parent ?? detail.name(of: item, kind), let id else { continue }
          details.append(DetailCall(detail: detail, name: name, id: id))
        }
      }
    }
  }
}

extension CollectionPlan.ListedType {
  /// The items that an answer lists.
  fileprivate func items(of answer: ConfigurationValue) -> [ConfigurationValue] {
    let elements = listing.member.flatMap { answer[$0]?.members } ?? []
    guard let within = listing.within else { return elements }
    return elements.flatMap { $0[within]?.members ?? [] }
  }
}
