/// The name of a person as somebody wrote it, compared so that no spelling makes one person two.
package struct PersonName: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  /// The name as it is compared: of `Alice <alice@example.com>` the address; without white space
  /// around it, quotes and `mailto:`; in lower case.
  package var folded: String {
    let address = text.split(separator: "<").dropFirst().last?.split(separator: ">").first
    let bare = (address.map(String.init) ?? text).lowercased()
      .replacing("ß", with: "ss").replacing("ς", with: "σ")
    let trimmed = bare.trimmed { $0.isWhitespace || "\"'<>".contains($0) }
    return trimmed.hasPrefix("mailto:") ? String(trimmed.dropFirst(7)) : trimmed
  }

  package var isEmpty: Bool { folded.isEmpty }

  package static func == (left: PersonName, right: PersonName) -> Bool {
    left.folded == right.folded
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(folded) }

  /// What makes the name look like another one: a character that cannot be seen or that is another
  /// form of a plain one, or letters of several alphabets in one word (Unicode Technical Standard 39,
  /// "Unicode Security Mechanisms", sections 3.1 and 5.2). Nil for a name that is what it looks like.
  package var disguise: String? {
    if let scalar = text.unicodeScalars.first(where: \.isDisguised) {
      return "U+" + String(scalar.value, radix: 16, uppercase: true)
        + ", which is not what it seems"
    }
    let words = text.unicodeScalars.split { !$0.properties.isAlphabetic }
    let isMixed = words.contains { Set($0.compactMap(Alphabet.init(of:))).count > 1 }
    return isMixed ? "letters of several alphabets in one word" : nil
  }
}

/// The alphabets whose letters look like one another's.
private enum Alphabet: CaseIterable {
  case latin, greek, cyrillic, armenian, cherokee

  init?(of scalar: Unicode.Scalar) {
    guard let alphabet = Self.allCases.first(where: { $0.contains(scalar.value) }) else {
      return nil
    }
    self = alphabet
  }

  private func contains(_ value: UInt32) -> Bool {
    switch self {
    case .latin: value < 0x250 || 0x1E00...0x1EFF ~= value
    case .greek: 0x370...0x3FF ~= value || 0x1F00...0x1FFF ~= value
    case .cyrillic:
      0x400...0x52F ~= value || 0x1C80...0x1C8F ~= value || 0x2DE0...0x2DFF ~= value
        || 0xA640...0xA69F ~= value
    case .armenian: 0x530...0x58F ~= value
    case .cherokee: 0x13A0...0x13FF ~= value || 0xAB70...0xABBF ~= value
    }
  }
}

extension Unicode.Scalar {
  /// Whether the character is invisible, a control, unassigned, or a compatibility form such as a
  /// full-width letter: what Unicode's NFKC_Casefold takes away or replaces beyond case.
  fileprivate var isDisguised: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return true
    default: break
    }
    guard self != " ", value != 0xDF, value != 0x1E9E, value != 0x3C2 else { return false }
    return properties.isDefaultIgnorableCodePoint || properties.isWhitespace
      || properties.lowercaseMapping.unicodeScalars.contains {
        $0.properties.changesWhenNFKCCaseFolded
      }
  }
}

extension String {
  fileprivate func trimmed(_ isTrimmed: (Character) -> Bool) -> String {
    let start = drop(while: isTrimmed)
    return String(start.reversed().drop(while: isTrimmed).reversed())
  }
}
