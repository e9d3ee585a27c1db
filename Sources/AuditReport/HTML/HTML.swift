/// Markup. Text from outside comes in through interpolation only, which escapes it; what is not
/// escaped is a literal of this program: `HTML` is built from `StaticString`s, so a `String` cannot
/// pass for one.
///
/// Holds for element content and for attributes in double quotes; nothing is ever put into a
/// script, a style, an event handler or an address, but for `link(to:)`, which looks at the address.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
  /// The markup itself.
  package private(set) var text: String
  /// The words of the glossary that it marks.
  package private(set) var words: Set<GlossaryWord> = []

  /// Takes a literal of this program as markup, unescaped.
  package init(stringLiteral markup: StaticString) { text = markup.description }

  /// Takes what the interpolation collected, with the words of the glossary that are marked in it.
  package init(stringInterpolation parts: StringInterpolation) {
    (text, words) = (parts.text, parts.words)
  }

  /// A word of the glossary: what it means is shown while it is pointed at or has the focus, and stands at the
  /// end of the page.
  package static func term(_ word: GlossaryWord, _ text: HTML) -> HTML {
    var term: HTML =
      "<a class=\"term word-\(word.rawValue)\" href=\"#word-\(word.rawValue)\">\(text)</a>"
    term.words.insert(word)
    return term
  }

  /// No markup at all.
  package static let empty: HTML = ""

  /// A link where the text is a web address as records name one, and otherwise the text: what is no
  /// `https:` or `http:` address could be a script.
  package static func link(to text: String) -> HTML {
    let isAddress = ["https://", "http://"].contains { text.lowercased().hasPrefix($0) }
    let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
    guard isAddress, isPlain else { return "\(text)" }
    return "<a href=\"\(text)\" rel=\"noopener noreferrer\">\(text)</a>"
  }

  /// Puts the other markup behind this one; the glossary words of both are kept.
  package mutating func append(_ other: HTML) {
    text += other.text
    words.formUnion(other.words)
  }

  /// The left markup with the right one behind it.
  package static func + (left: HTML, right: HTML) -> HTML { [left, right].joined }

  /// Collects literals as they are and everything else escaped.
  package struct StringInterpolation: StringInterpolationProtocol, Sendable {
    fileprivate var text = ""
    fileprivate var words: Set<GlossaryWord> = []

    /// Makes an empty collection with room for the literals.
    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity)
    }

    /// Adds a literal of this program as it is.
    package mutating func appendLiteral(_ markup: StaticString) { text += markup.description }
    /// Adds text from anywhere, escaped.
    package mutating func appendInterpolation(_ text: String) { self.text += text.markupEscaped }
    /// Adds a number in decimal digits.
    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
    /// Adds markup as it is, with the words of the glossary that it marks.
    package mutating func appendInterpolation(_ markup: HTML) {
      text += markup.text
      words.formUnion(markup.words)
    }
  }
}

extension Sequence<HTML> {
  /// All of it, one after the other.
  package var joined: HTML { reduce(into: HTML.empty) { $0.append($1) } }
}
