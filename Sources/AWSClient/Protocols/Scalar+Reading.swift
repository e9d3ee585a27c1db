import ConfigurationJSON
import ConfigurationModel

extension Scalar {
  /// The value of an XML element's or header's text.
  func value(ofText text: String) -> ConfigurationValue {
    switch self {
    case .string, .blob, .document: .string(text)
    case .integer, .float: DecimalText.canonical(text).map { .number($0) } ?? .string(text)
    case .boolean: .bool(text == "true")
    case .timestamp: .string(TimestampText.iso(text))
    case .policy: Self.policy(text)
    }
  }

  /// The value of a JSON scalar.
  func value(ofJSON value: ConfigurationValue) -> ConfigurationValue {
    switch (self, value) {
    case (.timestamp, .number(let text)), (.timestamp, .string(let text)):
      .string(TimestampText.iso(text))
    case (.policy, .string(let text)): Self.policy(text)
    case (_, _): value
    }
  }

  /// The CLI shows an IAM policy as the JSON that it is, and as it came where it is none.
  private static func policy(_ text: String) -> ConfigurationValue {
    (try? ConfigurationValue(json: text.percentDecoded)) ?? .string(text)
  }
}
