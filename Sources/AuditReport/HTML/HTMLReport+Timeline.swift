import ConfigurationModel

/// How many moments a list tells; of more, the newest.
private let toldMoments = 40

extension ResourceTimeline {
  /// A line with a mark for each moment, and what happened as a list.
  func html(of finding: Finding, from start: Timestamp?, until end: Timestamp) -> HTML {
    guard moments.count > 1 else { return .empty }
    let told = moments.suffix(toldMoments)
    let items = told.map { moment -> HTML in
      "<li class=\"\(moment.mark)\"><span class=\"when\">\(moment.time)</span> \(moment.html)</li>\n"
    }
    let rest = moments.count - told.count
    let before: HTML =
      rest > 0 ? "<li class=\"quiet\">\(counted(rest, "moment")) before</li>\n" : .empty
    return """
      <div class="history"><h4>Timeline of the \(HTML.term(.resource, "resource")) \(finding.resource.id.id)</h4>
      \(strip(of: told, from: start, until: end))<ol class="timeline">
      \(before)\(items.joined)</ol></div>

      """
  }

  /// Moments on an axis of time; nothing where they are all one.
  private func strip(
    of moments: some Collection<Moment>, from start: Timestamp?, until end: Timestamp
  ) -> HTML {
    let times = moments.flatMap { [$0.after ?? $0.until, $0.until] }
    let from = min(start ?? end, times.min() ?? end)
    let to = max(end, times.max() ?? end)
    guard times.min() != times.max(), from < to else { return .empty }
    let axis = Axis(from: from, to: to)
    // What nobody approved lies above the rest.
    let drawn =
      moments.filter { $0.mark != "unapproved" } + moments.filter { $0.mark == "unapproved" }
    let marks = drawn.map { moment -> HTML in
      let x = axis.x(moment.until)
      let line = moment.after.map { span(axis.x($0), x, moment.mark) } ?? .empty
      return """
        <g><title>\(moment.time): \(moment.words)</title>\(line)\
        \(moment.shape(x: x))</g>
        """
    }
    return """
      <svg class="strip" width="560" height="40" viewBox="0 0 560 40" aria-hidden="true">\
      <line class="axis" x1="8" x2="552" y1="12" y2="12"/>\(marks.joined)\
      <text x="8" y="36">\(from.minuteText)</text>\
      <text class="end" x="552" y="36">\(to.minuteText)</text></svg>

      """
  }

  private func span(_ from: Int, _ to: Int, _ mark: String) -> HTML {
    guard to > from else { return .empty }
    return
      "<rect class=\"span \(mark)\" x=\"\(from)\" y=\"9\" width=\"\(to - from)\" height=\"6\"/>"
  }

  /// Where moments stand between two.
  private struct Axis {
    let from: Timestamp
    let to: Timestamp

    func x(_ moment: Timestamp) -> Int {
      let share = Double(moment.seconds - from.seconds) / Double(max(1, to.seconds - from.seconds))
      return 8 + Int(share * 544)
    }
  }
}

extension ResourceTimeline.Moment {
  /// The class of its mark.
  fileprivate var mark: String {
    switch self {
    case .edit(let judged): judged.verdict.word.rawValue
    case .firstReading: "first"
    case .step: "step"
    }
  }

  fileprivate var html: HTML {
    switch self {
    case .edit(let judged):
      """
      <span class="sign">\(judged.edit.word.sign)</span> <code class="path">\(judged.edit.pathText)\
      </code> <b>\(judged.verdict.words)</b>
      """
    case .firstReading, .step: "\(words)"
    }
  }

  /// A shape for each kind, so that colour is not the only sign.
  fileprivate func shape(x: Int) -> HTML {
    switch self {
    case .firstReading: "<path class=\"first\" d=\"M\(x - 6) 18L\(x + 6) 18L\(x) 6z\"/>"
    case .step: "<path class=\"step\" d=\"M\(x) 4V20\"/>"
    case .edit(let judged):
      switch judged.verdict.word {
      case .unapproved:
        "<path class=\"unapproved\" d=\"M\(x - 7) 12L\(x) 5L\(x + 7) 12L\(x) 19z\"/>"
      case .approved: "<circle class=\"approved\" cx=\"\(x)\" cy=\"12\" r=\"6\"/>"
      case .approvedOnPaper: "<circle class=\"approved-on-paper\" cx=\"\(x)\" cy=\"12\" r=\"5\"/>"
      case .ignored:
        "<rect class=\"ignored\" x=\"\(x - 5)\" y=\"7\" width=\"10\" height=\"10\"/>"
      }
    }
  }
}
