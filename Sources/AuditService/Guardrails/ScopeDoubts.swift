import ConfigurationModel

/// What cannot be said to pass, by how far scopes were read.
struct ScopeDoubts {
  private let cells: [Scope: Coverage.Cell]?

  init(_ coverage: Coverage?) {
    cells = coverage.map { coverage in
      Dictionary(coverage.cells.map { ($0.scope, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// Why what is known of a resource of a scope may not be so any more; nil where it is.
  func doubt(of scope: Scope) -> String? {
    guard let cells, let cell = cells[scope] else { return nil }
    switch cell.state {
    case .read, .seen: return nil
    case .stale, .unread, .neverLookedAt, .retired: return cell.state.why(scope)
    }
  }

  /// The scopes of types that anybody looks at, in order.
  func scopes(of types: [ResourceType]) -> [Scope] {
    (cells ?? [:]).keys.filter { types.contains($0.type) && !isRetired($0) }.sorted()
  }

  /// Whether a scope was left out on purpose: nothing in it has to hold any more.
  func isRetired(_ scope: Scope) -> Bool {
    guard case .retired? = cells?[scope]?.state else { return false }
    return true
  }

  /// Why the resources of a scope are not all known, with parts of them; nil where they are.
  func unread(_ scope: Scope, _ parts: Set<String>) -> String? {
    guard let cells else { return nil }
    guard let cell = cells[scope] else { return "\(scope.type) was never looked at" }
    let missing = cell.parts.map(\.name) + cell.partsNeverLookedAt
    if let part = missing.filter(parts.contains).min() {
      return "\(part) of \(scope.type) was not read"
    }
    switch cell.state {
    case .read: return nil
    case .seen, .stale, .unread, .neverLookedAt, .retired: return cell.state.why(scope)
    }
  }

  /// What is not all known of a type, with parts of its resources, by the scopes in order; nothing where all is.
  func unread(of type: ResourceType, with parts: Set<String>) -> [TestGuardrail.UnreadScope] {
    guard let cells else { return [] }
    guard cells.keys.contains(where: { $0.type == type }) else {
      let why = "\(type) was never looked at"
      return [TestGuardrail.UnreadScope(type: type, scope: nil, why: why)]
    }
    return scopes(of: [type]).compactMap { scope in
      unread(scope, parts).map { why in
        TestGuardrail.UnreadScope(type: type, scope: scope, why: why)
      }
    }
  }

  /// What was not all known of a type at times, by the scopes in order. What was read too long ago is known up to then.
  ///
  /// - Parameter gaps: The snapshots that looked at a scope and did not read all of it, in order.
  func unread(of type: ResourceType, with parts: Set<String>, besides gaps: [Scope: [Int]])
    -> [TestGuardrail.UnreadScope]
  {
    let atEnd = unread(of: type, with: parts).filter { entry in
      !(entry.scope.map { isOnlyOld($0, parts) } ?? false)
    }
    let named = Set(atEnd.compactMap(\.scope))
    let before = gaps.keys.filter { $0.type == type && !named.contains($0) && !isRetired($0) }
    return atEnd
      + before.sorted().map { scope -> TestGuardrail.UnreadScope in
        let numbers = gaps[scope] ?? []
        let snapshots = numbers.count == 1 ? "snapshot" : "snapshots"
        return TestGuardrail.UnreadScope(
          type: type, scope: scope,
          why: "not every \(type) was read in \(snapshots) \(numbers.rangesText)")
      }
  }

  /// Whether all of a scope was read, with parts of its resources, and only too long ago.
  private func isOnlyOld(_ scope: Scope, _ parts: Set<String>) -> Bool {
    guard case .stale? = cells?[scope]?.state else { return false }
    return unread(scope, parts) == doubt(of: scope)
  }

  /// The parts of a resource that the newest reading of its scope did not give.
  func unreadParts(of id: ResourceID) -> Set<String> {
    guard let parts = cells?[id.scope]?.parts, !parts.isEmpty else { return [] }
    let own = parts.filter { part in
      // Only the first of them are named.
      part.count > part.resources.count || part.resources.contains(id.id)
    }
    return Set(own.map(\.name))
  }
}

extension Coverage.State {
  fileprivate func why(_ scope: Scope) -> String {
    switch self {
    case .read: "\(scope.type) was read"
    case .stale: "\(scope.type) was read too long ago"
    case .unread: "\(scope.type) was not read"
    case .seen: "not every \(scope.type) was seen"
    case .neverLookedAt: "\(scope.type) was never looked at"
    case .retired: "\(scope.type) is not looked at any more"
    }
  }
}
