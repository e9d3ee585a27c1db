import ConfigurationDiff
package import ConfigurationJSON
package import ConfigurationModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension RawItem {
  /// The resources that this item holds: one, or several of a reservation. Throws for an item that
  /// is no JSON, or that nothing identifies.
  ///
  /// Safe to call from several tasks at once, each with a parser of its own.
  package func identified(by parser: JSONParser) throws(Problem) -> [IdentifiedItem] {
    do {
      switch context.reading {
      case .listed(let kind): return try listed(kind, parser)
      case .configItem:
        try requireUncut()
        return [try configItem(try parsed(parser))]
      case .document:
        try requireUncut()
        let value = try parsed(parser)
        return [value["resourceType"] == nil ? try document(value) : try configItem(value)]
      }
    } catch let problem as Problem {
      throw problem
    } catch let error as JSONError {
      throw .invalidJSON(offset.map(error.moved(by:)) ?? error, at: place)
    } catch {
      preconditionFailure("An item is refused with a problem: \(error)")
    }
  }

  private func listed(_ kind: ListedKind, _ parser: JSONParser) throws -> [IdentifiedItem] {
    if bytes.first == UInt8(ascii: "\"") { return [try named(kind, parser)] }
    let fields = try parser.parseFields(bytes)
    try requireMembers(of: kind, fields)
    if let form = kind.form {
      if let misfit = OperationTable.forms.misfit(in: fields, form) {
        throw Problem.invalidItem("\(words): \(misfit.sentence)", at: place)
      }
    } else {
      try requireUncut()
    }
    let failed = kind.failed(in: fields)
    guard kind.within != nil || !parts.isEmpty || !kind.leftOut.isEmpty || !failed.isEmpty else {
      return [try item(of: kind, fields, body: .asRead)]
    }
    let value = fields.value.without(failed)
    guard let within = kind.within else {
      let merged = value.adding(kind.leftOut.merging(value.fields) { $1 }).adding(parts)
      return [try item(of: kind, merged, body: .rewritten(merged), unread: failed)]
    }
    let outer = kind.outerEvidence(value)
    return try (value[within]?.members ?? []).map { inner in
      try item(of: kind, inner, body: .rewritten(inner), outer: outer)
    }
  }

  // An item of a list of texts: the text is the id.
  private func named(_ kind: ListedKind, _ parser: JSONParser) throws -> IdentifiedItem {
    guard kind.needed == nil else {
      throw Problem.invalidItem("\(words) is a text where AWS gives an object.", at: place)
    }
    try requireUncut()
    guard let text = try parser.parse(bytes).string, !text.isEmpty else {
      throw Problem.invalidItem("\(words) is an empty text.", at: place)
    }
    let id = kind.id(named: text, region: context.region)
    let document = ConfigurationValue.object([kind.textField: .string(id)]).adding(parts)
    let qualified = kind.qualified(id, document, asked: context.asked)
    return try found(
      kind, (qualified, nil, Evidence(arn: id, owner: nil)),
      formerID: qualified.isIdentical(to: id) ? nil : id, body: .rewritten(document),
      isNameOnly: kind.hasRules && (parts.isEmpty || !kind.namesByText))
  }

  /// Throws where the item lacks what AWS gives of every one: a query took it away, or renamed it.
  private func requireMembers(of kind: ListedKind, _ fields: FlatDocument) throws(Problem) {
    let missing = kind.needed?.filter { !fields.has($0) } ?? []
    guard let member = missing.min(by: { $0.precedes($1) }) else { return }
    throw .invalidItem(
      "\(words) has no '\(member)', which AWS gives of every one: the answer was narrowed.",
      at: place)
  }

  /// Throws where the item was cut below some depth: PowerShell writes `@{Name=…}` and the names of its
  /// own types then (about_Json, ConvertTo-Json, -Depth).
  private func requireUncut() throws(Problem) {
    guard bytes.holds("\"@\u{7B}") || bytes.holds("\"System.Object[]\"") else { return }
    throw .invalidItem(
      "\(words) was cut by PowerShell's ConvertTo-Json, which needs -Depth 100.", at: place)
  }

  private func item(
    of kind: ListedKind, _ fields: some IdentityFields, body: IdentifiedItem.Body,
    outer: Evidence? = nil, unread: [String] = []
  ) throws -> IdentifiedItem {
    guard var found = kind.identify(fields) else {
      let names = kind.identity.id.prefix(3).joined(separator: ", ")
      throw Problem.invalidItem(
        "\(words) has no field that identifies it as \(kind.type) (\(names)).", at: place)
    }
    if context.named != nil, let reason = context.otherResource(found.id, fields.whole) {
      throw Problem.notAnAnswer(context.path, call: context.call, because: reason)
    }
    found.evidence = Evidence(
      account: found.evidence.account ?? outer?.account,
      region: found.evidence.region ?? outer?.region)
    let former = found.id
    found.id = kind.qualified(former, fields, asked: context.asked)
    return try self.found(
      kind, found, formerID: found.id.isIdentical(to: former) ? nil : former, body: body,
      presence: kind.presence(of: fields, in: context.region),
      mayBeNarrowed: !kind.always.allSatisfy(fields.has),
      unread: unread)
  }

  private func found(
    _ kind: ListedKind, _ identity: (id: String, name: String?, evidence: Evidence),
    formerID: String? = nil, body: IdentifiedItem.Body,
    presence: IdentifiedItem.Presence = .present, mayBeNarrowed: Bool = false,
    isNameOnly: Bool = false, unread: [String] = []
  ) throws -> IdentifiedItem {
    guard let account = context.account ?? identity.evidence.account else {
      throw Problem.unknownAccount(context.path)
    }
    let region = kind.isGlobal ? Scope.global : context.region ?? identity.evidence.region
    guard let region else { throw Problem.unknownRegion(context.path) }
    let id = try resourceID(account, region, kind.type, identity.id)
    return IdentifiedItem(
      resource: Resource(id, name: identity.name), formerID: formerID, form: .cli, body: body,
      capturedAt: nil,
      presence: presence, isNameOnly: isNameOnly, mayBeNarrowed: mayBeNarrowed, unread: unread,
      evidence: identity.evidence)
  }

  /// What the item is of. Throws where a text in it cannot name that.
  func resourceID(_ account: String, _ region: String, _ type: ResourceType, _ id: String)
    throws(Problem) -> ResourceID
  {
    do throws(Problem) {
      return try ResourceID(checking: account, region, type, id: id)
    } catch {
      throw error.at(place)
    }
  }

  // `select-resource-config` gives its items as texts.
  private func parsed(_ parser: JSONParser) throws -> ConfigurationValue {
    let value = try parser.parse(bytes)
    guard let text = value.string else { return value }
    return try parser.parse(text)
  }
}

extension ConfigurationValue {
  fileprivate var fields: [String: ConfigurationValue] {
    guard case .object(let fields) = self else { return [:] }
    return fields
  }

  /// An object without some of its fields.
  fileprivate func without(_ names: [String]) -> ConfigurationValue {
    guard !names.isEmpty, case .object(let fields) = self else { return self }
    return .object(fields.filter { !names.contains($0.key) })
  }

  /// An object with further fields, which win.
  package func adding(_ parts: [String: ConfigurationValue]) -> ConfigurationValue {
    guard !parts.isEmpty, case .object(let fields) = self else { return self }
    return .object(fields.merging(parts) { _, part in part })
  }
}

extension ListedKind {
  /// Whether an item of a listing in a region is there.
  func presence(of fields: some IdentityFields, in region: String?) -> IdentifiedItem.Presence {
    if let end = endStates, end.contains(fields.text(at: end.field)) { return .deleted }
    guard let home = identity.home.flatMap({ fields.text(at: $0) }) else { return .present }
    let isHere = region.map { $0.isIdentical(to: home) } ?? true
    return isHere ? .present : .elsewhere(home: home)
  }
}

extension ListedKind {
  /// The fields of an item that it says could not be read.
  fileprivate func failed(in fields: FlatDocument) -> [String] {
    lost(in: fields)
      + failures.compactMap { path in
        let steps = path.split(separator: ".").map(String.init)
        guard let first = steps.first, var value = fields.value(at: first) else { return nil }
        for step in steps.dropFirst() {
          guard let inner = value[step], inner != .null else { return nil }
          value = inner
        }
        return first
      }
  }
}

extension ListedKind {
  /// The lists of an identity of IAM that are null: AWS writes an empty one where there is nothing, and
  /// what was lost must not take policies and groups away.
  private func lost(in fields: FlatDocument) -> [String] {
    guard type.name.hasPrefix("AWS::IAM::"), case .structure(let number)? = form else { return [] }
    return OperationTable.forms.structures[number].inKeyOrder.compactMap { name, form in
      guard case .list = form, fields.isNull(name) else { return nil }
      return name
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether the text stands somewhere in these bytes.
  package func holds(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard let start = baseAddress, let first = wanted.first else { return false }
    var from = 0
    while from + wanted.count <= count,
      let hit = memchr(start + from, Int32(first), count - from - wanted.count + 1)
    {
      if memcmp(hit, wanted, wanted.count) == 0 { return true }
      from = start.distance(to: UnsafeRawPointer(hit)) + 1
    }
    return false
  }
}
