import AWSClient
import ConfigurationDiff
import ConfigurationModel

/// What one listing gave: how many of each type, and what completes them.
struct AccountListing {
  /// An item that other calls complete.
  struct Item {
    let key: ItemKey
    let details: [DetailCall]
  }

  /// A call about one resource that completes its document.
  struct DetailCall {
    let detail: ResourceKind.Detail
    /// What names the resource to the call.
    let name: String
  }

  struct ItemKey: Hashable {
    let type: ResourceType
    let id: String
  }

  private(set) var counts: [ResourceType: Int] = [:]
  /// Those that have details.
  private(set) var items: [Item] = []
  /// How many items could not be read at all.
  var refusals = 0

  var count: Int { counts.values.reduce(0, +) }

  /// Adds a page. `names` are what its items were asked for with, where it is the answers to several
  /// calls.
  mutating func add(
    _ answer: ConfigurationValue, names: [String] = [], of call: CollectionPlan.Call,
    _ kinds: [ResourceType: ResourceKind]
  ) {
    for listed in call.types {
      guard let kind = kinds[listed.type] else { continue }
      let items = listed.items(of: answer)
      counts[listed.type, default: 0] += items.count
      for (index, item) in items.enumerated() {
        let name = names.indices.contains(index) ? names[index] : nil
        if let item = listed.item(item, kind, parent: name) { self.items.append(item) }
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

  /// An item with the calls that complete it; nil where there is none, or it has no id.
  fileprivate func item(
    _ item: ConfigurationValue, _ kind: ResourceKind, parent: String?
  ) -> AccountListing.Item? {
    guard let id = kind.identity.id.lazy.compactMap({ item[$0]?.scalarText }).first else {
      return nil
    }
    let details = kind.details.filter { !listing.fields.contains($0.field) }.compactMap {
      detail -> AccountListing.DetailCall? in
      let own = detail.parameter == listing.each?.parameter ? parent : nil
      return (own ?? detail.name(of: item, kind)).map { .init(detail: detail, name: $0) }
    }
    return details.isEmpty ? nil : .init(key: .init(type: kind.type, id: id), details: details)
  }
}
