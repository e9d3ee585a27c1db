import ConfigurationModel

extension ServiceModel {
  /// The model in a generated text; nil where it lacks something.
  init?(name: String, _ value: ConfigurationValue) {
    guard let head = value["service"], let wire = head["protocol"]?.string.flatMap(Wire.init),
      let version = head["version"]?.string, let id = head["id"]?.string,
      let endpoint = head["endpoint"]?.string, let signing = head["signing"]?.string,
      case .object(let operations)? = value["operations"],
      case .object(let shapes)? = value["shapes"]
    else { return nil }
    self.init(
      name: name, wire: wire, version: version, id: id, endpointPrefix: endpoint,
      signingName: signing, jsonVersion: head["json"]?.string ?? "1.1",
      targetPrefix: head["target"]?.string ?? "", isQueryCompatible: head["queryMode"] != nil,
      operations: Dictionary(
        uniqueKeysWithValues: operations.compactMap { name, value in
          OperationModel(name: name, value).map { (name, $0) }
        }), shapes: shapes.compactMapValues(Shape.init))
  }
}

extension OperationModel {
  fileprivate init?(name: String, _ value: ConfigurationValue) {
    guard let command = value["cli"]?.string, let method = value["method"]?.string,
      let uri = value["uri"]?.string
    else { return nil }
    var parameters: [String: String] = [:]
    if case .object(let fields)? = value["parameters"] {
      parameters = fields.compactMapValues(\.string)
    }
    self.init(
      name: name, commandName: command, method: method, uri: uri,
      hostPrefix: value["hostPrefix"]?.string, isUnsigned: value["unsigned"] != nil,
      input: value["in"]?.string.flatMap(ShapeReference.init),
      output: value["out"]?.string.flatMap(ShapeReference.init),
      resultWrapper: value["wrapper"]?.string, parameters: parameters,
      pages: value["pages"].map(Pagination.init))
  }
}

extension Pagination {
  fileprivate init(_ value: ConfigurationValue) {
    func texts(_ key: String) -> [String] { value[key]?.members?.compactMap(\.string) ?? [] }
    self.init(
      inputTokens: texts("in"), outputTokens: texts("out"), resultKeys: texts("results"),
      moreResults: value["more"]?.string, otherKeys: texts("rest"),
      limitKey: value["limit"]?.string, size: value["size"]?.scalarText.flatMap { Int($0) })
  }
}

extension Shape {
  fileprivate init?(_ value: ConfigurationValue) {
    let isFlattened = value["flat"] != nil
    if let element = value["list"]?.string.flatMap(ShapeReference.init) {
      self = .list(
        List(element: element, elementName: value["n"]?.string, isFlattened: isFlattened))
    } else if let element = value["map"]?.string.flatMap(ShapeReference.init) {
      self = .map(
        Map(
          value: element, keyName: value["k"]?.string ?? "key",
          valueName: value["v"]?.string ?? "value", isFlattened: isFlattened))
    } else if let members = value["members"]?.members {
      self = .structure(
        Structure(members: members.compactMap(Member.init), payload: value["payload"]?.string))
    } else {
      return nil
    }
  }
}

extension Shape.Member {
  fileprivate init?(_ value: ConfigurationValue) {
    guard let parts = value.members, parts.count >= 2, let name = parts[0].string,
      let shape = parts[1].string.flatMap(ShapeReference.init)
    else { return nil }
    let traits = parts.count > 2 ? parts[2] : .null
    self.init(
      name: name, shape: shape, locationName: traits["n"]?.string, queryName: traits["q"]?.string,
      location: traits["l"]?.string.flatMap(Shape.Location.init) ?? .body,
      isFlattened: traits["flat"] != nil, isAttribute: traits["attribute"] != nil,
      namespace: traits["namespace"]?.string)
  }
}

extension ShapeReference {
  fileprivate init?(_ text: String) {
    guard text.hasPrefix("$") else {
      self = .named(text)
      return
    }
    let parts = text.dropFirst().split(separator: ":")
    switch parts.first {
    case "s": self = .scalar(.string)
    case "i": self = .scalar(.integer)
    case "f": self = .scalar(.float)
    case "b": self = .scalar(.boolean)
    case "t": self = .scalar(.timestamp(parts.count > 1 ? String(parts[1]) : nil))
    case "x": self = .scalar(.blob)
    case "d": self = .scalar(.policy)
    case "j": self = .scalar(.document)
    default: return nil
    }
  }
}
