/// Counts the aliases (`*name`) of a YAML text, in each document by itself, without parsing it.
///
/// A star is taken for an alias where a value may begin and the name after it is that of an anchor
/// (`&name`) of the same document. Texts in quotes are not told apart, so that the count may be too high
/// and is never too low: `"[*-role]"` counts only beside an anchor `-role`.
struct AliasCount {
  /// The line, from 1, of the first alias over the limit; nil where no document has that many.
  private(set) var lineOverLimit: Int?

  private var anchors: Set<Substring> = []
  private var names: [(name: Substring, line: Int)] = []

  init(_ text: String) {
    guard text.utf8.contains(UInt8(ascii: "*")), text.utf8.contains(UInt8(ascii: "&")) else {
      return
    }
    var line = 1
    // A line of a file from Windows ends with both, which is one character.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for content in lines {
      if content.isDocumentMark { finishDocument() }
      note(content, line: line)
      line += 1
    }
    finishDocument()
  }

  private mutating func note(_ content: Substring, line: Int) {
    let bytes = content.utf8
    var before: (last: UInt8, beforeLast: UInt8, mark: UInt8) = (newline, newline, newline)
    for index in bytes.indices {
      let byte = bytes[index]
      let earlier = before
      before = (byte, earlier.last, " \t".utf8.contains(byte) ? earlier.mark : byte)
      guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") else { continue }
      let name = content[bytes.index(after: index)...].prefix { $0.isInName }
      if byte == UInt8(ascii: "&") { anchors.insert(name) }
      if byte == UInt8(ascii: "*"), Self.mayBegin(after: earlier) { names.append((name, line)) }
    }
  }

  private mutating func finishDocument() {
    let aliases = names.filter { anchors.contains($0.name) }
    if lineOverLimit == nil, aliases.count > DocumentLimit.aliases {
      lineOverLimit = aliases[DocumentLimit.aliases].line
    }
    (anchors, names) = ([], [])
  }

  /// Whether a value may begin after these bytes of its line; `mark` is the last that is no space.
  private static func mayBegin(after before: (last: UInt8, beforeLast: UInt8, mark: UInt8)) -> Bool
  {
    switch before.last {
    case UInt8(ascii: " "), UInt8(ascii: "\t"): "\n\r-?:,[{".utf8.contains(before.mark)
    case UInt8(ascii: ":"): "\"']}".utf8.contains(before.beforeLast)
    default: "\n\r[{,".utf8.contains(before.last)
    }
  }
}

private let newline = UInt8(ascii: "\n")

extension Substring {
  /// Whether a document begins with this line (YAML 1.2, 9.1.2, "Document markers").
  fileprivate var isDocumentMark: Bool {
    hasPrefix("---") && (dropFirst(3).first?.isWhitespace ?? true)
  }
}

extension Character {
  /// Whether an anchor's name may hold it (YAML 1.2, 6.9.2, "Node anchors").
  fileprivate var isInName: Bool { !isWhitespace && !",[]{}".contains(self) }
}
