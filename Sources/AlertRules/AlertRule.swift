package import ConfigurationModel

/// What somebody wants to be told of: a filter pattern over activity.
package struct AlertRule: Hashable, Sendable {
  /// So many matching events within so long a time, as an alarm of CloudWatch has its threshold and period.
  package struct Threshold: Hashable, Sendable {
    /// From 1.
    package let count: Int
    /// In seconds.
    package let period: Int64
    /// Of which events the count is.
    package let grouping: Grouping

    /// Makes a threshold of so many events, within so many seconds.
    package init(count: Int, period: Int64, grouping: Grouping) {
      self.count = count
      self.period = period
      self.grouping = grouping
    }
  }

  /// Of which events the count is.
  package enum Grouping: String, Hashable, Sendable, CaseIterable {
    /// All that match.
    case all
    case account
    case actor
  }

  /// An event, and whether it should match: a test of the rule.
  package struct Example: Hashable, Sendable {
    /// What it shows, in a few words.
    package let name: String
    /// The event as CloudTrail writes it, or as much of it as the pattern looks at.
    package let event: ConfigurationValue
    /// Whether the pattern should match it.
    package let isMatch: Bool

    /// Makes an example of an event.
    package init(name: String, event: ConfigurationValue, isMatch: Bool) {
      self.name = name
      self.event = event
      self.isMatch = isMatch
    }
  }

  /// By which it is called: `cis-5.1`.
  package let id: String
  /// What it tells of, in one line.
  package let title: String
  /// How bad it is that it matches.
  package let severity: Severity
  /// Why somebody wants to know.
  package let rationale: String
  /// Who published the pattern.
  package let source: String
  /// What an event must be to match.
  package let pattern: FilterPattern
  /// Nil where each event counts by itself.
  package let threshold: Threshold?
  /// Whether nothing is told where change records cover all that the event did.
  package let isUnlessApproved: Bool
  /// Its examples, in the order in which they are written.
  package let examples: [Example]
  /// Where it is written.
  package let place: Problem.Place
  /// Whether it ships with the program: nobody here wrote it.
  package var isShipped = false

  /// Makes a rule; without a threshold each event that matches is told.
  package init(
    id: String, title: String, severity: Severity, rationale: String, source: String,
    pattern: FilterPattern, threshold: Threshold? = nil, isUnlessApproved: Bool = false,
    examples: [Example] = [], place: Problem.Place
  ) {
    self.id = id
    self.title = title
    self.severity = severity
    self.rationale = rationale
    self.source = source
    self.pattern = pattern
    self.threshold = threshold
    self.isUnlessApproved = isUnlessApproved
    self.examples = examples
    self.place = place
  }
}
