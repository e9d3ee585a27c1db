import ConfigurationJSON
import ConfigurationModel

/// Who is in which group, from the users of `iam get-account-authorization-details`: its groups do
/// not name their users.
struct GroupMembers: Sendable {
  private var groups: [String: [String]] = [:]
  /// Whether the answer names the users: without them nothing is known of any group.
  private(set) var isRead = false

  init() {}

  /// Reads the users of an answer. What is wrong with the file is said when its items are read.
  init(_ file: PlannedFile) {
    let parser = JSONParser()
    let splitter = ItemSplitter(mode: .document)
    do {
      let input = try InputBytes(file.path)
      while let chunk = try input.next() {
        try splitter.feed(chunk) { item in
          guard item.member == "UserDetailList" else { return }
          add(try parser.parseFields(item.bytes))
        }
      }
      let envelope = try splitter.finish()
      isRead = envelope["UserDetailList"] != nil && envelope.pagingToken == nil
    } catch { isRead = false }
  }

  private mutating func add(_ user: FlatDocument) {
    guard let name = user.string(at: "UserName") else { return }
    for group in user.value(at: "GroupList")?.members ?? [] {
      if let group = group.string { groups[group, default: []].append(name) }
    }
  }

  /// The users of a group as `iam get-group` lists them, in byte order.
  func users(of group: String) -> ConfigurationValue {
    .list(
      (groups[group] ?? []).sorted { $0.precedes($1) }.map { .object(["UserName": .string($0)]) })
  }
}
