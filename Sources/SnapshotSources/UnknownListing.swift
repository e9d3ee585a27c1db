import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel

/// The answer of a call that no known kind is listed by: what it lists, by the call's own model where botocore has it,
/// by names otherwise.
struct UnknownListing {
  private let planner: FilePlanner
  private let peek: AnswerPeek
  /// With its service.
  let call: APICall
  private let service: String
  private let operation: Operation?

  /// Nil where nothing says whose call it is.
  init?(_ content: ContentRole, _ call: APICall) {
    guard let service = call.service ?? OperationTable.onlyService(of: call) else { return nil }
    self.planner = content.planner
    self.peek = content.peek
    self.call = APICall(service: service, operation: call.operation)
    self.service = service
    operation = OperationTable.operation(self.call)
  }

  private static let notItems: Set<String> = [
    "failures", "Failures", "Messages", "ResponseMetadata", "Warnings", "Errors", "errors", "Tags",
    "tags", "Grants",
  ]

  /// What the file lists; nil where nothing identifies its items.
  var context: ListingContext? {
    if peek.document == nil, peek.lists.isEmpty { return lacking ?? refusedAlone }
    if let document = peek.document, let whole = wholeKind(document) {
      return ListingContext(kinds: [whole], shape: .whole, isComplete: false, rank: 2)
    }
    let isComplete =
      planner.facts.name?.parameters == nil && NotConfiguration.isListingOfAll(call)
      && operation?.isAskedOfOne != true
    let found = lists
    let isAboutOne = isAboutOne
    // What belongs to one resource is listed with its name; a part of that resource is described.
    if !found.isEmpty, isPlural, !isAboutOne || call.verb == "list" {
      return ListingContext(
        kinds: found + lost, shape: .lists, isComplete: isComplete && !isAboutOne,
        rank: found.allSatisfy(\.isOfNames) ? 0 : 1)
    }
    return object(isComplete: isComplete) ?? lacking ?? refusedAlone
  }

  /// Whether the call speaks of several resources: what is got by the batch is, whatever its noun (`batch-get-named-query`).
  private var isPlural: Bool { call.isPlural || call.verb == "batch" }

  private func kind(_ member: String) -> ListedKind {
    ListedKind(call: call, service: service, member: member, kinds: planner.kinds)
  }

  // MARK: Lists

  private var lists: [ListedKind] {
    peek.lists.filter { list in
      !Self.notItems.contains(list.member) && !list.member.isEmpty
        && !ErrorMember.isOne(list.member)
    }
    .map { (kind($0.member), $0.first) }
    .filter { kind, first in first.map { mayBe($0, of: kind) } ?? true }.map(\.0)
  }

  /// Whether an element may be an item of a list: what says nothing, or was cut, is refused when it is read.
  private func mayBe(_ element: ConfigurationValue, of kind: ListedKind) -> Bool {
    switch element {
    case .object(let fields): fields.isEmpty || kind.identify(element) != nil
    case .string, .null: true
    case .bool, .number, .list, .elements: false
    }
  }

  /// The lists of the call that the answer has beside others, and that are none.
  private var lost: [ListedKind] {
    guard case .object(let fields)? = peek.document, let operation else { return [] }
    return operation.lists.filter { name in
      !Self.notItems.contains(name) && fields[name].map { !operation.has($0, as: name) } ?? false
    }.map(kind)
  }

  // An object that is one item (`Role`), or stands around the list (`DistributionList`).
  private func object(isComplete: Bool) -> ListingContext? {
    guard case .object(let fields)? = peek.document else { return nil }
    let objects = fields.inKeyOrder.filter { !Self.notItems.contains($0.key) }.compactMap {
      name, value -> (kind: ListedKind, isList: Bool)? in
      guard case .object = value else { return nil }
      let found = kind(name)
      if operation?.wrapped[name] != nil { return (found, true) }
      if let items = value["Items"]?.members {
        return items.first.map { mayBe($0, of: found) } ?? true ? (found, true) : nil
      }
      return found.identify(value) == nil ? nil : (found, false)
    }
    guard objects.count == 1, let only = objects.first else { return nil }
    return ListingContext(
      kinds: [only.kind], shape: .lists, isComplete: only.isList && isComplete,
      rank: only.isList ? 1 : 2)
  }

  /// Whether the answer names one resource that it is about, beside its lists.
  private var isAboutOne: Bool {
    guard case .object(let fields)? = peek.document else { return false }
    if let operation { return operation.names.contains { fields[$0]?.string != nil } }
    return fields.contains { $1.string != nil && Self.namesOne($0) }
  }

  // Of a call that no model has. Ids of requests and signs of a further page are called so too.
  private static func namesOne(_ member: String) -> Bool {
    let name = member.lowercased()
    return ["Arn", "ARN", "Id", "Name"].contains(where: member.hasSuffix)
      && !isOfRequest(member) && !["next", "lastevaluated"].contains(where: name.hasPrefix)
  }

  // An answer that is itself the resource says so with a field of the call's noun: `EndpointArn` of
  // `describe-endpoint`.
  private func wholeKind(_ document: ConfigurationValue) -> ListedKind? {
    guard call.verb == "describe" || call.verb == "get" else { return nil }
    let noun = call.pascalNoun
    guard !isPlural else { return nil }
    let first = noun.prefix(1).lowercased() + noun.dropFirst()
    let own = ["Arn", "Id", "Name", "Identifier"].flatMap { [noun + $0, first + $0] }
    guard document.firstText(of: own + ["Arn", "ARN", "arn", "id"]) != nil else { return nil }
    return kind(noun).wholeAnswer
  }

  // MARK: What is no answer

  /// The listing of a call whose file lacks what it lists, whatever it holds: its scope was not read. What was asked
  /// for by name and is not there is no such failure.
  var lacking: ListingContext? {
    let lists = (operation?.lists ?? []).filter { !Self.notItems.contains($0) }
    guard isPlural, ["list", "describe"].contains(call.verb) || !lists.isEmpty,
      call.verb == "list" || !isAboutOne, isNoAnswer,
      peek.error.map({ ErrorAnswer.saysAbsent($0.code) }) != true
    else { return nil }
    let noun = APICall.plain(GenericNaming.singular(member: call.pascalNoun, call: nil))
    let named = lists.filter { APICall.plain($0).contains(noun) }
    let members = lists.isEmpty ? [call.pascalNoun] : named.isEmpty ? lists : named
    return ListingContext(kinds: members.map(kind), shape: .lists, isComplete: true, rank: 1)
  }

  /// The description of one resource that was refused: no listing makes up for what it says of that one.
  private var refusedAlone: ListingContext? {
    guard call.verb == "describe", !call.isPlural, OperationTable.hasService(service), isNoAnswer,
      peek.error.map({ ErrorAnswer.saysAbsent($0.code) }) != true
    else { return nil }
    return ListingContext(
      kinds: [kind(call.pascalNoun)], shape: .lists, isComplete: false, rank: 2, isAlone: true)
  }

  /// Whether the file lacks all that an answer of its call has.
  private var isNoAnswer: Bool {
    guard let document = peek.document, peek.error?.code != "unknown" else {
      // Any text may have a name like a call's; of a service that AWS has not, it must say that it failed.
      return peek.lists.isEmpty
        && (peek.isEmpty || OperationTable.hasService(service)
          || peek.error.map { $0.code != "unknown" } ?? false)
    }
    switch document {
    case .object(let fields): return fields.allSatisfy(saysNothing)
    // A list that was cut out of its answer.
    case .list: return OperationTable.hasService(service)
    case .null, .bool, .number, .string, .elements: return false
    }
  }

  /// Whether a member of an answer is nothing that its call answers with. Calls that get something may answer with a
  /// few texts where they have no list.
  private func saysNothing(_ name: String, _ value: ConfigurationValue) -> Bool {
    guard value != .null else { return true }
    guard let operation else { return false }
    if ErrorMember.isOne(name) { return true }
    let isSetting =
      call.verb == "get" && operation.members[name] == nil && value.scalarText != nil
      && !Self.isOfRequest(name)
    return !isSetting && !operation.has(value, as: name)
  }

  /// Whether a member says of the request how it went.
  private static func isOfRequest(_ member: String) -> Bool {
    ["requestid", "request_id", "status", "statuscode"].contains(member.lowercased())
      || OperationTexts.tokens.contains(member)
  }
}
