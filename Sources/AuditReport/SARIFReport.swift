import ConfigurationModel

extension DriftReport {
  /// The report as SARIF 2.1.0 (OASIS standard). A result is a finding that stands: its rule is
  /// `unapproved-change/TYPE`, its place the resource as a logical location (there are no files),
  /// and an accepted one is suppressed. Edits approved on paper only, broken guardrails and alerts are results of rules
  /// of their own. What could not be read are notifications of an invocation
  /// that did not succeed (section 3.20.14).
  package var sarif: String {
    let standing = findings.filter { $0.status.word != .resolved }
    let groups = groups.byMember
    let types = Set(standing.map(\.resource.id.type)).sorted()
    let driver: JSONTree = [
      "name": "Plumbline",
      "rules": .list(
        types.map(\.sarifRule) + (approvedOnPaper.isEmpty ? [] : [sarifOnPaperRule])
          + guardrailRules + alertRules),
    ]
    let otherRules = types.count + (approvedOnPaper.isEmpty ? 0 : 1)
    let run: JSONTree = [
      "tool": ["driver": driver],
      "invocations": [sarifInvocation],
      "results": .list(
        standing.map { $0.sarif(rules: types, in: groups[$0.number]) }
          + sarifOnPaper(ruleIndex: types.count)
          + sarifGuardrails(after: otherRules)
          + sarifAlerts(after: otherRules + brokenGuardrails.count)),
      "properties": [
        "coverage": .string(coverage.sentence), "verdict": .string(verdictSentence),
        "approved": .count(approved.count), "approvedOnPaper": .count(approvedOnPaper.count),
        "ignored": .count(ignoredCount),
        "records": .list(recordsTold.map(\.json)),
        "notDone": .list(underDelivered.map { .string("\($0.record): \($0.expected)") }),
        "resolved": .list(resolved.map(\.json)),
        "since": since?.json ?? .null,
      ],
    ]
    let log: JSONTree = [
      "$schema": .string(sarifSchema),
      "version": "2.1.0", "runs": [run],
    ]
    return log.text + "\n"
  }

  /// One result for each record and resource: to be reviewed, or a failure where that counts as
  /// unapproved. What is no failure has no level (section 3.27.10).
  private func sarifOnPaper(ruleIndex: Int) -> [JSONTree] {
    onPaperByRecord.flatMap { record, edits -> [JSONTree] in
      let resources = Dictionary(grouping: edits) { $0.resource.id.description }
      return resources.inKeyOrder.map { path, edits in
        let resource = edits[0].resource
        let paths = edits.map(\.judged.edit.pathText).joined(separator: ", ")
        let text =
          "\(resource.id.type.words) \(resource.title): approved by \(record) on paper only: "
          + paths
        return [
          "ruleId": .string(onPaperRule), "ruleIndex": .count(ruleIndex),
          "kind": isStrict ? "fail" : "review",
          "level": isStrict ? "error" : "none",
          "message": ["text": .string(text.visible.replacing("](", with: "] ("))],
          "locations": [
            location(name: resource.name ?? resource.id.id, path: path, kind: "resource")
          ],
          "suppressions": [],
          "properties": ["record": .string(record)],
        ]
      }
    }
  }

  private var guardrailRules: [JSONTree] {
    brokenGuardrails.map { finding in
      [
        "id": .string("guardrail/\(finding.guardrail)"),
        "shortDescription": ["text": .string(finding.title)],
        "fullDescription": ["text": .string(finding.rationale)],
        "defaultConfiguration": ["level": .string(finding.severity.sarifLevel)],
        "properties": ["tags": .list(finding.controls.map(JSONTree.string))],
      ]
    }
  }

  /// One finding of each guardrail that is broken, in the order of their ids.
  private var brokenGuardrails: [GuardrailFinding] {
    Dictionary(grouping: guardrails.findings, by: \.guardrail).inKeyOrder.map { $0.value[0] }
  }

  /// What breaks a guardrail is a failure where that counts, and to be reviewed otherwise. It is the same one wherever
  /// guardrail, resource and, of a change, snapshot are (section 3.27.17).
  private func sarifGuardrails(after count: Int) -> [JSONTree] {
    let places = Dictionary(
      brokenGuardrails.enumerated().map { ($1.guardrail, count + $0) },
      uniquingKeysWith: { first, _ in first })
    return guardrails.findings.map { finding in
      let text = "\(finding.title): \(finding.words)"
      let path = finding.resource.id.description
      let identity =
        "\(finding.guardrail) \(path)" + (finding.snapshot.map { " \($0)" } ?? "")
      return [
        "ruleId": .string("guardrail/\(finding.guardrail)"),
        "ruleIndex": .count(places[finding.guardrail] ?? 0),
        "kind": isGuardrailStrict ? "fail" : "review",
        "level": isGuardrailStrict ? .string(finding.severity.sarifLevel) : "none",
        "message": ["text": .string(text.visible.replacing("](", with: "] ("))],
        "locations": [
          location(
            name: finding.resource.name ?? finding.resource.id.id, path: path, kind: "resource")
        ],
        "partialFingerprints": ["guardrailResource/v1": .string(identity)],
        "suppressions": [],
        "properties": [
          "controls": .list(finding.controls.map(JSONTree.string)),
          "rows": .list(finding.rows.map(JSONTree.string)),
        ],
      ]
    }
  }

  private var alertRules: [JSONTree] {
    alertingRules.map { rule in
      [
        "id": .string("alert/\(rule.id)"), "shortDescription": ["text": .string(rule.title)],
        "defaultConfiguration": ["level": .string(rule.severity.sarifLevel)],
      ]
    }
  }

  /// The worst rule of each alert, each rule once, in the order of their ids.
  private var alertingRules: [AlertingRule] {
    Dictionary(alerts.compactMap(\.worstRule).map { ($0.id, $0) }) { first, _ in first }
      .inKeyOrder.map(\.value)
  }

  /// One result for each alert, under the worst of its rules: to be reviewed, for no alert is an unapproved change. It has
  /// no level then (section 3.27.10); that of the rule goes by its severity.
  private func sarifAlerts(after count: Int) -> [JSONTree] {
    let places = Dictionary(
      alertingRules.enumerated().map { ($1.id, count + $0) },
      uniquingKeysWith: { first, _ in first })
    return alertsWorstFirst.compactMap { alert -> JSONTree? in
      guard let rule = alert.worstRule else { return nil }
      let text = "\(rule.title): \(alert.words)"
      return [
        "ruleId": .string("alert/\(rule.id)"),
        "ruleIndex": .count(places[rule.id] ?? 0),
        "kind": "review",
        "level": "none",
        "message": ["text": .string(text.visible.replacing("](", with: "] ("))],
        "locations": [location(name: alert.call, path: alert.event, kind: "event")],
        "partialFingerprints": ["event/v1": .string(alert.event)],
        "suppressions": [],
        "properties": ["alert": alert.json],
      ]
    }
  }

  private var sarifInvocation: JSONTree {
    let unread = coverage.unread.map { scope, problem in
      notification("error", problem.message, id: problem.code)
        + ["locations": [location(name: scope.type.name, path: scope.description, kind: "scope")]]
    }
    let limits = coverage.limits.map { notification("error", $0, id: "coverage-limited") }
    let retired = coverage.retirementTexts.map {
      notification("note", "\($0.scope): \($0.text)", id: "scope-retired")
    }
    let never = coverage.neverLookedAtTexts.map {
      notification("note", "\($0.type): \($0.text)", id: Problem.partNeverLookedAt().code)
    }
    let first = firstReadings.map {
      notification("note", "\($0.subject): \($0.words)", id: "first-reading")
    }
    let warnings =
      warnings.map { notification("warning", $0, id: "report-warning") }
      + guardrails.problems.map { notification("warning", $0.message, id: $0.code) }
      + guardrails.notObserved.map {
        notification(
          "note", "\($0.guardrail): \($0.why) (\($0.count))", id: "guardrail-not-observed")
      }
    return [
      "executionSuccessful": .bool(coverage.isComplete),
      "endTimeUtc": .time(at),
      "toolExecutionNotifications": .list(unread + limits + never + retired + first + warnings),
    ]
  }
}

/// Where the standard keeps its schema.
private let sarifSchema =
  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

private let onPaperRule = "approved-on-paper"

private let sarifOnPaperRule: JSONTree = [
  "id": .string(onPaperRule),
  "shortDescription": ["text": "Approved on paper only"],
  "fullDescription": [
    "text":
      "A change record covers the edit, but its approval became known only after an approval would have been too late."
  ],
]

private func notification(_ level: String, _ text: String, id: String) -> JSONTree {
  [
    "level": .string(level), "message": ["text": .string(text)],
    "descriptor": ["id": .string(id)],
  ]
}

private func location(name: String, path: String, kind: String) -> JSONTree {
  let logical: JSONTree = [
    "name": .string(name), "fullyQualifiedName": .string(path), "kind": .string(kind),
  ]
  return ["logicalLocations": [logical]]
}

extension DriftReport.Alert {
  /// The first of its worst rules.
  fileprivate var worstRule: AlertingRule? { rules.first { $0.severity == severity } }
}

extension ResourceType {
  fileprivate var sarifRuleID: String { "unapproved-change/\(name)" }

  fileprivate var sarifRule: JSONTree {
    [
      "id": .string(sarifRuleID),
      "shortDescription": ["text": .string("Unapproved change of \(words)")],
      "fullDescription": [
        "text":
          "The resource differs from its expected configuration, and no change record covers it."
      ],
      "help": [
        "text":
          "Put the value back, or register a change record: plumb change template --finding F-n."
      ],
      "defaultConfiguration": ["level": "error"],
    ]
  }
}

extension Severity {
  /// SARIF's level (section 3.27.10).
  fileprivate var sarifLevel: String {
    switch self {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low: "note"
    }
  }
}

extension Finding {
  fileprivate func sarif(rules: [ResourceType], in group: FindingGroup?) -> JSONTree {
    let type = resource.id.type
    return [
      "ruleId": .string(type.sarifRuleID),
      "ruleIndex": .count(rules.firstIndex(of: type) ?? -1),
      "kind": "fail",
      "level": .string(severity.sarifLevel),
      "message": ["text": .string(sarifMessage)],
      "locations": [
        location(
          name: resource.name ?? resource.id.id, path: resource.id.description, kind: "resource")
      ],
      // The standard wants suppressions on every result once one has them (section 3.27.23).
      "suppressions": sarifSuppressions,
      "provenance": [
        "firstDetectionTimeUtc": .time(firstSeen), "lastDetectionTimeUtc": .time(lastSeen),
      ],
      "partialFingerprints": ["resource/v1": .string(resource.id.description)],
      "properties": [
        "finding": .string(id), "status": .string(status.word.rawValue),
        "severity": .string(severity.word), "change": .string(change.rawValue),
        "paths": .list(unapproved.map { .string($0.edit.path.text) }),
        "life": .list(life.map { .string($0.line) }),
        "group": .optional(group?.leader.id),
        "groupFindings": group.map { .count($0.members.count) } ?? .null,
      ],
    ]
  }

  private var sarifMessage: String {
    let edits = unapproved.map { "\($0.edit.word.sign) \($0.edit.pathText): \($0.detail)" }
    let misses = nearMisses.map { "Near miss \($0.record): \($0.lacks)" }
    let head = "\(id): \(resource.id.type.words) \(resource.title) \(change.rawValue), unapproved."
    // `[text](target)` would be a link (section 3.11.6).
    return ([head] + edits + misses).map { $0.visible.replacing("](", with: "] (") }
      .joined(separator: "\n")
  }

  private var sarifSuppressions: JSONTree {
    switch status {
    case .accepted(let by, let until, let reason):
      let text = "\(reason) (accepted by \(by) until \(until.date))"
      return [["kind": "external", "status": "accepted", "justification": .string(text)]]
    case .open, .acknowledged, .resolved: return []
    }
  }
}
