import ConfigurationDiff
import ConfigurationJSON
package import ConfigurationModel

/// What the items of one list of a file have in common. It says, with an item's bytes and parts, all
/// that identification needs.
package final class ItemContext: Sendable {
  /// The index of the file in its plan.
  package let file: Int
  /// As the user named the file.
  package let path: String
  /// Which of two items to believe that are the same resource: the greater.
  package let rank: Int
  let account: String?
  let region: String?
  /// What the call was asked with, where its path says it: the zone of a listing of record sets.
  let asked: String?
  let reading: Reading
  let kinds: KindIndex
  /// The resource that a call about one was asked about, as the file's name gives it; nil for what lists several.
  let named: String?
  /// The call that the file answers, in words.
  let call: String

  /// How an item is read.
  enum Reading: Sendable {
    case listed(ListedKind)
    case configItem
    /// A one-resource document, or a configuration item.
    case document
  }

  init(_ file: PlannedFile, rank: Int, reading: Reading, kinds: KindIndex) {
    self.file = file.index
    path = file.path
    self.rank = rank
    account = file.account?.value
    region = file.region?.value
    asked = file.parameters.flatMap(ItemContext.firstValue)
    self.reading = reading
    self.kinds = kinds
    call = file.call?.description ?? "any call"
    named = reading.isOfOne(file.call) && file.page == nil ? file.parameters : nil
  }

  /// What of the context decides what an item is: to be digested with its bytes and parts, so that
  /// the same bytes from another account are another item.
  package var digestKey: String {
    let what =
      switch reading {
      case .listed(let kind): "cli \(kind.type) \(kind.within ?? "")\(parent(of: kind))"
      case .configItem: "config"
      case .document: "document"
      }
    return "\(account ?? "") \(region ?? "") \(what)"
  }
}

extension ItemContext.Reading {
  /// Whether an answer of a call holds one resource, by the form that it has: an object, and no list.
  fileprivate func isOfOne(_ call: APICall?) -> Bool {
    guard case .listed(let kind) = self, let call, kind.identity.only == nil else { return false }
    guard let member = kind.member else { return true }
    guard let operation = OperationTable.operation(call), operation.wrapped[member] == nil else {
      return false
    }
    switch operation.members[member] {
    case .structure?, .map?: return true
    case .any?, .scalar?, .policy?, .list?, nil: return false
    }
  }
}

extension ItemContext {
  /// That an item is another resource than the file's name says, in words; nil where one of its texts names that one,
  /// or it has none.
  func otherResource(_ id: String, _ item: ConfigurationValue) -> String? {
    guard let named, case .object(let fields) = item else { return nil }
    let asked = [named, asked].compactMap(\.self).map(NamedResource.init)
    let texts = [id] + fields.values.compactMap(\.string)
    guard !named.hasPrefix("alias"),
      !texts.contains(where: { text in
        asked.contains { $0.may(be: text) }
      })
    else { return nil }
    return "It is about '\(id)', and the file's name says '\(named)'."
  }

  /// Whether its items are configuration items of AWS Config.
  package var isOfConfig: Bool {
    switch reading {
    case .configItem: true
    case .listed, .document: false
    }
  }

  /// The value of the first parameter: `b` of `database-name=b`, `Z1` of `hosted-zone-id=/hostedzone/Z1`.
  private static func firstValue(_ parameters: String) -> String? {
    let first = parameters.split(whereSeparator: { ",&".contains($0) }).first ?? ""
    let value = first.split(separator: "=", maxSplits: 1).last.map(String.init) ?? ""
    let name = value.split(separator: "/").last.map(String.init)
    return value.contains("hostedzone/") ? name : value.isEmpty ? nil : value
  }

  /// Where items are told apart by their parent, the same bytes under another one are another item.
  private func parent(of kind: ListedKind) -> String {
    guard case .parent? = kind.identity.qualifier, let asked else { return "" }
    return " of \(asked)"
  }
}

/// One item of an export, not yet parsed.
package struct RawItem {
  /// What it has in common with the other items of its list.
  package let context: ItemContext
  /// JSON text; valid during the call that hands it out.
  package let bytes: UnsafeRawBufferPointer
  /// Byte offset in the (decompressed) file; nil where the item does not stand there as it is.
  package let offset: UInt64?
  /// From 0, within its list.
  package let ordinal: Int
  /// Fields of the document that other answers give, in the CLI's spelling.
  package let parts: [String: ConfigurationValue]

  /// An item whose bytes may stand anywhere, such as in a copy that another task identifies.
  package init(
    context: ItemContext, bytes: UnsafeRawBufferPointer, offset: UInt64?, ordinal: Int,
    parts: [String: ConfigurationValue] = [:]
  ) {
    self.context = context
    self.bytes = bytes
    self.offset = offset
    self.ordinal = ordinal
    self.parts = parts
  }

  /// The same item with its bytes elsewhere in memory.
  package func with(_ bytes: UnsafeRawBufferPointer) -> RawItem {
    RawItem(context: context, bytes: bytes, offset: offset, ordinal: ordinal, parts: parts)
  }

  /// The parts as one text, to be digested with the bytes; nil where there are none.
  package var partsText: String? {
    parts.isEmpty ? nil : ConfigurationValue.object(parts).canonicalJSON
  }

  /// The file it is from.
  package var place: Problem.Place { Problem.Place(file: context.path) }

  /// `Item 3 (byte 512)`.
  var words: String { "Item \(ordinal + 1)" + (offset.map { " (byte \($0))" } ?? "") }
}

/// One resource that an item holds.
package struct IdentifiedItem: Sendable {
  /// What it is the configuration of.
  package let resource: Resource
  /// The id that the item had while its parent was no part of it; nil where it is the same.
  package let formerID: String?
  /// Whose spelling the body has.
  package let form: DocumentForm
  /// The document.
  package let body: Body
  /// When AWS Config captured it; nil for what other sources give.
  package let capturedAt: Timestamp?
  /// Whether the resource is there.
  package private(set) var presence: Presence
  /// Whether the item is only its name, of a kind that has more: the resource is there, and its
  /// configuration was not read.
  package let isNameOnly: Bool
  /// Whether it lacks, as it is written, a field that AWS gives of every one.
  package let mayBeNarrowed: Bool
  /// Fields that the item says could not be read; the body has them not.
  package let unread: [String]
  /// Fields of the document that the source of the item never gives.
  package let notGiven: [String]
  /// The account and region as the item itself says them.
  package let evidence: Evidence

  /// Makes what an item holds; `capturedAt` is nil where the item does not say when it was read.
  package init(
    resource: Resource, formerID: String? = nil, form: DocumentForm, body: Body,
    capturedAt: Timestamp?, presence: Presence, isNameOnly: Bool = false,
    mayBeNarrowed: Bool = false, unread: [String] = [],
    notGiven: [String] = [],
    evidence: Evidence
  ) {
    self.resource = resource
    self.formerID = formerID
    self.form = form
    self.body = body
    self.capturedAt = capturedAt
    self.presence = presence
    self.isNameOnly = isNameOnly
    self.mayBeNarrowed = mayBeNarrowed
    self.unread = unread
    self.notGiven = notGiven
    self.evidence = evidence
  }

  /// The same item, taken for one that is there.
  package var present: IdentifiedItem {
    var item = self
    item.presence = .present
    return item
  }

  /// The document of the resource.
  package enum Body: Hashable, Sendable {
    /// The item's bytes are the document.
    case asRead
    case rewritten(ConfigurationValue)
  }

  /// What an item says of its resource.
  package enum Presence: Hashable, Sendable {
    case present
    /// AWS Config says that it was deleted, or it is in a state from which it does not come back.
    case deleted
    /// AWS Config does not record it: nothing is known.
    case notRecorded
    /// It is listed here, and at home in this other region.
    case elsewhere(home: String)
  }
}

/// How the reading of a file ended.
package struct FileEnd: Sendable {
  /// How many items each list had, empty ones too, by its member.
  package var counts: [String: Int] = [:]
  /// The member that says that the listing goes on in another answer; nil where it is over.
  package var token: String?
  /// Why the file could not be read to its end; what was read before stands.
  package var failure: Problem?
  /// The code of the error that the call was answered with.
  package var errorCode: String?

  /// Makes an end; without arguments that of a file without lists that was read to its end.
  package init(
    counts: [String: Int] = [:], token: String? = nil, failure: Problem? = nil,
    errorCode: String? = nil
  ) {
    self.counts = counts
    self.token = token
    self.failure = failure
    self.errorCode = errorCode
  }
}
