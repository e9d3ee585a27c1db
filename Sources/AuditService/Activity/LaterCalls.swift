import AuditReport
package import AuditStore
package import ConfigurationModel

/// The calls that activity knows of and that changed resources after their scopes were last read: what they changed,
/// no snapshot shows and no audit has judged.
package struct LaterCalls: Hashable, Sendable {
  /// How many calls.
  package private(set) var calls = 0
  /// The resources that they changed, by the names that events use; each with the scope it is in.
  package private(set) var resources: [Scope: Set<String>] = [:]

  /// How many resources.
  package var resourceCount: Int { resources.values.reduce(0) { $0 + $1.count } }

  /// Looks for them, as of the moment of a coverage.
  ///
  /// - Parameters:
  ///   - coverage: When each scope was last read.
  ///   - event: The last event of the log that counts.
  package init(
    in store: AuditStore, since coverage: Coverage, until moment: Timestamp,
    knownBy event: Int64 = .max
  ) throws(Problem) {
    // What is stale or unread is told as that.
    let read = coverage.cells.filter { $0.word == .read }
    let times = Dictionary(read.compactMap { cell in cell.lastRead.map { (cell.scope, $0) } }) {
      first, _ in first
    }
    guard let first = times.values.min() else { return }
    var count = 0
    var found: [Scope: Set<String>] = [:]
    try store.eachChangingCall(after: first, until: moment, knownBy: event) { names in
      var isLater = false
      for call in names.withoutSecondNames {
        for scope in TouchedScopes.scopes(of: call)
        where times[scope].map({ call.at > $0 }) ?? false {
          isLater = true
          found[scope, default: []].insert(call.resource)
        }
      }
      if isLater { count += 1 }
    }
    (calls, resources) = (count, found)
  }

  /// So many resources are named.
  private static let told = 3

  /// `Activity knows of 2 later calls that changed 1 resource that was not read since: …`; nil where there is none.
  package var sentence: String? {
    guard calls > 0 else { return nil }
    let names = resources.sorted { $0.key < $1.key }.flatMap { scope, names in
      names.sorted { $0.precedes($1) }.map { "\($0) (\(scope))" }
    }
    let more = names.count > Self.told ? " and \(names.count - Self.told) more" : ""
    return "Activity knows of \(counted(calls, "later call")) that changed "
      + "\(counted(names.count, "resource")) that \(names.count == 1 ? "was" : "were") not read since: "
      + names.prefix(Self.told).joined(separator: ", ") + more
      + ". What they changed is not judged yet."
  }
}

extension [ChangingCall] {
  /// Of a resource that one call names by its ARN, not the id and the name that the ARN ends in.
  fileprivate var withoutSecondNames: [ChangingCall] {
    var ends: [ResourceType: Set<String>] = [:]
    for call in self where call.resource.hasPrefix("arn:") {
      // An ARN without a slash ends in itself.
      ends[call.type, default: []].formUnion(
        ResourceID.ends(of: call.resource).filter { $0 != call.resource })
    }
    return filter { !(ends[$0.type]?.contains($0.resource) ?? false) }
  }
}
