import ConfigurationModel

extension ServiceModel {
  /// The form of the protocols `query` and `ec2`: every parameter flat, under a dotted name.
  func fill(
    _ request: inout HTTPRequest, query operation: OperationModel,
    _ parameters: [String: ConfigurationValue]
  ) {
    var form = [HTTPField("Action", operation.name), HTTPField("Version", version)]
    if let input = operation.input {
      append(.object(parameters), input, "", isFlattened: false, to: &form)
    }
    request.headers = [
      HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    ]
    request.body = Array(
      form.map { "\($0.name.uriEncoded)=\($0.value.uriEncoded)" }.joined(separator: "&").utf8)
  }

  private func append(
    _ value: ConfigurationValue, _ reference: ShapeReference, _ prefix: String,
    isFlattened: Bool, to form: inout [HTTPField]
  ) {
    switch shape(reference) {
    case .structure(let structure): append(value, structure, prefix, to: &form)
    case .list(let list):
      append(value, list, prefix, isFlattened: isFlattened || list.isFlattened, to: &form)
    case .map(let map):
      append(value, map, prefix, isFlattened: isFlattened || map.isFlattened, to: &form)
    case nil: form.append(HTTPField(prefix, value.scalarText ?? ""))
    }
  }

  private func append(
    _ value: ConfigurationValue, _ structure: Shape.Structure, _ prefix: String,
    to form: inout [HTTPField]
  ) {
    for member in structure.members {
      guard let part = value[member.name] else { continue }
      let name = queryName(member)
      append(
        part, member.shape, prefix.isEmpty ? name : "\(prefix).\(name)",
        isFlattened: member.isFlattened, to: &form)
    }
  }

  private func append(
    _ value: ConfigurationValue, _ list: Shape.List, _ prefix: String, isFlattened: Bool,
    to form: inout [HTTPField]
  ) {
    let values = value.members ?? []
    guard !values.isEmpty else {
      // An empty list is said in `query`, and left away in `ec2`.
      if wire == .query { form.append(HTTPField(prefix, "")) }
      return
    }
    var stem = prefix
    if wire == .query, !isFlattened {
      stem += "." + (list.elementName ?? "member")
    } else if wire == .query, let name = list.elementName {
      stem = (prefix.split(separator: ".").dropLast() + [name[...]]).joined(separator: ".")
    }
    for (index, value) in values.enumerated() {
      append(value, list.element, "\(stem).\(index + 1)", isFlattened: false, to: &form)
    }
  }

  private func append(
    _ value: ConfigurationValue, _ map: Shape.Map, _ prefix: String, isFlattened: Bool,
    to form: inout [HTTPField]
  ) {
    guard case .object(let fields) = value else { return }
    for (index, field) in fields.inKeyOrder.enumerated() {
      let stem = "\(prefix)\(isFlattened ? "" : ".entry").\(index + 1)"
      form.append(HTTPField("\(stem).\(map.keyName)", field.key))
      append(field.value, map.value, "\(stem).\(map.valueName)", isFlattened: false, to: &form)
    }
  }

  /// EC2's requests begin every name with a capital letter, whatever the answers do.
  private func queryName(_ member: Shape.Member) -> String {
    guard wire == .ec2 else { return member.locationName ?? member.name }
    if let name = member.queryName { return name }
    guard let name = member.locationName else { return member.name }
    return name.prefix(1).uppercased() + name.dropFirst()
  }
}
