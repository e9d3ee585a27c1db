import ConfigurationJSON
package import ConfigurationModel

/// Reads the files of a plan, item by item.
package struct SnapshotReader: Sendable {
  let kinds: KindIndex
  private let parts: PartStore
  private let members: [ListingKey: GroupMembers]

  /// The same, where every list is believed.
  package init(_ plan: SnapshotPlan) { self.init(plan) { _ in false } }

  /// Loads the answers about resources listed elsewhere that the plan has, in memory.
  ///
  /// - Parameter doubtsNone: Whether a scope that the files name without any resource is not believed to be
  ///   empty. Throws only what this throws.
  package init(_ plan: SnapshotPlan, doubtsNone: (Scope) throws -> Bool) rethrows {
    kinds = plan.kinds
    parts = PartStore(plan)
    let details = plan.files.filter { file in
      guard case .authorizationDetails = file.role else { return false }
      return true
    }
    members = try Dictionary(grouping: details, by: ListingKey.init).mapValues { pages in
      let users = pages.lazy.flatMap(\.scopes).first { $0.type == "AWS::IAM::User" }
      return GroupMembers(pages, mayLackUsers: try users.map(doubtsNone) ?? false)
    }
  }

  /// The answers about resources listed elsewhere that could not be read, those about all of them first: the
  /// parts they hold were not read.
  package var unreadParts: [UnreadPart] { parts.unread }

  /// Once every file was read, the answers about resources that no listing beside them has (either the listing lacks
  /// something, or the part of another resource was not read) and the parts that only some resources of a listing have.
  package var leftOverParts: [UnreadPart] { parts.leftOver }

  /// Once every file was read, the parts of listed resources that no file gives of any of them.
  package var partsNotGiven: [Scope: Set<String>] { parts.notGiven }

  /// Hands out the items of a file while it is read: in chunks, with no more than one item in memory.
  ///
  /// Throws only what `onItem` throws. What is wrong with the file is said in the answer; the items
  /// before it were handed out. A file that holds no items has none.
  package func readItems(_ file: PlannedFile, onItem: (RawItem) throws -> Void) throws -> FileEnd {
    switch file.role {
    case .listing(let context): return try readListing(file, context, GroupMembers(), onItem)
    case .authorizationDetails(let context):
      return try readListing(
        file, context, members[ListingKey(file)] ?? GroupMembers(), onItem)
    case .configSnapshot, .configHistory:
      return try readItems(file, .configItem, shape: .lists, onItem)
    case .configItems(let shape): return try readItems(file, .configItem, shape: shape, onItem)
    case .documents(let shape): return try readItems(file, .document, shape: shape, onItem)
    case .detail, .yamlDocument, .skipped: return FileEnd()
    case .refused(let problem): return FileEnd(failure: problem)
    }
  }

  private func readListing(
    _ file: PlannedFile, _ listing: ListingContext, _ members: GroupMembers,
    _ onItem: (RawItem) throws -> Void
  ) throws -> FileEnd {
    let lists = listing.kinds.map { kind in
      let context = ItemContext(file, rank: listing.rank, reading: .listed(kind), kinds: kinds)
      return ItemList(
        member: kind.member, context: context,
        parts: ItemParts(kind: kind, context: context, file: file, store: parts, members: members))
    }
    let answer = AnswerReading(file, lists, needsList: true)
    return try listing.shape == .whole ? answer.readWhole(onItem) : answer.readLists(onItem)
  }

  private func readItems(
    _ file: PlannedFile, _ reading: ItemContext.Reading, shape: AnswerShape,
    _ onItem: (RawItem) throws -> Void
  ) throws -> FileEnd {
    let context = ItemContext(file, rank: 2, reading: reading, kinds: kinds)
    let members = [
      "configurationItems", "baseConfigurationItems", "BaseConfigurationItems", "Results",
      "configurationItem",
    ]
    let own = file.role.isOfConfigItems ? file.call?.listsOfConfig : nil
    let lists = ([nil] + (own ?? members)).map {
      ItemList(member: $0, context: context, parts: nil)
    }
    let answer = AnswerReading(file, lists, needsList: own != nil)
    switch shape {
    case .lists: return try answer.readLists(onItem)
    case .events: return try answer.readEvents(onItem)
    case .lines: return try answer.readLines(onItem)
    case .whole: return try answer.readWhole(onItem)
    }
  }
}
