import ConfigurationModel

extension ServiceModel {
  /// A request of the REST protocols: parameters stand in path, query and headers, the rest in a
  /// JSON body. None of the reads has a body in XML.
  func fill(
    _ request: inout HTTPRequest, rest operation: OperationModel,
    _ parameters: [String: ConfigurationValue], at endpoint: Endpoint
  ) throws(Problem) {
    let members = structure(operation.input)?.members ?? []
    var labels: [String: String] = [:]
    for member in members {
      guard let value = parameters[member.name] else { continue }
      let name = member.locationName ?? member.name
      switch member.location {
      case .uri: labels[name] = value.scalarText
      case .query: request.query += Self.queryFields(name, value)
      case .header: request.headers.append(HTTPField(name, value.scalarText ?? ""))
      case .headers: request.headers += Self.headerFields(prefix: name, value)
      case .body, .status: break
      }
    }
    try fill(&request, uri: operation, labels, at: endpoint)
    if wire == .restJSON, members.contains(where: { $0.location == .body }) {
      request.headers.append(HTTPField("Content-Type", "application/json"))
      request.body = Array(jsonBody(parameters, operation.input).canonicalJSON.utf8)
    }
  }

  private func fill(
    _ request: inout HTTPRequest, uri operation: OperationModel, _ labels: [String: String],
    at endpoint: Endpoint
  ) throws(Problem) {
    let parts = operation.uri.split(separator: "?", maxSplits: 1)
    var path = String(parts.first ?? "/")
    if signingName == "s3", let bucket = labels["Bucket"], endpoint.takesBucketInHost(bucket) {
      request.authority = "\(bucket).\(request.authority)"
      path = path.replacing("/{Bucket}", with: "")
    }
    for (name, value) in labels {
      path = path.replacing("{\(name)+}", with: value.uriEncoded(keeping: "/"))
      path = path.replacing("{\(name)}", with: value.uriEncoded)
    }
    guard !path.contains("{") else {
      throw .missingParameter(
        String(path.drop { $0 != "{" }.dropFirst().prefix { $0 != "}" && $0 != "+" }),
        of: "\(name) \(operation.commandName)")
    }
    request.path = endpoint.path + (path.hasPrefix("/") ? path : "/" + path)
    guard parts.count > 1 else { return }
    // A fixed part of the address: `?policy`, `?list-type=2`.
    let fixed = parts[1].split(separator: "&").map { part in
      let sides = part.split(separator: "=", maxSplits: 1)
      return HTTPField(String(sides[0]), sides.count > 1 ? String(sides[1]) : "")
    }
    request.query = fixed + request.query
  }

  private static func queryFields(_ name: String, _ value: ConfigurationValue) -> [HTTPField] {
    switch value {
    case .list(let values): values.map { HTTPField(name, $0.scalarText ?? "") }
    case .object(let fields):
      fields.inKeyOrder.map { HTTPField($0.key, $0.value.scalarText ?? "") }
    case .null, .bool, .number, .string, .elements: [HTTPField(name, value.scalarText ?? "")]
    }
  }

  private static func headerFields(prefix: String, _ value: ConfigurationValue) -> [HTTPField] {
    guard case .object(let fields) = value else { return [] }
    return fields.inKeyOrder.map { HTTPField(prefix + $0.key, $0.value.scalarText ?? "") }
  }
}
