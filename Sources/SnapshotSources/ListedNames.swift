import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import Synchronization

/// The names of the resources that the files of a folder list. A listing is read when it is first asked about.
final class ListedNames: Sendable {
  private struct Place: Hashable {
    let root: String
    let type: ResourceType
  }

  private let files: [String: [PlannedFile]]
  private let kinds: KindIndex
  /// By what names have in common that differ only in characters that are no letters and digits; nil where not all
  /// names of a place are known.
  private let names = Mutex<[Place: [String: Set<String>]?]>([:])

  init(_ plan: SnapshotPlan) {
    files = Dictionary(grouping: plan.files.filter { $0.listing != nil }, by: \.root)
    kinds = plan.kinds
  }

  /// Whether no resource is listed whose name differs from this one in such characters only.
  func isAlone(_ key: PartStore.Key) -> Bool {
    let place = Place(root: key.root, type: key.type)
    return names.withLock { names in
      let listed = names[place] ?? read(place)
      names[place] = .some(listed)
      return listed?[PartStore.plain(key.resource)]?.isSubset(of: [key.resource]) ?? false
    }
  }

  private func read(_ place: Place) -> [String: Set<String>]? {
    var names: [String: Set<String>] = [:]
    for file in files[place.root] ?? [] {
      guard let listing = file.listing else { continue }
      for kind in listing.kinds where kind.type == place.type {
        guard let listed = read(kind, of: listing, in: file) else { return nil }
        for name in listed { names[PartStore.plain(name), default: []].insert(name) }
      }
    }
    return names
  }

  /// Nil where the file cannot be read whole: why, is said when its items are read.
  private func read(_ kind: ListedKind, of listing: ListingContext, in file: PlannedFile)
    -> Set<String>?
  {
    let context = ItemContext(
      file, rank: listing.rank, reading: .listed(kind), kinds: kinds)
    let list = ItemList(member: kind.member, context: context, parts: nil)
    let answer = AnswerReading(file, [list], needsList: false)
    let parser = JSONParser()
    var names: Set<String> = []
    func note(_ item: RawItem) { names.formUnion(kind.names(of: item.bytes, parser)) }
    let end = try? listing.shape == .whole ? answer.readWhole(note) : answer.readLists(note)
    return end?.failure == nil ? names : nil
  }
}

extension ListedKind {
  /// The names by which answers may be about an item of a list; none where nothing identifies it.
  fileprivate func names(of bytes: UnsafeRawBufferPointer, _ parser: JSONParser) -> [String] {
    if bytes.first == UInt8(ascii: "\"") {
      return (try? parser.parse(bytes).string).map { [$0] } ?? []
    }
    return (try? parser.parseFields(bytes)).map(names(of:)) ?? []
  }

  /// The id, the ARN and the name of an item; none where nothing identifies it. A tag `Name` may be anything, also
  /// another one's id.
  func names(of fields: FlatDocument) -> [String] {
    guard let id = identify(fields)?.id else { return [] }
    return [id, fields.firstText(of: arns), fields.firstText(of: identity.name)].compactMap(\.self)
  }
}
