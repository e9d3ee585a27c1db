package import ConfigurationModel

extension ConfigurationValue {
  /// This value, which a person wrote in a document, with its numbers and texts as `other` has them.
  ///
  /// A document does not say whether `13.10` or `443` is a number or a text: only the field does. A
  /// number becomes the text of exactly its digits, and a text the number that it means, where the
  /// other has one; every other difference stays.
  package func retyped(like other: ConfigurationValue) -> ConfigurationValue {
    switch (self, other) {
    case (.number(let written), .string(let text)): text.isIdentical(to: written) ? other : self
    case (.string(let written), .number(let number)):
      DecimalText.canonical(written) == number ? other : self
    case (.object(let fields), .object(let others)): .object(fields.retyped(like: others))
    case (.elements(let elements), .elements(let others)): .elements(elements.retyped(like: others))
    case (.list(let values), .list(let others)):
      .list(
        values.enumerated().map { index, value in
          index < others.count ? value.retyped(like: others[index]) : value
        })
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.object, _),
      (.elements, _):
      self
    }
  }
}

extension [String: ConfigurationValue] {
  fileprivate func retyped(like others: Self) -> Self {
    var retyped = self
    for (key, value) in self {
      if let other = others.value(exactly: key) { retyped[key] = value.retyped(like: other) }
    }
    return retyped
  }
}
