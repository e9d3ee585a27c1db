import ConfigurationModel

/// Reads values out of JSON as botocore does: only known members, and those without nulls.
struct JSONReading {
  let model: ServiceModel

  func members(
    _ structure: Shape.Structure, _ value: ConfigurationValue
  ) -> [String: ConfigurationValue] {
    var fields: [String: ConfigurationValue] = [:]
    for member in structure.members where member.location == .body {
      guard let part = value[member.locationName ?? member.name], part != .null else { continue }
      fields[member.name] = self.value(member.shape, part)
    }
    return fields
  }

  func value(_ reference: ShapeReference, _ value: ConfigurationValue) -> ConfigurationValue {
    switch (reference, model.shape(reference), value) {
    case (_, _, .null): .null
    case (.scalar(let scalar), _, _): scalar.value(ofJSON: value)
    case (_, .structure(let structure), .object): .object(members(structure, value))
    case (_, .list(let list), .list(let values)):
      .list(values.map { self.value(list.element, $0) })
    case (_, .map(let map), .object(let fields)):
      .object(fields.mapValues { self.value(map.value, $0) })
    case (_, _, _): value
    }
  }
}
