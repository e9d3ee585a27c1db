package import ConfigurationModel

extension Predicate {
  /// Whether the value is what the predicate asks for. Where it cannot be told, it is not.
  package func isSatisfied(by value: ConfigurationValue) -> Bool {
    switch self {
    case .equals(let wanted): value.equals(document: wanted)
    case .oneOf(let wanted): wanted.contains { value.equals(document: $0) }
    case .glob(let glob): value != .null && value.scalarText.map(glob.matches) ?? false
    case .withinBlock(let block):
      value.string.flatMap(AddressBlock.init(parsing:)).map(block.contains) ?? false
    case .withinRange(let range): value.asRange.map(range.contains) ?? false
    case .subsetOf(let wanted):
      value.membersOrSelf?.allSatisfy { member in
        wanted.contains { member.equals(document: $0) }
      } ?? false
    case .actionsWithin(let patterns): value.areActions(within: patterns.map(ActionPattern.init))
    case .fields(let fields):
      fields.allSatisfy { field, predicate in predicate.isSatisfied(byField: field, of: value) }
        && value.hasFields
    case .all(let predicates): predicates.allSatisfy { $0.isSatisfied(by: value) }
    }
  }

  /// Whether the object's field is there and satisfies this predicate.
  func isSatisfied(byField field: String, of object: ConfigurationValue) -> Bool {
    if let value = object[field] { return isSatisfied(by: value) && unnamed(in: value).isEmpty }
    guard let numbers = RuleWord(rawValue: field)?.range(in: object) else { return false }
    return isSatisfied(byRange: numbers)
  }

  /// The fields of a field's own object that a mapping does not name: what stands in it beside what is
  /// named, such as a second principal, was not approved with it.
  func unnamed(in value: ConfigurationValue) -> [String] {
    guard value.hasFields, let named = namedFields,
      !named.contains(where: { RuleWord(rawValue: $0) != nil })
    else { return [] }
    let fields: [String: ConfigurationValue] =
      switch value {
      case .object(let fields), .elements(let fields): fields
      case .null, .bool, .number, .string, .list: [:]
      }
    return fields.inKeyOrder.filter { $0.value != .null && !named.contains($0.key) }.map(\.key)
  }

  /// The fields that mappings name, alone or beside other conditions; nil where there is no mapping.
  private var namedFields: Set<String>? {
    switch self {
    case .fields(let fields): return Set(fields.keys)
    case .all(let predicates):
      let named = predicates.compactMap(\.namedFields)
      return named.isEmpty ? nil : named.reduce(into: []) { $0.formUnion($1) }
    case .equals, .oneOf, .glob, .withinBlock, .withinRange, .subsetOf, .actionsWithin: return nil
    }
  }

  private func isSatisfied(byRange numbers: NumberRange) -> Bool {
    switch self {
    case .withinRange(let range): range.contains(numbers)
    case .equals, .oneOf:
      numbers.lower == numbers.upper && isSatisfied(by: .number(String(numbers.lower)))
    case .all(let predicates): predicates.allSatisfy { $0.isSatisfied(byRange: numbers) }
    case .glob, .withinBlock, .subsetOf, .actionsWithin, .fields: false
    }
  }
}

extension ConfigurationValue {
  /// A number as the range of itself.
  fileprivate var asRange: NumberRange? { wholeNumber.flatMap { NumberRange($0, $0) } }

  /// The members of a list or set, or a scalar as the only one; nil for null and for objects.
  var membersOrSelf: [ConfigurationValue]? {
    switch self {
    case .list, .elements: members
    case .bool, .number, .string: [self]
    case .null, .object: nil
    }
  }

  /// Whether it is an object, or elements under labels.
  var hasFields: Bool {
    switch self {
    case .object, .elements: true
    case .null, .bool, .number, .string, .list: false
    }
  }

  fileprivate func areActions(within patterns: [ActionPattern]) -> Bool {
    membersOrSelf?.allSatisfy { member in
      guard let action = member.string.map(ActionPattern.init) else { return false }
      return patterns.contains { $0.contains(action) }
    } ?? false
  }
}
