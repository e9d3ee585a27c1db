/// Markup. Text from outside comes in through interpolation only, which escapes it; what is not
/// escaped is a literal of this program: `HTML` is built from `StaticString`s, so a `String` cannot
/// pass for one.
///
/// Holds for element content and for attributes in double quotes; nothing is ever put into a
/// script, a style, an event handler or an address.
package struct HTML: Sendable, ExpressibleByStringInterpolation {
  package private(set) var text: String

  package init(stringLiteral markup: StaticString) { text = markup.description }

  package init(stringInterpolation parts: StringInterpolation) { text = parts.text }

  /// No markup at all.
  package static let empty: HTML = ""

  package mutating func append(_ other: HTML) { text += other.text }

  package static func + (left: HTML, right: HTML) -> HTML { [left, right].joined }

  /// Collects literals as they are and everything else escaped.
  package struct StringInterpolation: StringInterpolationProtocol, Sendable {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity)
    }

    package mutating func appendLiteral(_ markup: StaticString) { text += markup.description }
    package mutating func appendInterpolation(_ text: String) { self.text += text.markupEscaped }
    package mutating func appendInterpolation(_ number: Int) { text += String(number) }
    package mutating func appendInterpolation(_ markup: HTML) { text += markup.text }
  }
}

extension Sequence<HTML> {
  /// All of it, one after the other.
  package var joined: HTML { reduce(into: HTML.empty) { $0.append($1) } }
}
