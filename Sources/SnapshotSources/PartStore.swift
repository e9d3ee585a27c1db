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

  /// Makes a part that was not read; `problem` names the file.
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
  /// A resource, as the answers of a folder name it.
  struct Key: Hashable {
    let root: String
    let type: ResourceType
    let resource: String

    /// The same for names that differ only in characters that are no letters and digits.
    var plain: Key { Key(root: root, type: type, resource: PartStore.plain(resource)) }
  }

  /// What one file answers about one resource.
  private struct Answer {
    let part: UnreadPart
    let keys: [Key]
  }

  private var parts: [Key: [String: ConfigurationValue]] = [:]
  /// The fields that two files gave different values.
  private var disputed: [Key: Set<String>] = [:]
  private var types: Set<ResourceType> = []
  /// By the file and the resource that it names: a call may be about one of several types.
  private var answers: [[String]: [Answer]] = [:]
  /// The fields of which an answer could not be read.
  private var refused: [Key: Set<String>] = [:]
  /// The names by which files name resources, by what they have in common.
  private var spellings: [Key: Set<Key>] = [:]
  private let listed: ListedNames
  /// The fields that the answers of a folder give of a type.
  private var given: [String: [ResourceType: Set<String>]] = [:]
  private let notes = PartNotes()
  private(set) var unread: [UnreadPart] = []
  private let ofAll: PartsOfAll

  init(_ plan: SnapshotPlan) {
    let types = PartStore.listedTypes(plan)
    listed = ListedNames(plan)
    ofAll = PartsOfAll(plan)
    (self.types, unread) = (ofAll.types, ofAll.unread)
    for file in plan.files {
      guard case .detail(let details) = file.role else { continue }
      for detail in details where !file.answersAll(detail.detail) {
        add(detail, of: file, isListed: types[file.root])
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

  /// The parts of a resource, but for a field of which two spellings of its name give different values.
  private func parts(of id: String, _ type: ResourceType, root: String)
    -> [String: ConfigurationValue]
  {
    let found = keys(of: id, type, root: root).compactMap { key in parts[key].map { (key, $0) } }
    for (key, fields) in found { notes.take(key, fields.keys) }
    return found.reduce(into: [:]) { $0.merge($1.1) { first, _ in first } }
      .filter { name, value in found.allSatisfy { $0.1[name].map { $0 == value } ?? true } }
  }

  /// By what answers about a resource are found: by its name where some file has that. Otherwise file names may hold it
  /// with other characters than letters and digits replaced, unless they may be about another listed resource then: the
  /// policy of the bucket `my-logs` is not that of `my.logs`.
  private func keys(of id: String, _ type: ResourceType, root: String) -> [Key] {
    let own = Key(root: root, type: type, resource: id)
    guard let spelled = spellings[own.plain], !spelled.contains(own), listed.isAlone(own) else {
      return [own]
    }
    return spelled.sorted { $0.resource.precedes($1.resource) }
  }

  /// Notes which of the fields that answers of their own give an item lacks. Of those whose answer could not be read
  /// that is told already.
  func note(
    _ id: ResourceID, named names: [String], root: String, lacking missing: Set<String>
  ) {
    let told = names.flatMap { keys(of: $0, id.type, root: root) }
      .reduce(into: Set<String>()) { $0.formUnion(refused[$1] ?? []) }
    notes.note(
      id, root: root, missing: missing.subtracting(told), given: given[root]?[id.type] ?? [])
  }

  /// Once all items were read: the parts of listed resources that no file gives of any.
  var notGiven: [Scope: Set<String>] { notes.notGiven }

  /// Once all items were read: the answers that became part of no item, for no listing has their resource; and the
  /// parts that items have no answer for, where others have.
  var leftOver: [UnreadPart] {
    let unlisted = answers.filter { !$0.value.flatMap(\.keys).contains(where: notes.hasTaken) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap(\.value.first?.part)
    return unlisted + notes.lacks
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
    given[file.root, default: [:]][detail.type, default: []].insert(detail.detail.field)
    do throws(Problem) {
      guard listed?.contains(detail.type) == true else {
        throw .partWithoutListing(file.path, detail.type)
      }
      let answer = try PartAnswer(file, detail)
      types.insert(detail.type)
      for part in answer.parts {
        note(part, detail, file)
        for resource in part.resources { try put(part.value, detail, file, resource) }
      }
    } catch {
      unread.append(unreadPart(detail, file, file.parameters, error))
      guard let name = file.parameters else { return }
      refused[spelled(name, detail, file), default: []].insert(detail.detail.field)
    }
  }

  private mutating func note(_ part: PartAnswer.Part, _ detail: DetailContext, _ file: PlannedFile)
  {
    guard let name = part.resources.first else { return }
    let problem = Problem.partOfUnlisted(file.path, detail.type, name)
    answers[[file.path, name], default: []].append(
      Answer(
        part: unreadPart(detail, file, name, problem),
        keys: part.resources.map { Key(root: file.root, type: detail.type, resource: $0) }))
  }

  /// The key of a resource, by its name as a file gives it.
  private mutating func spelled(_ name: String, _ detail: DetailContext, _ file: PlannedFile)
    -> Key
  {
    let key = Key(root: file.root, type: detail.type, resource: name)
    spellings[key.plain, default: []].insert(key)
    return key
  }

  private func unreadPart(
    _ detail: DetailContext, _ file: PlannedFile, _ resource: String?, _ problem: Problem
  ) -> UnreadPart {
    UnreadPart(
      type: detail.type, field: detail.detail.field, problem: problem,
      scope: file.partScope(of: detail.type), resource: resource)
  }

  /// Throws where another file gave another answer to the same question: which of the two is newer, nobody
  /// can say.
  private mutating func put(
    _ value: ConfigurationValue, _ detail: DetailContext, _ file: PlannedFile, _ resource: String
  ) throws(Problem) {
    let field = detail.detail.field
    let key = spelled(resource, detail, file)
    let isDisputed = disputed[key]?.contains(field) ?? false
    if isDisputed || parts[key]?[field].map({ $0 != value }) ?? false {
      disputed[key, default: []].insert(field)
      parts[key]?[field] = nil
      throw .partAnsweredTwice(file.path)
    }
    parts[key, default: [:]][field] = value
  }
}
