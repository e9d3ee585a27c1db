package import AlertRules
package import AuditReport
package import AuditStore
import ConfigurationJSON
package import ConfigurationModel

/// Holds an alert rule against the activity that is kept: how much of it matches, and what.
package struct TestAlertRule {
  /// What was found.
  package struct Result: Sendable {
    /// The rule that was tested.
    package let rule: AlertRule
    /// The time whose events were looked at.
    package let window: Window
    /// How many events of the time are kept.
    package var events = 0
    /// How many of them match the pattern.
    package var matches = 0
    /// How often the rule is told, its threshold considered, and nothing else.
    package var told = 0
    /// The newest that match, oldest first.
    package var examples: [StoredActivity] = []
    /// Of which times activity is kept, in a sentence; nil where that is all the time that is asked about.
    package var kept: String?
    /// Which calls of the time were pruned, in a sentence: whether they match nobody can say. Nil where none was.
    package var pruned: String?
    /// That activity could not be read which may hold events of the time, in a sentence; nil where all was.
    package var unread: String?

    /// Whether it matches so much that nobody would read it: more than one event in twenty.
    package var isTooMuch: Bool { matches * 20 > events }
  }

  private let store: AuditStore
  private let rule: AlertRule
  private let window: Window
  private let now: Timestamp

  /// Makes the test of a rule at a moment; nothing is read before `run`.
  package init(store: AuditStore, rule: AlertRule, in window: Window, now: Timestamp) {
    self.now = now
    self.store = store
    self.rule = rule
    self.window = window
  }

  /// Throws `no-activity` where no event of the time is kept.
  ///
  /// - Parameter examples: How many to show at most.
  package func run(examples: Int) throws(Problem) -> Result {
    try store.inOneState { () throws(Problem) in
      var result = Result(rule: rule, window: window)
      var count = ThresholdCount(of: rule.threshold)
      let origins = CallOrigins(store: store)
      var newest: [String] = []
      try EachKeptEvent(store: store, in: window).run { kept, event throws(Problem) in
        result.events += 1
        guard rule.pattern.matches(event) else { return }
        result.matches += 1
        newest = newest.suffix(max(0, examples - 1)) + [kept.id]
        if try count.counts(kept, by: origins) { result.told += 1 }
      }
      result.pruned = try PrunedCalls(store: store).sentence(in: window)
      result.unread = try UnreadCalls(store: store).sentence(in: window)
      guard result.events > 0 else { throw .noActivity(window, result.pruned, result.unread) }
      result.kept = try KeptActivity(store: store, in: window, now: now).sentence()
      for id in newest.suffix(examples) {
        if let entry = try store.activity(id) { result.examples.append(entry) }
      }
      return result
    }
  }
}

extension ThresholdCount {
  /// Counts an event that is kept; says whether it is told.
  mutating func counts(_ kept: KeptEvent, by origins: CallOrigins) throws(Problem) -> Bool {
    let actor = isByActor ? try origins.counted(kept) : ""
    return isTold(at: kept.at, account: kept.account ?? "", actor: actor)
  }
}

/// Hands out the events that are kept of a time, oldest first.
struct EachKeptEvent {
  private let store: AuditStore
  private let window: Window
  private let knownBy: Int64
  private let parser = JSONParser()

  init(store: AuditStore, in window: Window, knownBy event: Int64 = .max) {
    self.store = store
    self.window = window
    knownBy = event
  }

  func run(_ onEvent: (KeptEvent, ConfigurationValue) throws(Problem) -> Void) throws(Problem) {
    try store.eachKeptEvent(in: window, knownBy: knownBy) { kept throws(Problem) in
      try onEvent(kept, try parsed(kept))
    }
  }

  private func parsed(_ kept: KeptEvent) throws(Problem) -> ConfigurationValue {
    do {
      return try parser.parse(kept.body)
    } catch {
      throw .invalidJSON(
        error, at: Problem.Place(file: "stored event \(kept.id)"), hint: "Run 'plumb verify'.")
    }
  }
}

extension TestAlertRule.Result {
  /// How many of ten thousand match.
  private var share: Int { events == 0 ? 0 : (matches * 10_000 + events / 2) / events }

  /// `0.42 %`; what is not nothing is not called so.
  private var percent: String {
    guard share > 0 || matches == 0 else { return "under 0.01 %" }
    let rest = share % 100
    return "\(share / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }

  private var time: String {
    let from = window.from.map { " from \($0)" } ?? ""
    return from + (window.until.map { " until \($0)" } ?? "")
  }

  /// What was found, as lines for a terminal, without the warning and the examples.
  package var text: String {
    let threshold =
      rule.threshold == nil ? "" : " By its threshold it is told \(counted(told, "time"))."
    return
      ("\(rule.id)  \(rule.title)\n\(matches) of \(counted(events, "kept event"))\(time) "
      + "\(matches == 1 ? "matches" : "match") (\(percent)).\(threshold)").split(separator: "\n")
      .map { String($0).visible + "\n" }.joined()
  }

  /// Why the rule would not be read; nil where it may be.
  package var warning: String? {
    guard isTooMuch else { return nil }
    return
      "\(rule.id) matches \(percent) of the kept events. What matches more than 5 % is read by "
      + "nobody: make the pattern narrower, or give it a threshold."
  }

  /// What was found, as JSON; the share is of 0 to 1.
  package var tree: JSONTree {
    let rest = String(share % 10_000 + 10_000).dropFirst()
    return .object([
      .init(key: "alert", value: .string(rule.id)),
      .init(key: "from", value: window.from.map(JSONTree.time) ?? .null),
      .init(key: "until", value: window.until.map(JSONTree.time) ?? .null),
      .init(key: "events", value: .count(events)),
      .init(key: "matches", value: .count(matches)),
      .init(key: "share", value: .number("\(share / 10_000).\(rest)")),
      .init(key: "told", value: .count(told)),
      .init(key: "warning", value: .optional(warning)),
      .init(key: "kept", value: .optional(kept)),
      .init(key: "pruned", value: .optional(pruned)),
      .init(key: "unread", value: .optional(unread)),
      .init(
        key: "examples",
        value: .list(
          examples.map { entry in
            .object([
              .init(key: "event", value: .string(entry.id)),
              .init(key: "at", value: .time(entry.at)),
              .init(key: "actor", value: .string(entry.actor)),
              .init(key: "call", value: .string(entry.call)),
              .init(key: "account", value: .optional(entry.account)),
              .init(key: "region", value: .string(entry.region)),
              .init(key: "error", value: .optional(entry.errorCode)),
            ])
          })),
    ])
  }
}

extension Problem {
  fileprivate static func noActivity(_ window: Window, _ pruned: String?, _ unread: String?)
    -> Problem
  {
    let from = window.from.map { " from \($0)" } ?? ""
    let until = window.until.map { " until \($0)" } ?? ""
    return Problem(
      "no-activity",
      (["No activity\(from)\(until) is kept."] + [pruned, unread].compactMap(\.self))
        .joined(separator: " "),
      hint: pruned == nil
        ? "Import it first: 'plumb activity import', or ask for another time."
        : "Ask for another time: what was pruned is not imported again.")
  }
}
