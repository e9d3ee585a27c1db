/// A pattern in which `*` stands for any run of characters and `?` for one; `\` takes the next
/// character as it is. Matching is over whole texts, case-sensitive.
///
/// Configurations have patterns of their own: `arn:aws:s3:::a*b` in a policy is any number of buckets.
/// So `?` is no `*`: a pattern that is wider than this one does not fit it.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
  /// The pattern as it was written.
  package let pattern: String
  private let marks: [Mark]

  private enum Mark: Hashable, Sendable {
    case anyRun, anyOne
    case scalar(Unicode.Scalar)

    /// Whether it stands for this character, and for one only.
    func isOne(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .anyRun: false
      case .anyOne: scalar != "*"
      case .scalar(let own): own == scalar
      }
    }
  }

  /// Reads a pattern; every text is one.
  ///
  /// A `\` at its end stands for nothing.
  package init(_ pattern: String) {
    self.pattern = pattern
    var marks: [Mark] = []
    var isEscaped = false
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case _ where isEscaped:
        marks.append(.scalar(scalar))
        isEscaped = false
      case "\\": isEscaped = true
      case "*": if marks.last != .anyRun { marks.append(.anyRun) }
      case "?": marks.append(.anyOne)
      default: marks.append(.scalar(scalar))
      }
    }
    self.marks = marks
  }

  /// The pattern as it was written.
  package var description: String { pattern }

  /// Whether the pattern has no `*` and no `?`, so that it names exactly one text.
  package var isLiteral: Bool { !marks.contains { $0 == .anyRun || $0 == .anyOne } }

  /// The one text that the pattern names; nil where it has a `*` or a `?`.
  package var literalText: String? {
    var text = String.UnicodeScalarView()
    for mark in marks {
      guard case .scalar(let scalar) = mark else { return nil }
      text.append(scalar)
    }
    return String(text)
  }

  /// What every text that fits begins with; empty where the pattern begins with `*` or `?`.
  package var literalBeginning: String {
    var text = String.UnicodeScalarView()
    for mark in marks {
      guard case .scalar(let scalar) = mark else { break }
      text.append(scalar)
    }
    return String(text)
  }

  /// How many characters the pattern fixes: the more, the narrower.
  package var fixedCount: Int { marks.count { $0 != .anyRun && $0 != .anyOne } }

  /// Whether the whole text fits. Linear in pattern × text, never exponential.
  package func matches(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var (mark, at) = (0, 0)
    var retry: (mark: Int, at: Int)?
    while at < scalars.count {
      if mark < marks.count, marks[mark] == .anyRun {
        retry = (mark, at)
        mark += 1
      } else if mark < marks.count, marks[mark].isOne(scalars[at]) {
        mark += 1
        at += 1
      } else if let last = retry {
        retry = (last.mark, last.at + 1)
        (mark, at) = (last.mark + 1, last.at + 1)
      } else {
        return false
      }
    }
    return marks[mark...].allSatisfy { $0 == .anyRun }
  }
}
