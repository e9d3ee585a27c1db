import ConfigurationDiff

extension [NormalizationRule] {
  /// Rules that label the members of lists, with those of what is inside the members. These apply before, because a
  /// label may be what a member holds, and after, because members that were written out under their labels are found
  /// only then.
  static func labelling(_ outer: [NormalizationRule], inside inner: [NormalizationRule])
    -> [NormalizationRule]
  {
    inner + outer + inner
  }

  /// AWS Config's lists of objects with nothing but a `Value`, as the lists of texts that the API has.
  static func plainTexts(_ fields: String...) -> [NormalizationRule] {
    fields.map { .picked(FieldPath("\($0)[]"), ["Value"]) }
  }
}
