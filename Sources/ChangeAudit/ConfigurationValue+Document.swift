package import ConfigurationModel

extension ConfigurationValue {
  /// Whether this value is the one that a document names.
  ///
  /// A document cannot say all that a configuration is: elements stand in it as a list in any order, or
  /// as an object from label to element; and whether `443` is a number or a text only the field says.
  /// A text equals a number of exactly its digits (account ids and ports come as either); a number
  /// equals every text that means it (`1e2` and `100`). Nothing else is lenient: the text `13.10` is
  /// not `13.1`, and `true` is not `"true"`.
  package func equals(document: ConfigurationValue) -> Bool {
    switch (self, document) {
    case (.string(let text), .number(let written)): text.isIdentical(to: written)
    case (.number(let number), .string(let written)): DecimalText.canonical(written) == number
    case (.list(let left), .list(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.equals(document: $1) }
    case (.elements(let elements), .list(let members)):
      Self.areSame(elements.inKeyOrder.map(\.value), members)
    case (.object(let left), .object(let right)), (.elements(let left), .object(let right)),
      (.elements(let left), .elements(let right)):
      left.count == right.count
        && left.allSatisfy { key, value in
          right.value(exactly: key).map { value.equals(document: $0) } ?? false
        }
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.object, _),
      (.elements, _):
      self == document
    }
  }

  /// Whether both have the same members, whatever their order.
  private static func areSame(_ values: [ConfigurationValue], _ members: [ConfigurationValue])
    -> Bool
  {
    guard values.count == members.count else { return false }
    var rest = members
    return values.allSatisfy { value in
      guard let index = rest.firstIndex(where: { value.equals(document: $0) }) else { return false }
      rest.remove(at: index)
      return true
    }
  }

  /// This value as a document can write it: elements that are their own labels as a list, others as
  /// an object from label to element. `equals(document:)` holds between the value and this.
  package var documentForm: ConfigurationValue {
    switch self {
    case .elements(let elements) where elements.areTheirLabels:
      .list(elements.inKeyOrder.map(\.value))
    case .elements(let elements): .object(elements.mapValues(\.documentForm))
    case .object(let fields): .object(fields.mapValues(\.documentForm))
    case .list(let values): .list(values.map(\.documentForm))
    case .null, .bool, .number, .string: self
    }
  }
}
