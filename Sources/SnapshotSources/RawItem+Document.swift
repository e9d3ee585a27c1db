import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

extension RawItem {
  private static let keys = ["type", "id", "account", "region", "name", "configuration"]

  /// A one-resource document: `{type, id, account, region, name?, configuration}`. Account and region
  /// may be left out where the path or an option says them.
  func document(_ value: ConfigurationValue) throws(Problem) -> IdentifiedItem {
    guard case .object(let fields) = value else {
      throw .invalidItem("\(words) is no object.", at: place)
    }
    for key in fields.keys.sorted(by: { $0.precedes($1) }) where !Self.keys.contains(key) {
      throw .invalidItem("\(words) has the unknown key '\(key)'.", at: place)
    }
    let kind = context.kinds.kind(of: ResourceType(try text("type", of: value)))
    let id = try text("id", of: value)
    guard let configuration = value["configuration"], case .object = configuration else {
      throw .invalidItem("\(words) has no configuration that is an object.", at: place)
    }
    let evidence = Evidence(
      account: value["account"]?.scalarText, region: value["region"]?.string)
    guard let account = evidence.account ?? context.account else {
      throw .unknownAccount(context.path)
    }
    guard let region = kind.isGlobal ? Scope.global : evidence.region ?? context.region else {
      throw .unknownRegion(context.path)
    }
    return IdentifiedItem(
      resource: Resource(
        try resourceID(account, region, kind.type, id), name: value["name"]?.string),
      form: .document, body: .rewritten(configuration), capturedAt: nil,
      presence: kind.saysOver(configuration) ? .deleted : .present,
      isNameOnly: false,
      evidence: evidence)
  }

  private func text(_ key: String, of value: ConfigurationValue) throws(Problem) -> String {
    guard let text = value[key]?.string, !text.isEmpty else {
      throw .invalidItem("\(words) has no text '\(key)'.", at: place)
    }
    return text
  }
}
