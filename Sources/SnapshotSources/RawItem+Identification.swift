import ConfigurationDiff
package import ConfigurationJSON
package import ConfigurationModel

extension RawItem {
  /// The resources that this item holds: one, or several of a reservation. Throws for an item that
  /// is no JSON, or that nothing identifies.
  ///
  /// Safe to call from several tasks at once, each with a parser of its own.
  package func identified(by parser: JSONParser) throws(Problem) -> [IdentifiedItem] {
    do {
      switch context.reading {
      case .listed(let kind): return try listed(kind, parser)
      case .configItem: return [try configItem(try parsed(parser))]
      case .document:
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
    guard kind.within != nil || !parts.isEmpty || !kind.leftOut.isEmpty else {
      return [try item(of: kind, fields, body: .asRead)]
    }
    let value = fields.value
    guard let within = kind.within else {
      let merged = value.adding(kind.leftOut.merging(value.fields) { $1 }).adding(parts)
      return [try item(of: kind, merged, body: .rewritten(merged))]
    }
    let outer = kind.outerEvidence(value)
    return try (value[within]?.members ?? []).map { inner in
      try item(of: kind, inner, body: .rewritten(inner), outer: outer)
    }
  }

  // An item of a list of texts: the text is the id.
  private func named(_ kind: ListedKind, _ parser: JSONParser) throws -> IdentifiedItem {
    guard let text = try parser.parse(bytes).string, !text.isEmpty else {
      throw Problem.invalidItem("\(words) is an empty text.", at: place)
    }
    let id = kind.id(named: text, region: context.region)
    let document = ConfigurationValue.object([kind.textField: .string(id)]).adding(parts)
    return try found(
      kind, (id, nil, Evidence(arn: id, owner: nil)), body: .rewritten(document),
      isNameOnly: kind.hasRules)
  }

  private func item(
    of kind: ListedKind, _ fields: some IdentityFields, body: IdentifiedItem.Body,
    outer: Evidence? = nil
  ) throws -> IdentifiedItem {
    guard var found = kind.identify(fields) else {
      let names = kind.identity.id.prefix(3).joined(separator: ", ")
      throw Problem.invalidItem(
        "\(words) has no field that identifies it as \(kind.type) (\(names)).", at: place)
    }
    found.evidence = Evidence(
      account: found.evidence.account ?? outer?.account,
      region: found.evidence.region ?? outer?.region)
    return try self.found(kind, found, body: body)
  }

  private func found(
    _ kind: ListedKind, _ identity: (id: String, name: String?, evidence: Evidence),
    body: IdentifiedItem.Body, isNameOnly: Bool = false
  ) throws -> IdentifiedItem {
    guard let account = context.account ?? identity.evidence.account else {
      throw Problem.unknownAccount(context.path)
    }
    let region = kind.isGlobal ? Scope.global : context.region ?? identity.evidence.region
    guard let region else { throw Problem.unknownRegion(context.path) }
    let id = ResourceID(account: account, region: region, type: kind.type, id: identity.id)
    return IdentifiedItem(
      resource: Resource(id, name: identity.name), form: .cli, body: body, capturedAt: nil,
      presence: .present, isNameOnly: isNameOnly, evidence: identity.evidence)
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

  /// An object with further fields, which win.
  func adding(_ parts: [String: ConfigurationValue]) -> ConfigurationValue {
    guard !parts.isEmpty, case .object(let fields) = self else { return self }
    return .object(fields.merging(parts) { _, part in part })
  }
}
