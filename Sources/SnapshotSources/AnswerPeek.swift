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
  var firstLine: ConfigurationValue?
  /// Whether the file holds nothing but white space.
  var isEmpty = false
  /// The code of the error that the call was answered with.
  var errorCode: String?
  /// Why it is no JSON.
  var failure: JSONError?

  private static let limit = 1 << 20
  private static let itemLimit = 200

  init(_ path: String) throws(Problem) {
    let (bytes, isWhole) = try InputBytes.prefix(of: path, limit: AnswerPeek.limit)
    isEmpty = isWhole && bytes.allSatisfy { [9, 10, 13, 32].contains($0) }
    guard !isEmpty else { return }
    errorCode = ErrorAnswer.code(bytes)
    guard errorCode == nil else { return }
    bytes.withUnsafeBytes { readItems($0) }
    if isWhole { readDocument(bytes) }
    if failure?.kind == .trailingContent { readLine(bytes) }
  }

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
        firstLine = try JSONParser().parse(item.bytes)
        throw Enough()
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

/// The answers of calls that were refused.
enum ErrorAnswer {
  /// Whether an error means that what was asked for by name is not there.
  static func saysAbsent(_ code: String) -> Bool {
    code.contains("NotFound") || code.hasPrefix("NoSuch")
  }

  /// What to do about an error.
  static func hint(_ code: String) -> String {
    let denials = ["Denied", "Unauthorized", "Authorization", "NotAuthorized", "Forbidden", "403"]
    if code == "unknown" || denials.contains(where: { code.contains($0) }) {
      return "Repeat the call with the permission it needs."
    }
    return code.contains("Expired")
      ? "Repeat the call with credentials that have not expired." : "Repeat the call."
  }

  /// The error's code in an answer that is an error: `{"Error": {"Code": …}}`, `{"__type": …}`, XML,
  /// or the CLI's own words; nil for every other answer.
  static func code(_ bytes: some Collection<UInt8>) -> String? {
    let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
    let start = text.drop { $0.isWhitespace }
    if start.hasPrefix("{") { return bytes.count <= 1 << 16 ? codeInJSON(Array(bytes)) : nil }
    if start.hasPrefix("An error occurred (") || start.hasPrefix("aws: error")
      || start.contains("\nAn error occurred (")
    {
      return between("(", ")", in: start) ?? "unknown"
    }
    guard start.hasPrefix("<") else { return nil }
    return between("<Code>", "</Code>", in: start)
  }

  /// The API operation that the answer names, `ec2:DescribeVpcs`, and the id of its request: what AWS's
  /// support asks for.
  static func origin(_ bytes: [UInt8]) -> (
    operation: String?, requestID: String?, message: String?
  ) {
    guard bytes.count <= 1 << 16, let answer = try? JSONParser().parse(bytes).answer else {
      return (nil, nil, nil)
    }
    let id = answer["Error"]?["RequestId"] ?? answer["ResponseMetadata"]?["RequestId"]
    let error = answer["Error"]
    return (error?["Operation"]?.string, id?.string, error?["Message"]?.string)
  }

  /// Whether a code is one of this program's own: nothing answered then.
  static func isOwn(_ code: String) -> Bool { code.contains("-") && code == code.lowercased() }

  private static func codeInJSON(_ bytes: [UInt8]) -> String? {
    guard let envelope = try? JSONParser().parse(bytes), case .object(let fields) = envelope.answer
    else { return nil }
    if let code = fields["Error"]?["Code"]?.scalarText { return code }
    if let type = fields["__type"]?.string {
      return String(type.split(separator: "#").last ?? "unknown")
    }
    return envelope.failedStatus.map { "HTTP \($0)" }
  }

  private static func between(_ open: String, _ close: String, in text: Substring) -> String? {
    let parts = text.split(separator: open, maxSplits: 1)
    let rest = text.hasPrefix(open) ? parts.first : parts.dropFirst().first
    guard let rest, let inner = rest.split(separator: close, maxSplits: 1).first else { return nil }
    return String(inner)
  }
}
