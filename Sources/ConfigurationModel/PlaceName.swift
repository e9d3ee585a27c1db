/// One of the texts that name a resource. Each has a form, which is checked once, where the text enters the
/// program: behind that door it can stand in a path, in a line of a log and in the store as it is.
package enum PlaceName: String, Hashable, Sendable, CaseIterable {
  case account, region, type, id

  /// The text, where it can be such a name. Throws `account-invalid`, `region-invalid`, `type-invalid` or
  /// `resource-id-invalid`.
  package func checked(_ text: String) throws(Problem) -> String {
    if let flaw = flaw(of: text) { throw .nameInvalid(self, text, flaw) }
    return text
  }

  /// What keeps a text from being such a name, as the end of a sentence; nil where nothing does.
  ///
  /// An id is whatever a service gives, and only what the store cannot hold is refused. A type is a word of
  /// printable ASCII, as CloudFormation, Azure and Kubernetes write types. Accounts and regions of other things
  /// than AWS are free names of one folder.
  package func flaw(of text: String) -> String? {
    if text.isEmpty { return "it is empty" }
    if text.unicodeScalars.contains("\u{0}") {
      return "it holds U+0000, which a text of the store cannot"
    }
    if text.utf8.count > longest { return "it is longer than \(longest) bytes" }
    return switch self {
    case .id: nil
    case .type:
      text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? nil : "it holds more than printable ASCII"
    case .account, .region: text.folderFlaw
    }
  }

  /// In bytes of UTF-8. CloudFormation's types have 204 at most, and the longest ids are ARNs of 2,048.
  private var longest: Int {
    switch self {
    case .account, .region: 128
    case .type: 256
    case .id: 8192
    }
  }
}

extension String {
  fileprivate var folderFlaw: String? {
    if unicodeScalars.contains(where: \.isHidden) { return "it holds a hidden character" }
    if utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }) {
      return "it holds a path separator"
    }
    if self == "." || self == ".." { return "it means a folder" }
    return first == " " || last == " " ? "it begins or ends with a space" : nil
  }

  /// Whether the text is an AWS account: 12 digits.
  package var isAWSAccount: Bool {
    utf8.count == 12 && utf8.allSatisfy { (48...57).contains($0) }
  }

  /// Whether the text has the form of an AWS region: `eu-west-1`, `us-gov-east-1`, `apiso-centralnorth-2r`.
  /// Never a list: regions appear.
  package var isAWSRegion: Bool {
    let words = split(separator: "-", omittingEmptySubsequences: false)
    guard words.count >= 3, let first = words.first, first.count >= 2, let last = words.last,
      utf8.count <= 64
    else { return false }
    let number = last.last?.isLetter == true ? last.dropLast() : last
    return words.dropLast().allSatisfy { word in
      !word.isEmpty && word.utf8.allSatisfy { (97...122).contains($0) }
    } && !number.isEmpty && number.utf8.allSatisfy { (48...57).contains($0) }
      && last.utf8.allSatisfy { $0 < 128 }
  }

  /// The text with every `%XX` decoded and all else as it is; itself where that is no UTF-8.
  package var percentDecoded: String {
    guard utf8.contains(UInt8(ascii: "%")) else { return self }
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? self
  }

  /// The text as the name of one file or folder: every byte but ASCII letters, digits, `-` and `_` is
  /// percent-encoded (RFC 3986, section 2.1). No name leaves its folder, and none is another's.
  package var percentEncoded: String {
    utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || 0x30...0x39 ~= byte)
      if isPlain || scalar == "-" || scalar == "_" { return String(Character(scalar)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" + digits : digits)
    }.joined()
  }
}

extension Problem {
  fileprivate static func nameInvalid(_ name: PlaceName, _ text: String, _ flaw: String) -> Problem
  {
    let shown = String(text.unicodeScalars.prefix(80)).visible
    let hint = "Look at where it came from: no service gives such names."
    return switch name {
    case .account:
      Problem("account-invalid", "'\(shown)' is no account: \(flaw).", hint: hint)
    case .region: Problem("region-invalid", "'\(shown)' is no region: \(flaw).", hint: hint)
    case .type: Problem("type-invalid", "'\(shown)' is no type: \(flaw).", hint: hint)
    case .id: Problem("resource-id-invalid", "'\(shown)' is no resource's id: \(flaw).", hint: hint)
    }
  }

  /// Whether the problem is that a text cannot name a resource.
  package var isOfName: Bool {
    ["account-invalid", "region-invalid", "type-invalid", "resource-id-invalid"].contains(code)
  }
}
