import ConfigurationDiff
import ConfigurationJSON
package import ConfigurationModel
import ResourceKinds

/// An answer about one resource that could not be read: its part of the document was not read.
package struct UnreadPart: Hashable, Sendable {
  /// The type of the resource.
  package let type: ResourceType
  /// The field of the document.
  package let field: String
  /// Why it was not read; names the file.
  package let problem: Problem
  /// Where the resource is; nil where the file does not say it.
  package let scope: Scope?
  /// The id or name of the resource, as the file gives it; nil where it does not.
  package let resource: String?
}

/// The answers about single resources, as the fields of documents they become.
struct PartStore: Sendable {
  private struct Key: Hashable {
    let root: String
    let type: ResourceType
    let resource: String
  }

  private var parts: [Key: [String: ConfigurationValue]] = [:]
  private var types: Set<ResourceType> = []
  private(set) var unread: [UnreadPart] = []

  init(_ plan: SnapshotPlan) {
    let listed = PartStore.listedTypes(plan)
    for file in plan.files {
      guard case .detail(let details) = file.role else { continue }
      for detail in details { add(detail, of: file, isListed: listed[file.root]) }
    }
  }

  /// The types that some file in a folder lists.
  private static func listedTypes(_ plan: SnapshotPlan) -> [String: Set<ResourceType>] {
    var types: [String: Set<ResourceType>] = [:]
    for file in plan.files {
      types[file.root, default: []].formUnion(file.role.listing?.kinds.map(\.type) ?? [])
    }
    return types
  }

  func hasParts(of type: ResourceType) -> Bool { types.contains(type) }

  /// The parts of a resource. File names may hold its id with other characters than letters and
  /// digits replaced.
  func parts(of id: String, _ type: ResourceType, root: String) -> [String: ConfigurationValue] {
    parts[Key(root: root, type: type, resource: id)]
      ?? parts[Key(root: root, type: type, resource: "\u{0}" + PartStore.plain(id))] ?? [:]
  }

  private static func plain(_ id: String) -> String {
    String(
      String.UnicodeScalarView(
        id.unicodeScalars.map { scalar in
          scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            ? scalar : "_"
        }))
  }

  private mutating func add(
    _ detail: DetailContext, of file: PlannedFile, isListed listed: Set<ResourceType>?
  ) {
    do throws(Problem) {
      guard listed?.contains(detail.type) == true else {
        throw .partWithoutListing(file.path, detail.type)
      }
      let answer = try PartAnswer(file, detail)
      guard !answer.resources.isEmpty else { throw .unnamedPart(file.path) }
      types.insert(detail.type)
      for resource in answer.resources {
        let key = Key(root: file.root, type: detail.type, resource: resource)
        parts[key, default: [:]][detail.detail.field] = answer.value
        let plain = Key(
          root: file.root, type: detail.type, resource: "\u{0}" + PartStore.plain(resource))
        parts[plain, default: [:]][detail.detail.field] = answer.value
      }
    } catch {
      let scope = file.account.flatMap { account in
        let region = ResourceKind.of(detail.type).isGlobal ? Scope.global : file.region?.value
        return region.map { Scope(account: account.value, region: $0, type: detail.type) }
      }
      unread.append(
        UnreadPart(
          type: detail.type, field: detail.detail.field, problem: error, scope: scope,
          resource: file.parameters))
    }
  }
}

/// One answer about one resource.
private struct PartAnswer {
  /// The names of the resource: as the path gives it, and as the answer does.
  let resources: [String]
  let value: ConfigurationValue

  init(_ file: PlannedFile, _ context: DetailContext) throws(Problem) {
    let bytes = try wholeBytes(of: file.path)
    let detail = context.detail
    guard !bytes.allSatisfy({ [9, 10, 13, 32].contains($0) }) else { throw .emptyFile(file.path) }
    if let code = ErrorAnswer.code(bytes) {
      guard detail.absentCodes.contains(code) else {
        throw .callFailed(file.path, code: code, bytes)
      }
      value = .null
      resources = file.parameters.map { [$0] } ?? []
      return
    }
    let answer: ConfigurationValue
    do throws(JSONError) {
      answer = try JSONParser().parse(bytes).answer
    } catch {
      throw .invalidJSON(error, at: Problem.Place(file: file.path))
    }
    guard case .object(var fields) = answer else {
      throw .notAnAnswer(file.path, call: file.call?.description ?? detail.operation)
    }
    if let token = answer.pagingToken { throw .unreadPage(file.path, token: token, files: 1) }
    fields["ResponseMetadata"] = nil
    value = detail.member.map { answer[$0] ?? .null } ?? .object(fields)
    resources =
      file.parameters.map { [$0] } ?? PartAnswer.names(in: answer, context.idFields)
  }

  // In an answer whose file does not name the resource; a plain name or id there may be anything's.
  private static func names(in answer: ConfigurationValue, _ fields: [String]) -> [String] {
    guard case .object(let members) = answer else { return [] }
    let inner = members.inKeyOrder.map { $0.value.members?.first ?? $0.value }
    let telling = fields.filter { !["Name", "name", "Id", "id"].contains($0) }
    return ([answer] + inner).compactMap { place in
      guard case .object = place else { return nil }
      return place.firstText(of: telling)
    }
  }
}

/// The fields that other answers give to the items of one list.
struct ItemParts: Sendable {
  let kind: ListedKind
  let root: String
  let store: PartStore
  let members: GroupMembers

  /// The parts of the item with these bytes; none where it is no JSON: identification says so.
  func parts(of bytes: UnsafeRawBufferPointer, _ parser: JSONParser) throws
    -> [String: ConfigurationValue]
  {
    let isGroup = members.isRead && kind.type == "AWS::IAM::Group"
    guard isGroup || store.hasParts(of: kind.type),
      let fields = try? parser.parseFields(bytes), let found = kind.identify(fields)
    else { return [:] }
    var parts: [String: ConfigurationValue] = [:]
    for name in [found.id, fields.firstText(of: kind.arns), found.name].compactMap({ $0 }) {
      parts.merge(store.parts(of: name, kind.type, root: root)) { first, _ in first }
    }
    if isGroup, let name = fields.string(at: "GroupName") {
      parts["Users"] = members.users(of: name)
    }
    return parts
  }
}
