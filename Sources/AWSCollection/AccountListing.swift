import AWSClient
import ConfigurationDiff
import ConfigurationModel

/// What one listing gave: how many of each type, and what completes them.
struct AccountListing {
  /// An item that other calls complete. There may be a hundred thousand of them while calls are made: each holds
  /// its names, and shares the rest.
  struct Item {
    let key: ItemKey
    /// Those of its kind that the listing does not give.
    fileprivate let kindDetails: [ResourceKind.Detail]
    /// What names it to each of them; nil to the one that cannot be made.
    fileprivate let names: [String?]

    /// The calls that complete it.
    var details: [DetailCall] {
      zip(kindDetails, names).compactMap { detail, name in
        name.map { DetailCall(detail: detail, name: $0) }
      }
    }
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
  /// The types of which items name resources, and that say what these mean.
  private(set) var named: Set<ResourceType> = []
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
      let details = kind.details.filter {
        !$0.isOfAll && !listed.listing.fields.contains($0.field)
      }
      counts[listed.type, default: 0] += items.count
      for companion in kind.companions where items.contains(where: companion.isNamed) {
        named.insert(companion.type)
      }
      for (index, item) in items.enumerated() {
        let name = names.indices.contains(index) ? names[index] : nil
        if let item = listed.item(item, kind, details, parent: name) { self.items.append(item) }
      }
    }
  }
}

extension CollectionPlan.ListedType {
  /// The items that an answer lists.
  fileprivate func items(of answer: ConfigurationValue) -> [ConfigurationValue] {
    guard let member = listing.member else { return [answer] }
    let held = answer[member] ?? .list([])
    let elements = held.members ?? (held == .null ? [] : [held])
    guard let within = listing.within else { return elements }
    return elements.flatMap { $0[within]?.members ?? [] }
  }

  /// An item with the calls that complete it; nil where there is none, or it has no id.
  fileprivate func item(
    _ item: ConfigurationValue, _ kind: ResourceKind, _ details: [ResourceKind.Detail],
    parent: String?
  ) -> AccountListing.Item? {
    let text = listing.namesByText ? item.string : nil
    let fields = kind.identity.id.lazy.compactMap { item[$0]?.scalarText }
    guard let id = text ?? fields.first else {
      return nil
    }
    let names = details.map { detail -> String? in
      guard detail.only?.holds(of: item) ?? true else { return nil }
      return (detail.parameter == listing.each?.parameter ? parent : nil) ?? text
        ?? detail.name(of: item, kind)
    }
    guard names.contains(where: { $0 != nil }) else { return nil }
    return .init(key: .init(type: kind.type, id: id), kindDetails: details, names: names)
  }
}
