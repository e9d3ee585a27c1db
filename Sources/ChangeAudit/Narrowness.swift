import ConfigurationModel

/// How narrow a part of a change record is. Where several cover an edit, the narrowest is named: the
/// smallest, since it sorts first. The order is total, so that the order of records does not matter.
struct Narrowness: Comparable {
  let selector: Int
  let clause: ClauseNarrowness
  /// Microseconds; the largest number where the window is open.
  let windowLength: Int64
  let cover: Cover
  let corroboration: Corroboration

  static func < (left: Narrowness, right: Narrowness) -> Bool {
    // What was approved on paper only is named where nothing else covers the edit.
    let isOnPaper = left.corroboration == .onPaper
    if isOnPaper != (right.corroboration == .onPaper) { return !isOnPaper }
    if left.selector != right.selector { return left.selector > right.selector }
    if left.clause != right.clause { return left.clause > right.clause }
    if left.windowLength != right.windowLength { return left.windowLength < right.windowLength }
    if left.cover != right.cover { return left.cover < right.cover }
    return left.corroboration < right.corroboration
  }
}

/// How narrow what is allowed is: larger is narrower.
struct ClauseNarrowness: Comparable {
  let path: Int
  let value: Int

  static func < (left: ClauseNarrowness, right: ClauseNarrowness) -> Bool {
    (left.path, left.value) < (right.path, right.value)
  }
}

extension Attempt {
  var narrowness: Narrowness {
    let ofClauses = allowance.edits.reduce(0) { $0 + 1 + $1.narrowness.value }
    return Narrowness(
      selector: allowance.resource.specificity,
      clause: clause?.narrowness ?? ClauseNarrowness(path: 0, value: ofClauses),
      windowLength: record.window?.length ?? .max, cover: cover,
      corroboration: corroboration)
  }
}

extension Window {
  fileprivate var length: Int64? {
    guard let from, let until else { return nil }
    let (length, isOverflow) = until.microseconds.subtractingReportingOverflow(from.microseconds)
    return isOverflow ? nil : length
  }
}

extension Clause {
  var narrowness: ClauseNarrowness {
    ClauseNarrowness(
      path: path.specificity,
      value: (predicate?.narrowness ?? 0) + (oldPredicate?.narrowness ?? 0))
  }
}

extension Predicate {
  /// 1000 for each thing that is asked, and up to 1000 more for how narrowly.
  fileprivate var narrowness: Int {
    switch self {
    case .equals: 2000
    case .oneOf(let values), .subsetOf(let values): 1900 - min(values.count, 800)
    case .glob(let glob): 1000 + (glob.isLiteral ? 1000 : min(glob.fixedCount, 900))
    case .withinBlock(let block): 1000 + block.prefix * (block.width == 32 ? 28 : 7)
    case .withinRange(let range):
      1900
        - min(
          range.upper.subtractingReportingOverflow(range.lower).partialValue.magnitudeBits * 12, 800
        )
    case .actionsWithin(let patterns):
      1900 - min(patterns.count * 10 + patterns.count { $0.contains("*") } * 200, 800)
    case .fields(let fields): fields.values.reduce(0) { $0 + $1.narrowness }
    case .all(let predicates): predicates.reduce(0) { $0 + $1.narrowness }
    }
  }
}

extension Int {
  /// How many bits the magnitude takes: 0 for 0, 10 for 1000.
  fileprivate var magnitudeBits: Int { UInt.bitWidth - magnitude.leadingZeroBitCount }
}
