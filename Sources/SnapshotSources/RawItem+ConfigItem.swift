import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds

extension RawItem {
  /// A configuration item of AWS Config, in the spelling of its API or of its deliveries
  /// (AWS Config Developer Guide, "Components of a Configuration Item").
  func configItem(_ item: ConfigurationValue) throws(Problem) -> IdentifiedItem {
    guard item["configurationItemSummary"] == nil else {
      throw .invalidItem(
        "\(words) was too large for its event, which has its summary only.", at: place)
    }
    guard let typeName = item["resourceType"]?.string else {
      throw .invalidItem("\(words) has no resourceType.", at: place)
    }
    let kind = context.kinds.kind(of: ResourceType(typeName))
    let arn = (item["arn"] ?? item["ARN"])?.string
    let evidence = Evidence(
      account: (item["awsAccountId"] ?? item["accountId"])?.scalarText.flatMap {
        PathFacts.isAccount($0) ? $0 : nil
      } ?? arn.flatMap(ARN.init)?.account,
      region: item["awsRegion"]?.string.flatMap { $0 == "Not Applicable" ? nil : $0 }
        ?? arn.flatMap(ARN.init)?.region)
    guard let account = evidence.account ?? context.account else {
      throw .unknownAccount(context.path)
    }
    guard let region = kind.isGlobal ? Scope.global : evidence.region ?? context.region else {
      throw .unknownRegion(context.path)
    }
    let document = item.configDocument
    switch document["configuration"] {
    case .object?, nil: break
    case .string?:
      throw .invalidItem("\(words) has a configuration that is a text and no JSON.", at: place)
    case .null?, .bool?, .number?, .list?, .elements?:
      throw .invalidItem("\(words) has a configuration that is no object.", at: place)
    }
    let identity = try identity(of: item, kind, document: document, account: account)
    return IdentifiedItem(
      resource: Resource(
        try resourceID(account, region, kind.type, identity.id), name: identity.name),
      form: .config, body: .rewritten(document), capturedAt: item.captureTime,
      presence: kind.saysOver(configItem: document) ? .deleted : item.presence, isNameOnly: false,
      // A base configuration item has no tags (AWS Config API Reference, "BaseConfigurationItem").
      notGiven: item["tags"] == nil ? ["Tags"] : [],
      evidence: Evidence(
        account: evidence.account, region: region == Scope.global ? nil : evidence.region))
  }

  // The id must be the one that the CLI's document of the resource gives: AWS Config's resourceId is
  // another for IAM (the unique id, where the CLI's documents are known by name).
  private func identity(
    of item: ConfigurationValue, _ kind: ResourceKind, document: ConfigurationValue, account: String
  ) throws(Problem) -> (id: String, name: String?) {
    let listed = ListedKind(kind, member: nil)
    let context = NormalizationContext(account: account)
    let spelled = listed.configRules.reduce(document) { $1.applied(to: $0, context) }
    let name = item["resourceName"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if let found = listed.identify(spelled) {
      let known = found.name ?? name
      return (found.id, known.flatMap { $0.isIdentical(to: found.id) ? nil : $0 })
    }
    guard let id = item.id(spelledAs: listed.identity.id.first ?? "Id", name: name) else {
      throw .invalidItem("\(words) has no resourceId.", at: place)
    }
    return (id, name.flatMap { $0.isIdentical(to: id) ? nil : $0 })
  }
}

extension ConfigurationValue {
  /// What of a configuration item is compared: `{configuration, supplementaryConfiguration, tags}`
  /// with the JSON in its texts opened. The rest is derived or volatile.
  var configDocument: ConfigurationValue {
    var fields: [String: ConfigurationValue] = [:]
    if let configuration = self["configuration"], configuration != .null {
      fields["configuration"] = configuration.opened
    }
    if let supplement = self["supplementaryConfiguration"]?.opened,
      case .object(let parts) = supplement
    {
      fields["supplementaryConfiguration"] = .object(parts.mapValues(\.opened))
    }
    if let tags = self["tags"], tags != .null { fields["tags"] = tags.opened.tagMap }
    return .object(fields)
  }

  // Texts within texts are met: AWS Config quotes some supplementary configuration twice.
  fileprivate var opened: ConfigurationValue {
    guard case .string(let text) = self else { return self }
    if text.hasPrefix("\""), let inner = try? ConfigurationValue(json: text), inner.string != nil {
      return inner.openedDocument
    }
    return openedDocument
  }

  // A list of tags as the map that other items have.
  fileprivate var tagMap: ConfigurationValue {
    guard case .list(let tags) = self else { return self }
    var map: [String: ConfigurationValue] = [:]
    for tag in tags {
      guard let key = (tag["Key"] ?? tag["key"])?.string, map[key] == nil else { return self }
      map[key] = tag["Value"] ?? tag["value"] ?? .null
    }
    return .object(map)
  }

  /// The id of an item without configuration, such as a deleted one: what AWS Config knows under the
  /// name of the identifying field.
  fileprivate func id(spelledAs field: String, name: String?) -> String? {
    let id = self["resourceId"]?.scalarText.flatMap { $0.isEmpty || $0 == "null" ? nil : $0 }
    if field.hasSuffix("Name") { return name ?? id }
    if field.lowercased().hasSuffix("arn") { return (self["arn"] ?? self["ARN"])?.string ?? id }
    return id ?? name
  }

  fileprivate var captureTime: Timestamp? {
    switch self["configurationItemCaptureTime"] {
    case .string(let text)?: Timestamp(parsing: text)
    case .number(let text)?:
      Double(text).flatMap { seconds in
        abs(seconds) < 253_402_300_800 ? Timestamp(microseconds: Int64(seconds * 1000) * 1000) : nil
      }
    case .null?, .bool?, .list?, .object?, .elements?, nil: nil
    }
  }

  fileprivate var presence: IdentifiedItem.Presence {
    switch self["configurationItemStatus"]?.string {
    case "ResourceDeleted"?, "ResourceDeletedNotRecorded"?: .deleted
    case "ResourceNotRecorded"?: .notRecorded
    // Answers that leave the status out speak of what there is.
    default: .present
    }
  }
}
