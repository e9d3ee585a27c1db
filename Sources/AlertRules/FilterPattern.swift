package import ConfigurationModel

/// A filter pattern over JSON events, in the language of CloudWatch Logs: `{ $.eventName = "StopLogging" }`
/// (Amazon CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log
/// events, and Live Tail"). Patterns for terms and for columns are other languages, and are refused.
package struct FilterPattern: Hashable, Sendable {
  /// As it was written.
  package let text: String
  let condition: Condition

  /// What holds of an event. `&&` binds tighter than `||`.
  indirect enum Condition: Hashable, Sendable {
    case any([Condition])
    case all([Condition])
    case test(Selector, Test)
  }

  /// Where in an event: `$.requestParameters.ipPermissions.items[0].fromPort`.
  struct Selector: Hashable, Sendable {
    let steps: [Step]

    enum Step: Hashable, Sendable {
      case member(String), anyMember
      /// From 0.
      case element(Int), anyElement
    }
  }

  /// What is asked of what a selector finds.
  enum Test: Hashable, Sendable {
    case isNull, isTrue, isFalse, notExists
    case equals(Operand), differs(Operand)
    case compares(Comparison, FilterNumber)
  }

  enum Comparison: String, Hashable, Sendable, CaseIterable {
    case atMost = "<=", atLeast = ">=", below = "<", above = ">"
  }

  /// What a value is held against.
  enum Operand: Hashable, Sendable {
    case text(WildcardText)
    /// A bare number, with its text: an account id in an event is a text.
    case number(FilterNumber, text: String)
    case expression(FilterExpression)
  }

  /// Why a text is no pattern.
  package struct Fault: Error, Hashable, Sendable {
    /// From 1, in characters (Unicode scalars) of the pattern; a line break counts as one.
    package let column: Int
    /// What should stand there, without a full stop.
    package let expected: String
    /// What stands there.
    package let found: String

    /// `column 17: = or != is expected, and here is 'x'`.
    package var words: String { "column \(column): \(expected) is expected, and here is \(found)" }
  }
}

extension FilterPattern {
  /// Whether it has a regular expression. CloudWatch Logs takes five such patterns for a log group, of a hundred.
  package var hasExpression: Bool { condition.hasExpression }

  /// Whether an event matches.
  ///
  /// A test of what is not there is false, `!=` too; only `NOT EXISTS` is true of it. `=` and `!=` are asked of texts
  /// and numbers: of objects, lists, booleans and null both are false.
  package func matches(_ event: ConfigurationValue) -> Bool { condition.holds(of: event) }
}

extension FilterPattern.Condition {
  fileprivate var hasExpression: Bool {
    switch self {
    case .any(let parts), .all(let parts): parts.contains(where: \.hasExpression)
    case .test(_, .equals(.expression)), .test(_, .differs(.expression)): true
    case .test: false
    }
  }

  fileprivate func holds(of event: ConfigurationValue) -> Bool {
    switch self {
    case .any(let parts): parts.contains { $0.holds(of: event) }
    case .all(let parts): parts.allSatisfy { $0.holds(of: event) }
    case .test(let selector, let test): test.holds(of: selector, in: event)
    }
  }
}

extension FilterPattern.Test {
  /// A selector with a wildcard finds several values: it is enough that one of them fits.
  fileprivate func holds(of selector: FilterPattern.Selector, in event: ConfigurationValue) -> Bool
  {
    switch self {
    case .notExists: !selector.finds(in: event) { _ in true }
    case .isNull: selector.finds(in: event) { $0 == .null }
    case .isTrue: selector.finds(in: event) { $0 == .bool(true) }
    case .isFalse: selector.finds(in: event) { $0 == .bool(false) }
    case .equals(let operand): selector.finds(in: event) { operand.equals($0) == true }
    case .differs(let operand): selector.finds(in: event) { operand.equals($0) == false }
    case .compares(let comparison, let number):
      selector.finds(in: event) { value in
        guard case .number(let text) = value, let found = FilterNumber(text) else { return false }
        return comparison.holds(found, number)
      }
    }
  }
}

extension FilterPattern.Comparison {
  fileprivate func holds(_ left: FilterNumber, _ right: FilterNumber) -> Bool {
    switch self {
    case .atMost: left <= right
    case .atLeast: left >= right
    case .below: left < right
    case .above: left > right
    }
  }
}

extension FilterPattern.Selector {
  /// Whether it leads to a value of which `isFitting` is true.
  fileprivate func finds(
    in event: ConfigurationValue, _ isFitting: (ConfigurationValue) -> Bool
  ) -> Bool {
    // Nearly all selectors are one name.
    if steps.count == 1, case .member(let name) = steps[0], case .object(let fields) = event {
      return fields.value(exactly: name).map(isFitting) ?? false
    }
    return Self.find(steps[...], in: event, isFitting)
  }

  private static func find(
    _ steps: ArraySlice<Step>, in value: ConfigurationValue,
    _ isFitting: (ConfigurationValue) -> Bool
  ) -> Bool {
    guard let step = steps.first else { return isFitting(value) }
    let rest = steps.dropFirst()
    switch (step, value) {
    case (.member(let name), .object(let fields)):
      return fields.value(exactly: name).map { find(rest, in: $0, isFitting) } ?? false
    case (.element(let index), .list(let values)):
      return values.indices.contains(index) && find(rest, in: values[index], isFitting)
    case (.anyMember, .object(let fields)):
      return fields.values.contains { find(rest, in: $0, isFitting) }
    case (.anyElement, .list(let values)):
      return values.contains { find(rest, in: $0, isFitting) }
    case (.member, _), (.anyMember, _), (.element, _), (.anyElement, _):
      // A value of another shape leads nowhere.
      return false
    }
  }
}

extension FilterPattern.Operand {
  /// Nil where the value is neither a text nor a number: nothing is said of it then.
  fileprivate func equals(_ value: ConfigurationValue) -> Bool? {
    switch (self, value) {
    case (.text(let wildcard), .string(let text)), (.text(let wildcard), .number(let text)):
      wildcard.matches(text)
    case (.number(_, let own), .string(let text)): own.isIdentical(to: text)
    case (.number(let number, _), .number(let text)): FilterNumber(text) == number
    case (.expression(let expression), .string(let text)),
      (.expression(let expression), .number(let text)):
      expression.matches(text)
    case (_, .null), (_, .bool), (_, .list), (_, .object), (_, .elements): nil
    }
  }
}
