package import ConfigurationDiff
package import ConfigurationModel

extension Edit {
  /// The keys and labels of the path from the top: `["Routes", "0.0.0.0/0", "GatewayId"]`. Positions
  /// in lists are left out.
  package var steps: [String] {
    path.steps.compactMap { step in
      switch step {
      case .key(let name), .element(let name): name
      case .index: nil
      }
    }
  }

  /// The scalar that stands there now; empty where there is none.
  package var newText: String { new?.scalarText ?? "" }

  /// The scalar that stood there before; empty where there was none.
  package var oldText: String { old?.scalarText ?? "" }

  /// Whether the edit gave the value `text`.
  package func sets(_ text: String) -> Bool { new?.scalarText == text }
}

/// A kind's assessment. An edit that adds an object or a whole resource, and that neither says
/// anything of, is as bad as the worst exposure inside, where that is worse than medium: a new
/// group is no news by itself, one that is open to the internet is. Tags are low.
///
/// - Parameters:
///   - exposures: what is bad however it came to be, also in a new resource.
///   - changes: what is worth saying only where a resource was there before.
package func assessor(
  exposures: @escaping @Sendable (Edit) -> Assessment? = { _ in nil },
  changes: @escaping @Sendable (Edit) -> Assessment? = { _ in nil }
) -> @Sendable (Edit) -> Assessment? {
  { edit in
    if edit.steps.first == "Tags" { return Assessment(.low) }
    if let own = exposures(edit) ?? changes(edit) { return own }
    guard case .added(let value) = edit.change else { return nil }
    let below = value.additions(below: edit.path).compactMap(exposures)
    return below.reduce(nil) { worst, next in
      next.severity > (worst?.severity ?? .medium) ? next : worst
    }
  }
}

extension ConfigurationValue {
  /// Each value below this one, of any depth, as added by itself.
  fileprivate func additions(below path: ConfigurationPath) -> [Edit] {
    let children: [(ConfigurationPath.Step, ConfigurationValue)] =
      switch self {
      case .object(let fields): fields.inKeyOrder.map { (.key($0.key), $0.value) }
      case .elements(let elements): elements.inKeyOrder.map { (.element($0.key), $0.value) }
      case .list(let values): values.enumerated().map { (.index($0.offset), $0.element) }
      case .null, .bool, .number, .string: []
      }
    return children.flatMap { step, value in
      let below = path.appending(step)
      return [Edit(below, .added(value))] + value.additions(below: below)
    }
  }
}
