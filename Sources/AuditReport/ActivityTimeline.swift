package import ConfigurationModel

/// Who did what, in the order of time: by day, hour and actor, with the findings beside.
package struct ActivityTimeline: Hashable, Sendable {
  /// One call.
  package struct Call: Hashable, Sendable {
    /// When it was made.
    package let at: Timestamp
    /// Who, with what and from where, and the person behind, in words.
    package let actor: String
    /// `ec2 AuthorizeSecurityGroupIngress`.
    package let name: String
    /// What the event calls the resources that it changed.
    package let resources: [String]
    /// Why it changed nothing; nil where it succeeded.
    package let errorCode: String?
    /// What it has to do with findings, as `made F-1`; in order.
    package let findings: [String]
    /// The id of its event.
    package let id: String

    /// Makes a call as the timeline tells it.
    package init(
      at: Timestamp, actor: String, name: String, resources: [String], errorCode: String?,
      findings: [String], id: String
    ) {
      (self.at, self.actor, self.name, self.resources) = (at, actor, name, resources)
      (self.errorCode, self.findings, self.id) = (errorCode, findings, id)
    }
  }

  /// What one actor did in an hour.
  struct Turn: Hashable {
    let actor: String
    var calls: [Call]
  }

  /// An hour, as `20:00`, in which something was done.
  struct Hour: Hashable {
    let clock: String
    var turns: [Turn]
  }

  /// A day, as `2026-11-20`, on which something was done.
  struct Day: Hashable {
    let date: String
    var hours: [Hour]
  }

  /// Whom or what it is about; nil for all that is kept.
  package let subject: String?
  /// Oldest first.
  package let calls: [Call]
  /// Of which times activity is kept, in a sentence; nil where that is all the time that is asked about.
  package var kept: String?
  /// Which calls of the time that is asked about were pruned, in a sentence; nil where none was.
  package var pruned: String?
  /// That activity could not be read which may hold calls of the time, in a sentence; nil where all was.
  package var unread: String?

  /// Makes a timeline; `calls` come oldest first.
  package init(of subject: String?, _ calls: [Call]) {
    (self.subject, self.calls) = (subject, calls)
  }

  /// The calls by day, hour and actor: actors in the order of their first call of the hour.
  var days: [Day] {
    calls.reduce(into: []) { days, call in
      let (date, clock) = (call.at.date, call.at.hour)
      if days.last?.date != date { days.append(Day(date: date, hours: [])) }
      let day = days.count - 1
      if days[day].hours.last?.clock != clock {
        days[day].hours.append(Hour(clock: clock, turns: []))
      }
      let hour = days[day].hours.count - 1
      let known = days[day].hours[hour].turns.firstIndex { $0.actor == call.actor }
      if let known {
        days[day].hours[hour].turns[known].calls.append(call)
      } else {
        days[day].hours[hour].turns.append(Turn(actor: call.actor, calls: [call]))
      }
    }
  }

  private var title: String { "Timeline" + (subject.map { " of \($0)" } ?? "") }

  private var summary: String {
    let actors = Set(calls.map(\.actor)).count
    let refused = calls.count { $0.errorCode != nil }
    return "\(counted(calls.count, "call")) by \(counted(actors, "actor"))"
      + (refused > 0 ? ", \(refused) refused" : "")
  }

  // MARK: Formats

  /// The timeline in one of the formats.
  package func text(_ format: ActivityTimelineFormat, _ options: ReportOptions) -> String {
    switch format {
    case .text: page(options)
    case .json: tree.text + "\n"
    case .html: html
    }
  }

  private func page(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText(title, .strong), right: StyledText(summary))
    for day in days {
      page.addSpace()
      page.add(StyledText(day.date, .strong), right: StyledText("UTC", .quiet))
      for hour in day.hours {
        for (index, turn) in hour.turns.enumerated() {
          let label = index == 0 ? "  \(hour.clock)  " : "         "
          page.add(StyledText(turn.actor), after: StyledText(label, .quiet))
          for call in turn.calls {
            page.add(call.styled, after: StyledText("           \(call.at.clock)  ", .quiet))
          }
        }
      }
    }
    for sentence in [unread, pruned, kept].compactMap(\.self) {
      page.addSpace()
      page.add(StyledText(sentence, .quiet), after: "")
    }
    return page.text(isColoured: options.isColoured)
  }

  private var tree: JSONTree {
    .object([
      .init(key: "schemaVersion", value: .string("1")),
      .init(key: "subject", value: .optional(subject)),
      .init(key: "calls", value: .list(calls.map(\.tree))),
      .init(key: "kept", value: .optional(kept)),
      .init(key: "pruned", value: .optional(pruned)),
      .init(key: "unread", value: .optional(unread)),
    ])
  }

  /// What is said of times of which not all calls are kept, a paragraph each.
  private var sentences: [HTML] {
    [unread, pruned, kept].compactMap(\.self).map { words -> HTML in
      "\n<p class=\"sub\">\(words)</p>"
    }
  }

  private var html: String {
    let page: HTML = """
      \(HTML.head(title))
      <body>
      <header class="top">
      <p class="brand">Plumbline</p>
      <h1>\(title)</h1>
      <p class="sub">\(summary)</p>\(sentences.joined)
      </header>
      <main>
      \(days.map(\.html).joined)
      </main>
      </body>
      </html>

      """
    return page.text
  }
}

/// The formats that a timeline can be written in.
package enum ActivityTimelineFormat: String, Hashable, Sendable, CaseIterable {
  case text, json, html
}

extension ActivityTimeline.Call {
  fileprivate var resourceWords: String {
    resources.isEmpty ? "" : "  " + resources.joined(separator: " ")
  }

  fileprivate var styled: StyledText {
    StyledText(name) + StyledText(resourceWords)
      + (errorCode.map { StyledText("  refused: \($0)", .warning) } ?? "")
      + (findings.isEmpty ? "" : StyledText("  " + findings.joined(separator: ", "), .high))
  }

  fileprivate var tree: JSONTree {
    .object([
      .init(key: "at", value: .time(at)), .init(key: "actor", value: .string(actor)),
      .init(key: "call", value: .string(name)),
      .init(key: "resources", value: .list(resources.map { .string($0) })),
      .init(key: "error", value: .optional(errorCode)),
      .init(key: "findings", value: .list(findings.map { .string($0) })),
      .init(key: "event", value: .string(id)),
    ])
  }

  fileprivate var html: HTML {
    let refused: HTML =
      errorCode.map { code -> HTML in " <strong>refused: \(code)</strong>" } ?? .empty
    let told: HTML =
      findings.isEmpty ? .empty : " <strong>\(findings.joined(separator: ", "))</strong>"
    return
      "<li><time>\(at.clock)</time> <code>\(name)</code> \(resourceWords)\(refused)\(told)</li>\n"
  }
}

extension ActivityTimeline.Day {
  fileprivate var html: HTML {
    let turns = hours.flatMap { hour in
      hour.turns.map { turn -> HTML in
        """
        <h3>\(hour.clock) \(turn.actor)</h3>
        <ul>
        \(turn.calls.map(\.html).joined)</ul>

        """
      }
    }
    return "<section>\n<h2>\(date)</h2>\n\(turns.joined)</section>\n"
  }
}

extension Timestamp {
  /// `20:45:10`, without a fraction.
  fileprivate var clock: String { String(description.dropFirst(date.count + 1).prefix(8)) }

  /// `20:00`.
  fileprivate var hour: String { "\(clock.prefix(2)):00" }
}
