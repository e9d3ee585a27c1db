import Activity
import AuditStore
import ConfigurationModel

/// Tells whether trails leave away the calls of a service, by what snapshots and calls say of their event selectors. Whose
/// files were read is not known.
final class TrailSelections {
  private let store: AuditStore
  /// The event of the log by which calls were known.
  private let knownBy: Int64
  private let reader = DocumentReader()
  private let stored = StoredEvents()
  private var trails: (all: [ResourceID], calls: [TrailCall])?
  private var known: [String: [Occurrence: [Settings]]] = [:]

  /// All that a trail recorded by within an interval, one after the other.
  private typealias Settings = [ConfigurationValue]

  init(store: AuditStore, knownBy event: Int64) {
    self.store = store
    knownBy = event
  }

  /// Whether the writing calls on a resource within an interval may be missing in the files: a trail of the account leaves
  /// some of them away, or all do. A trail that never records any management event, beside one that does, says nothing.
  func leaveAway(callsOn resource: ResourceID, in interval: Occurrence) throws(Problem) -> Bool {
    guard let source = resource.type.eventSource else { return false }
    let isGlobal = resource.region == Scope.global
    let recorded = try settings(of: resource.account, in: interval).map { settings in
      Recorded.always(settings.map { $0.recorded(of: source, isGlobal: isGlobal) })
    }
    return recorded.contains(.some) || !recorded.isEmpty && recorded.allSatisfy { $0 == .none }
  }

  /// Of each trail that records the account.
  private func settings(of account: String, in interval: Occurrence) throws(Problem) -> [Settings] {
    if let found = known[account]?[interval] { return found }
    let (trails, calls) = try allTrails()
    var settings: [ResourceID: Settings] = [:]
    for trail in trails { settings[trail] = try read(trail, of: account, in: interval) }
    var last: [ResourceID: ConfigurationValue] = [:]
    for call in calls where call.name == "PutEventSelectors" && call.at <= interval.until {
      let trail = ResourceID(
        account: call.account ?? account, region: call.region, type: "AWS::CloudTrail::Trail",
        id: call.trail)
      guard trail.account == account || settings[trail] != nil else { continue }
      let chosen = try chosen(by: call)
      // What was chosen before is what a snapshot shows, where one does.
      if interval.after.map({ call.at >= $0 }) ?? true {
        settings[trail, default: []].append(chosen)
      } else if settings[trail] == nil {
        last[trail] = chosen
      }
    }
    for (trail, chosen) in last { settings[trail, default: []].append(chosen) }
    let found = Array(settings.values)
    known[account, default: [:]][interval] = found
    return found
  }

  private func allTrails() throws(Problem) -> (all: [ResourceID], calls: [TrailCall]) {
    if let trails { return trails }
    let found = (all: try store.trails(), calls: try store.trailCalls(knownBy: knownBy))
    trails = found
    return found
  }

  /// What snapshots show of a trail at both ends of an interval; nil where none shows it as one that records the account.
  private func read(_ trail: ResourceID, of account: String, in interval: Occurrence)
    throws(Problem) -> Settings?
  {
    var settings: Settings = []
    for moment in [interval.after, interval.until].compactMap(\.self) {
      guard let version = try store.version(of: trail, asOf: moment) else { continue }
      let value = try reader.value(version.document, of: trail)
      if trail.account == account || value["IsOrganizationTrail"] == .bool(true) {
        settings.append(value)
      }
    }
    return settings.isEmpty ? nil : settings
  }

  /// The selectors that a call gives; null where it does not say them.
  private func chosen(by call: TrailCall) throws(Problem) -> ConfigurationValue {
    guard let body = call.body else { return .null }
    let event = try ActivityEvent(stored.value(body, of: call.trail))
    for case .replace(let selectors) in event.effects.flatMap(\.steps) { return selectors }
    return .null
  }
}

/// What of some calls a trail records.
private enum Recorded {
  case all, some, none

  /// What is recorded where it was now this and now that.
  static func always(_ times: [Recorded]) -> Recorded {
    guard let first = times.first, times.allSatisfy({ $0 == first }) else { return .some }
    return first
  }
}

extension ConfigurationValue {
  /// What a trail, or a call that gives it selectors, says that it records of the writing calls of a service. Where it does
  /// not name any selector all management events are recorded (CloudTrail User Guide, "Logging management events").
  fileprivate func recorded(of source: String, isGlobal: Bool) -> Recorded {
    guard self != .null else { return .some }
    if isGlobal, self["IncludeGlobalServiceEvents"]?.scalarText == "false" { return .some }
    let selected =
      (self["EventSelectors"]?.members ?? []).map { $0.selected(of: source) }
      + (self["AdvancedEventSelectors"]?.members ?? []).map { $0.selectedInDetail(of: source) }
    guard !selected.isEmpty, !selected.contains(.all) else { return .all }
    return selected.contains(.some) ? .some : .none
  }

  /// Of a basic selector (CloudTrail API reference, `EventSelector`).
  private func selected(of source: String) -> Recorded {
    guard self["IncludeManagementEvents"]?.scalarText != "false",
      self["ReadWriteType"]?.scalarText != "ReadOnly"
    else { return .none }
    return texts("ExcludeManagementEventSources").contains(source) ? .some : .all
  }

  /// Of an advanced one (CloudTrail API reference, `AdvancedFieldSelector`): of what else it asks for nobody knows what it
  /// leaves away.
  private func selectedInDetail(of source: String) -> Recorded {
    var isOfManagement = false
    var recorded = Recorded.all
    for field in self["FieldSelectors"]?.members ?? [] {
      let (equal, different) = (field.texts("Equals"), field.texts("NotEquals"))
      switch field["Field"]?.string {
      case "eventCategory": isOfManagement = equal.contains("Management")
      case "readOnly": if equal != ["false"] { return .none }
      case "eventSource":
        let isNamed = equal.contains(source) || !different.isEmpty && !different.contains(source)
        if !isNamed { recorded = .some }
      default: recorded = .some
      }
    }
    return isOfManagement ? recorded : .none
  }

  private func texts(_ field: String) -> [String] {
    (self[field]?.members ?? []).compactMap(\.scalarText)
  }
}
