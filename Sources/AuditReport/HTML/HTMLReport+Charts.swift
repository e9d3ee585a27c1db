import ConfigurationModel

extension DriftReport {
  /// The edits by day and what was read, drawn.
  var htmlCharts: HTML {
    let days = timeline.withoutGaps
    let unit = days.count > 100 ? "week" : "day"
    let timeline = days.isEmpty ? HTML.empty : chart(unit == "day" ? days : days.weeks, by: unit)
    let grid = coverage.cells.isEmpty ? HTML.empty : coverageGrid
    return days.isEmpty && coverage.cells.isEmpty
      ? .empty : "<div class=\"charts\">\(timeline)\(grid)</div>"
  }

  private func chart(_ days: [Day], by unit: String) -> HTML {
    let (height, left, slot) = (170, 34, max(4, min(36, 440 / days.count)))
    let width = left + slot * days.count + 10
    let top = days.map(\.total).max() ?? 0
    let bars = days.enumerated().map { index, day in
      day.bar(x: left + slot * index, slot: slot, height: height, top: max(1, top))
    }
    let step = (42 + slot - 1) / slot
    let labels = days.enumerated().filter {
      $0.offset % step == 0 && (days.count - $0.offset) * slot >= 26
    }.map { index, day -> HTML in
      let date = String(day.date.dropFirst(5))
      return "<text x=\"\(left + slot * index)\" y=\"\(height + 26)\">\(date)</text>"
    }
    return """
      <figure><figcaption><h2>Edits by \(unit)\
      </h2>\(legend([
        ("unapproved", "unapproved"), ("approved", "approved"), ("onpaper", "on paper only"),
        ("ignored", "ignored"),
      ]))</figcaption>
      <div class="scroll" role="region" aria-label="Edits by \(unit)" tabindex="0">\
      <svg role="img" aria-labelledby="days-title" width="\(width)" height="\(height + 34)" \
      viewBox="0 0 \(width) \(height + 34)"><title id="days-title">Edits by \(unit), \
      \(days.first?.date ?? "") to \
      \(days.last?.date ?? "")</title>
      <line class="axis" x1="\(left)" x2="\(width)" y1="\(height + 10)" y2="\(height + 10)"/>
      <line class="grid" x1="\(left)" x2="\(width)" y1="10" y2="10"/>
      <text class="end" x="\(left - 6)" y="14">\(top)</text><text class="end" x="\(left - 6)" \
      y="\(height + 14)">0</text>
      \(bars.joined)\(labels.joined)</svg></div></figure>

      """
  }

  private var coverageGrid: HTML {
    let types = Set(coverage.cells.map(\.scope.type)).sorted()
    let rows = Dictionary(grouping: coverage.cells) { "\($0.scope.account) \($0.scope.region)" }
      .inKeyOrder
    let left = 12 + 7 * (rows.map(\.key.count).max() ?? 0)
    let top = 24 + 4 * (types.map(\.words.count).max() ?? 0)
    let columns = Dictionary(uniqueKeysWithValues: types.enumerated().map { ($1, $0) })
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
      let cells = row.value.map { $0.square(x: left + 22 * (columns[$0.scope.type] ?? 0), y: y) }
      return
        "<text class=\"end\" x=\"\(left - 8)\" y=\"\(y + 14)\">\(row.key)</text>\(cells.joined)\n"
    }
    return """
      <figure><figcaption><h2>What was read\
      </h2>\(legend([("read", "read"), ("seen", "in part"), ("unread", "not read"), ("retired", "retired")]))</figcaption>
      <div class="scroll" role="region" aria-label="What was read" tabindex="0">\
      <svg role="img" aria-labelledby="grid-title" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)"><title id="grid-title">\(coverage.sentence)</title>
      \(heads.joined)
      \(lines.joined)</svg></div></figure>

      """
  }

  private func legend(_ items: [(name: String, label: String)]) -> HTML {
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

extension Coverage.Cell {
  fileprivate func square(x: Int, y: Int) -> HTML {
    let words =
      switch state {
      case .read(_, let count): "read, \(counted(count, "resource"))"
      case .seen(_, let count): "\(counted(count, "resource")) seen one by one"
      case .stale, .unread, .neverLookedAt: "not read: \(problem?.message ?? "")"
      case .retired(let retirement): retirement.words
      }
    let name = squareClass
    return """
      <g><title>\(scope.description): \(words), \(readingText)</title>\
      <rect class="\(name)" x="\(x)" y="\(y)" \
      width="18" height="18" rx="4"/>\(mark(of: name, x: x, y: y, size: 18))</g>
      """
  }
}

extension Coverage.Cell {
  /// The class of its square: three, and a fourth for what is left out.
  private var squareClass: String {
    switch word {
    case .read: "read"
    case .seen: "seen"
    case .stale, .unread, .never: "unread"
    case .retired: "retired"
    }
  }
}

extension DriftReport.Day {
  fileprivate var total: Int { approved + approvedOnPaper + ignored + unapproved }

  /// The counts, one on the other.
  fileprivate func bar(x: Int, slot: Int, height: Int, top: Int) -> HTML {
    var y = height + 10
    let parts = [
      ("ignored", ignored), ("approved", approved), ("onpaper", approvedOnPaper),
      ("unapproved", unapproved),
    ]
    let rects = parts.map { name, count -> HTML in
      guard count > 0 else { return .empty }
      let size = max(2, count * height / top)
      y -= size
      return """
        <rect class="\(name)" x="\(x + 1)" y="\(y)" width="\(slot - 1 - slot / 10)" \
        height="\(size)" rx="1"/>
        """
    }
    return """
      <g><title>\(date): \(unapproved) unapproved, \(approved) approved, \
      \(approvedOnPaper) on paper only, \(ignored) ignored</title>\
      \(rects.joined)</g>

      """
  }
}

extension [DriftReport.Day] {
  /// With a day of nothing for each that is missing, so that the axis is time; a span of more than
  /// 700 days stays as it is.
  fileprivate var withoutGaps: [DriftReport.Day] {
    guard let first = first.flatMap({ Timestamp(parsing: $0.date) }),
      let last = last.flatMap({ Timestamp(parsing: $0.date) })
    else { return self }
    let count = (last.seconds - first.seconds) / 86400
    guard (0...700).contains(count) else { return self }
    let known = Dictionary(map { ($0.date, $0) }, uniquingKeysWith: { $1 })
    return (0...count).map { index in
      let date = first.advanced(bySeconds: index * 86400).date
      return known[date] ?? .init(date: date, approved: 0, ignored: 0, unapproved: 0)
    }
  }
}

extension [DriftReport.Day] {
  /// The sums of seven days each, under the first of them.
  fileprivate var weeks: [DriftReport.Day] {
    stride(from: 0, to: count, by: 7).map { start in
      let days = self[start..<Swift.min(start + 7, count)]
      return DriftReport.Day(
        date: self[start].date, approved: days.reduce(0) { $0 + $1.approved },
        approvedOnPaper: days.reduce(0) { $0 + $1.approvedOnPaper },
        ignored: days.reduce(0) { $0 + $1.ignored },
        unapproved: days.reduce(0) { $0 + $1.unapproved })
    }
  }
}
