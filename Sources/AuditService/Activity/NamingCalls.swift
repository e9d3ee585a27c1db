import Activity
import AuditStore
import ConfigurationModel
import ResourceKinds

/// Finds the calls that name a resource of a type of which no call's effects are known: each of them may have changed it.
/// It holds those of the resource that was asked about last.
final class NamingCalls {
  private let store: AuditStore
  /// The event of the log by which activity was known.
  private let knownBy: Int64
  private let stored = StoredEvents()
  private var last: (resource: ResourceID, interval: Occurrence, calls: [StoredActivity])?

  init(store: AuditStore, knownBy event: Int64) {
    self.store = store
    knownBy = event
  }

  /// The calls of its service that changed something within an interval, nobody knows what, and whose events name the
  /// resource.
  ///
  /// - Parameter names: What events may call the resource.
  func calls(on resource: ResourceID, named names: Set<String>, in interval: Occurrence)
    throws(Problem) -> [StoredActivity]
  {
    // Of a time without a beginning nothing is called unexplained.
    guard interval.after != nil, !CallTable.types.contains(resource.type) else { return [] }
    if let last, last.resource == resource, last.interval == interval { return last.calls }
    let names = names.filter { !$0.isEmpty }
    var calls: [StoredActivity] = []
    for entry in try candidates(resource, names.sorted(), interval) {
      // What a call of the table did is known.
      guard CallTable.rules["\(entry.source) \(entry.name)"] == nil else { continue }
      let body = try stored.value(entry.body, of: entry.id)
      if body.names(resource, as: names), try stored.event(entry).mayHaveChanged {
        calls.append(entry)
      }
    }
    last = (resource, interval, calls)
    return calls
  }

  private func candidates(_ resource: ResourceID, _ names: [String], _ interval: Occurrence)
    throws(Problem) -> [StoredActivity]
  {
    guard let source = resource.type.eventSource, !names.isEmpty else { return [] }
    return try store.activity(
      of: [source, "tagging.amazonaws.com"], holding: names, inPlaceOf: resource, in: interval,
      knownBy: knownBy)
  }
}

extension ResourceType {
  /// The source of the events of calls on it: `lambda.amazonaws.com`; nil where the type names no service.
  var eventSource: String? {
    let parts = name.split(separator: ":")
    guard parts.count > 1 else { return nil }
    let service = parts[1].lowercased()
    return "\(Self.prefixes[service] ?? service).amazonaws.com"
  }

  /// What sources begin with, of services that types call otherwise (Service Authorization Reference).
  private static let prefixes = [
    "cloudwatch": "monitoring", "efs": "elasticfilesystem",
    "elasticloadbalancingv2": "elasticloadbalancing", "elasticsearch": "es",
    "inspectorv2": "inspector2", "macie": "macie2", "msk": "kafka", "opensearchservice": "es",
    "stepfunctions": "states",
  ]
}

extension ConfigurationValue {
  /// Whether an event says a name of a resource, in what was asked for, in what was answered, or among its resources: as a
  /// whole text, or at the end of an ARN that may be the resource's.
  fileprivate func names(_ resource: ResourceID, as names: Set<String>) -> Bool {
    ["requestParameters", "responseElements", "resources"].contains { field in
      self[field]?.allTexts.contains { text in
        resource.mayBeCalled(text)
          && (names.contains(text) || !names.isDisjoint(with: ResourceID.ends(of: text)))
      } ?? false
    }
  }
}
