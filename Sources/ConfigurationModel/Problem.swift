/// An error for people: what, which one, and what to do next, with a stable code.
///
/// Every problem is made by a static function beside the code that meets it, named after its code.
package struct Problem: Error, Hashable, Sendable {
  /// Stable, in kebab case: `store-newer-than-program`. Listed in Documentation/Problems.md.
  package let code: String
  /// One sentence that names the thing.
  package let message: String
  /// What to do next; nil where the sentence says it.
  package let hint: String?
  /// Where in the input.
  package let place: Place?

  /// Where in an input something stands.
  package struct Place: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The file as the user named it; `-` for standard input.
    package let file: String
    /// From 1; nil where only the file is known.
    package let line: Int?

    /// Makes a place; without a line the whole file is meant.
    package init(file: String, line: Int? = nil) {
      self.file = file
      self.line = line
    }

    /// `file:line`, or the file alone.
    package var description: String { line.map { "\(file):\($0)" } ?? file }

    /// By file in byte order, then by line; a file as a whole comes first.
    package static func < (left: Place, right: Place) -> Bool {
      left.file == right.file
        ? (left.line ?? 0) < (right.line ?? 0) : left.file.precedes(right.file)
    }
  }

  /// Makes a problem of a code in kebab case; what is new has a static function named after its code.
  package init(_ code: String, _ message: String, hint: String? = nil, at place: Place? = nil) {
    self.code = code
    self.message = message
    self.hint = hint
    self.place = place
  }

  /// The sentence with the place where it stands, for where a place is not kept by itself.
  package var placedMessage: String { (place.map { "\($0): " } ?? "") + message }

  /// The same problem with its place in its sentence.
  package var placed: Problem { Problem(code, placedMessage, hint: hint) }

  /// The same problem, said to stand in this place, unless it names one already.
  package func at(_ place: Place) -> Problem {
    Problem(code, message, hint: hint, at: self.place ?? place)
  }
}

extension Problem: CustomStringConvertible {
  /// One line, and one for the hint: a name from outside begins no line of its own.
  package var description: String {
    placedMessage.visible + " [\(code)]"
      + (hint.map { "\n  " + $0.visible } ?? "")
  }
}

/// All the problems of one input together.
package struct Problems: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problems, in the order in which they were found; one at least.
  package let all: [Problem]

  /// Makes one error of several problems.
  package init(_ all: [Problem]) { self.all = all }

  /// Each problem on its line, with its hint below.
  package var description: String { all.map(\.description).joined(separator: "\n") }
}
