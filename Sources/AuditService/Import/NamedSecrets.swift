import ConfigurationModel
import ResourceKinds

extension ConfigurationValue {
  /// This value with texts replaced that stand under a name which says that they are secret, or beside
  /// one: `{Key: password, Value: …}`, `{Type: SecureString, Value: …}`.
  func replacingNamedSecrets(_ token: (String) -> String) -> ConfigurationValue {
    switch self {
    case .null, .bool, .number, .string: self
    case .list(let values): .list(values.map { $0.replacingNamedSecrets(token) })
    case .elements(let elements):
      .elements(elements.mapValues { $0.replacingNamedSecrets(token) })
    case .object(let fields): .object(Self.replacingNamedSecrets(in: fields, token))
    }
  }

  private static let nameKeys = [
    "Name", "name", "Key", "key", "ParameterKey", "OutputKey", "Type", "type",
  ]
  private static let valueKeys = [
    "Value", "value", "ParameterValue", "OutputValue", "StringValue", "stringValue",
  ]

  private static func replacingNamedSecrets(
    in fields: [String: ConfigurationValue], _ token: (String) -> String
  ) -> [String: ConfigurationValue] {
    let isPair = nameKeys.contains { key in
      fields[key]?.string.map { SecretNames.contain($0) } ?? false
    }
    return Dictionary(
      uniqueKeysWithValues: fields.map { key, value in
        let isNamed = SecretNames.contain(key) || isPair && valueKeys.contains(key)
        return (
          key, isNamed ? value.replacingTexts(token) : value.replacingNamedSecrets(token)
        )
      })
  }

  /// Texts and lists of texts; what has fields of its own is looked into, and an ARN names a secret
  /// without being one.
  private func replacingTexts(_ token: (String) -> String) -> ConfigurationValue {
    switch self {
    case .string(let text) where text.isEmpty || text.hasPrefix("arn:"): self
    case .string(let text): .string(token(text))
    case .list(let values): .list(values.map { $0.replacingTexts(token) })
    case .null, .bool, .number, .object, .elements: replacingNamedSecrets(token)
    }
  }
}
