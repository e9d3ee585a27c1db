import ConfigurationModel

/// What makes several files one listing: its scope, its call, and the request's parameters.
struct ListingKey: Hashable {
  let account: String?
  let region: String?
  let service: String?
  let operation: String
  let parameters: String?

  init(_ file: PlannedFile) {
    account = file.account?.value
    region = file.region?.value
    service = file.call?.service
    operation = file.call?.plainOperation ?? file.path
    parameters = file.parameters
  }
}

/// Whether the files of each listing are all of its pages.
struct ListingPages {
  private var problems: [ListingKey: Problem] = [:]

  init(_ files: [(file: PlannedFile, tally: FileTally)]) {
    let listings = files.filter { $0.file.isPaged }
    for (key, pages) in Dictionary(grouping: listings, by: { ListingKey($0.file) }) {
      problems[key] = ListingPages.problem(pages)
    }
  }

  func problem(of file: PlannedFile) -> Problem? {
    file.isPaged ? problems[ListingKey(file)] : nil
  }

  // The last page has no token, so fewer files have one than there are files.
  private static func problem(_ pages: [(file: PlannedFile, tally: FileTally)]) -> Problem? {
    let failures = pages.compactMap { $0.tally.end?.failure ?? $0.tally.refusals.first }
    if let failed = failures.first {
      return failed
    }
    let open = pages.filter { $0.tally.end?.token != nil }
    if let last = open.last, let token = last.tally.end?.token, open.count >= pages.count {
      return .unreadPage(last.file.path, token: token, files: pages.count)
    }
    // Each of them is the end of a listing: at different moments, or one of them is a copy.
    let ends = pages.filter { $0.tally.end?.token == nil }
    if ends.count > Set(ends.map(\.file.page)).count, let last = ends.last {
      return .severalListings(ends.map(\.file.path), at: last.file.path)
    }
    let numbers = Set(pages.compactMap(\.file.page))
    guard let least = numbers.min(), let greatest = numbers.max(), let file = pages.first?.file
    else {
      return nil
    }
    return (min(least, 1)..<greatest).first { !numbers.contains($0) }
      .map { .missingPage(file.path, page: $0) }
  }
}

extension PlannedFile {
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
  var scopes: [Scope] {
    guard let listing, let account = account?.value else { return [] }
    return listing.kinds.compactMap { scope(of: $0, account) }
  }

  func scope(of kind: ListedKind, _ account: String) -> Scope? {
    let region = kind.isGlobal ? Scope.global : region?.value
    return region.map { Scope(account: account, region: $0, type: kind.type) }
  }
}
