/// Lines of a terminal page, none wider than the page.
package struct TextPage: Sendable {
  /// How many terminal columns a line has.
  package let width: Int
  /// The lines from the top, without newlines.
  package private(set) var lines: [StyledText] = []

  /// An empty page with lines of `width` columns.
  package init(width: Int) { self.width = width }

  /// The page as text; spaces at line ends are dropped.
  package func text(isColoured: Bool) -> String {
    lines.map { $0.text(isColoured: isColoured) + "\n" }.joined()
  }

  /// An empty line, unless the page is empty or its last line is.
  package mutating func addSpace() {
    if !(lines.last?.isEmpty ?? true) { lines.append("") }
  }

  /// A line cut to the width. Whether it was cut.
  @discardableResult
  package mutating func addCut(_ line: StyledText) -> Bool {
    lines.append(line.cut(to: width))
    return line.columns > width
  }

  /// A paragraph behind a label; its further lines stand under its first word. A label that leaves too little
  /// room stands alone, whole, with the paragraph below: it may say which one of many is meant.
  package mutating func add(_ text: StyledText, after label: StyledText) {
    if label.columns <= width * 2 / 3 {
      wrap(text, after: label, indent: min(label.columns, width / 2))
    } else {
      // No line of a name from outside begins where headings do.
      wrap(label.withoutSpacesBehind, after: "", indent: 4)
      if !text.isEmpty { wrap(text, after: "    ", indent: 4) }
    }
  }

  private mutating func wrap(_ text: StyledText, after label: StyledText, indent: Int) {
    let parts = text.wrapped(first: width - label.columns, rest: width - indent)
    for (index, part) in parts.enumerated() {
      lines.append(index == 0 ? label + part : StyledText("").padded(to: indent) + part)
    }
  }

  /// Two texts at both ends of a line; the right one wraps below where there is no room.
  package mutating func add(_ left: StyledText, right: StyledText) {
    if left.columns + right.columns + 2 <= width {
      lines.append(left.padded(to: width - right.columns) + right)
    } else {
      wrap(left, after: "", indent: 4)
      add(right, after: "  ")
    }
  }
}
