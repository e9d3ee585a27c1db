import ConfigurationModel

extension DriftReport {
  /// The edits by day, where the findings are, and what was read, drawn. What is drawn of findings is a link
  /// that filters them.
  func htmlCharts(_ axis: TimeAxis) -> HTML {
    let charts = (axis.slots.isEmpty ? [] : [chart(axis)]) + [placeChart, coverageChart]
    let all = charts.joined
    return all.text.isEmpty ? .empty : "<div class=\"charts\" id=\"charts\">\(all)</div>"
  }

  private func chart(_ axis: TimeAxis) -> HTML {
    let slots = axis.slots
    let top = max(1, slots.map(\.sum.total).max() ?? 0)
    let (height, left, slot) = (
      170, 20 + 7 * String(top).count, max(4, min(36, 440 / slots.count))
    )
    let width = left + slot * slots.count + 10
    let days = Set(findings.flatMap(\.days))
    let bars = slots.enumerated().map { index, member in
      let bar = member.bar(x: left + slot * index, slot: slot, height: height, top: top)
      guard days.contains(where: member.holds) else { return bar }
      return "<a \(HTML.filter(" data-day=\"\(member.name)\""))>\(bar)</a>\n"
    }
    let unit = axis.unit.rawValue
    let legend = HTML.legend([
      ("unapproved", "unapproved"), ("approved", "approved"), ("onpaper", "on paper only"),
      ("ignored", "ignored"),
    ])
    return """
      <figure><figcaption><h2>\(HTML.term(.edit, "Edits")) by \(unit)</h2>\(legend)</figcaption>
      <div class="scroll" role="region" aria-label="Edits by \(unit)" tabindex="0">\
      <svg role="group" aria-labelledby="days-title" width="\(width)" height="\(height + 34)" \
      viewBox="0 0 \(width) \(height + 34)"><title id="days-title">Edits by \(unit), \
      \(slots.first?.first ?? "") to \(slots.last?.last ?? "")</title>
      <line class="axis" x1="\(left)" x2="\(width)" y1="\(height + 10)" y2="\(height + 10)"/>
      <line class="grid" x1="\(left)" x2="\(width)" y1="10" y2="10"/>
      <text class="end" x="\(left - 6)" y="14">\(top)</text><text class="end" x="\(left - 6)" \
      y="\(height + 14)">0</text>
      \(bars.joined)\(axis.labels(left: left, slot: slot, y: height + 26))</svg></div></figure>

      """
  }

  /// How many places a chart tells one by one.
  private static let toldPlaces = 6

  /// Where the unapproved findings are: by account, region and type, each where there are several.
  private var placeChart: HTML {
    let lists = [
      places("By account", \.account, \.account) { " data-account=\"\($0.account)\"" },
      places("By region", \.region, \.region) { " data-region=\"\($0.region)\"" },
      places("By type", \.type.name, \.type.words) { " data-type=\"\($0.type.name)\"" },
    ].joined
    guard !lists.text.isEmpty else { return .empty }
    let severities = Severity.worstFirst.map { (name: $0.word, label: $0.word) }
    return """
      <figure><figcaption><h2>Where the unapproved \(HTML.term(.finding, "findings")) are</h2>\
      \(HTML.legend(severities))</figcaption>
      \(lists)</figure>

      """
  }

  private func places(
    _ title: String, _ key: (ResourceID) -> String, _ label: (ResourceID) -> String,
    _ choice: (ResourceID) -> HTML
  ) -> HTML {
    let groups = Dictionary(grouping: unapproved) { key($0.resource.id) }.inKeyOrder.map(\.value)
    guard groups.count > 1 else { return .empty }
    let sorted = groups.sorted { $1.counts.lexicographicallyPrecedes($0.counts) }
    let top = groups.map(\.count).max() ?? 1
    let rows = sorted.prefix(Self.toldPlaces).map { members -> HTML in
      let id = members[0].resource.id
      return """
        <li><a \(HTML.filter(choice(id) + " data-status=\"unapproved\""))><span>\(label(id))</span>\
        \(members.bar(top: top))<b>\(members.count)</b></a></li>

        """
    }
    let rest = sorted.count - rows.count
    let more: HTML = rest > 0 ? "<li class=\"quiet\">and \(rest) more</li>\n" : .empty
    return "<h3>\(title)</h3>\n<ul class=\"bars\">\n\(rows.joined)\(more)</ul>\n"
  }
}

extension [Finding] {
  /// How many of each severity, the worst first: the place with more of the worst in which two differ is worse.
  fileprivate var counts: [Int] {
    Severity.worstFirst.map { severity in count { $0.severity == severity } }
  }

  /// The counts of the severities beside each other, as long as the longest bar allows.
  fileprivate func bar(top: Int) -> HTML {
    var x = 0
    let parts = zip(Severity.worstFirst, counts).map { severity, count -> HTML in
      guard count > 0 else { return .empty }
      let width = Swift.max(1, count * 100 / top)
      defer { x += width }
      return "<rect class=\"\(severity.word)\" x=\"\(x)\" width=\"\(width)\" height=\"10\"/>"
    }
    let words = zip(Severity.worstFirst, counts).filter { $0.1 > 0 }
      .map { "\($0.1) \($0.0.word)" }.joined(separator: ", ")
    return """
      <svg viewBox="0 0 104 10" preserveAspectRatio="none" height="10" role="img" \
      aria-label="\(words)"><title>\(words)</title>\(parts.joined)</svg>
      """
  }
}

extension TimeAxis {
  /// The dates under the axis, as many as have room.
  fileprivate func labels(left: Int, slot: Int, y: Int) -> HTML {
    let step = (42 + slot - 1) / slot
    return slots.enumerated().filter {
      $0.offset % step == 0 && (slots.count - $0.offset) * slot >= 26
    }.map { index, member -> HTML in
      let date = unit == .month ? String(member.first.prefix(7)) : String(member.first.dropFirst(5))
      return "<text x=\"\(left + slot * index)\" y=\"\(y)\">\(date)</text>"
    }.joined
  }
}

extension DriftReport.Day {
  fileprivate var total: Int { approved + approvedOnPaper + ignored + unapproved }
}

extension TimeAxis.Slot {
  /// The counts, one on the other, and what takes the pointer.
  fileprivate func bar(x: Int, slot: Int, height: Int, top: Int) -> HTML {
    var y = height + 10
    let parts = [
      ("ignored", sum.ignored), ("approved", sum.approved), ("onpaper", sum.approvedOnPaper),
      ("unapproved", sum.unapproved),
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
    guard sum.total > 0 else { return .empty }
    return """
      <g><title>\(name): \(sum.unapproved) unapproved, \(sum.approved) approved, \
      \(sum.approvedOnPaper) on paper only, \(sum.ignored) ignored</title>\
      <rect class="hit" x="\(x)" y="10" width="\(slot)" height="\(height)"/>\(rects.joined)</g>

      """
  }
}
