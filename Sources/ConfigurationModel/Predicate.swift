/// What a value must be for a clause of a change record to cover it.
package indirect enum Predicate: Hashable, Sendable {
  /// The value is this one, compared whole.
  case equals(ConfigurationValue)
  /// The value is one of these.
  case oneOf([ConfigurationValue])
  /// The value's text fits the glob.
  case glob(Glob)
  /// The value is an address block that lies within this one (`10.0.0.0/8`, `2001:db8::/32`).
  case withinBlock(AddressBlock)
  /// The value is a number, or a range of ports, that lies within this range.
  case withinRange(NumberRange)
  /// The value is a list or set of which every member is one of these.
  case subsetOf([ConfigurationValue])
  /// The value is an IAM action, or a list of them, each contained in one of these patterns
  /// (`s3:Get*` contains `s3:GetObject` and `s3:GetBucket*`). Case does not count (IAM User Guide,
  /// "IAM JSON policy elements: Action").
  case actionsWithin([String])
  /// The value is an object whose fields satisfy these; unnamed fields of the value itself are free, those of an
  /// object within it are not. The field `ports`
  /// stands for the range of a rule's ports, `icmpType` and `icmpCode` for its ICMP type and code.
  case fields([String: Predicate])
  /// The value satisfies every one of these.
  case all([Predicate])
}

/// Whole numbers from one to another, both in.
package struct NumberRange: Hashable, Sendable, CustomStringConvertible {
  /// The least number of the range.
  package let lower: Int
  /// The greatest number of the range, not below `lower`.
  package let upper: Int

  /// Nil where the lower end is above the upper.
  package init?(_ lower: Int, _ upper: Int) {
    guard lower <= upper else { return nil }
    self.lower = lower
    self.upper = upper
  }

  /// Whether every number of the other range lies in this one.
  package func contains(_ other: NumberRange) -> Bool {
    lower <= other.lower && other.upper <= upper
  }

  /// `443`, or `8000-8080`.
  package var description: String { lower == upper ? "\(lower)" : "\(lower)-\(upper)" }
}
