import ConfigurationModel

extension ServiceModel {
  /// The unsigned HTTP request of a call. Pure.
  func httpRequest(
    _ operation: OperationModel, _ given: [String: ConfigurationValue], at endpoint: Endpoint
  ) throws(Problem) -> HTTPRequest {
    let parameters = try named(given, operation)
    var request = HTTPRequest(
      method: operation.method, scheme: endpoint.scheme, authority: endpoint.authority,
      path: endpoint.path.isEmpty ? "/" : endpoint.path)
    if let prefix = operation.hostPrefix, !endpoint.isCustom {
      request.authority =
        try prefix.filled(with: parameters, of: "\(name) \(operation.commandName)")
        + request.authority
    }
    switch wire {
    case .ec2, .query: fill(&request, query: operation, parameters)
    case .json: fill(&request, json: operation, parameters)
    case .restJSON, .restXML: try fill(&request, rest: operation, parameters, at: endpoint)
    }
    return request
  }

  /// The parameters by the API's names. One that the call does not have is an error.
  private func named(
    _ given: [String: ConfigurationValue], _ operation: OperationModel
  ) throws(Problem) -> [String: ConfigurationValue] {
    let members = Set(structure(operation.input)?.members.map(\.name) ?? [])
    var named: [String: ConfigurationValue] = [:]
    for (name, value) in given.inKeyOrder {
      let own = operation.parameters[name] ?? name
      guard members.contains(own) else {
        throw .unknownParameter(name, of: "\(self.name) \(operation.commandName)")
      }
      named[own] = value
    }
    return named
  }

  private func fill(
    _ request: inout HTTPRequest, json operation: OperationModel,
    _ parameters: [String: ConfigurationValue]
  ) {
    request.headers = [
      HTTPField("X-Amz-Target", "\(targetPrefix).\(operation.name)"),
      HTTPField("Content-Type", "application/x-amz-json-\(jsonVersion)"),
    ]
    if isQueryCompatible { request.headers.append(HTTPField("x-amzn-query-mode", "true")) }
    request.body = Array(jsonBody(parameters, operation.input).canonicalJSON.utf8)
  }

  /// The parameters as a JSON object in the wire's spelling.
  func jsonBody(
    _ parameters: [String: ConfigurationValue], _ shape: ShapeReference?
  ) -> ConfigurationValue {
    guard let structure = structure(shape) else { return .object(parameters) }
    var fields: [String: ConfigurationValue] = [:]
    for member in structure.members where member.location == .body {
      guard let value = parameters[member.name] else { continue }
      fields[member.locationName ?? member.name] = jsonBody(value, member.shape)
    }
    return .object(fields)
  }

  private func jsonBody(
    _ value: ConfigurationValue, _ reference: ShapeReference
  ) -> ConfigurationValue {
    switch (value, shape(reference)) {
    case (.object(let fields), .structure): jsonBody(fields, reference)
    case (.object(let fields), .map(let map)):
      .object(fields.mapValues { jsonBody($0, map.value) })
    case (.list(let values), .list(let list)):
      .list(values.map { jsonBody($0, list.element) })
    case (_, _): value
    }
  }
}

extension String {
  /// A host's beginning with the parameters that it names: `{AccountId}.`. What is no label of a host is refused, so that
  /// no parameter leads elsewhere.
  fileprivate func filled(
    with parameters: [String: ConfigurationValue], of call: String
  ) throws(Problem) -> String {
    guard let open = firstIndex(of: "{"), let close = firstIndex(of: "}"), open < close else {
      return self
    }
    let name = String(self[index(after: open)..<close])
    guard let text = parameters[name]?.scalarText, text.isHostLabel else {
      throw .missingParameter(name, of: call)
    }
    return replacingCharacters(open...close, with: text)
  }

  private func replacingCharacters(_ range: ClosedRange<Index>, with text: String) -> String {
    String(self[..<range.lowerBound]) + text + self[range.upperBound...].dropFirst()
  }
}
