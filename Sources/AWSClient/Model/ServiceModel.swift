/// What is known of a service: how it is spoken to, and the shapes of the calls that are made. Read
/// from the texts that Scripts/generate-shapes.py writes.
package struct ServiceModel: Sendable {
  /// AWS's protocols; the raw values are botocore's.
  enum Wire: String, Sendable {
    case ec2
    case query
    case json
    case restJSON = "rest-json"
    case restXML = "rest-xml"
  }

  let name: String
  let wire: Wire
  /// The API's version: `2016-11-15`.
  let version: String
  /// `EC2`, `Elastic Load Balancing v2`: the settings' names come from it.
  let id: String
  let endpointPrefix: String
  let signingName: String
  let jsonVersion: String
  let targetPrefix: String
  /// Whether the service spoke another protocol once and must be told that errors are read as before.
  let isQueryCompatible: Bool
  let operations: [String: OperationModel]
  let shapes: [String: Shape]

  /// The operation of this name, in the API's or the CLI's spelling.
  func operation(_ name: String) -> OperationModel? {
    operations[name] ?? operations.values.first { $0.commandName == name }
  }

  func shape(_ reference: ShapeReference) -> Shape? {
    switch reference {
    case .named(let name): shapes[name]
    case .scalar: nil
    }
  }

  func structure(_ reference: ShapeReference?) -> Shape.Structure? {
    guard let reference, case .structure(let structure) = shape(reference) else { return nil }
    return structure
  }
}

/// One call.
struct OperationModel: Sendable {
  let name: String
  /// In the CLI's spelling: `describe-regions`.
  let commandName: String
  let method: String
  /// `/{Bucket}?policy`.
  let uri: String
  let hostPrefix: String?
  let isUnsigned: Bool
  let input: ShapeReference?
  let output: ShapeReference?
  let resultWrapper: String?
  /// From the CLI's spelling of a parameter to the API's.
  let parameters: [String: String]
  let pages: Pagination?
}

/// How a listing goes on, from botocore's paginators. Paths are member names joined with dots.
struct Pagination: Sendable {
  let inputTokens: [String]
  let outputTokens: [String]
  let resultKeys: [String]
  /// The answer's flag that there is more; nil where the token alone says it.
  let moreResults: String?
  /// What is the same on every page, and kept from the first.
  let otherKeys: [String]
  /// The parameter that says how many items a page may have; nil where there is none.
  let limitKey: String?
  /// How many are asked for: what the operation allows, and at most a thousand.
  let size: Int?
}
