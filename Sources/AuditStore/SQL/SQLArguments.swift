/// The values that a statement is given; they are bound and never part of its text.
enum SQLArguments: Sendable, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  /// For `?`, or `?1`, `?2`, … which may be repeated.
  case positional([SQLValue])
  /// For `:name`. Names that the statement does not speak of are left out: texts are put together of parts.
  case named([String: SQLValue])

  init(arrayLiteral elements: (any SQLStorable)?...) {
    self = .positional(elements.map { $0?.sqlValue ?? .null })
  }

  init(dictionaryLiteral elements: (String, (any SQLStorable)?)...) {
    self = .named(
      Dictionary(elements.map { ($0, $1?.sqlValue ?? .null) }, uniquingKeysWith: { $1 }))
  }

  /// As many positions as there are values.
  init(_ values: [any SQLStorable]) { self = .positional(values.map(\.sqlValue)) }

  /// These, and one more by its name; in the place of one that has it.
  func with(_ name: String, _ value: any SQLStorable) -> SQLArguments {
    switch self {
    case .named(var values):
      values[name] = value.sqlValue
      return .named(values)
    case .positional: preconditionFailure("arguments have places or names, not both")
    }
  }
}
