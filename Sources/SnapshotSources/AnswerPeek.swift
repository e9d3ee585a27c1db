import ConfigurationJSON
import ConfigurationModel

/// What the beginning of a file shows.
struct AnswerPeek {
  /// The lists at its top level (an empty name for a top-level list), with the first item of each.
  var lists: [(member: String, first: ConfigurationValue?)] = []
  /// The items that were read whole, each with its member.
  var items: [(member: String, value: ConfigurationValue)] = []
  /// The whole document, where it is small enough and no list.
  var document: ConfigurationValue?
  /// The members of the top-level object that were seen.
  var members: [String] = []
  /// The first of several values that follow one another.
  var lines: [ConfigurationValue] = []
  /// Whether the file holds nothing but white space.
  var isEmpty = false
  /// The error that the call was answered with.
  var error: ErrorAnswer?
  /// Why it is no JSON.
  var failure: JSONError?

  private static let limit = 1 << 20
  private static let itemLimit = 200

  init(_ path: String) throws(Problem) {
    let (bytes, isWhole) = try InputBytes.prefix(of: path, limit: AnswerPeek.limit)
    isEmpty = isWhole && bytes.allSatisfy { [9, 10, 13, 32].contains($0) }
    guard !isEmpty else { return }
    error = ErrorAnswer(bytes)
    guard error == nil else {
      if error?.code == "unknown" { readDocument(bytes) }
      return
    }
    bytes.withUnsafeBytes { readItems($0) }
    if isWhole { readDocument(bytes) }
    if failure?.kind == .trailingContent { readLine(bytes) }
    if failure?.kind == .truncated, lists.isEmpty { cutList = Self.firstList(bytes) }
  }

  /// The list that the text begins with, where it ends before the list's first item does; nil for every other text.
  private(set) var cutList: String?

  /// Why the file at this path is no JSON, to its end: neither one document nor several. A sentence; nil where it is JSON.
  func wholeFailure(of path: String) -> String? {
    guard document == nil else { return nil }
    let parser = JSONParser()
    let isOfLines = failure?.kind == .trailingContent
    let splitter = ItemSplitter(mode: isOfLines ? .lines : .document)
    do {
      let input = try InputBytes(path)
      while let chunk = try input.next() {
        try splitter.feed(chunk) { _ = try parser.parse($0.bytes) }
      }
      _ = try splitter.finish()
      return nil
    } catch {
      return (error as? JSONError)?.message ?? (error as? Problem)?.message
    }
  }

  /// The name of the list in `{"NAME": [`, as which a text begins.
  private static func firstList(_ bytes: [UInt8]) -> String? {
    var rest = String(decoding: bytes.prefix(256), as: UTF8.self)[...]
    func skip(_ character: Character) -> Bool {
      rest = rest.drop { $0.isWhitespace || $0 == "\u{feff}" }
      guard rest.first == character else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard skip("\u{7B}"), skip("\"") else { return nil }
    let name = rest.prefix { $0 != "\"" && $0 != "\\" }
    rest = rest.dropFirst(name.count)
    return skip("\"") && skip(":") && skip("[") ? String(name) : nil
  }

  /// The very first of them.
  var firstLine: ConfigurationValue? { lines.first }

  private struct Enough: Error {}

  private mutating func readItems(_ bytes: UnsafeRawBufferPointer) {
    let splitter = ItemSplitter(mode: .document)
    let parser = JSONParser()
    do {
      try splitter.feed(bytes) { item in
        guard let value = try? parser.parse(item.bytes) else { throw Enough() }
        if items.isEmpty, case .object(let fields)? = try? splitter.membersSoFar() {
          members = fields.keys.sorted { $0.precedes($1) }
        }
        if !lists.contains(where: { $0.member.isIdentical(to: item.member) }) {
          lists.append((item.member, value))
        }
        items.append((item.member, value))
        if items.count >= AnswerPeek.itemLimit { throw Enough() }
      }
    } catch { failure = error as? JSONError }
  }

  private mutating func readLine(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      try? ItemSplitter(mode: .lines).feed(bytes) { item in
        lines.append(try JSONParser().parse(item.bytes))
        if lines.count >= AnswerPeek.itemLimit { throw Enough() }
      }
    }
  }

  private mutating func readDocument(_ bytes: [UInt8]) {
    do {
      let parsed = try JSONParser().parse(bytes)
      let value = parsed.answer
      document = value
      failure = nil
      guard case .object(let fields) = value else { return }
      members = fields.keys.sorted { $0.precedes($1) }
      for name in members where !lists.contains(where: { $0.member.isIdentical(to: name) }) {
        guard case .list(let values)? = fields[name] else { continue }
        lists.append((name, values.first))
        items += values.prefix(AnswerPeek.itemLimit).map { (name, $0) }
      }
    } catch { failure = error }
  }
}
