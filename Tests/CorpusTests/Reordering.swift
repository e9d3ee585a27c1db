import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport

extension Sample {
  /// The document with the members of everything its kind declares a set, a keyed list or a list read
  /// by meaning in another order.
  func reordered(using random: inout SeededGenerator) -> ConfigurationValue {
    kind.rules.reduce(document) { value, rule in rule.reordering(value, using: &random) }
  }
}

extension NormalizationRule {
  fileprivate func reordering(_ value: ConfigurationValue, using random: inout SeededGenerator)
    -> ConfigurationValue
  {
    var generator = random
    defer { random = generator }
    switch self {
    case .set(let path), .unordered(let path), .keyed(let path, _), .tags(let path),
      .pairs(let path, _, _),
      .networkAclEntries(let path):
      return value.reordering(at: path, &generator) { value, random in
        value.reordered(using: &random)
      }
    case .permissions(let path, _):
      return value.reordering(at: path, &generator) { $0.shuffled(using: &$1) }
    case .policy(let path):
      return value.reordering(at: path, &generator) { $0.openedDocument.shuffled(using: &$1) }
    default: return value
    }
  }
}

extension ConfigurationValue {
  fileprivate func reordering(
    at path: FieldPath, _ random: inout SeededGenerator,
    _ change: (ConfigurationValue, inout SeededGenerator) -> ConfigurationValue
  ) -> ConfigurationValue {
    withoutActuallyEscaping(change) { change in
      var generator = random
      defer { random = generator }
      return transformed(at: path) { change($0, &generator) }
    }
  }

  fileprivate func reordered(using random: inout SeededGenerator) -> ConfigurationValue {
    guard case .list(let values) = self else { return self }
    return .list(values.shuffled(using: &random))
  }
}
