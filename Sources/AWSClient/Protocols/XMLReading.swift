import ConfigurationModel

/// Reads values out of XML elements as botocore does, so that they are what the CLI prints.
///
/// For one document: what its elements are called is looked up once for each shape, not for each of its values.
final class XMLReading {
  private let model: ServiceModel
  private let tree: XMLTree
  private var known: [ShapeReference: [Place]] = [:]

  /// A member of a structure that may stand in the document.
  private struct Place {
    let member: Shape.Member
    /// The element that it is, by its place in the names of the document; nil where there is none.
    let element: UInt32?
  }

  init(model: ServiceModel, _ tree: XMLTree) {
    self.model = model
    self.tree = tree
  }

  /// The members of a structure that stand in these elements.
  func members(
    _ structure: Shape.Structure, _ node: XMLNode
  ) throws(ShapeMismatch) -> [String: ConfigurationValue] {
    try members(at: places(of: structure), node)
  }

  private func members(
    at places: [Place], _ node: XMLNode
  ) throws(ShapeMismatch) -> [String: ConfigurationValue] {
    var fields: [String: ConfigurationValue] = [:]
    for place in places {
      let member = place.member
      let nodes = place.element.map { node.all($0) } ?? []
      if !nodes.isEmpty {
        fields[member.name] = try value(member.shape, nodes, isFlattened: member.isFlattened)
      } else if member.isAttribute, let text = attribute(member, of: node) {
        fields[member.name] = .string(text)
      }
    }
    return fields
  }

  private func places(of structure: Shape.Structure) -> [Place] {
    structure.members.filter { $0.location == .body }.compactMap { member in
      let name = elementName(member)
      let element = tree.names.firstIndex(of: name).map(UInt32.init)
      return element == nil && !member.isAttribute ? nil : Place(member: member, element: element)
    }
  }

  private func places(of structure: Shape.Structure, called name: ShapeReference) -> [Place] {
    if let places = known[name] { return places }
    let places = places(of: structure)
    known[name] = places
    return places
  }

  private func value(
    _ reference: ShapeReference, _ nodes: [XMLNode], isFlattened: Bool
  ) throws(ShapeMismatch) -> ConfigurationValue {
    switch (reference, model.shape(reference)) {
    case (.scalar(let scalar), _):
      guard nodes.first?.hasChildren != true else { throw ShapeMismatch() }
      return scalar.value(ofText: nodes.first?.text ?? "")
    case (_, .structure(let structure)):
      guard let node = nodes.first else { return .object([:]) }
      try expectElements(in: node)
      return .object(try members(at: places(of: structure, called: reference), node))
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
