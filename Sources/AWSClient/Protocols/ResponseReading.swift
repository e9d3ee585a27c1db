import ConfigurationJSON
import ConfigurationModel

extension ServiceModel {
  /// What a response says: the answer, or AWS's error thrown. Pure.
  func answer(
    _ operation: OperationModel, _ response: HTTPResponse
  ) throws(AWSError) -> AWSAnswer {
    guard response.status == 200 else {
      // Every read is answered with 200: a part of an answer (206), or none (204), is not one.
      throw response.status < 300 ? unreadable(response) : error(response)
    }
    var body: [UInt8]?
    var root: XMLNode?
    var fields: [String: ConfigurationValue]
    switch wire {
    case .ec2, .query: (fields, root) = try queryFields(operation, response)
    case .json: fields = try jsonFields(operation, response)
    case .restJSON, .restXML: (fields, body) = try restFields(operation, response)
    }
    if operation.name == "GetBucketLocation" { fields = try bucketLocation(response) }
    return AWSAnswer(.object(fields), body: body, requestID: requestID(response, root))
  }

  /// With the root of the document: it is read once.
  private func queryFields(
    _ operation: OperationModel, _ response: HTTPResponse
  ) throws(AWSError) -> ([String: ConfigurationValue], XMLNode?) {
    guard let structure = structure(operation.output) else { return ([:], nil) }
    let root = try xml(response)
    guard let node = operation.resultWrapper.map({ root.first($0) }) ?? root
    else { throw unreadable(response) }
    return (try xmlMembers(structure, node, response), root)
  }

  private func jsonFields(
    _ operation: OperationModel, _ response: HTTPResponse
  ) throws(AWSError) -> [String: ConfigurationValue] {
    guard let structure = structure(operation.output) else { return [:] }
    return try jsonMembers(structure, response)
  }

  private func restFields(
    _ operation: OperationModel, _ response: HTTPResponse
  ) throws(AWSError) -> ([String: ConfigurationValue], [UInt8]?) {
    guard let structure = structure(operation.output) else { return ([:], nil) }
    var fields = headerFields(structure, response)
    guard let payload = structure.members.first(where: { $0.name == structure.payload }) else {
      fields.merge(try bodyFields(structure, of: operation, response)) { _, new in new }
      return (fields, nil)
    }
    switch (payload.shape, self.structure(payload.shape)) {
    case (.scalar(.blob), _): return (fields, response.body)
    case (.scalar, _):
      // Whatever comes would be taken for the policy.
      if operation.name == "GetBucketPolicy", try json(response) == .object([:]) {
        throw unreadable(response)
      }
      fields[payload.name] = .string(String(decoding: response.body, as: UTF8.self))
    case (_, let inner?):
      fields[payload.name] = .object(try bodyFields(inner, of: operation, response))
    case (.named, nil): break
    }
    return (fields, nil)
  }

  private func bodyFields(
    _ structure: Shape.Structure, of operation: OperationModel, _ response: HTTPResponse
  ) throws(AWSError) -> [String: ConfigurationValue] {
    guard structure.members.contains(where: { $0.location == .body }) else { return [:] }
    guard wire == .restXML else { return try jsonMembers(structure, response) }
    let root = try xml(response)
    guard !operation.isForeign(root) else { throw unreadable(response) }
    return try xmlMembers(structure, root, response)
  }

  private func xmlMembers(
    _ structure: Shape.Structure, _ node: XMLNode, _ response: HTTPResponse
  ) throws(AWSError) -> [String: ConfigurationValue] {
    do {
      return try XMLReading(model: self, node.tree).members(structure, node)
    } catch {
      throw unreadable(response)
    }
  }

  /// Something on the way may write an error under the status 200: it has a type or a message, and nothing
  /// that the answer would have.
  private func jsonMembers(
    _ structure: Shape.Structure, _ response: HTTPResponse
  ) throws(AWSError) -> [String: ConfigurationValue] {
    let value = try json(response)
    let fields: [String: ConfigurationValue]
    do {
      fields = try JSONReading(model: self).members(structure, value)
    } catch {
      throw unreadable(response)
    }
    let saysError = ["__type", "message", "Message", "Error", "error"].contains { value[$0] != nil }
    if fields.isEmpty, saysError {
      let error = error(response)
      throw error.code == "\(response.status)" ? unreadable(response) : error
    }
    return fields
  }

  private func headerFields(
    _ structure: Shape.Structure, _ response: HTTPResponse
  ) -> [String: ConfigurationValue] {
    var fields: [String: ConfigurationValue] = [:]
    for member in structure.members {
      let name = member.locationName ?? member.name
      switch (member.location, member.shape) {
      case (.status, _): fields[member.name] = .number("\(response.status)")
      case (.header, .scalar(let scalar)):
        fields[member.name] = response.header(name).map { scalar.value(ofText: $0) }
      case (.headers, _):
        let own = response.headers.filter { $0.name.lowercased().hasPrefix(name.lowercased()) }
        fields[member.name] = .object(
          Dictionary(own.map { (String($0.name.dropFirst(name.count)), .string($0.value)) }) {
            first, _ in first
          })
      case (.header, .named), (.body, _), (.query, _), (.uri, _): break
      }
    }
    return fields
  }

  /// The root itself holds the region, and is empty for us-east-1: the CLI prints null.
  private func bucketLocation(
    _ response: HTTPResponse
  ) throws(AWSError) -> [String: ConfigurationValue] {
    let root = try xml(response)
    guard root.name == "LocationConstraint" else { throw unreadable(response) }
    return ["LocationConstraint": root.text.isEmpty ? .null : .string(root.text)]
  }

  /// The root of an answer. A web page, as something on the way may send it, is none; and S3 writes
  /// errors under the status 200 too (S3 API Reference, "Error responses"). An error beside a list leaves the
  /// list in doubt.
  private func xml(_ response: HTTPResponse) throws(AWSError) -> XMLNode {
    guard let root = XMLNode(parsing: response.body), root.name.lowercased() != "html" else {
      throw unreadable(response)
    }
    let isError =
      switch wire {
      case .restXML: root.name == "Error"
      case .ec2, .query: root.first("Errors") != nil || root.first("Error") != nil
      case .json, .restJSON: false
      }
    if isError { throw error(response) }
    return root
  }

  /// The object that an answer is; nothing at all is none, however little there is to say.
  private func json(_ response: HTTPResponse) throws(AWSError) -> ConfigurationValue {
    guard let value = try? JSONParser().parse(response.body), case .object = value else {
      throw unreadable(response)
    }
    return value
  }
}

extension OperationModel {
  /// Whether an answer is called after another call: `DescribeImagesResponse`. One that may hold nothing at
  /// all would be taken for "there is none" otherwise. Some servers call an answer after the call's
  /// older, shorter name.
  fileprivate func isForeign(_ root: XMLNode) -> Bool {
    root.name.hasSuffix("Response") && !name.hasPrefix(root.name.dropLast("Response".count))
  }
}
