import ConfigurationModel

/// How a piece of text stands out on a terminal.
package enum TextStyle: Hashable, Sendable {
  case plain, strong, quiet, critical, high, medium, low, good, warning

  /// The parameters of ECMA-48's SGR sequence; nil for plain text. Only the eight basic colours,
  /// which every terminal theme keeps readable.
  fileprivate var parameters: String? {
    switch self {
    case .plain: nil
    case .strong: "1"
    case .quiet: "2"
    case .critical: "1;31"
    case .high: "31"
    case .medium: "33"
    case .low: "36"
    case .good: "32"
    case .warning: "33"
    }
  }
}

/// A text in which each character has a style. Its only way in makes hidden characters visible, so
/// no input can steer a terminal.
package struct StyledText: Sendable, ExpressibleByStringLiteral {
  fileprivate(set) var characters: [(character: Character, style: TextStyle)]

  /// Makes text of one style, with its hidden characters made visible.
  package init(_ text: String, _ style: TextStyle = .plain) {
    characters = text.visible.map { ($0, style) }
  }

  /// Plain text.
  package init(stringLiteral text: String) { self.init(text) }

  fileprivate init(_ characters: some Sequence<(character: Character, style: TextStyle)>) {
    self.characters = Array(characters)
  }

  /// The left text with the right one behind it, each with its own styles.
  package static func + (left: StyledText, right: StyledText) -> StyledText {
    StyledText(left.characters + right.characters)
  }

  /// Terminal columns that it fills.
  package var columns: Int { characters.reduce(0) { $0 + $1.character.columns } }

  /// Whether there is no character in it.
  package var isEmpty: Bool { characters.isEmpty }

  /// The longest beginning that fits, with `…` for the rest.
  package func cut(to columns: Int) -> StyledText {
    guard self.columns > columns else { return self }
    var left = columns - 1
    let kept = characters.prefix { character, _ in
      left -= character.columns
      return left >= 0
    }
    return StyledText(kept) + StyledText("…", .quiet)
  }

  /// The text up to its last character that is no space.
  package var withoutSpacesBehind: StyledText {
    let end = characters.lastIndex { $0.character != " " }
    return end.map { StyledText(characters[...$0]) } ?? ""
  }

  /// Spaces up to the column, at least none.
  package func padded(to columns: Int) -> StyledText {
    self + StyledText(String(repeating: " ", count: max(0, columns - self.columns)))
  }

  /// Lines of at most `first`, then `rest` columns, broken at spaces, or within what has none.
  package func wrapped(first: Int, rest: Int) -> [StyledText] {
    var lines: [StyledText] = []
    var remaining = characters[...]
    while true {
      let room = max(1, lines.isEmpty ? first : rest)
      guard let fitting = remaining.overflow(room) else {
        return lines + [StyledText(remaining)]
      }
      let cut = remaining[...fitting].lastIndex { $0.character == " " }
      let end = cut.flatMap { $0 > remaining.startIndex ? $0 : nil } ?? fitting
      lines.append(StyledText(remaining[..<end]))
      remaining = remaining[end...].drop { $0.character == " " }
    }
  }

  /// The text for a terminal.
  package func text(isColoured: Bool) -> String {
    guard isColoured else { return String(characters.map(\.character)) }
    var text = ""
    var style = TextStyle.plain
    for part in characters {
      if part.style != style {
        text += style == .plain ? "" : "\u{1B}[0m"
        text += part.style.parameters.map { "\u{1B}[\($0)m" } ?? ""
        style = part.style
      }
      text.append(part.character)
    }
    return text + (style == .plain ? "" : "\u{1B}[0m")
  }
}

extension ArraySlice where Element == (character: Character, style: TextStyle) {
  /// The index of the first character that does not fit, but never the first of all; nil where all
  /// fit.
  fileprivate func overflow(_ columns: Int) -> Int? {
    var left = columns
    for index in indices {
      left -= self[index].character.columns
      if left < 0, index > startIndex { return index }
    }
    return nil
  }
}

extension Character {
  /// Terminal columns: 0 for combining marks, 2 for wide scalars (UAX 11), else 1. The sum over the
  /// scalars, so never fewer than a terminal takes.
  package var columns: Int {
    unicodeScalars.reduce(0) { total, scalar in
      if scalar.value < 0x300 { return total + 1 }
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return total
      default: return total + (scalar.isWide ? 2 : 1)
      }
    }
  }
}

extension Unicode.Scalar {
  /// East Asian wide and fullwidth scalars and pictographs, by block.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}
