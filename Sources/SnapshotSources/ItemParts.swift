import ConfigurationJSON
import ConfigurationModel

/// The fields that other answers give to the items of one list.
struct ItemParts: Sendable {
  let kind: ListedKind
  let context: ItemContext
  let file: PlannedFile
  let store: PartStore
  let members: GroupMembers

  /// The parts of the item with these bytes; none where it is no JSON: identification says so.
  func parts(of bytes: UnsafeRawBufferPointer, _ parser: JSONParser) throws
    -> [String: ConfigurationValue]
  {
    let isGroup = members.isRead && kind.type == "AWS::IAM::Group"
    guard isGroup || !kind.partFields.isEmpty || store.hasParts(of: kind.type) else { return [:] }
    if kind.namesByText, bytes.first == UInt8(ascii: "\"") {
      return (try? parser.parse(bytes).string).map { store.parts(of: [$0], kind.type, in: file) }
        ?? [:]
    }
    guard let fields = try? parser.parseFields(bytes), let found = kind.identify(fields)
    else { return [:] }
    let names = kind.names(of: fields)
    var parts = store.parts(of: names, kind.type, in: file)
    if isGroup, let name = fields.string(at: "GroupName") {
      parts["Users"] = members.users(of: name)
    }
    if let id = resource(found.id, fields, found.evidence) {
      let missing = kind.partFields.filter { parts[$0] == nil && !fields.has($0) }
      store.note(id, named: names, root: file.root, lacking: missing)
    }
    return parts
  }

  /// What the item is of; nil where it is gone, is at home elsewhere, or cannot be placed: that is told of the item.
  private func resource(_ id: String, _ fields: FlatDocument, _ evidence: Evidence) -> ResourceID? {
    let region = kind.isGlobal ? Scope.global : context.region ?? evidence.region
    guard kind.presence(of: fields, in: context.region) == .present,
      let account = context.account ?? evidence.account, let region
    else { return nil }
    let id = kind.qualified(id, fields, asked: context.asked)
    return try? ResourceID(checking: account, region, kind.type, id: id)
  }
}
