package import AlertRules
package import AuditReport
import ConfigurationModel

/// Lists alert rules, and shows one.
package struct ShowAlertRules {
  /// The rules that are listed.
  package let rules: [AlertRule]

  /// Makes the list of these rules.
  package init(_ rules: [AlertRule]) { self.rules = rules }

  /// One row for each rule, in their order.
  package var table: ResultTable {
    ResultTable(
      columns: ["id", "severity", "title", "told", "unless", "written"],
      rows: rules.map { rule in
        [
          .text(rule.id), .text(rule.severity.word), .text(rule.title), .text(rule.told),
          rule.isUnlessApproved ? .text("approved") : .null, .text(rule.place.description),
        ]
      })
  }

  /// What one rule says, and its examples, each with whether it matches.
  package static func text(of rule: AlertRule) -> String {
    let unless = rule.isUnlessApproved ? ", unless change records cover all that it did" : ""
    let head = [
      "\(rule.id)  \(rule.title)", "  severity   \(rule.severity.word)",
      "  rationale  \(rule.rationale)", "  source     \(rule.source)",
      "  told       \(rule.told)\(unless)", "  written    \(rule.place)",
      "  pattern    \(rule.pattern.text)",
    ]
    let examples = rule.examples.map { example in
      "  \(example.isMatch ? "matches  " : "not      ")  \(example.name): \(example.event.canonicalJSON)"
    }
    return (head + examples).map { $0.visible + "\n" }.joined()
  }

  /// A rule as JSON, whole, with its examples.
  package static func tree(of rule: AlertRule) -> JSONTree {
    .object([
      .init(key: "alert", value: .string(rule.id)),
      .init(key: "title", value: .string(rule.title)),
      .init(key: "severity", value: .string(rule.severity.word)),
      .init(key: "rationale", value: .string(rule.rationale)),
      .init(key: "source", value: .string(rule.source)),
      .init(key: "pattern", value: .string(rule.pattern.text)),
      .init(key: "threshold", value: rule.threshold.map(\.tree) ?? .null),
      .init(key: "unless", value: rule.isUnlessApproved ? .string("approved") : .null),
      .init(
        key: "examples",
        value: .list(
          rule.examples.map { example in
            .object([
              .init(key: "name", value: .string(example.name)),
              .init(key: "matches", value: .bool(example.isMatch)),
              .init(key: "event", value: .value(example.event)),
            ])
          })),
      .init(key: "written", value: .string(rule.place.description)),
    ])
  }

  /// What a check found that could read them all: `24 alert rules with 120 examples: each does as they say.`
  package var checked: String {
    let examples = rules.reduce(0) { $0 + $1.examples.count }
    return
      "\(counted(rules.count, "alert rule")) with \(counted(examples, "example")): each does as they say."
  }

  /// What is allowed and should be looked at, a sentence each: doubts about patterns, rules without examples, and more
  /// rules than CloudWatch Logs takes for one log group (its quotas: 100 filters, 5 of them with expressions).
  package var remarks: [String] {
    let doubts = rules.flatMap { rule in
      rule.pattern.doubts.map { "\(rule.place): \(rule.id): \($0)" }
    }
    let untested = rules.filter { rule in
      !rule.examples.contains(where: \.isMatch) || rule.examples.allSatisfy(\.isMatch)
    }
    let expressions = rules.count { $0.pattern.hasExpression }
    return doubts
      + untested.map {
        "\($0.place): \($0.id) has no example that matches, or none that does not."
      }
      + (rules.count > 100
        ? ["\(rules.count) rules: a log group of CloudWatch Logs takes 100 filters."] : [])
      + (expressions > 5
        ? ["\(expressions) rules have expressions: a log group of CloudWatch Logs takes 5 of them."]
        : [])
  }
}

extension AlertRule {
  /// When it is told: `each event`, `5 in 10min, by actor`.
  var told: String {
    guard let threshold else { return "each event" }
    let period = Age(seconds: threshold.period)
    switch threshold.grouping {
    case .all: return "\(threshold.count) in \(period)"
    case .account, .actor:
      return "\(threshold.count) in \(period), by \(threshold.grouping.rawValue)"
    }
  }
}

extension AlertRule.Threshold {
  fileprivate var tree: JSONTree {
    .object([
      .init(key: "count", value: .count(count)),
      .init(key: "period", value: .string(Age(seconds: period).description)),
      .init(key: "by", value: .string(grouping.rawValue)),
    ])
  }
}
