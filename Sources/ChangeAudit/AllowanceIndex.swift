import ConfigurationModel

/// One allowance with its place in its record.
struct PlacedAllowance: Sendable {
  let record: ChangeRecord
  let position: Int
  let allowance: Allowance
  /// The number of what it allows, of whatever resource: many allow the same of different ones.
  let content: Int

  func cover(clause: Int?) -> Cover {
    Cover(record: record.number, allowance: position, clause: clause)
  }
}

/// The allowances by what they name, so that an edit is held only against those that can have to do
/// with it: fifty thousand records cost an edit no more than the few that speak of its resource.
struct AllowanceIndex: Sendable {
  /// Literal type and account of a selector; nil where it names none, or any that fits a pattern.
  private struct Place: Hashable {
    let type: String?
    let account: String?
  }

  /// What an allowance allows, of whatever resource of its type.
  private struct Content: Hashable {
    let type: Glob?
    let action: ResourceAction
    let edits: [Clause]
  }

  private var shelves: [Place: Shelf] = [:]
  /// The accounts for which a type's allowances stand on shelves, in the order of records; by the type.
  private var accounts: [String?: [String?]] = [:]

  init(_ records: [ChangeRecord]) {
    var contents: [Content: Int] = [:]
    for record in records.sorted(by: { $0.number.precedes($1.number) }) {
      for (position, allowance) in record.allows.enumerated() {
        let content = Content(
          type: allowance.resource.type, action: allowance.action, edits: allowance.edits)
        let number = contents[content] ?? contents.count
        contents[content] = number
        add(
          PlacedAllowance(
            record: record, position: position, allowance: allowance, content: number))
      }
    }
  }

  private mutating func add(_ placed: PlacedAllowance) {
    let selector = placed.allowance.resource
    let place = Place(type: selector.type?.literalText, account: selector.account?.literalText)
    if shelves[place] == nil { accounts[place.type, default: []].append(place.account) }
    shelves[place, default: Shelf()].add(placed)
  }

  /// All allowances that select the resource.
  func selecting(_ resource: Resource, tags: [String: String]?) -> [PlacedAllowance] {
    let (type, account) = (resource.id.type.name, resource.id.account)
    let places = [
      Place(type: type, account: account), Place(type: type, account: nil),
      Place(type: nil, account: account), Place(type: nil, account: nil),
    ]
    return places.flatMap { shelves[$0]?.maySelect(resource, tags: tags) ?? [] }
      .filter { $0.allowance.resource.selects(resource, tags: tags) }
  }

  /// Allowances that may be for other resources of the type: those of its account first, then those that
  /// name none, then those of others.
  func others(than resource: Resource) -> some Sequence<PlacedAllowance> {
    let types: [String?] = [resource.id.type.name, nil]
    let own: [String?] = [resource.id.account, nil]
    let near = own.flatMap { account in types.map { Place(type: $0, account: account) } }
    let far = types.flatMap { type in
      (accounts[type] ?? []).filter { !own.contains($0) }.map { Place(type: type, account: $0) }
    }
    return (near + far).lazy.flatMap { [shelves] in shelves[$0]?.all ?? [] }
  }
}

/// The allowances of one type and account by the resources that they name.
private struct Shelf: Sendable {
  private struct Tag: Hashable {
    let key: String
    /// Nil where any value fits a pattern.
    let value: String?
  }

  /// In the order of records.
  private(set) var all: [PlacedAllowance] = []
  private var byID: [String: [PlacedAllowance]] = [:]
  /// Those whose id is a pattern, by the text it begins with, and how long these texts are.
  private var byBeginning: [String: [PlacedAllowance]] = [:]
  private var lengths: Set<Int> = []
  /// Those that name tags and no such id, by one of the tags.
  private var byTag: [Tag: [PlacedAllowance]] = [:]
  private var others: [PlacedAllowance] = []

  mutating func add(_ placed: PlacedAllowance) {
    all.append(placed)
    let selector = placed.allowance.resource
    let beginning = selector.id?.literalBeginning ?? ""
    if let id = selector.id?.literalText {
      byID[id, default: []].append(placed)
    } else if !beginning.isEmpty {
      byBeginning[beginning, default: []].append(placed)
      lengths.insert(beginning.unicodeScalars.count)
    } else if let tag = selector.tags.inKeyOrder.first {
      byTag[Tag(key: tag.key, value: tag.value.literalText), default: []].append(placed)
    } else {
      others.append(placed)
    }
  }

  /// Those that may select the resource; what they do not name by is left to be looked at.
  func maySelect(_ resource: Resource, tags: [String: String]?) -> [PlacedAllowance] {
    let id = resource.id.id
    var found = byID[id] ?? []
    for length in lengths {
      found += byBeginning[String(String.UnicodeScalarView(id.unicodeScalars.prefix(length)))] ?? []
    }
    for (key, value) in byTag.isEmpty ? [:] : tags ?? [:] {
      found += (byTag[Tag(key: key, value: value)] ?? []) + (byTag[Tag(key: key, value: nil)] ?? [])
    }
    return found + others
  }
}
