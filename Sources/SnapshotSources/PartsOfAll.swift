import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// The answers that each name every resource of an account and region, as the fields of documents they become.
///
/// Which resources such an answer completes, its place says: the folder it stands in counts only where neither
/// path nor option says the account.
struct PartsOfAll: Sendable {
  /// Whose resources an answer is about, or an item is one of.
  enum Place: Hashable, Sendable {
    case scope(account: String, region: String)
    case folder(String)
  }

  private struct Key: Hashable {
    let place: Place
    let type: ResourceType
  }

  /// What an answer says of one of its resources; the field of those it does not name.
  fileprivate struct Named {
    var parts: [String: [String: ConfigurationValue]] = [:]
    var others: [String: ConfigurationValue] = [:]
  }

  /// The pages of one answer stand in one place and become one field.
  private struct AnswerKey: Hashable {
    let place: Place
    let type: ResourceType
    let field: String
  }

  private typealias Page = (file: PlannedFile, context: DetailContext)

  private var named: [Key: Named] = [:]
  private(set) var unread: [UnreadPart] = []

  init(_ plan: SnapshotPlan) {
    let pages = plan.files.flatMap { file -> [Page] in
      let details: [DetailContext] =
        if case .detail(let details) = file.role { details } else { file.completes }
      return details.filter { file.answersAll($0.detail) }.map { (file, $0) }
    }
    let listed = plan.listedPlaces
    let answers = Dictionary(grouping: pages) { file, context in
      AnswerKey(
        place: file.place(context.type), type: context.type, field: context.detail.field)
    }
    for pages in answers.values.sorted(by: { $0[0].file.index < $1[0].file.index }) {
      add(pages, listed)
    }
  }

  /// The types that have such parts.
  var types: Set<ResourceType> { Set(named.keys.map(\.type)) }

  /// The parts of the resource that has these names, of an item of a file that does not have them itself.
  func parts(of names: [String], _ type: ResourceType, in file: PlannedFile)
    -> [String: ConfigurationValue]
  {
    guard file.completes.isEmpty else { return [:] }
    // What the scope says counts before what the folder says.
    let (place, folder) = (file.place(type), Place.folder(file.root))
    let found = (place == folder ? [folder] : [place, folder])
      .compactMap { named[Key(place: $0, type: type)] }
    let own = names.flatMap { name in found.compactMap { $0.parts[name] } }
    return (own + found.map(\.others)).reduce(into: [:]) { $0.merge($1) { first, _ in first } }
  }

  private mutating func add(_ pages: [Page], _ listed: [Place: Set<ResourceType>]) {
    let (first, context) = pages[0]
    let place = first.place(context.type)
    do throws(Problem) {
      let isListed = [place, .folder(first.root)].contains {
        listed[$0]?.contains(context.type) == true
      }
      guard isListed else { throw .partWithoutListing(first.path, context.type) }
      let items = try PartsOfAll.items(of: pages)
      named[Key(place: place, type: context.type), default: Named()].add(items, context.detail)
    } catch {
      unread.append(
        UnreadPart(
          type: context.type, field: context.detail.field, problem: error,
          scope: first.partScope(of: context.type), resource: nil))
    }
  }

  /// The items of all pages of an answer. Throws why these are not its pages, all of them, each once.
  private static func items(of pages: [Page]) throws(Problem) -> [ConfigurationValue] {
    let answers = try pages.map { page throws(Problem) in
      try PartAnswer(page.file, page.context)
    }
    let numbers = pages.compactMap(\.file.page)
    if let missing = (1..<max(1, numbers.max() ?? 1)).first(where: { !numbers.contains($0) }) {
      throw .missingPage(pages[0].file.path, page: missing)
    }
    // Copies that say the same are one.
    if let first = answers.first,
      answers.allSatisfy({ $0.token == nil && $0.items == first.items })
    {
      return first.items
    }
    let ends = zip(pages, answers).filter { $1.token == nil }.map(\.0.file)
    guard let end = ends.first else {
      throw .unreadPage(
        pages[0].file.path, token: answers[0].token ?? "", files: pages.count)
    }
    guard ends.count == 1, Set(numbers).count == pages.count, end.page == numbers.max() else {
      throw .severalListings(pages.map(\.file.path), at: end.path)
    }
    return answers.flatMap(\.items)
  }
}

extension PartsOfAll.Named {
  fileprivate mutating func add(_ items: [ConfigurationValue], _ detail: ResourceKind.Detail) {
    let items = items.compactMap { item in
      detail.namedBy.flatMap { item[$0]?.string }.map { (name: $0, item: item) }
    }
    let isList = detail.none == .unnamed
    if isList { others[detail.field] = .list([]) }
    for (name, items) in Dictionary(grouping: items, by: \.name) {
      var seen: Set<ConfigurationValue> = []
      let distinct = items.map(\.item).filter { seen.insert($0).inserted }
      // Of a resource that was changed between two pages, nobody knows which of the two is the newer.
      if isList || distinct.count == 1 { parts[name, default: [:]][detail.field] = .list(distinct) }
    }
  }
}

extension PlannedFile {
  /// Whether the file holds an answer about all resources of a place, and not about a chosen one.
  func answersAll(_ detail: ResourceKind.Detail) -> Bool {
    detail.isOfAll && (parameters ?? "all") == "all"
  }

  /// Where the resources of a type are that the file is about.
  func place(_ type: ResourceType) -> PartsOfAll.Place {
    partScope(of: type).map { .scope(account: $0.account, region: $0.region) } ?? .folder(root)
  }

  /// The scope whose parts the file holds; nil where the file does not say it.
  func partScope(of type: ResourceType) -> Scope? {
    account.flatMap { account in
      let region = ResourceKind.of(type).isGlobal ? Scope.global : region?.value
      return region.map { Scope(account: account.value, region: $0, type: type) }
    }
  }
}

extension SnapshotPlan {
  /// The types that some file of a place lists.
  fileprivate var listedPlaces: [PartsOfAll.Place: Set<ResourceType>] {
    var types: [PartsOfAll.Place: Set<ResourceType>] = [:]
    for file in files {
      for type in file.role.listing?.kinds.map(\.type) ?? [] {
        types[file.place(type), default: []].insert(type)
        types[.folder(file.root), default: []].insert(type)
      }
    }
    return types
  }
}
