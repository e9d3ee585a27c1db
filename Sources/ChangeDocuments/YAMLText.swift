import ConfigurationModel

/// What is written as YAML: block style, keys in the order given.
indirect enum YAMLText {
  /// A scalar as it stands in the text.
  case scalar(String)
  case list([YAMLText])
  case mapping([(key: String, value: YAMLText)])

  /// A text, quoted where a plain scalar would be read as something else.
  static func text(_ text: String) -> YAMLText { .scalar(text.asYAMLScalar) }

  /// A moment, which needs no quotes.
  static func moment(_ moment: Timestamp) -> YAMLText { .scalar(moment.description) }

  /// A configuration value: elements that are their own labels as a list, others as a mapping.
  static func value(_ value: ConfigurationValue) -> YAMLText {
    switch value {
    case .null: .scalar("null")
    case .bool(let value): .scalar(value ? "true" : "false")
    case .number(let number): .scalar(number)
    case .string(let text): .text(text)
    case .list(let values): .list(values.map { .value($0) })
    case .elements(let elements) where elements.areTheirLabels:
      .list(elements.inKeyOrder.map { .value($0.value) })
    case .object(let fields), .elements(let fields):
      .mapping(fields.inKeyOrder.map { ($0.key, .value($0.value)) })
    }
  }

  /// The document, with a line feed at its end.
  var document: String {
    var text = ""
    write(to: &text, indent: 0, isInline: false)
    return text.first == "\n" ? String(text.dropFirst()) : text
  }

  /// Writes what follows a `key:` or a `-`. `isInline` is true after a `-`, whose first key stands in
  /// its line.
  private func write(to text: inout String, indent: Int, isInline: Bool) {
    switch self {
    case .scalar(let scalar): text += " \(scalar)\n"
    case .list(let members) where members.isEmpty: text += " []\n"
    case .mapping(let fields) where fields.isEmpty: text += " {}\n"
    case .list(let members):
      text += "\n"
      for member in members {
        text += String(repeating: " ", count: indent) + "-"
        member.write(to: &text, indent: indent + 2, isInline: true)
      }
    case .mapping(let fields):
      text += isInline ? " " : "\n"
      for (index, field) in fields.enumerated() {
        let margin = String(repeating: " ", count: indent)
        if index > 0 || !isInline { text += margin }
        let key = field.key.asYAMLScalar
        // A key before its colon may have 1024 characters at most (YAML 1.2, section 7.4.2).
        text += key.utf8.count < 1000 ? "\(key):" : "? \(key)\n\(margin):"
        field.value.write(to: &text, indent: indent + 2, isInline: false)
      }
    }
  }
}

extension String {
  /// The text as a YAML scalar that reads back as this text, in every version of YAML.
  fileprivate var asYAMLScalar: String {
    if isPlainInYAML { return self }
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      // What nobody sees is written out (YAML 1.2, section 5.7): who reads the text reads the value.
      // YAML 1.1 takes NEL, LS and PS for line breaks, and folds them: they are hidden, too.
      case _ where scalar.isHidden || ("\u{fffe}"..."\u{ffff}").contains(scalar):
        let hex = String(scalar.value, radix: 16)
        let digits = hex.count > 4 ? 8 : 4
        text +=
          (digits == 8 ? "\\U" : "\\u") + String(repeating: "0", count: digits - hex.count) + hex
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  private var isPlainInYAML: Bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
    guard let first = unicodeScalars.first, first.isASCIILetter,
      let last = unicodeScalars.last, last != ":", last != " ",
      !words.contains(lowercased())
    else { return false }
    return unicodeScalars.allSatisfy {
      $0.isASCIILetter || "0123456789_./:@ -".unicodeScalars.contains($0)
    }
      && !unicodeScalars.elementsAreJoined(":", " ")
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
}

extension String.UnicodeScalarView {
  /// Whether the second scalar stands somewhere right after the first.
  fileprivate func elementsAreJoined(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    zip(self, dropFirst()).contains { $0 == first && $1 == second }
  }
}
