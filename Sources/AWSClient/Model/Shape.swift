/// The form of a value in a request or a response.
enum Shape: Sendable {
  case list(List)
  case map(Map)
  case structure(Structure)

  struct List: Sendable {
    let element: ShapeReference
    let elementName: String?
    let isFlattened: Bool
  }

  struct Map: Sendable {
    let value: ShapeReference
    let keyName: String
    let valueName: String
    let isFlattened: Bool
  }

  struct Structure: Sendable {
    let members: [Member]
    /// The member that the whole body is.
    let payload: String?
  }

  struct Member: Sendable {
    /// As the CLI prints it.
    let name: String
    let shape: ShapeReference
    /// As the wire spells it; nil where that is the name.
    let locationName: String?
    /// As EC2's requests spell it, where that is another.
    let queryName: String?
    let location: Location
    let isFlattened: Bool
    let isAttribute: Bool
    let namespace: String?
  }

  /// Where in a message a member stands.
  enum Location: String, Sendable {
    case body = ""
    case header = "h"
    case headers = "p"
    case query = "q"
    case uri = "u"
    case status = "c"
  }
}

/// A shape by its name, or a scalar.
enum ShapeReference: Hashable, Sendable {
  case named(String)
  case scalar(Scalar)
}

enum Scalar: Hashable, Sendable {
  case string
  case integer
  case float
  case boolean
  /// With botocore's `timestampFormat`, where the model has one: `iso8601`, `unixTimestamp`.
  case timestamp(String?)
  /// Base64, as the CLI prints it.
  case blob
  /// An IAM policy: JSON in percent-encoding.
  case policy
  /// Any JSON.
  case document
}
