/// One field of a cron expression: the values at which it holds, and whether it is a star.
struct CronField: Hashable, Sendable {
  let values: Set<Int>
  /// Whether it begins with `*`: days are then left to the other field of days (crontab(5)).
  let isStar: Bool

  func holds(_ value: Int) -> Bool { values.contains(value) }

  /// Reads `*`, `5`, `1-5`, `*/15`, `10-40/10`, lists of them, and names. Nil where a value lies
  /// outside of `range` or the text is none of them.
  init?(parsing text: Substring, in range: ClosedRange<Int>, names: [String] = []) {
    var values: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let members = Self.members(of: part, in: range, names) else { return nil }
      values.formUnion(members)
    }
    self.values = values
    isStar = text.hasPrefix("*")
  }

  private static func members(of part: Substring, in range: ClosedRange<Int>, _ names: [String])
    -> StrideThrough<Int>?
  {
    let halves = part.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count <= 2, let first = halves.first else { return nil }
    let step = halves.count == 2 ? number(halves[1]) : 1
    guard let step, step > 0 else { return nil }
    if first == "*" { return stride(from: range.lowerBound, through: range.upperBound, by: step) }
    let ends = first.split(separator: "-", omittingEmptySubsequences: false)
      .map { value(of: $0, in: range, names) }
    switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
    case (1, let only?, _):
      // `5/15` means from 5 on (as cron's descendants read it); a bare 5 is itself.
      return stride(
        from: only, through: halves.count == 2 ? range.upperBound : only, by: step)
    case (2, let from?, let through?) where from <= through:
      return stride(from: from, through: through, by: step)
    case (_, _, _): return nil
    }
  }

  private static func value(of text: Substring, in range: ClosedRange<Int>, _ names: [String])
    -> Int?
  {
    if let index = names.firstIndex(of: text.uppercased()) { return range.lowerBound + index }
    guard let value = number(text), range.contains(value) else { return nil }
    return value
  }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.count <= 4, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
