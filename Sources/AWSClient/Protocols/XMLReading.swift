import ConfigurationModel

/// Reads values out of XML elements as botocore does, so that they are what the CLI prints.
struct XMLReading {
  let model: ServiceModel

  /// The members of a structure that stand in these elements.
  func members(
    _ structure: Shape.Structure, _ node: XMLNode
  ) throws(ShapeMismatch) -> [String: ConfigurationValue] {
    let children = node.childrenByName
    var fields: [String: ConfigurationValue] = [:]
    for member in structure.members where member.location == .body {
      if let nodes = children[elementName(member)] {
        fields[member.name] = try value(member.shape, nodes, isFlattened: member.isFlattened)
      } else if member.isAttribute, let text = attribute(member, of: node) {
        fields[member.name] = .string(text)
      }
    }
    return fields
  }

  private func value(
    _ reference: ShapeReference, _ nodes: [XMLNode], isFlattened: Bool
  ) throws(ShapeMismatch) -> ConfigurationValue {
    switch (reference, model.shape(reference)) {
    case (.scalar(let scalar), _):
      guard nodes.first?.children.isEmpty ?? true else { throw ShapeMismatch() }
      return scalar.value(ofText: nodes.first?.text ?? "")
    case (_, .structure(let structure)):
      guard let node = nodes.first else { return .object([:]) }
      try expectElements(in: node)
      return .object(try members(structure, node))
    case (_, .list(let list)):
      var values: [ConfigurationValue] = []
      for node in try elements(nodes, isFlattened || list.isFlattened) {
        values.append(try value(list.element, [node], isFlattened: false))
      }
      return .list(values)
    case (_, .map(let map)):
      return .object(try entries(map, try elements(nodes, isFlattened || map.isFlattened)))
    case (.named, nil): return .null
    }
  }

  /// What has members has no text of its own, but space between them.
  private func expectElements(in node: XMLNode) throws(ShapeMismatch) {
    guard node.text.allSatisfy(\.isWhitespace) else { throw ShapeMismatch() }
  }

  /// A flattened collection's elements stand beside each other; another's within one element.
  private func elements(
    _ nodes: [XMLNode], _ isFlattened: Bool
  ) throws(ShapeMismatch) -> [XMLNode] {
    guard !isFlattened, nodes.count < 2, let node = nodes.first else { return nodes }
    try expectElements(in: node)
    return node.children
  }

  private func entries(
    _ map: Shape.Map, _ nodes: [XMLNode]
  ) throws(ShapeMismatch) -> [String: ConfigurationValue] {
    var entries: [String: ConfigurationValue] = [:]
    for node in nodes {
      guard let key = node.first(map.keyName)?.text else { continue }
      entries[key] = try value(map.value, node.all(map.valueName), isFlattened: false)
    }
    return entries
  }

  private func elementName(_ member: Shape.Member) -> String {
    if case .list(let list)? = model.shape(member.shape),
      member.isFlattened || list.isFlattened, let name = list.elementName
    {
      return name
    }
    return member.locationName ?? member.name
  }

  /// `xsi:type`, whatever prefix the document chose.
  private func attribute(_ member: Shape.Member, of node: XMLNode) -> String? {
    let name = (member.locationName ?? member.name).split(separator: ":").last.map(String.init)
    return node.attributes.first { $0.key.split(separator: ":").last.map(String.init) == name }?
      .value
  }
}
