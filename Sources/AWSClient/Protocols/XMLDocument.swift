/// Reads the elements of a document that `XMLCheck` found harmless, byte by byte, in time and memory proportional to
/// what it holds (Extensible Markup Language 1.0). Foundation's parser ends at 10,000,000 bytes. It stops where its
/// task is cancelled: reading is part of the time that an answer may take.
struct XMLDocument {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var elements: [XMLTree.Element] = []
  private var texts: [Int: String] = [:]
  private var attributes: [Int: [String: String]] = [:]
  /// Those that are open, with where their names stand as they are written.
  private var open: [(element: Int, written: Range<Int>)] = []
  /// Each name once, with its place: a document says few of them very often.
  private var names: [String: UInt32] = [:]

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// What the document holds; nil where it is not well-formed. `document` is its bytes once more, for the tree to
  /// keep.
  mutating func tree(of document: [UInt8]) -> XMLTree? {
    guard read() else { return nil }
    let spelled = names.sorted { $0.value < $1.value }.map(\.key)
    return XMLTree(
      document, names: spelled, elements: elements, texts: texts, attributes: attributes)
  }

  private mutating func read() -> Bool {
    if starts([0xEF, 0xBB, 0xBF]) { position = 3 }
    if starts(Array("<?xml".utf8)) {
      guard let end = index(of: "?>") else { return false }
      position = end + 2
    }
    var steps = 0
    while position < bytes.count {
      steps += 1
      if steps % 4096 == 0, Task.isCancelled { return false }
      let isRead = bytes[position] == UInt8(ascii: "<") ? readMarkup() : readText()
      guard isRead else { return false }
    }
    return open.isEmpty && !elements.isEmpty
  }

  // MARK: Between tags

  private mutating func readText() -> Bool {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    let isSpace = bytes[start..<position].allSatisfy(Self.isSpace)
    guard let element = open.last?.element else { return isSpace }
    // Space between elements is no text.
    if isSpace, elements.count > element + 1 { return true }
    if isPlain(start..<position, inAttribute: false) {
      append(start..<position, to: element)
    } else {
      guard let text = text(start..<position, inAttribute: false) else { return false }
      append(text, to: element)
    }
    return true
  }

  /// Adds a text that stands in the document as it is.
  private mutating func append(_ range: Range<Int>, to element: Int) {
    guard elements[element].text.isEmpty, texts[element] == nil else {
      return append(String(decoding: bytes[range], as: UTF8.self), to: element)
    }
    elements[element].text = UInt32(range.lowerBound)..<UInt32(range.upperBound)
  }

  private mutating func append(_ text: String, to element: Int) {
    let before = elements[element].text
    let standing = bytes[Int(before.lowerBound)..<Int(before.upperBound)]
    texts[element, default: String(decoding: standing, as: UTF8.self)] += text
    elements[element].text = 0..<0
  }

  private mutating func readMarkup() -> Bool {
    if starts(Array("<!--".utf8)) {
      guard let end = index(of: "-->") else { return false }
      position = end + 3
      return true
    }
    if starts(Array("<![CDATA[".utf8)) {
      guard let end = index(of: "]]>"), let element = open.last?.element else { return false }
      append(position + 9..<end, to: element)
      position = end + 3
      return true
    }
    return starts(Array("</".utf8)) ? readEnd() : readStart()
  }

  private mutating func readEnd() -> Bool {
    position += 2
    guard let name = readName(), let written = open.last?.written,
      bytes[name].elementsEqual(bytes[written])
    else { return false }
    skipSpace()
    guard take(UInt8(ascii: ">")) else { return false }
    close()
    return true
  }

  private mutating func readStart() -> Bool {
    position += 1
    // A second root is none.
    guard elements.isEmpty || !open.isEmpty, let name = readName() else { return false }
    let element = elements.count
    elements.append(.init(name: place(of: name), end: UInt32(element) + 1, text: 0..<0))
    open.append((element, name))
    while true {
      let hasSpace = skipSpace()
      if take(UInt8(ascii: ">")) { return true }
      if take(UInt8(ascii: "/")) {
        close()
        return take(UInt8(ascii: ">"))
      }
      guard hasSpace, let (name, value) = readAttribute(),
        attributes[element, default: [:]].updateValue(value, forKey: name) == nil
      else { return false }
    }
  }

  private mutating func close() {
    elements[open.removeLast().element].end = UInt32(elements.count)
  }

  /// Of a name without its prefix.
  private mutating func place(of name: Range<Int>) -> UInt32 {
    let name = String(decoding: bytes[name], as: UTF8.self).withoutPrefix
    if let place = names[name] { return place }
    let place = UInt32(names.count)
    names[name] = place
    return place
  }

  private mutating func readAttribute() -> (name: String, value: String)? {
    guard let name = readName() else { return nil }
    skipSpace()
    guard take(UInt8(ascii: "=")) else { return nil }
    skipSpace()
    guard position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position])
    else { return nil }
    let quote = bytes[position]
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: quote),
      let value = text(start..<end, inAttribute: true)
    else { return nil }
    position = end + 1
    return (String(decoding: bytes[name], as: UTF8.self), value)
  }

  // MARK: Names, space and texts

  private mutating func readName() -> Range<Int>? {
    let start = position
    while position < bytes.count, Self.isOfName(bytes[position]) { position += 1 }
    guard position > start else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."): return nil
    default: return start..<position
    }
  }

  /// Of other characters than those of ASCII, all are taken: names are only compared.
  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"),
      UInt8(ascii: "-"), UInt8(ascii: "."), 0x80...:
      true
    default: false
    }
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    return position > start
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private func starts(_ mark: [UInt8]) -> Bool {
    bytes[position...].starts(with: mark)
  }

  /// Where a mark comes next.
  private func index(of mark: String) -> Int? {
    let mark = Array(mark.utf8)
    var index = position
    while let start = bytes[index...].firstIndex(of: mark[0]) {
      if bytes[start...].starts(with: mark) { return start }
      index = start + 1
    }
    return nil
  }

  /// Whether a text means what it is.
  private func isPlain(_ range: Range<Int>, inAttribute: Bool) -> Bool {
    bytes[range].allSatisfy { byte in
      byte >= 0x20 && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "<")
        || byte == 0x0A && !inAttribute || byte == 0x09 && !inAttribute
    }
  }

  /// A text with what its references mean and its ends of lines as XML has them; nil where a reference is none of
  /// XML's own, or a character none that a document may have.
  private func text(_ range: Range<Int>, inAttribute: Bool) -> String? {
    if isPlain(range, inAttribute: inAttribute) {
      return String(decoding: bytes[range], as: UTF8.self)
    }
    var text: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      switch bytes[index] {
      case UInt8(ascii: "&"):
        let limit = min(index + 12, range.upperBound)
        guard let end = bytes[index..<limit].firstIndex(of: UInt8(ascii: ";")),
          let character = Self.character(bytes[(index + 1)..<end])
        else { return nil }
        text += Array(String(character).utf8)
        index = end
      case 0x0D:
        text.append(inAttribute ? 0x20 : 0x0A)
        if index + 1 < range.upperBound, bytes[index + 1] == 0x0A { index += 1 }
      case 0x09, 0x0A: text.append(inAttribute ? 0x20 : bytes[index])
      case ..<0x20, UInt8(ascii: "<"): return nil
      default: text.append(bytes[index])
      }
      index += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What stands between `&` and `;`.
  private static func character(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Unicode.Scalar? {
    let name = String(decoding: name, as: UTF8.self)
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let isHex = name.hasPrefix("#x")
      let digits = name.dropFirst(isHex ? 2 : 1)
      guard digits.first != "+", let number = UInt32(digits, radix: isHex ? 16 : 10),
        number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number), number != 0xFFFE, number != 0xFFFF
      else { return nil }
      return Unicode.Scalar(number)
    }
  }
}

extension String {
  /// The name without its name space.
  fileprivate var withoutPrefix: String {
    split(separator: ":", maxSplits: 1).last.map(String.init) ?? self
  }
}
