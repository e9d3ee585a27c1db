/// The outermost keys of the first document of a text, by where they stand. Nothing is parsed: a document with mistakes
/// has them too, and a large text costs little.
struct OutermostKeys {
  private(set) var all: Set<String> = []
  /// How far the first of them is indented.
  private var indentation: Int?

  init(of text: String) {
    var rest = text.utf8[...]
    if rest.starts(with: "\u{feff}".utf8) { rest = rest.dropFirst(3) }
    while !rest.isEmpty {
      let line = rest.prefix { $0 != .newline }
      let content = line.drop { $0.isBlank }
      if all.isEmpty, content.first == .openingBrace {
        addKeys(inBraces: rest[content.startIndex...].dropFirst())
        return
      }
      guard !isOver(at: line, content) else { return }
      addKey(of: content, indented: line.count - content.count)
      rest = rest[line.endIndex...].dropFirst()
    }
  }

  /// Whether the first document ends at a line, or is no mapping.
  private func isOver(at line: Substring.UTF8View, _ content: Substring.UTF8View) -> Bool {
    if line.starts(with: "---".utf8) || line.starts(with: "...".utf8) { return !all.isEmpty }
    return all.isEmpty && (content.first.map { "-[<".utf8.contains($0) } ?? false)
  }

  private mutating func addKey(of content: Substring.UTF8View, indented: Int) {
    guard let first = content.first, !"#%-".utf8.contains(first),
      indentation ?? indented == indented, let colon = content.firstIndex(of: .colon),
      content[colon...].dropFirst().first?.isBlank ?? true
    else { return }
    indentation = indented
    add(content[..<colon])
  }

  /// Those of a mapping in braces, as JSON has it.
  private mutating func addKeys(inBraces text: Substring.UTF8View) {
    var depth = 1
    var (isQuoted, isEscaped) = (false, false)
    var start: String.Index? = text.startIndex
    for index in text.indices {
      let byte = text[index]
      if isQuoted {
        if byte == .quote, !isEscaped { isQuoted = false }
        isEscaped = byte == .backslash && !isEscaped
        continue
      }
      switch byte {
      case .quote: isQuoted = true
      case .openingBrace, .openingBracket: depth += 1
      case .closingBrace, .closingBracket:
        depth -= 1
        if depth == 0 { return }
      case .colon where depth == 1:
        if let start { add(text[start..<index]) }
        start = nil
      case .comma where depth == 1: start = text.index(after: index)
      default: break
      }
    }
  }

  private mutating func add(_ key: Substring.UTF8View) {
    let isAround = { (byte: UInt8) in byte.isBlank || "\"'\n".utf8.contains(byte) }
    var name = key
    while let first = name.first, isAround(first) { name = name.dropFirst() }
    while let last = name.last, isAround(last) { name = name.dropLast() }
    all.insert(String(decoding: name, as: UTF8.self))
  }
}

extension UInt8 {
  fileprivate static let newline = UInt8(ascii: "\n")
  fileprivate static let colon = UInt8(ascii: ":")
  fileprivate static let comma = UInt8(ascii: ",")
  fileprivate static let quote = UInt8(ascii: "\"")
  fileprivate static let backslash = UInt8(ascii: "\\")
  fileprivate static let openingBrace = UInt8(ascii: "\u{7B}")
  fileprivate static let closingBrace = UInt8(ascii: "\u{7D}")
  fileprivate static let openingBracket = UInt8(ascii: "[")
  fileprivate static let closingBracket = UInt8(ascii: "]")

  /// Whether it is a space, a tab or a carriage return.
  fileprivate var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
}
