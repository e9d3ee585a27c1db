/// U+FEFF in a text that is to be parsed, which the parser drops where a scalar begins with it: a tag called
/// `U+FEFF admin` would be read as `admin`.
///
/// Each way in which the text writes it (as it is, `\ufeff`, `\U0000FEFF`, …) is replaced by a character that
/// the text has nowhere, in the same way, and put back in what was parsed. So nothing needs to be known of
/// quotes: where `\ufeff` is no escape, it comes back as it was written. A mark at the beginning of a document
/// belongs to none of its texts (YAML 1.2, section 5.2).
struct ByteOrderMarks {
  /// What is to be parsed instead.
  private(set) var text: String
  private var stands: [Stand] = []

  /// What stands for one way of writing the mark.
  private struct Stand {
    let written: [Unicode.Scalar]
    let replacement: [Unicode.Scalar]
    let scalar: Unicode.Scalar
  }

  private static let mark: Unicode.Scalar = "\u{feff}"

  init(in original: String) {
    text = original
    guard original.unicodeScalars.contains(Self.mark) || original.utf8.hasEscapedMark else {
      return
    }
    var next: UInt32 = 0xE000
    var out: [Unicode.Scalar] = []
    var rest = Array(original.unicodeScalars)[...]
    while let scalar = rest.first {
      guard let written = rest.writtenMark else {
        out.append(scalar)
        rest = rest.dropFirst()
        continue
      }
      // The parser would count it as a column, and the first line as indented.
      if scalar == Self.mark, out.endBeforeDocument {
        rest = rest.dropFirst()
        continue
      }
      if !stands.contains(where: { $0.written == written }) {
        stands.append(Self.stand(for: written, in: original, after: &next))
      }
      out += stands.first { $0.written == written }?.replacement ?? written
      rest = rest.dropFirst(written.count)
    }
    text = String(String.UnicodeScalarView(out))
  }

  /// A text that was parsed, as it was meant.
  func restored(_ parsed: String) -> String {
    guard !stands.isEmpty else { return parsed }
    var scalars = Array(parsed.unicodeScalars)
    for stand in stands {
      if stand.replacement.count > 1 {
        scalars.replace(stand.replacement, with: stand.written)
      }
      scalars.replace([stand.scalar], with: [Self.mark])
    }
    return String(String.UnicodeScalarView(scalars))
  }

  /// A character of private use that stands nowhere in the text, neither as it is nor by its number.
  private static func stand(
    for written: [Unicode.Scalar], in text: String, after next: inout UInt32
  ) -> Stand {
    while true {
      let number = next
      let scalar = Unicode.Scalar(number) ?? mark
      next += 1
      guard !text.unicodeScalars.contains(scalar), !text.utf8.hasDigits(of: number) else {
        continue
      }
      let digits = String(number, radix: 16).unicodeScalars
      let replacement = written.count == 1 ? [scalar] : written.dropLast(4) + digits
      return Stand(written: written, replacement: replacement, scalar: scalar)
    }
  }
}

extension ArraySlice<Unicode.Scalar> {
  /// The mark at the start, as it is written there; nil where there is none.
  fileprivate var writtenMark: [Unicode.Scalar]? {
    if first == "\u{feff}" { return ["\u{feff}"] }
    guard first == "\\" else { return nil }
    for lead in ["\\u", "\\U0000"] where starts(with: lead.unicodeScalars) {
      let written = prefix(lead.unicodeScalars.count + 4)
      let digits = written.dropFirst(lead.unicodeScalars.count).map(\.properties.lowercaseMapping)
      if digits == ["f", "e", "f", "f"] { return Array(written) }
    }
    return nil
  }
}

extension [Unicode.Scalar] {
  /// Whether a document begins after this: nothing stands before, or the last line is `---` or `...`.
  fileprivate var endBeforeDocument: Bool {
    guard last == "\n" else { return isEmpty }
    let line = dropLast().reversed().prefix { $0 != "\n" }.filter { !$0.properties.isWhitespace }
    return line == ["-", "-", "-"] || line == [".", ".", "."]
  }
}

extension String.UTF8View {
  fileprivate var hasEscapedMark: Bool { hasDigits(of: 0xFEFF) }

  /// Whether the four hexadecimal digits of a number stand somewhere, in any case.
  fileprivate func hasDigits(of number: UInt32) -> Bool {
    let digits = String(number, radix: 16).utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    var last: UInt32 = 0
    for byte in self {
      last = last << 8 | UInt32((65...70).contains(byte) ? byte + 32 : byte)
      if last == digits { return true }
    }
    return false
  }
}
