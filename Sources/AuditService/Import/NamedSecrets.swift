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

  /// The names of fields that name what another field holds, in lower case: a pair's name ends so, whatever
  /// stands before (`HeaderName`, `OptionName`, `ParameterKey`).
  private static let nameEndings = ["name", "key", "type"]
  private static let valueEndings = ["value", "values"]

  private static func replacingNamedSecrets(
    in fields: [String: ConfigurationValue], isSecret: Bool = false, _ token: (String) -> String
  ) -> [String: ConfigurationValue] {
    let isPair =
      isSecret
      || fields.contains { key, value in
        guard let name = value.string, SecretNames.contain(name) else { return false }
        return key.ends(in: nameEndings)
      }
    return Dictionary(
      uniqueKeysWithValues: fields.map { key, value in
        let isNamed = SecretNames.contain(key) || isPair && key.ends(in: valueEndings)
        return (
          key, isNamed ? value.replacingSecrets(token) : value.replacingNamedSecrets(token)
        )
      })
  }

  /// Texts, numbers and lists of them. In what has fields of its own, what is called a value is the secret;
  /// an ARN names a secret without being one.
  private func replacingSecrets(_ token: (String) -> String) -> ConfigurationValue {
    switch self {
    case .string(let text) where text.isEmpty || text.hasPrefix("arn:"): self
    case .string(let text), .number(let text): .string(token(text))
    case .list(let values): .list(values.map { $0.replacingSecrets(token) })
    case .object(let fields):
      .object(Self.replacingNamedSecrets(in: fields, isSecret: true, token))
    case .null, .bool, .elements: replacingNamedSecrets(token)
    }
  }
}

extension String {
  /// Whether the text ends so, without regard to case.
  fileprivate func ends(in endings: [String]) -> Bool {
    let text = lowercased()
    return endings.contains { text.hasSuffix($0) }
  }
}
