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

  package init(
    type: ResourceType, field: String, problem: Problem, scope: Scope?, resource: String?
  ) {
    self.type = type
    self.field = field
    self.problem = problem
    self.scope = scope
    self.resource = resource
  }
}

/// The answers about single resources, as the fields of documents they become.
struct PartStore: Sendable {
  private struct Key: Hashable {
    let root: String
    let type: ResourceType
    let resource: String
  }

  private var parts: [Key: [String: ConfigurationValue]] = [:]
  /// The fields that two files gave different values.
  private var disputed: [Key: Set<String>] = [:]
  private var types: Set<ResourceType> = []
  private(set) var unread: [UnreadPart] = []
  private let ofAll: PartsOfAll

  init(_ plan: SnapshotPlan) {
    let listed = PartStore.listedTypes(plan)
    ofAll = PartsOfAll(plan)
    (types, unread) = (ofAll.types, ofAll.unread)
    for file in plan.files {
      guard case .detail(let details) = file.role else { continue }
      for detail in details where !file.answersAll(detail.detail) {
        add(detail, of: file, isListed: listed[file.root])
      }
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
  private func parts(of id: String, _ type: ResourceType, root: String)
    -> [String: ConfigurationValue]
  {
    parts[Key(root: root, type: type, resource: id)]
      ?? parts[Key(root: root, type: type, resource: "\u{0}" + PartStore.plain(id))] ?? [:]
  }

  /// The parts of the resource with these names, of an item of the file.
  func parts(of names: [String], _ type: ResourceType, in file: PlannedFile)
    -> [String: ConfigurationValue]
  {
    names.map { parts(of: $0, type, root: file.root) }.reduce(into: [:]) {
      $0.merge($1) { first, _ in first }
    }.merging(ofAll.parts(of: names, type, in: file)) { own, _ in own }
  }

  static func plain(_ id: String) -> String {
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
      types.insert(detail.type)
      for part in answer.parts {
        for resource in part.resources { try put(part.value, detail, file, resource) }
      }
    } catch {
      unread.append(
        UnreadPart(
          type: detail.type, field: detail.detail.field, problem: error,
          scope: file.partScope(of: detail.type), resource: file.parameters))
    }
  }

  /// Throws where another file gave another answer to the same question: which of the two is newer, nobody
  /// can say.
  private mutating func put(
    _ value: ConfigurationValue, _ detail: DetailContext, _ file: PlannedFile, _ resource: String
  ) throws(Problem) {
    let field = detail.detail.field
    let keys = [resource, "\u{0}" + PartStore.plain(resource)].map {
      Key(root: file.root, type: detail.type, resource: $0)
    }
    let isDisputed = disputed[keys[0]]?.contains(field) ?? false
    if isDisputed || parts[keys[0]]?[field].map({ $0 != value }) ?? false {
      disputed[keys[0], default: []].insert(field)
      for key in keys { parts[key]?[field] = nil }
      throw .partAnsweredTwice(file.path)
    }
    for key in keys { parts[key, default: [:]][field] = value }
  }
}

/// The fields that other answers give to the items of one list.
struct ItemParts: Sendable {
  let kind: ListedKind
  let file: PlannedFile
  let store: PartStore
  let members: GroupMembers

  /// The parts of the item with these bytes; none where it is no JSON: identification says so.
  func parts(of bytes: UnsafeRawBufferPointer, _ parser: JSONParser) throws
    -> [String: ConfigurationValue]
  {
    let isGroup = members.isRead && kind.type == "AWS::IAM::Group"
    guard isGroup || store.hasParts(of: kind.type) else { return [:] }
    if kind.namesByText, bytes.first == UInt8(ascii: "\"") {
      return (try? parser.parse(bytes).string).map { store.parts(of: [$0], kind.type, in: file) }
        ?? [:]
    }
    guard let fields = try? parser.parseFields(bytes), let found = kind.identify(fields)
    else { return [:] }
    let names = [found.id, fields.firstText(of: kind.arns), found.name].compactMap { $0 }
    var parts = store.parts(of: names, kind.type, in: file)
    if isGroup, let name = fields.string(at: "GroupName") {
      parts["Users"] = members.users(of: name)
    }
    return parts
  }
}
