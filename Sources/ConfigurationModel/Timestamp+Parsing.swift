extension Timestamp {
  /// Parses RFC 3339 (`2026-11-20T20:00:00Z`, `…T21:00:00.5+01:00`), also with a space for `T` and
  /// an offset without colon (`+0000`), as AWS writes them. A date alone is that day's midnight in
  /// UTC. Nil for anything else, among it a time without an offset: it would be a guess.
  package init?(parsing text: String) {
    var rest = text.utf8[...]
    guard let year = rest.number(4), rest.mark("-"), let month = rest.number(2), rest.mark("-"),
      let day = rest.number(2), (1...12).contains(month),
      (1...CivilDate.length(ofMonth: month, in: year)).contains(day)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    let days = date.daysSince1970
    if rest.isEmpty {
      self.init(seconds: days * 86400)
      return
    }
    guard rest.mark("T") || rest.mark("t") || rest.mark(" "), let hour = rest.number(2),
      rest.mark(":"), let minute = rest.number(2), hour < 24, minute < 60
    else { return nil }
    var second = 0
    if rest.mark(":") {
      guard let value = rest.number(2), value <= 60 else { return nil }
      second = value
    }
    guard let fraction = rest.fraction(), let offset = rest.offset(), rest.isEmpty else {
      return nil
    }
    let clock = Int64(hour * 3600 + minute * 60 + second - offset)
    self.init(microseconds: (days * 86400 + clock) * 1_000_000 + fraction)
  }
}

extension Timestamp {
  /// Parses the end of a span of time: as `init(parsing:)`, but a date alone is the last moment of that
  /// day in UTC. Who writes "until the 30th" means the 30th too.
  package init?(parsingEnd text: String) {
    guard let moment = Timestamp(parsing: text) else { return nil }
    // Only a date has ten characters.
    self =
      text.utf8.count == 10
      ? Timestamp(microseconds: moment.microseconds + 86_400_000_000 - 1) : moment
  }
}

extension CivilDate {
  fileprivate static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Substring.UTF8View {
  fileprivate mutating func mark(_ mark: Unicode.Scalar) -> Bool {
    guard first == UInt8(ascii: mark) else { return false }
    removeFirst()
    return true
  }

  fileprivate mutating func number(_ width: Int) -> Int? {
    let digits = prefix(width)
    guard digits.count == width, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    self = dropFirst(width)
    return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  /// Microseconds after the point; 0 where there is no point, nil where no digit follows it.
  fileprivate mutating func fraction() -> Int64? {
    guard mark(".") else { return 0 }
    let digits = prefix { (48...57).contains($0) }
    guard !digits.isEmpty else { return nil }
    self = self[digits.endIndex...]
    let six = Array(digits.prefix(6)) + Array(repeating: 48, count: Swift.max(0, 6 - digits.count))
    return six.reduce(0) { $0 * 10 + Int64($1 - 48) }
  }

  /// Seconds east of UTC.
  fileprivate mutating func offset() -> Int? {
    if mark("Z") || mark("z") { return 0 }
    let isWest = first == UInt8(ascii: "-")
    guard mark("+") || mark("-"), let hours = number(2) else { return nil }
    _ = mark(":")
    guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }
}
