import Activity
import AuditReport
import AuditStore
import ConfigurationModel
import Notices

extension AlertedCall {
  /// Makes what filters ask of a call that was kept; where it was pruned meanwhile, nobody knows whose it was, nor of what.
  init(
    _ call: StoredActivity?, by caller: EditAttribution.Event?, severity: Severity,
    isByShippedRule: Bool
  ) {
    self.init(
      severity: severity, isByShippedRule: isByShippedRule,
      callers: [call?.actor].compactMap(\.self) + (caller?.names ?? []),
      fixedNames: caller?.fixedNames ?? [], resources: call.map(Resource.named) ?? [.unknown])
  }
}

extension Resource {
  /// Where nobody knows what somebody is told of.
  static let unknown = Resource(
    ResourceID(account: "", region: "", type: ResourceType(""), id: ""), name: nil)

  /// What a call changed, as filters look at it; where its event names nothing, where it was made.
  fileprivate static func named(by call: StoredActivity) -> [Resource] {
    let named = call.resources.map { (type: $0.type.isKnown ? $0.type : "", id: $0.name) }
    return (named.isEmpty ? [(type: ResourceType(""), id: "")] : named).map { type, id in
      let arn = ARNPlace(id)
      return Resource(
        ResourceID(
          account: arn?.account ?? call.account ?? "", region: arn?.region ?? call.region,
          type: type, id: id), name: nil)
    }
  }
}

extension ResourceType {
  /// Whether the table of calls says what it is: of an id with a beginning that it does not know it says only the service.
  fileprivate var isKnown: Bool { self != CallTable.otherOfEC2 }
}
