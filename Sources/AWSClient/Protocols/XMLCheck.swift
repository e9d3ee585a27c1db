/// Whether a document is one that the parser may be given: it takes quadratic time for attributes, a deep
/// document is a long one to take down, and a declaration of entities changes what texts mean. AWS sends none
/// of these.
///
/// It reads bytes as UTF-8. So what is in another encoding, where the marks it looks for are other bytes, is
/// refused before.
struct XMLCheck {
  private static let depth = 100
  private static let attributes = 100
  private static let tag = 64 << 10

  private var rest: ArraySlice<UInt8>
  private let isText: Bool

  init(_ bytes: [UInt8]) {
    isText = !bytes.contains(0) && Self.isUTF8(bytes)
    rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
  }

  // Where it is, without a copy of it.
  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return true
    } catch {
      return false
    }
  }

  /// Whether it is UTF-8 without a document type, its tags are of a sensible size and not nested too deep.
  var isHarmless: Bool {
    var check = self
    return check.isText && check.run()
  }

  private mutating func run() -> Bool {
    guard declaresUTF8 else { return false }
    // The declaration; any other instruction is refused: one without content ends the parser with a trap.
    if starts("<?xml ") { guard skip(past: "?>") else { return false } }
    var open = 0
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[start...]
      if starts("<!--") {
        guard skip(past: "-->") else { return false }
      } else if starts("<![CDATA[") {
        guard skip(past: "]]>") else { return false }
      } else if starts("<?") || starts("<!") {
        return false
      } else if starts("</") {
        guard skip(past: ">") else { return false }
        open -= 1
      } else {
        guard let isOpen = skipTag() else { return false }
        open += isOpen ? 1 : 0
        guard open <= Self.depth else { return false }
      }
    }
    return true
  }

  /// Whether the declaration of the document, where it has one, names no other encoding.
  private var declaresUTF8: Bool {
    guard starts("<?xml"), let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return true }
    let declaration = String(decoding: rest[..<end], as: UTF8.self).lowercased()
    guard let name = declaration.firstRange(of: "encoding") else { return true }
    let value = declaration[name.upperBound...].drop {
      $0.isWhitespace || $0 == "=" || $0 == "'" || $0 == "\""
    }
    let encoding = value.prefix {
      $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "."
    }
    return ["utf-8", "utf8", "us-ascii", "ascii"].contains(String(encoding))
  }

  private func starts(_ mark: StaticString) -> Bool {
    mark.withUTF8Buffer { rest.starts(with: $0) }
  }

  private mutating func skip(past mark: String) -> Bool {
    let mark = Array(mark.utf8)
    while let start = rest.firstIndex(of: mark[0]) {
      rest = rest[start...]
      if rest.starts(with: mark) {
        rest = rest.dropFirst(mark.count)
        return true
      }
      rest = rest.dropFirst()
    }
    return false
  }

  /// Goes past an opening tag. Whether it leaves an element open; nil where it has no end, or is none that
  /// a service sends.
  private mutating func skipTag() -> Bool? {
    var (quote, last, equals) = (nil as UInt8?, UInt8(0), 0)
    for (index, byte) in zip(rest.indices, rest).prefix(Self.tag) {
      switch (quote, byte) {
      case (let mark?, _): if byte == mark { quote = nil }
      case (nil, UInt8(ascii: "\"")), (nil, UInt8(ascii: "'")): quote = byte
      case (nil, UInt8(ascii: "=")):
        equals += 1
        guard equals <= Self.attributes else { return nil }
      case (nil, UInt8(ascii: ">")):
        rest = rest[(index + 1)...]
        return last != UInt8(ascii: "/")
      default: break
      }
      last = byte
    }
    return nil
  }
}
