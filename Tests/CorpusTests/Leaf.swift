import ConfigurationModel

/// Where a scalar stands in a document as it was read: fields and positions.
struct Leaf: Hashable {
  let steps: [ConfigurationPath.Step]

  /// The path with every position written alike, to count what is the same.
  var shape: String {
    ConfigurationPath(
      steps.map { step in
        guard case .index = step else { return step }
        return .element("i")
      }
    ).text
  }
}

extension ConfigurationValue {
  /// Every scalar in this value, in order.
  var leaves: [Leaf] {
    var found: [Leaf] = []
    collect([], &found)
    return found
  }

  private func collect(_ steps: [ConfigurationPath.Step], _ found: inout [Leaf]) {
    switch self {
    case .null, .bool, .number, .string: found.append(Leaf(steps: steps))
    case .list(let values):
      for (index, value) in values.enumerated() { value.collect(steps + [.index(index)], &found) }
    case .object(let fields), .elements(let fields):
      for (key, value) in fields.inKeyOrder { value.collect(steps + [.key(key)], &found) }
    }
  }

  /// What stands at the steps.
  func value(at steps: some Collection<ConfigurationPath.Step>) -> ConfigurationValue? {
    guard let step = steps.first else { return self }
    switch (step, self) {
    case (.index(let index), .list(let values)):
      return values.indices.contains(index)
        ? values[index].value(at: steps.dropFirst()) : nil
    case (.key(let key), _): return self[key]?.value(at: steps.dropFirst())
    default: return nil
    }
  }

  /// This value with the scalar at the steps replaced by another of its sort.
  func changing(_ steps: ArraySlice<ConfigurationPath.Step>) -> ConfigurationValue {
    guard let step = steps.first else { return changedScalar }
    switch (step, self) {
    case (.index(let index), .list(var values)):
      values[index] = values[index].changing(steps.dropFirst())
      return .list(values)
    case (.key(let key), .object(var fields)):
      fields[key] = fields[key]?.changing(steps.dropFirst())
      return .object(fields)
    default: return self
    }
  }

  private var changedScalar: ConfigurationValue {
    switch self {
    case .null: .string("x")
    case .bool(let value): .bool(!value)
    case .number(let text): .number(Int64(text).map { "\($0 + 1)" } ?? "77")
    case .string(let text): .string(text + "x")
    case .list, .object, .elements: self
    }
  }
}
