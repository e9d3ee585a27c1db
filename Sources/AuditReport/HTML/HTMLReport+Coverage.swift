import ConfigurationModel

extension DriftReport {
  /// What was read, as squares: by account and region, by account where those are many, and not at all where
  /// accounts are many: the table of last readings tells it then. Of one scope the page's head says it.
  var coverageChart: HTML {
    guard coverage.cells.count > 1 else { return .empty }
    let types = Set(coverage.cells.map(\.scope.type)).sorted()
    let rows = coverage.cells.places
    let legend = HTML.legend([
      ("read", "read"), ("seen", "in part"), ("unread", "not read"), ("retired", "retired"),
    ])
    let drawing: HTML =
      rows.count > 60
      ? "<p>\(coverage.sentence) <a href=\"#readings\">By account</a></p>"
      : drawing(rows, types)
    return """
      <figure><figcaption><h2>What was read</h2>\(rows.count > 60 ? .empty : legend)</figcaption>
      \(drawing)</figure>

      """
  }

  private func drawing(
    _ rows: [(place: String, cells: [Coverage.Cell])], _ types: [ResourceType]
  ) -> HTML {
    let left = 12 + 7 * (rows.map(\.place.count).max() ?? 0)
    let top = 24 + 4 * (types.map(\.words.count).max() ?? 0)
    let (width, height) = (left + 22 * types.count + top, top + 22 * rows.count + 6)
    let heads = types.enumerated().map { index, type -> HTML in
      let (x, y) = (left + 22 * index + 12, top - 8)
      return """
        <text transform="translate(\(x) \(y)) rotate(-45)">\(type.words)<title>\(type.name)\
        </title></text>
        """
    }
    let lines = rows.enumerated().map { index, row -> HTML in
      let y = top + 22 * index
      let byType = Dictionary(grouping: row.cells, by: \.scope.type)
      let cells = types.enumerated().map { column, type -> HTML in
        byType[type].map { $0.square(x: left + 22 * column, y: y) } ?? .empty
      }
      return
        "<text class=\"end\" x=\"\(left - 8)\" y=\"\(y + 14)\">\(row.place)</text>\(cells.joined)\n"
    }
    return """
      <div class="scroll" role="region" aria-label="What was read" tabindex="0">\
      <svg role="img" aria-labelledby="grid-title" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)"><title id="grid-title">\(coverage.sentence)</title>
      \(heads.joined)
      \(lines.joined)</svg></div>
      """
  }
}

extension HTML {
  /// What the colours of a chart mean.
  static func legend(_ items: [(name: String, label: String)]) -> HTML {
    let marks = items.map { name, label -> HTML in
      """
      <li><svg width="14" height="14" aria-hidden="true"><rect class="\(name)" width="14" \
      height="14" rx="3"/>\
      \(mark(of: name, x: 0, y: 0, size: 14))</svg>\(label)</li>
      """
    }
    return "<ul class=\"legend\">\(marks.joined)</ul>"
  }
}

/// A sign in a square, so that colour is not the only one.
private func mark(of name: String, x: Int, y: Int, size: Int) -> HTML {
  let (near, far) = (4, size - 4)
  return switch name {
  case "unread":
    """
    <path class="mark" d="M\(x + near) \(y + near)L\(x + far) \(y + far)M\(x + far) \(y + near)\
    L\(x + near) \(y + far)"/>
    """
  case "seen": "<path class=\"mark\" d=\"M\(x + near) \(y + size / 2)H\(x + far)\"/>"
  case "retired": "<path class=\"mark\" d=\"M\(x + near) \(y + far)L\(x + far) \(y + near)\"/>"
  default: .empty
  }
}

extension [Coverage.Cell] {
  /// The square of cells of one type and one place, in the state of the worst of them.
  fileprivate func square(x: Int, y: Int) -> HTML {
    let order = ["unread", "seen", "read", "retired"]
    let names = Set(map(\.squareClass))
    let name = order.first(where: names.contains) ?? "unread"
    return """
      <g><title>\(words)</title><rect class="\(name)" x="\(x)" y="\(y)" \
      width="18" height="18" rx="4"/>\(mark(of: name, x: x, y: y, size: 18))</g>
      """
  }

  private var words: String {
    guard let first, count > 1 else { return self.first?.words ?? "" }
    let read = self.count { $0.squareClass == "read" }
    return "\(first.scope.account) \(first.scope.type): \(read) of \(counted(count, "region")) read"
  }
}

extension Coverage.Cell {
  fileprivate var words: String {
    let words =
      switch state {
      case .read(_, let count): "read, \(counted(count, "resource"))"
      case .seen(_, let count): "\(counted(count, "resource")) seen one by one"
      case .stale, .unread, .neverLookedAt: "not read: \(problem?.message ?? "")"
      case .retired(let retirement): retirement.words
      }
    return "\(scope.description): \(words), \(readingText)"
  }

  /// The class of its square: three, and a fourth for what is left out.
  fileprivate var squareClass: String {
    switch word {
    case .read: "read"
    case .seen: "seen"
    case .stale, .unread, .never: "unread"
    case .retired: "retired"
    }
  }
}
