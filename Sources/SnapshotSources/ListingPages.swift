package import ConfigurationModel

/// What makes several files one listing: its scope, what it lists, and the request's parameters. Not its
/// name: copies have others.
struct ListingKey: Hashable {
  let account: String?
  let region: String?
  /// The types with the members that hold them; the path of what is no listing.
  let what: [String]
  let parameters: String?

  init(_ file: PlannedFile) {
    account = file.account?.value
    region = file.region?.value
    what =
      file.listing.map { $0.kinds.map { "\($0.type) \($0.member ?? "")" }.sorted() }
      ?? [file.isOfConfigCall ? file.call?.operation ?? file.path : file.path]
    parameters = file.parameters
  }
}

/// Whether the files of each listing are all of its pages.
struct ListingPages {
  private var problems: [ListingKey: Problem] = [:]
  /// The lists that some page lacks: what is not in it may still be there.
  private var missing: [ListingKey: [String: Problem]] = [:]

  /// The answers of AWS Config's own queries of which no page is the last.
  private var goingOn: [ListingKey: Problem] = [:]

  init(_ files: [(file: PlannedFile, tally: FileTally)]) {
    let queries = files.filter { $0.file.isOfConfigCall }
    goingOn = Dictionary(grouping: queries, by: { ListingKey($0.file) })
      .compactMapValues(ListingPages.unread)
    let listings = files.filter { $0.file.isPaged }
    for (key, pages) in Dictionary(grouping: listings, by: { ListingKey($0.file) }) {
      problems[key] = ListingPages.problem(pages)
      missing[key] = ListingPages.missingLists(pages)
    }
  }

  /// Why the list of a kind was not read completely, on this page or on another one of its listing.
  func problem(of kind: ListedKind, in file: PlannedFile) -> Problem? {
    problem(of: file) ?? kind.member.flatMap { missing[ListingKey(file)]?[$0] }
  }

  func problem(of file: PlannedFile) -> Problem? {
    if file.isOfConfigCall { return goingOn[ListingKey(file)] }
    return file.isPaged ? problems[ListingKey(file)] : nil
  }

  // A list without its answer may have been filtered or cut.
  private static func missingLists(_ pages: [Page]) -> [String: Problem] {
    var problems: [String: Problem] = [:]
    for page in pages {
      guard let counts = page.tally.end?.counts, let listing = page.file.listing else { continue }
      for member in listing.kinds.compactMap(\.member) where counts[member] == nil {
        problems[member] = .missingMember(page.file.path, members: [member])
      }
    }
    return problems
  }

  private typealias Page = (file: PlannedFile, tally: FileTally)

  private static func problem(_ pages: [Page]) -> Problem? {
    let failures = pages.compactMap { $0.tally.end?.failure ?? $0.tally.refusals.first }
    return failures.first ?? unread(pages) ?? several(pages) ?? missingPage(pages)
  }

  // The last page has no token, so one file at least has none.
  private static func unread(_ pages: [Page]) -> Problem? {
    guard pages.allSatisfy({ $0.tally.end?.token != nil }), let last = pages.last,
      let token = last.tally.end?.token
    else { return nil }
    return .unreadPage(last.file.path, token: token, files: pages.count)
  }

  /// Each file without a token is the end of a listing: where there are two, or where the pages do not
  /// follow one another, the files are of different moments, or one is a copy. Copies that say the same
  /// are one listing.
  private static func several(_ pages: [Page]) -> Problem? {
    guard pages.count > 1, let first = pages.first, first.file.listing?.isOfEach != true else {
      return nil
    }
    let ends = pages.filter { $0.tally.end?.token == nil }
    let isOne =
      ends.count == 1
      ? followOneAnother(pages, end: ends[0])
      : ends.count == pages.count
        && pages.allSatisfy { $0.tally.members == first.tally.members }
    let named = ends.count > 1 ? ends : pages
    return isOne
      ? nil : .severalListings(named.map(\.file.path), at: named[named.count - 1].file.path)
  }

  private static func followOneAnother(_ pages: [Page], end: Page) -> Bool {
    let numbers = pages.compactMap(\.file.page)
    if numbers.count == pages.count, Set(numbers).count == pages.count {
      return end.file.page == numbers.max()
    }
    // Without numbers nothing tells the pages but that they have nothing in common.
    let members = pages.map { Set($0.tally.members.values.flatMap(\.self)) }
    return members.reduce(Set<UInt64>()) { $0.union($1) }.count
      == members.reduce(0) { $0 + $1.count }
  }

  private static func missingPage(_ pages: [Page]) -> Problem? {
    guard let file = pages.first?.file, let number = missingNumber(pages.map(\.file)) else {
      return nil
    }
    return .missingPage(file.path, page: number)
  }

  /// The first number that no page of a listing has, though later ones have theirs; nil where there is none.
  static func missingNumber(_ pages: [PlannedFile]) -> Int? {
    let numbers = Set(pages.compactMap(\.page))
    guard let least = numbers.min(), let greatest = numbers.max() else { return nil }
    return (min(least, 1)..<greatest).first { !numbers.contains($0) }
  }
}

extension PlannedFile {
  /// Whether the file is the answer of a call by which AWS Config gives its items.
  fileprivate var isOfConfigCall: Bool { role.isOfConfigItems && call?.listsOfConfig != nil }

  /// Whether the file may be one page of several.
  fileprivate var isPaged: Bool {
    listing.map { $0.isComplete || parameters != nil } ?? false
  }

  /// What the file lists; nil where it is no listing.
  package var listing: ListingContext? { role.listing }

  /// The moment in the name of a delivery.
  var deliveredAt: Timestamp? {
    guard case .configSnapshot(let time) = role else { return nil }
    return time
  }

  /// The scopes that the file is about before it is read; empty where its items say it.
  package var scopes: [Scope] {
    guard let listing, let account = account?.value else { return [] }
    return listing.kinds.compactMap { scope(of: $0, account) }
  }

  /// The scope of what the file lists of a kind; nil where nothing says its region.
  package func scope(of kind: ListedKind, _ account: String) -> Scope? {
    let region = kind.isGlobal ? Scope.global : region?.value
    return region.map { Scope(account: account, region: $0, type: kind.type) }
  }
}
