import Activity
import AuditStore
import ConfigurationJSON
import ConfigurationModel
import SnapshotSources

/// Finds what the ids of parts stand for that calls name: by the answers of earlier calls, and by what snapshots show. It
/// holds what it read: what is kept must not change meanwhile.
final class FindParts {
  private let store: AuditStore
  /// The event of the log by which activity was known.
  private let knownBy: Int64
  private let reader: DocumentReader
  private let stored: StoredEvents
  /// The resources of scopes, and what their associations were at the last moment that was asked about: events come in
  /// order.
  private var resourcesOf: [Scope: [ResourceID]] = [:]
  private var associationsOf: [Scope: (at: Timestamp, names: PartNames)] = [:]

  init(store: AuditStore, knownBy: Int64, reader: DocumentReader, stored: StoredEvents) {
    (self.store, self.knownBy, self.reader, self.stored) = (store, knownBy, reader, stored)
  }

  /// Learns the parts that a call names and that are not known yet, as they were then.
  ///
  /// - Parameter resource: One that the call is about: the parts are of its account and region.
  func learn(
    _ event: ActivityEvent, about resource: ResourceID, into parts: inout PartNames
  ) throws(Problem) {
    for id in event.namedParts.sorted() where !parts.knows(id) {
      guard let type = ResourceType(ofPart: id) else { continue }
      let part = ResourceID(
        account: resource.account, region: resource.region, type: type, id: id)
      if type == .securityGroupRule {
        try learn(rule: part, at: event.time, into: &parts)
      }
      let calls = try store.activity(
        of: part, named: [id], in: Occurrence(after: nil, until: event.time), knownBy: knownBy)
      for call in calls where call.id != event.id {
        var earlier = try stored.event(call)
        earlier.parts = parts
        parts.learn(earlier)
      }
      if type != .securityGroupRule, !parts.knows(id) {
        parts.learn(from: try associations(in: part.scope, at: event.time))
      }
    }
  }

  /// As `describe-security-group-rules` showed it.
  private func learn(rule: ResourceID, at moment: Timestamp, into parts: inout PartNames)
    throws(Problem)
  {
    guard let version = try store.version(of: rule, asOf: moment) else { return }
    parts.learn(rule: try reader.value(version.document, of: rule))
  }

  /// As the resources of a scope had them; read once for all calls of a moment.
  private func associations(in scope: Scope, at moment: Timestamp) throws(Problem) -> PartNames {
    if let known = associationsOf[scope], known.at == moment { return known.names }
    var found = PartNames()
    for id in try resources(in: scope) {
      guard let version = try store.version(of: id, asOf: moment) else { continue }
      found.learn(associationsOf: try reader.value(version.document, of: id))
    }
    associationsOf[scope] = (moment, found)
    return found
  }

  private func resources(in scope: Scope) throws(Problem) -> [ResourceID] {
    if let known = resourcesOf[scope] { return known }
    let found = try store.resources(of: scope.type, in: scope.account, region: scope.region)
    resourcesOf[scope] = found
    return found
  }
}

extension ResourceType {
  fileprivate static let securityGroupRule: ResourceType = "AWS::EC2::SecurityGroupRule"

  /// The type under which calls name a part: an association by that of its resource.
  fileprivate init?(ofPart id: String) {
    switch id.prefix(while: { $0 != "-" }) {
    case "sgr": self = .securityGroupRule
    case "rtbassoc": self = "AWS::EC2::RouteTable"
    case "aclassoc": self = "AWS::EC2::NetworkAcl"
    default: return nil
    }
  }
}

/// Reads events as they are kept.
final class StoredEvents {
  private let parser = JSONParser()

  func event(_ entry: StoredActivity) throws(Problem) -> ActivityEvent {
    try ActivityEvent(value(entry.body, of: entry.id))
  }

  /// What the body of an event says.
  func value(_ body: String, of id: String) throws(Problem) -> ConfigurationValue {
    do {
      return try parser.parse(body)
    } catch {
      throw .invalidJSON(
        error, at: Problem.Place(file: "stored event \(id)"), hint: "Run 'plumb verify'.")
    }
  }
}
