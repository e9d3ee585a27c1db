package import ConfigurationModel

extension ConfigurationValue {
  /// This value with what stands at every place that any of the paths names replaced; nil from
  /// `transform` takes the value away.
  ///
  /// Paths of the form `**.Name` are looked for together, in one walk that copies nothing where it
  /// finds nothing: a kind has dozens of them.
  package func transformed(
    at paths: [FieldPath], _ transform: (ConfigurationValue) -> ConfigurationValue?
  ) -> ConfigurationValue {
    let names = Set(paths.compactMap(\.nameAtAnyDepth))
    let value = replacing(names, transform) ?? self
    return paths.filter { $0.nameAtAnyDepth == nil }
      .reduce(value) { value, path in value.transformed(at: path, transform) }
  }

  /// Nil where no field of these names is found.
  private func replacing(
    _ names: Set<String>, _ transform: (ConfigurationValue) -> ConfigurationValue?
  ) -> ConfigurationValue? {
    switch self {
    case .object(let fields):
      var replaced = fields
      var isChanged = false
      for (key, value) in fields {
        let isNamed = names.contains(key)
        guard let new = isNamed ? transform(value) : value.replacing(names, transform) else {
          if isNamed { (replaced[key], isChanged) = (nil, true) }
          continue
        }
        (replaced[key], isChanged) = (new, true)
      }
      return isChanged ? .object(replaced) : nil
    case .elements(let members):
      let found = members.compactMapValues { $0.replacing(names, transform) }
      return found.isEmpty ? nil : .elements(members.merging(found) { _, new in new })
    case .list(let values):
      let found = values.map { $0.replacing(names, transform) }
      guard found.contains(where: { $0 != nil }) else { return nil }
      return .list(zip(values, found).map { $1 ?? $0 })
    case .null, .bool, .number, .string: return nil
    }
  }
}

extension FieldPath {
  /// The name in `**.Name`; nil for every other path.
  fileprivate var nameAtAnyDepth: String? {
    guard steps.count == 2, steps[0] == .anyDepth, case .key(let name) = steps[1] else {
      return nil
    }
    return name
  }
}
