/// The words of a condition that stand outside of its texts, quoted names and comments, in small letters: as SQLite takes
/// them apart (https://www.sqlite.org/lang_keywords.html, https://www.sqlite.org/lang_comment.html).
struct ConditionWords {
  private let bytes: [UInt8]
  private var place = 0
  private var words: [String] = []

  private init(_ sql: String) { bytes = Array(sql.utf8) }

  /// All words of a condition, in order.
  static func of(_ sql: String) -> [String] {
    var reading = ConditionWords(sql)
    while reading.place < reading.bytes.count { reading.step() }
    return reading.words
  }

  private mutating func step() {
    let first = bytes[place]
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): skip(after: [first])
    case UInt8(ascii: "["): skip(after: [UInt8(ascii: "]")])
    case UInt8(ascii: "-") where next == first: skip(after: [UInt8(ascii: "\n")])
    case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
      place += 1
      skip(after: [UInt8(ascii: "*"), UInt8(ascii: "/")])
    case _ where Self.isInWord(first):
      let end = bytes[place...].firstIndex { !Self.isInWord($0) } ?? bytes.endIndex
      words.append(String(decoding: bytes[place..<end], as: UTF8.self).lowercased())
      place = end
    default: place += 1
    }
  }

  private var next: UInt8? { place + 1 < bytes.count ? bytes[place + 1] : nil }

  /// Goes behind the next place where this stands, or to the end. A quote that is doubled ends one text and begins another,
  /// which comes to the same.
  private mutating func skip(after end: [UInt8]) {
    place += 1
    while place < bytes.count, !bytes[place...].starts(with: end) { place += 1 }
    place = min(place + end.count, bytes.count)
  }

  private static func isInWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 128...:
      true
    default: false
    }
  }
}
