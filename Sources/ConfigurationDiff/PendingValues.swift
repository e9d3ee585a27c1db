package import ConfigurationModel

/// Where documents show values that somebody asked for and AWS has not applied yet: they wait for a maintenance
/// window, or for a restart.
package struct PendingValues: Hashable, Sendable {
  /// The top-level object that holds them by name.
  package let field: String
  /// The fields that they become, from the root on, where these are called otherwise than the pending values.
  private let places: [String: [String]]
  /// The names of those that no field shows once they are applied.
  private let unseen: Set<String>
  /// The top-level field that says when changes are applied.
  private let window: String

  /// What AWS's databases and caches have.
  package static let modifiedValues = PendingValues(
    field: "PendingModifiedValues",
    places: [
      "Port": ["Endpoint", "Port"], "DBSubnetGroupName": ["DBSubnetGroup", "DBSubnetGroupName"],
      // ElastiCache API Reference, "ReplicationGroupPendingModifiedValues".
      "AutomaticFailoverStatus": ["AutomaticFailover"],
    ],
    unseen: [
      "AuthTokenStatus", "CacheNodeIdsToRemove", "ClusterType", "EncryptionType",
      "MasterUserPassword", "PendingCloudwatchLogsExports", "Resharding", "UserGroups",
    ], window: "PreferredMaintenanceWindow")

  /// The edit that an edit of a pending value announces: that of the field which it will become. Nil for every other
  /// edit, and where a pending value goes.
  package func announced(by edit: Edit, from old: ConfigurationValue?) -> Edit? {
    guard let name = name(of: edit.path), let new = edit.new, new.isScalar, let place = place(name)
    else { return nil }
    let path = ConfigurationPath(place)
    guard let present = old?.value(at: place), present != .null else {
      return Edit(path, .added(new))
    }
    return present == new ? nil : Edit(path, .changed(from: present, to: new))
  }

  /// The path of the pending value that an edit applies, or takes away because it was applied; nil for every other
  /// edit.
  package func applied(
    by edit: Edit, from old: ConfigurationValue?, to new: ConfigurationValue?
  ) -> ConfigurationPath? {
    guard case .object(let waiting)? = old?[field] else { return nil }
    let left: [String: ConfigurationValue] =
      if case .object(let fields)? = new?[field] { fields } else { [:] }
    if let name = name(of: edit.path) {
      guard edit.new == nil, let value = edit.old else { return nil }
      let isApplied = place(name).map { new?.value(at: $0) == value } ?? true
      return isApplied ? edit.path : nil
    }
    let name = waiting.keys.first { name in
      left[name] == nil && edit.new == waiting[name] && place(name) == edit.path.steps
    }
    return name.map { ConfigurationPath([.key(field), .key($0)]) }
  }

  /// What is said of a pending value of a document, which is to mean something once it is applied:
  /// `Waits for the maintenance window sun:03:00-sun:04:00. Backups are no longer made`.
  package func sentence(in document: ConfigurationValue?, meaning: String) -> String {
    let when = document?[window]?.string.map { "Waits for the maintenance window \($0)" }
    return (when ?? Self.unknown) + Self.separator + meaning
  }

  /// What such a sentence says a value waits for; that it waits where it does not say.
  package func wait(in sentence: String?) -> String {
    sentence?.firstRange(of: Self.separator).flatMap { end in
      sentence.map { String($0[..<end.lowerBound]) }
    } ?? Self.unknown
  }

  private static let unknown = "Waits to be applied"
  private static let separator = ". "

  /// The name of the pending value at a path; nil where there is none.
  private func name(of path: ConfigurationPath) -> String? {
    guard path.steps.count == 2, path.steps[0] == .key(field), case .key(let name) = path.steps[1]
    else { return nil }
    return name
  }

  /// Where a pending value is applied; nil where that is not seen.
  private func place(_ name: String) -> [ConfigurationPath.Step]? {
    unseen.contains(name) ? nil : (places[name] ?? [name]).map { .key($0) }
  }
}

extension ConfigurationValue {
  fileprivate var isScalar: Bool {
    switch self {
    case .bool, .number, .string: true
    case .null, .list, .object, .elements: false
    }
  }

  /// This value with another one at a place of fields.
  package func setting(_ value: ConfigurationValue, at steps: ArraySlice<ConfigurationPath.Step>)
    -> ConfigurationValue
  {
    guard case .key(let name)? = steps.first else { return value }
    guard case .object(var fields) = self else { return self }
    fields[name] = (fields[name] ?? .object([:])).setting(value, at: steps.dropFirst())
    return .object(fields)
  }
}
