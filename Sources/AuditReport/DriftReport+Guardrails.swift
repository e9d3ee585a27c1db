package import ConfigurationModel

extension DriftReport {
  /// What breaks a guardrail: one resource as it stands, or one change of it. It is called by guardrail and resource.
  package struct GuardrailFinding: Hashable, Sendable {
    /// The id of the guardrail that is broken.
    package let guardrail: String
    /// What must hold, as the guardrail's document says it.
    package let title: String
    /// How bad it is.
    package let severity: Severity
    /// Why the guardrail should hold.
    package let rationale: String
    /// `CIS 6.3`, `EC2.13`.
    package let controls: [String]
    /// The resource that breaks it.
    package let resource: Resource
    /// What of the resource breaks it; one at least.
    package let rows: [String]
    /// Of a state, when it was first seen so without a break; of a change, when it was seen. Nil where nobody knows.
    package let since: Timestamp?
    /// Of a change, when the resource was read before.
    package let after: Timestamp?
    /// The snapshot that showed the change; nil for a state.
    package let snapshot: Int?

    /// Makes a finding of a state; with a `snapshot`, one of the change that this snapshot showed.
    package init(
      guardrail: String, title: String, severity: Severity, rationale: String, controls: [String],
      resource: Resource, rows: [String], since: Timestamp?, after: Timestamp? = nil,
      snapshot: Int? = nil
    ) {
      self.guardrail = guardrail
      self.title = title
      self.severity = severity
      self.rationale = rationale
      self.controls = controls
      self.resource = resource
      self.rows = rows
      self.since = since
      self.after = after
      self.snapshot = snapshot
    }

    /// Whether it is of a change, and not of what stands.
    package var isTransition: Bool { snapshot != nil }

    /// The worst first, then by guardrail, resource and snapshot.
    package func precedes(_ other: GuardrailFinding) -> Bool {
      if severity != other.severity { return severity > other.severity }
      if guardrail != other.guardrail { return guardrail.precedes(other.guardrail) }
      if resource.id != other.resource.id { return resource.id < other.resource.id }
      return snapshot ?? 0 < other.snapshot ?? 0
    }
  }

  /// What guardrails say of a snapshot, and of the changes of the time.
  package struct GuardrailSection: Hashable, Sendable {
    /// What nobody can say of some resources, and why.
    package struct NotObserved: Hashable, Sendable {
      /// The guardrail's id.
      package let guardrail: String
      /// Why, in words: `its Policy was not read`.
      package let why: String
      /// How many resources it cannot be said of.
      package let count: Int
      /// The ids of the first of them.
      package let resources: [String]

      /// Makes an entry; `resources` may be fewer than `count`.
      package init(guardrail: String, why: String, count: Int, resources: [String]) {
        self.guardrail = guardrail
        self.why = why
        self.count = count
        self.resources = resources
      }
    }

    /// How many guardrails were asked.
    package var asked = 0
    /// How often one held.
    package var passed = 0
    /// The worst first.
    package var findings: [GuardrailFinding] = []
    /// What could not be judged, one entry for each guardrail and reason.
    package var notObserved: [NotObserved] = []
    /// How many resources one guardrail or more said nothing of.
    package var notObservedCount = 0
    /// Guardrails that gave no answer.
    package var problems: [Problem] = []

    /// A section of no guardrails: nothing was asked.
    package init() {}

    /// `3 breaches of guardrails stand, 1 change broke one`.
    package var countWords: String {
      let changes = findings.count(where: \.isTransition)
      return Self.words(standing: findings.count - changes, changes: changes)
    }

    /// How much breaks guardrails, as every report, the status and lists say it.
    ///
    /// - Parameters:
    ///   - standing: The breaches that stand.
    ///   - changes: The changes that broke a guardrail in the time that is told of.
    package static func words(standing: Int, changes: Int) -> String {
      let stand =
        standing == 1
        ? "1 breach of a guardrail stands"
        : "\(standing == 0 ? "no" : "\(standing)") breaches of guardrails stand"
      guard changes > 0 else { return stand }
      return standing == 0
        ? "\(counted(changes, "change")) broke a guardrail, and none stands broken"
        : "\(stand), \(counted(changes, "change")) broke one"
    }
  }
}

extension DriftReport.GuardrailFinding {
  /// `security group web (sg-1), eu-west-1: tcp 22 from 0.0.0.0/0; since 2026-11-20 21:15 UTC`.
  var words: String {
    "\(severity.word), \(resource.id.type.words) \(resource.title), \(resource.id.account) "
      + "\(resource.id.region): \(rowText)\(time)"
  }

  /// The first rows, and how many more.
  package var rowText: String { Self.rowText(rows, title: title) }

  /// What is said of a breach, wherever it is told: its first rows, and how many more; its title where they say nothing.
  package static func rowText(_ rows: [String], title: String) -> String {
    let shown = rows.prefix(3).filter { !$0.isEmpty }.joined(separator: "; ")
    let rest = rows.count > 3 ? " and \(rows.count - 3) more" : ""
    return (shown.isEmpty ? title : shown) + rest
  }

  var timeText: String {
    guard let since else { return "" }
    guard isTransition else { return "since \(since.minuteText)" }
    let begin = after.map { "after \($0.minuteText), " } ?? ""
    return "\(begin)by \(since.minuteText)"
  }

  private var time: String { timeText.isEmpty ? "" : "; \(timeText)" }

  var json: JSONTree {
    [
      "guardrail": .string(guardrail), "title": .string(title),
      "severity": .string(severity.word), "rationale": .string(rationale),
      "controls": .list(controls.map(JSONTree.string)), "resource": resource.json,
      "about": .string(isTransition ? "transition" : "state"),
      "rows": .list(rows.map(JSONTree.string)),
      "since": since.map(JSONTree.time) ?? .null, "after": after.map(JSONTree.time) ?? .null,
      "snapshot": snapshot.map(JSONTree.count) ?? .null,
    ]
  }
}

extension DriftReport.GuardrailSection {
  var json: JSONTree {
    [
      "asked": .count(asked), "passed": .count(passed),
      "findings": .list(findings.map(\.json)),
      "notObserved": .list(
        notObserved.map {
          [
            "guardrail": .string($0.guardrail), "why": .string($0.why), "count": .count($0.count),
            "resources": .list($0.resources.map(JSONTree.string)),
          ]
        }),
      "problems": .list(problems.map { .string($0.message) }),
    ]
  }

  /// One line for all that nobody can say; nil where there is nothing.
  var notObservedText: String? {
    guard notObservedCount > 0 else { return nil }
    let rules = Set(notObserved.map(\.guardrail)).count
    return
      "\(counted(rules, "guardrail")) not observed for \(counted(notObservedCount, "resource")): "
      + "what they need was not read"
  }
}

extension DriftReport {
  /// Whether anything breaks a guardrail and counts as unapproved.
  package var isGuardrailBroken: Bool { isGuardrailStrict && !guardrails.findings.isEmpty }

  /// Whether a guardrail that has to hold gave no answer: nobody knows whether it does.
  package var isGuardrailUnanswered: Bool { isGuardrailStrict && !guardrails.problems.isEmpty }
}
