import Synchronization

/// The name of a person as somebody wrote it, compared so that no spelling makes one person two.
///
/// A name is an address, with or without a name beside it in any of the usual forms (RFC 5322,
/// section 3.4), or a name alone. Case, accents, punctuation, quotes, letters that look alike, and what
/// stands around a name (a title, a team, a domain, the path of an ARN) make no other person. What cannot be
/// read as one person's name has a `problem`, and may be anybody's.
package struct PersonName: Sendable {
  /// The name as it was written.
  package let text: String
  /// The address without its tag, folded; nil where the name has none.
  private let address: String?
  /// The words of the name beside the address, or of a name alone; folded.
  private let words: [String]
  /// What keeps the name from being one person's; nil where it is.
  package let problem: Problem?

  /// Reads a name; every text can be read, and `problem` says where it names nobody, several
  /// people, or looks like another name.
  package init(_ text: String) {
    // Thousands of records name the same few people.
    if let known = Self.read.withLock({ $0[text] }), known.text.isIdentical(to: text) {
      self = known
      return
    }
    let name = PersonName(reading: text)
    Self.read.withLock { names in
      if names.count >= Self.mostRead { names = [:] }
      names[text] = name
    }
    self = name
  }

  /// Names that were read, by their texts.
  private static let read = Mutex<[String: PersonName]>([:])
  /// So many are kept.
  private static let mostRead = 10_000

  private init(reading text: String) {
    self.text = text
    guard let disguise = text.disguise else {
      let reading = AddressReading(text)
      address = reading.addresses.first
      words = reading.words
      problem = reading.isEmpty ? .nobody : reading.lack.map { .unclearName(text, $0) }
      return
    }
    (address, words) = (nil, [])
    problem = text.foldedWords.isEmpty ? .nobody : .disguisedName(text, disguise)
  }

  /// Throws where it is not beyond doubt who is named.
  package func check() throws(Problem) {
    if let problem { throw problem }
  }

  /// Whether this may be the same person: what cannot be read may be anybody's name. Two addresses are
  /// two people; a name alone is held against names alone, and against an address's own name and the one
  /// beside it.
  package func mayBe(_ other: PersonName) -> Bool {
    guard problem == nil, other.problem == nil else { return true }
    if let address, let theirs = other.address { return address.isMailbox(of: theirs) }
    return names.contains { name in other.names.contains { name.mayName($0) } }
  }

  /// What the person is called, each in its words.
  private var names: [[String]] {
    let own = address.map { String($0.prefix { $0 != "@" }).foldedWords } ?? []
    return [own, words].filter { !$0.isEmpty }
  }
}

extension [String] {
  /// Whether two names are one, or one stands within the other: `Alice Smith` in `Dr. Alice B. Smith
  /// (SRE)`, `alice` in `CORP\alice`. Their order does not count, nor whether `alicesmith` is written in
  /// one word.
  fileprivate func mayName(_ other: [String]) -> Bool {
    isPart(of: other) || other.isPart(of: self) || joined() == other.joined()
      || joined() == other.reversed().joined() || reversed().joined() == other.joined()
  }

  private func isPart(of other: [String]) -> Bool {
    var rest = other
    return allSatisfy { word in
      guard let index = rest.firstIndex(of: word) else { return false }
      rest.remove(at: index)
      return true
    }
  }
}

extension Problem {
  fileprivate static func disguisedName(_ name: String, _ disguise: String) -> Problem {
    Problem(
      "disguised-name", "The name '\(name)' has \(disguise).",
      hint: "Write the name with plain letters of one alphabet.")
  }

  fileprivate static func unclearName(_ name: String, _ lack: String) -> Problem {
    Problem(
      "unclear-name", "The name '\(name)' \(lack).",
      hint: "Write one person's name or address: alice@example.com.")
  }

  fileprivate static let nobody = Problem(
    "nameless", "A name is needed, and this one has no letters.", hint: "Name the person.")
}

/// A name taken apart into addresses and the words beside them.
private struct AddressReading {
  private(set) var addresses: [String] = []
  private(set) var words: [String] = []
  /// What keeps it from being one person's name.
  private(set) var lack: String?

  init(_ text: String) {
    if Self.pieces(of: text).contains(where: Self.isCut) {
      lack = "has an address that was perhaps cut by a comma or a space"
    }
    for token in Self.tokens(of: text) {
      guard token.contains("@") else {
        words += token.foldedWords
        continue
      }
      guard let address = Self.address(token) else {
        lack = "has '@' and no plain address"
        continue
      }
      if !addresses.contains(address) { addresses.append(address) }
    }
    if words.first == "mailto".folded { words.removeFirst() }
    if addresses.count > 1 { lack = "names several people" }
    if text.contains("&#") { lack = "has letters that are written as numbers" }
    let domains = addresses.compactMap { $0.split(separator: "@").last }
    if domains.contains(where: { $0.split(separator: ".").contains { $0.hasPrefix("xn--") } }) {
      lack = "has a domain that is not written as it reads"
    }
  }

  /// What stands in brackets, and what stands between them.
  private static func pieces(of text: String) -> [Substring] {
    text.split { "<>()[]{}".contains($0) }
  }

  /// Whether words follow an address: `alice@example,com`, where they may be the rest of it.
  private static func isCut(_ piece: Substring) -> Bool {
    let tokens = tokens(of: String(piece))
    guard let address = tokens.firstIndex(where: { $0.contains("@") }) else { return false }
    return tokens[(address + 1)...].contains { !$0.contains("@") && !$0.foldedWords.isEmpty }
  }

  var isEmpty: Bool { addresses.isEmpty && words.isEmpty && lack == nil }

  /// What stands between spaces, brackets and quotes; an address stays whole, also where its first part is
  /// quoted or spaces stand around its `@`. A `\` belongs to a quotation (RFC 5322, section 3.2.1), or
  /// stands between a domain and a name.
  private static func tokens(of text: String) -> [String] {
    var plain = text.withBarsAsLetters.replacing("%40", with: "@")
      .replacing("\\", with: text.contains("\"") ? "" : "/")
    for quote in ["\"", "'", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}"] {
      plain = plain.replacing(quote, with: "")
    }
    while plain.contains(" @") { plain = plain.replacing(" @", with: "@") }
    while plain.contains("@ ") { plain = plain.replacing("@ ", with: "@") }
    return plain.split { $0.isWhitespace || "<>()[]{},;|".contains($0) }.map(String.init)
  }

  /// The address in a token, folded: without what leads it (`mailto:`, an ARN's path), the query of a
  /// `mailto`, its tag (RFC 5233) and the punctuation around it. Nil where it is none.
  private static func address(_ token: String) -> String? {
    let bare = token.prefix { $0 != "?" }.split(whereSeparator: { ":/".contains($0) })
    guard let part = bare.last, bare.dropLast().allSatisfy({ !$0.contains("@") }) else {
      return nil
    }
    let sides = part.split(separator: "@", omittingEmptySubsequences: false)
    guard sides.count == 2 else { return nil }
    let local = String(sides[0].prefix { $0 != "+" }).folded
    let domain = String(sides[1]).folded.trimmed
    // Other signs stand for letters, or for another address.
    let isPlain =
      local.allSatisfy { $0.isLetterOrDigit || "._-*".contains($0) }
      && domain.allSatisfy { $0.isLetterOrDigit || ".-".contains($0) }
    return isPlain && local.contains(where: \.isLetterOrDigit) && !domain.isEmpty
      ? "\(local.trimmed)@\(domain)" : nil
  }
}

extension Character {
  var isLetterOrDigit: Bool { isLetter || isNumber }
}

extension String {
  /// Whether two addresses may be one: to some providers `a.smith` and `asmith` are, and a domain of one word may be
  /// short for a longer one.
  fileprivate func isMailbox(of other: String) -> Bool {
    let (own, theirs) = (
      split(separator: "@", maxSplits: 1), other.split(separator: "@", maxSplits: 1)
    )
    guard own[0].filter(\.isLetterOrDigit) == theirs[0].filter(\.isLetterOrDigit) else {
      return false
    }
    let domains = [own, theirs].map { $0.dropFirst().joined().split(separator: ".") }
    return domains[0].starts(with: domains[1]) || domains[1].starts(with: domains[0])
      || (domains[0].count == 1 && domains[1].contains(domains[0][0]))
      || (domains[1].count == 1 && domains[0].contains(domains[1][0]))
  }

  /// Without the punctuation around it.
  fileprivate var trimmed: String {
    let start = drop { !$0.isLetterOrDigit }
    return String(start.reversed().drop { !$0.isLetterOrDigit }.reversed())
  }

  /// With each `|` that stands at a letter as the letter that it looks like; one between spaces parts.
  fileprivate var withBarsAsLetters: String {
    let characters = Array(self)
    return String(
      characters.enumerated().map { index, character in
        let next = index + 1 < characters.count && characters[index + 1].isLetterOrDigit
        let before = index > 0 && characters[index - 1].isLetterOrDigit
        return character == "|" && (next || before) ? "l" : character
      })
  }

  /// The runs of letters and digits, folded.
  fileprivate var foldedWords: [String] {
    folded.split { !$0.isLetterOrDigit }.map(String.init)
  }

  /// In lower case, without accents, and with letters that look like Latin ones as these: what a
  /// reader takes for the same is the same. In some fonts nobody can tell `I`, `l` and `1`, `O` and `0`, or
  /// `m` and `rn` (UTS 39, confusables.txt).
  fileprivate var folded: String {
    lowercased().unicodeScalars.reduce(into: "") { text, scalar in
      for letter in scalar.folded.unicodeScalars {
        text += Self.doubles[letter] ?? String(Character(letter))
      }
    }
  }

  private static let doubles: [Unicode.Scalar: String] = ["i": "l", "1": "l", "0": "o", "m": "rn"]

  /// What makes the name look like another one: a character that cannot be seen or that is another
  /// form of a plain one, or letters of several alphabets in one word (Unicode Technical Standard 39,
  /// "Unicode Security Mechanisms", sections 3.1 and 5.2). Nil for a name that is what it looks like.
  fileprivate var disguise: String? {
    if let scalar = unicodeScalars.first(where: \.isDisguised) {
      return "U+" + String(scalar.value, radix: 16, uppercase: true)
        + ", which is not what it seems"
    }
    let words = unicodeScalars.filter { !$0.isAccent }.split { !$0.properties.isAlphabetic }
    let isMixed = words.contains { Set($0.compactMap(\.alphabet)).count > 1 }
    return isMixed ? "letters of several alphabets in one word" : nil
  }
}

extension Unicode.Scalar {
  /// An accent of its own, to be put above, below or through the letter before it.
  fileprivate var isAccent: Bool {
    switch value {
    case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    default: false
    }
  }

  /// The first word of the character's name, which is its alphabet; those of East Asia are written
  /// together.
  fileprivate var alphabet: Substring? {
    guard !isASCII else { return "LATIN" }
    let first = properties.name?.prefix { $0 != " " && $0 != "-" }
    return switch first {
    case "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC": "CJK"
    default: first
    }
  }

  /// The character's name without what is put on it: `LATIN SMALL LETTER E` of an é.
  fileprivate var baseName: String? {
    properties.name.map { name in
      name.split(separator: " WITH ", maxSplits: 1).first.map(String.init) ?? name
    }
  }

  /// Of a letter in lower case: the Latin letter that it is, with or without an accent, or that it
  /// looks like.
  fileprivate var folded: String {
    guard !isASCII else { return String(Character(self)) }
    guard !isAccent else { return "" }
    guard let name = baseName, properties.isAlphabetic else { return String(Character(self)) }
    if let letter = name.latinLetter, letter.count == 1 { return letter }
    return Self.lookAlikes[name] ?? (name == properties.name ? String(Character(self)) : name)
  }

  /// Whether the character is invisible, a control, unassigned, or a compatibility form such as a
  /// full-width letter: what Unicode's NFKC_Casefold takes away or replaces beyond case. Also a Latin letter
  /// of no alphabet in use, such as those of phonetics.
  fileprivate var isDisguised: Bool {
    guard !isASCII || value < 0x20 || value == 0x7F else { return false }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      return true
    default: break
    }
    if alphabet == "LATIN", properties.isAlphabetic, !isPlainLatin { return true }
    guard value != 0xDF, value != 0x1E9E, value != 0x3C2 else { return false }
    return properties.isDefaultIgnorableCodePoint || properties.isWhitespace
      || properties.lowercaseMapping.unicodeScalars.contains {
        $0.properties.changesWhenNFKCCaseFolded
      }
  }

  private var isPlainLatin: Bool {
    guard let letter = baseName?.latinLetter else { return false }
    return letter.count == 1 || Self.furtherLatin.contains(letter)
  }

  /// Letters of Latin alphabets in use that are no accented form of another one.
  private static let furtherLatin: Set<String> = [
    "ae", "oe", "eth", "thorn", "eng", "sharp s", "dotless i", "schwa", "open o", "open e",
  ]

  /// Letters that are taken for Latin ones, in lower case; of some the capital is (UTS 39,
  /// confusables.txt), and letters that are an accented form of another one.
  private static let lookAlikes: [String: String] = {
    var letters = [
      "LATIN SMALL LETTER DOTLESS I": "i", "LATIN SMALL LETTER SHARP S": "ss",
      "LATIN SMALL LETTER AE": "ae", "LATIN SMALL LETTER OE": "oe",
      "GREEK SMALL LETTER FINAL SIGMA": "GREEK SMALL LETTER SIGMA",
      "GREEK SMALL LETTER SIGMA": "GREEK SMALL LETTER SIGMA",
    ]
    let alphabets = [
      "CYRILLIC": [
        "A": "a", "VE": "b", "IE": "e", "IO": "e", "DZE": "s", "BYELORUSSIAN-UKRAINIAN I": "i",
        "YI": "i", "JE": "j", "KA": "k", "KJE": "k", "EM": "m", "EN": "h", "SHHA": "h", "O": "o",
        "ER": "p", "ES": "c", "TE": "t", "U": "y", "SHORT U": "y", "STRAIGHT U": "y", "HA": "x",
        "KOMI DE": "d", "QA": "q", "WE": "w", "PALOCHKA": "l", "SHORT I": "CYRILLIC SMALL LETTER I",
        "I": "CYRILLIC SMALL LETTER I",
      ],
      "GREEK": [
        "ALPHA": "a", "BETA": "b", "EPSILON": "e", "ZETA": "z", "ETA": "h", "IOTA": "i",
        "KAPPA": "k", "MU": "m", "NU": "n", "OMICRON": "o", "RHO": "p", "TAU": "t", "UPSILON": "y",
        "CHI": "x", "GAMMA": "y", "LUNATE SIGMA": "c", "YOT": "j",
      ],
      "ARMENIAN": [
        "OH": "o", "SEH": "u", "HO": "h", "VO": "n", "CO": "g", "ZA": "q", "YIWN": "i",
      ],
    ]
    for (alphabet, members) in alphabets {
      for (name, letter) in members { letters["\(alphabet) SMALL LETTER \(name)"] = letter }
    }
    return letters
  }()
}

extension String {
  /// Of the name of a Latin letter what it says after that, in lower case: `e`, `sharp s`.
  fileprivate var latinLetter: String? {
    for lead in ["LATIN SMALL LETTER ", "LATIN CAPITAL LETTER "] where hasPrefix(lead) {
      return dropFirst(lead.count).lowercased()
    }
    return nil
  }
}
