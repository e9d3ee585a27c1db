package import ConfigurationModel

extension ConfigurationValue {
  /// The same value with the members of every list in another order.
  package func shuffled(using random: inout SeededGenerator) -> ConfigurationValue {
    switch self {
    case .list(let values):
      return .list(values.map { $0.shuffled(using: &random) }.shuffled(using: &random))
    case .object(let fields):
      var shuffled: [String: ConfigurationValue] = [:]
      for (key, value) in fields.inKeyOrder { shuffled[key] = value.shuffled(using: &random) }
      return .object(shuffled)
    case .null, .bool, .number, .string, .elements: return self
    }
  }
}
