import ConfigurationModel

/// A value has another form than its shape: a text where a list stands.
struct ShapeMismatch: Error {}

/// Reads values out of JSON as botocore does: only known members, and those without nulls.
struct JSONReading {
  let model: ServiceModel

  func members(
    _ structure: Shape.Structure, _ value: ConfigurationValue
  ) throws(ShapeMismatch) -> [String: ConfigurationValue] {
    var fields: [String: ConfigurationValue] = [:]
    for member in structure.members where member.location == .body {
      guard let part = value[member.locationName ?? member.name], part != .null else { continue }
      fields[member.name] = try self.value(member.shape, part)
    }
    return fields
  }

  private func value(
    _ reference: ShapeReference, _ value: ConfigurationValue
  ) throws(ShapeMismatch) -> ConfigurationValue {
    switch (reference, model.shape(reference), value) {
    case (_, _, .null): return .null
    case (.scalar(.document), _, _): return value
    case (.scalar, _, .object), (.scalar, _, .list): throw ShapeMismatch()
    case (.scalar(let scalar), _, _): return scalar.value(ofJSON: value)
    case (_, .structure(let structure), .object): return .object(try members(structure, value))
    case (_, .list(let list), .list(let values)):
      var elements: [ConfigurationValue] = []
      for element in values { elements.append(try self.value(list.element, element)) }
      return .list(elements)
    case (_, .map(let map), .object(let fields)):
      var entries: [String: ConfigurationValue] = [:]
      for (key, field) in fields { entries[key] = try self.value(map.value, field) }
      return .object(entries)
    case (_, .structure, _), (_, .list, _), (_, .map, _): throw ShapeMismatch()
    case (.named, nil, _): return value
    }
  }
}
