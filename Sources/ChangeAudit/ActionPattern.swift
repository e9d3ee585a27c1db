/// A pattern over IAM actions: `*` is any run of characters, `?` one, and case does not count (IAM User
/// Guide, "IAM JSON policy elements: Action"). `\` has no meaning.
package struct ActionPattern: Hashable, Sendable {
  private let marks: [Mark]

  private enum Mark: Hashable, Sendable {
    case anyRun, anyOne
    case scalar(Unicode.Scalar)
  }

  /// Reads a pattern; every text is one.
  package init(_ text: String) {
    var marks: [Mark] = []
    for scalar in text.lowercased().unicodeScalars {
      switch scalar {
      case "*": if marks.last != .anyRun { marks.append(.anyRun) }
      // `*?` and `?*` are the same texts; with the run last, patterns are compared mark by mark.
      case "?": marks.insert(.anyOne, at: marks.last == .anyRun ? marks.count - 1 : marks.count)
      default: marks.append(.scalar(scalar))
      }
    }
    self.marks = marks
  }

  /// Whether every action that the other pattern fits is one that this pattern fits. Where this says
  /// yes it is so; for rare pairs (`a?*` and `a*b`) it says no although it is so.
  package func contains(_ other: ActionPattern) -> Bool {
    // Row by row: which prefixes of this pattern take in the prefix of the other that was read.
    var reached = marks.indices.map { index in marks[...index].allSatisfy { $0 == .anyRun } }
    var isEmptyReached = true
    for mark in other.marks {
      var next: [Bool] = []
      for (index, own) in marks.enumerated() {
        let before = index == 0 ? isEmptyReached : reached[index - 1]
        let skipped = index == 0 ? false : next[index - 1]
        switch own {
        case .anyRun: next.append(reached[index] || before || skipped)
        case .anyOne: next.append(before && mark != .anyRun)
        case .scalar: next.append(before && mark == own)
        }
      }
      reached = next
      isEmptyReached = false
    }
    return reached.last ?? isEmptyReached
  }
}
