package import ConfigurationModel

extension DriftReport {
  /// An event that alert rules tell of: one event, one alert, however many rules name it.
  package struct Alert: Hashable, Sendable {
    /// The id of the event.
    package let event: String
    /// When the call was made, as CloudTrail recorded it.
    package let at: Timestamp
    /// `ec2 AuthorizeSecurityGroupIngress`.
    package let call: String
    /// Who, with what and from where, in words.
    package let actor: String
    /// The account whose resources are concerned; nil where the event names none.
    package let account: String?
    /// The region in which the call was recorded.
    package let region: String
    /// Why the call changed nothing; nil where it succeeded.
    package let error: String?
    /// What the event calls the resources that it changed; in order.
    package let resources: [String]
    /// In the order in which they are listed; one at least.
    package let rules: [AlertingRule]
    /// The numbers of the findings that the event made edits of; in order.
    package let findings: [Int]

    /// Makes an alert; `resources` and `findings` come in order, and `rules` is not empty.
    package init(
      event: String, at: Timestamp, call: String, actor: String, account: String?, region: String,
      error: String?, resources: [String], rules: [AlertingRule], findings: [Int]
    ) {
      self.event = event
      self.at = at
      self.call = call
      self.actor = actor
      self.account = account
      self.region = region
      self.error = error
      self.resources = resources
      self.rules = rules
      self.findings = findings
    }

    /// The worst that any of its rules says.
    package var severity: Severity { rules.map(\.severity).max() ?? .low }
  }
}

extension DriftReport.Alert {
  /// `high, 2026-11-20 21:03 UTC, alice with AWS CLI: ec2 AuthorizeSecurityGroupIngress of sg-a (F-17)`.
  var words: String {
    let what = resources.first.map { first in
      " of \(first)" + (resources.count > 1 ? " and \(resources.count - 1) more" : "")
    }
    let refused = failure.map { ", which \($0)" } ?? ""
    let found = findings.isEmpty ? "" : " (\(findingIDs))"
    let reached = rules.compactMap(\.threshold).map { "; \($0)" }.joined()
    return
      "\(severity.word), \(at.minuteText), \(actor): \(call)\(what ?? "")\(refused)\(found)\(reached)"
  }

  /// `failed: AccessDenied`; nil of a call that did not.
  var failure: String? { error.map { "failed: \($0)" } }

  var ruleIDs: String { rules.map(\.id).joined(separator: ", ") }

  var findingIDs: String { findings.map { "F-\($0)" }.joined(separator: ", ") }

  var json: JSONTree {
    [
      "event": .string(event), "at": .time(at), "severity": .string(severity.word),
      "call": .string(call), "actor": .string(actor), "account": .optional(account),
      "region": .string(region), "error": .optional(error),
      "resources": .list(resources.map(JSONTree.string)),
      "rules": .list(rules.map(\.json)),
      "findings": .list(findings.map { .string("F-\($0)") }),
    ]
  }
}

extension AlertingRule {
  fileprivate var json: JSONTree {
    [
      "id": .string(id), "title": .string(title), "severity": .string(severity.word),
      "threshold": .optional(threshold),
    ]
  }
}
