import ConfigurationJSON
import ConfigurationModel

/// Who is in which group, from the users of `iam get-account-authorization-details`: its groups do
/// not name their users.
struct GroupMembers: Sendable {
  private var groups: [String: Set<String>] = [:]
  /// Whether all users were read, on all pages: otherwise nothing is known of any group.
  private(set) var isRead = false
  private var hasUsers = false
  /// Whether a user does not say who it is, or which groups it is in, or something could not be answered.
  private var hasUnsaid = false

  init() {}

  /// Reads the users on all pages of an answer. What is wrong with a file is said when its items are
  /// read.
  ///
  /// - Parameter mayLackUsers: Whether an answer without any user may be one that was filtered.
  init(_ pages: [PlannedFile], mayLackUsers: Bool) {
    var ends: [PlannedFile] = []
    let signs = PagingSigns(OperationTable.whole("iam", "get-account-authorization-details"))
    do {
      for page in pages {
        let envelope = try readUsers(page)
        guard case .list? = envelope["UserDetailList"], ErrorAnswer(envelope) == nil,
          ErrorMember.first(in: envelope) == nil
        else { return }
        if signs.sign(in: envelope) == nil { ends.append(page) }
      }
      // Two ends are two listings.
      isRead =
        ends.count == 1 && ends[0].page == pages.compactMap(\.page).max()
        && ListingPages.missingNumber(pages) == nil
        && !(mayLackUsers && !hasUsers) && !hasUnsaid
    } catch { isRead = false }
  }

  private mutating func readUsers(_ page: PlannedFile) throws -> ConfigurationValue {
    let parser = JSONParser()
    let splitter = ItemSplitter(mode: .document)
    let input = try InputBytes(page.path)
    while let chunk = try input.next() {
      try splitter.feed(chunk) { item in
        // What could not be answered may be users.
        hasUnsaid = hasUnsaid || ErrorMember.isOne(item.member)
        guard item.member == "UserDetailList" else { return }
        add(try parser.parseFields(item.bytes))
      }
    }
    return try splitter.finish()
  }

  private mutating func add(_ user: FlatDocument) {
    let list = user.value(at: "GroupList")?.members
    let names = list?.compactMap(\.string)
    guard let name = user.string(at: "UserName"), let names, names.count == list?.count else {
      hasUnsaid = true
      return
    }
    hasUsers = true
    for group in names { groups[group, default: []].insert(name) }
  }

  /// The users of a group as `iam get-group` lists them, in byte order.
  func users(of group: String) -> ConfigurationValue {
    .list(
      (groups[group] ?? []).sorted { $0.precedes($1) }.map { .object(["UserName": .string($0)]) })
  }
}
