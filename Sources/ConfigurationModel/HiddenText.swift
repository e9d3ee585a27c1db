extension Unicode.Scalar {
  /// Whether the scalar has no shape of its own, or moves others: control characters, direction
  /// marks and overrides (UAX 9), zero-width and tag characters, line separators, private use.
  /// Printed as they are, they would let a name from a cloud account forge what a report says.
  package var isHidden: Bool {
    if value < 0x7F { return value < 0x20 }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      true
    default: properties.isDefaultIgnorableCodePoint
    }
  }
}

extension String {
  /// The text with every hidden character written out: `\n`, `\t`, `\u{202e}`.
  package var visible: String {
    guard unicodeScalars.contains(where: \.isHidden) else { return self }
    return replacingScalars { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case _ where scalar.isHidden: "\\u{\(String(scalar.value, radix: 16))}"
      default: nil
      }
    }
  }

  /// Each scalar replaced by what `replacement` says; nil leaves it.
  package func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if let text = replacement(scalar) {
        result.append(contentsOf: text.unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
