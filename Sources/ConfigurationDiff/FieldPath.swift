package import ConfigurationModel

/// Where in the documents of a kind a rule applies: `Routes[].GatewayId`, `Environment.Variables.*`.
/// `[]` is each member of a list, set or keyed list; `*` each field of an object; `**` any depth.
package struct FieldPath: Hashable, Sendable, ExpressibleByStringLiteral {
  enum Step: Hashable, Sendable { case key(String), members, fields, anyDepth }
  let steps: [Step]

  /// Reads a path; every text is one.
  package init(_ text: String) {
    steps = text.split(separator: ".").flatMap { part -> [Step] in
      let depth =
        part.hasSuffix("[]")
        ? part.reversed().split(separator: "]", omittingEmptySubsequences: false).count - 1 : 0
      let name = String(part.dropLast(depth * 2))
      let key: [Step] =
        switch name {
        case "": []
        case "*": [.fields]
        case "**": [.anyDepth]
        default: [.key(name)]
        }
      return key + Array(repeating: .members, count: depth)
    }
  }

  /// Reads a path that stands in the source text.
  package init(stringLiteral text: String) { self.init(text) }

  /// The first key that a document must have somewhere for the path to name anything in it; nil
  /// where it needs none.
  package var firstKey: String? {
    for case .key(let key) in steps { return key }
    return nil
  }
}

extension ConfigurationValue {
  /// This value with what stands at every place the path names replaced; nil from `transform` takes
  /// the value away.
  package func transformed(
    at path: FieldPath, _ transform: (ConfigurationValue) -> ConfigurationValue?
  ) -> ConfigurationValue {
    transformed(path.steps[...], transform) ?? .object([:])
  }

  private func transformed(
    _ steps: ArraySlice<FieldPath.Step>, _ transform: (ConfigurationValue) -> ConfigurationValue?
  ) -> ConfigurationValue? {
    guard let step = steps.first else { return transform(self) }
    let rest = steps.dropFirst()
    switch step {
    case .key(let key):
      guard case .object(var fields) = self, let value = fields.value(exactly: key) else {
        return self
      }
      fields[key] = value.transformed(rest, transform)
      return .object(fields)
    case .fields:
      guard case .object(let fields) = self else { return self }
      return .object(fields.compactMapValues { $0.transformed(rest, transform) })
    case .members: return mappingMembers { $0.transformed(rest, transform) }
    case .anyDepth:
      let below = mappingChildren { $0.transformed(steps, transform) }
      return below.transformed(rest, transform)
    }
  }

  private func mappingMembers(_ transform: (ConfigurationValue) -> ConfigurationValue?)
    -> ConfigurationValue
  {
    switch self {
    case .list(let values): .list(values.compactMap(transform))
    case .elements(let elements): .elements(elements.compactMapValues(transform))
    case .null, .bool, .number, .string, .object: self
    }
  }

  private func mappingChildren(_ transform: (ConfigurationValue) -> ConfigurationValue?)
    -> ConfigurationValue
  {
    guard case .object(let fields) = self else { return mappingMembers(transform) }
    return .object(fields.compactMapValues(transform))
  }
}
