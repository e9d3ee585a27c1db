import ConfigurationDiff
import ConfigurationJSON
package import ConfigurationModel
import ResourceKinds

/// What one list of an answer holds: the kind of its items, and where they stand.
package struct ListedKind: Sendable {
  /// The type of the items.
  package let type: ResourceType
  /// Whether the resources belong to no region.
  package let isGlobal: Bool
  /// The top-level member; nil where the whole answer is one item.
  package private(set) var member: String?
  /// Where within a member's element the items stand.
  private(set) var within: String?
  let identity: ResourceKind.Identity
  /// The fields that may hold an item's own ARN.
  let arns: [String]
  /// The field an item of a list of texts becomes.
  let textField: String
  let configRules: [NormalizationRule]
  /// Whether the kind has rules of its own.
  let hasRules: Bool
  /// Fields that say that what holds them could not be read.
  let failures: [String]
  /// The states in which an item is gone.
  let endStates: EndStates?
  /// The fields that an answer of its own gives of every resource, and the listing does not.
  fileprivate(set) var partFields: Set<String>
  /// Fields that AWS gives of every one, as the compared value has them.
  let always: [String]
  /// The errors with which the call says that there is none.
  fileprivate(set) var none: [ResourceKind.ErrorSign] = []
  /// By what each list has a part of all there is; nil where one list has all.
  fileprivate(set) var slicing: ResourceKind.Slicing?
  /// Whether it is the call by which the kind is read, and lists all there is.
  fileprivate(set) var isOfKind = false
  /// Whether the call gives names only, which another call may describe, of a type without rules.
  private(set) var isOfNames = false
  /// Whether a text that stands for an item names no more than it should.
  fileprivate(set) var namesByText = false
  /// What an element of the list must look like; nil where that is not known.
  private(set) var form: ValueForm?
  /// The members that every element has, each an object; nil where elements may be texts.
  private(set) var needed: Set<String>?

  /// A kind with rules of its own, or one that at least has its type.
  init(
    _ kind: ResourceKind, member: String?, within: String? = nil, singulars: [String] = [],
    form: ValueForm? = nil, needed: Set<String>? = nil
  ) {
    let last = kind.type.name.split(separator: ":").last.map(String.init) ?? kind.type.name
    let names = singulars.isEmpty ? [last] : singulars
    let isGeneric = kind.identity.id.isEmpty && kind.identity.only == nil
    type = kind.type
    isGlobal = kind.isGlobal
    self.member = member
    self.within = within
    identity =
      isGeneric ? GenericNaming.identity(of: kind.type, singulars: names) : kind.identity
    // A list of names gives the ARN under another name than the answers about each: `KeyArn`.
    arns =
      isGeneric
      ? GenericNaming.arns(singulars: names) : [kind.identity.arn, last + "Arn"].compactMap { $0 }
    textField =
      kind.identity.id.first ?? ListedKind.textField(member: member, singular: names[0])
    configRules = kind.configRules
    hasRules = !isGeneric
    failures = kind.failures
    endStates = kind.endStates
    partFields = Set(kind.details.filter { !$0.isOfAll && $0.only == nil }.map(\.field))
    always = kind.always
    self.form = form
    self.needed = needed
  }

  /// A list whose call is no known kind's.
  init(call: APICall, service: String, member: String, kinds: KindIndex) {
    let singular = GenericNaming.singular(member: member, call: call)
    let named = GenericNaming.type(service: service, singular: singular)
    let operation = OperationTable.operation(call)
    let needed = operation?.neededOfItems[member]
    if let kind = kinds.kind(spelledLike: named), !kind.identity.id.isEmpty {
      self.init(kind, member: member, needed: needed)
      return
    }
    let known = kinds.kind(of: named)
    self.init(
      ResourceKind(
        named, isGlobal: GenericNaming.isGlobal(service: service), listings: [],
        identity: known.identity, endStates: known.endStates, rules: known.rules),
      member: member,
      singulars: call.isPlural
        ? [singular, GenericNaming.singular(member: call.pascalNoun, call: nil)] : [singular],
      needed: needed)
    isOfNames = operation?.members[member] == .list(.any) && needed == nil
  }

  /// The same kind in a list that may hold names alone.
  var withNames: ListedKind {
    var kind = self
    kind.needed = nil
    return kind
  }

  /// The same kind in an answer that is itself the item.
  var wholeAnswer: ListedKind {
    var kind = self
    (kind.member, kind.within, kind.form, kind.needed) = (nil, nil, nil, nil)
    return kind
  }

  private static func textField(member: String?, singular: String) -> String {
    for (plural, field) in [("Urls", "Url"), ("Arns", "Arn"), ("Names", "Name")]
    where member?.hasSuffix(plural) == true {
      return singular + field
    }
    return singular + "Id"
  }
}

extension ListedKind {
  /// What an answer about one resource leaves out where there is none. The lists of users and roles
  /// never say it (IAM API Reference, "ListUsers", "ListRoles": "to view all of the information").
  var leftOut: [String: ConfigurationValue] {
    switch (type.name, member) {
    case ("AWS::IAM::User", "User"), ("AWS::IAM::Role", "Role"):
      ["PermissionsBoundary": .null, "Tags": .list([])]
    default: [:]
    }
  }

  /// The id that a text in a list of texts is. Queues are listed by URL and known by ARN: the URL's
  /// path is `/ACCOUNT/NAME` (Amazon SQS Developer Guide, "Queue and message identifiers").
  func id(named text: String, region: String?) -> String {
    let parts = text.split(separator: "/")
    guard type == "AWS::SQS::Queue", hasRules, text.hasPrefix("http"), let region,
      parts.count == 4, PathFacts.isAccount(String(parts[2]))
    else { return text }
    return "arn:\(Scope.partition(ofRegion: region)):sqs:\(region):\(parts[2]):\(parts[3])"
  }
}

/// The known kinds by what their calls and types are called.
struct KindIndex: Sendable {
  private let kinds: [ResourceKind]
  private let listings: [String: [(kind: Int, listing: ResourceKind.Listing)]]
  private let details: [String: [(kind: Int, detail: ResourceKind.Detail)]]
  private let types: [String: Int]

  init(_ kinds: [ResourceKind]) {
    self.kinds = kinds
    let numbered = Array(kinds.enumerated())
    listings = Dictionary(
      grouping: numbered.flatMap { number, kind in
        kind.listings.map { (kind: number, listing: $0) }
      }, by: { APICall.plain($0.listing.operation) })
    details = Dictionary(
      grouping: numbered.flatMap { number, kind in kind.details.map { (kind: number, detail: $0) }
      },
      by: { APICall.plain($0.detail.operation) })
    types = Dictionary(
      numbered.map { ($0.element.type.name.lowercased(), $0.offset) },
      uniquingKeysWith: { a, _ in a })
  }

  func isKnown(_ call: APICall) -> Bool {
    call.operation == "get-account-authorization-details" || !listed(by: call).isEmpty
      || !details(of: call).isEmpty
  }

  /// What a call lists; empty for a call of no known kind. A call without a service is that of any.
  func listed(by call: APICall) -> [ListedKind] {
    (listings[call.plainOperation] ?? []).filter { call.isOf(service: $0.listing.service) }.map {
      listedKind($0.kind, $0.listing)
    }
  }

  private func listedKind(_ kind: Int, _ listing: ResourceKind.Listing) -> ListedKind {
    let operation = OperationTable.whole(listing.service, listing.operation)
    var listed = ListedKind(
      kinds[kind], member: listing.member, within: listing.within,
      form: operation?.item(of: listing.member),
      needed: listing.member.flatMap { operation?.neededOfItems[$0] })
    listed.none = listing.none
    listed.slicing = listing.slicing
    listed.isOfKind = kinds[kind].listings.first == listing && listing.each == nil
    listed.namesByText = listing.namesByText
    listed.partFields.subtract(listing.fields)
    return listed
  }

  /// Whether a call is made about each resource that another lists, and about nothing else.
  func isOfEach(_ call: APICall) -> Bool {
    let found = (listings[call.plainOperation] ?? []).filter {
      call.isOf(service: $0.listing.service)
    }
    return !found.isEmpty && found.allSatisfy { $0.listing.each != nil }
  }

  /// Whether each answer of a call lists a part of all there is, by a word that it is asked with.
  func isSliced(_ call: APICall) -> Bool {
    (listings[call.plainOperation] ?? []).contains {
      call.isOf(service: $0.listing.service) && $0.listing.slicing != nil
    }
  }

  /// Whether a call lists what is in all regions: what is read live names one there by a text, where its
  /// region cannot be told.
  func isOfAllRegions(_ call: APICall) -> Bool {
    (listings[call.plainOperation] ?? []).contains {
      call.isOf(service: $0.listing.service) && $0.listing.regionField != nil
    }
  }

  /// Whether a call is about one resource, and lists nothing.
  func isAboutOne(_ call: APICall) -> Bool {
    listed(by: call).isEmpty && !details(of: call).isEmpty
  }

  /// The parts of documents that a call's answers become, each with its type.
  func details(of call: APICall) -> [(type: ResourceType, detail: ResourceKind.Detail)] {
    (details[call.plainOperation] ?? []).filter { call.isOf(service: $0.detail.service) }
      .map { (kinds[$0.kind].type, $0.detail) }
  }

  /// The calls that list a member of this name.
  func calls(listing member: String) -> [(call: APICall, kind: ListedKind)] {
    kinds.enumerated().flatMap { number, kind in
      kind.listings.filter { $0.member == member }.map { listing in
        (
          APICall(service: listing.service, operation: listing.operation),
          listedKind(number, listing)
        )
      }
    }
  }

  func kind(of type: ResourceType) -> ResourceKind {
    types[type.name.lowercased()].map { kinds[$0] } ?? ResourceKind.of(type)
  }

  func kind(spelledLike type: ResourceType) -> ResourceKind? {
    types[type.name.lowercased()].map { kinds[$0] }
  }
}
