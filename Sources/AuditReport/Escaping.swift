import ConfigurationModel

extension String {
  /// The text for HTML and XML, as content or in a quoted attribute: the five marks are entities
  /// and hidden characters are written out, so that what XML 1.0 section 2.2 forbids cannot occur.
  package var markupEscaped: String {
    visible.replacingScalars { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      case "\u{FFFE}", "\u{FFFF}": "\\u{\(String(scalar.value, radix: 16))}"
      default: nil
      }
    }
  }

  /// The text as a JSON string (RFC 8259 section 7) in quotes. Hidden characters are escaped too:
  /// the value stays the same, and a terminal that shows the file is safe.
  package var jsonQuoted: String {
    let escaped = replacingScalars { scalar in
      switch scalar {
      case "\"": "\\\""
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\r": "\\r"
      case "\t": "\\t"
      case _ where scalar.isHidden: scalar.utf16.map(jsonUnit).joined()
      default: nil
      }
    }
    return "\"\(escaped)\""
  }

  /// A JSON text in which hidden characters, which stand in strings only, are escaped: its values stay the same.
  package var jsonTextVisible: String {
    replacingScalars { $0.isHidden ? $0.utf16.map(jsonUnit).joined() : nil }
  }

  /// The text as a cell of CSV (RFC 4180), in quotes where it must be. A cell that a spreadsheet
  /// would take for a formula (OWASP, "CSV Injection") is led by an apostrophe.
  package var csvCell: String {
    let isFormula = first.map { "=+-@\t\r".contains($0) } ?? false
    let text = (isFormula ? "'" : "") + visible
    guard text.unicodeScalars.contains(where: { ",\"\r\n;".unicodeScalars.contains($0) }) else {
      return text
    }
    return "\"" + text.replacingScalars { $0 == "\"" ? "\"\"" : nil } + "\""
  }
}

private func jsonUnit(_ unit: UInt16) -> String {
  let hex = String(unit, radix: 16)
  return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
}
