package import ConfigurationModel
package import Foundation

/// The value of a JSON text, for tests that do not test the parser.
package func fixture(_ json: String) throws -> ConfigurationValue {
  try fixture(Data(json.utf8))
}

/// The value of a JSON file's bytes.
package func fixture(_ data: Data) throws -> ConfigurationValue {
  try JSONDecoder().decode(Fixture.self, from: data).value
}

private struct Fixture: Decodable {
  let value: ConfigurationValue

  init(from decoder: any Decoder) throws {
    if let fields = try? [String: Fixture](from: decoder) {
      value = .object(fields.mapValues(\.value))
    } else if let values = try? [Fixture](from: decoder) {
      value = .list(values.map(\.value))
    } else {
      value = try Self.scalar(try decoder.singleValueContainer())
    }
  }

  private static func scalar(_ container: any SingleValueDecodingContainer) throws
    -> ConfigurationValue
  {
    if container.decodeNil() { return .null }
    if let text = try? container.decode(String.self) { return .string(text) }
    if let flag = try? container.decode(Bool.self) { return .bool(flag) }
    let number = try container.decode(Decimal.self)
    return .number(DecimalText.canonical("\(number)") ?? "\(number)")
  }
}
