import AuditReport
import ConfigurationModel

/// Alerts that messages tell as one: calls of one name by one actor that the same rules name and that ended alike.
struct AlertGroup: Hashable {
  /// At least one; oldest first.
  let members: [DriftReport.Alert]

  /// The member that stands for all.
  var leader: DriftReport.Alert { members[0] }

  private struct Key: Hashable {
    let rules: [AlertingRule]
    let texts: [String?]
  }

  /// The alerts in groups, the worst first, then the oldest.
  static func groups(_ alerts: [DriftReport.Alert]) -> [AlertGroup] {
    let groups = Dictionary(grouping: alerts) { alert in
      Key(
        rules: alert.rules,
        texts: [alert.call, alert.actor, alert.account, alert.region, alert.error])
    }
    return groups.values.map { AlertGroup(members: $0.sorted { $0.place < $1.place }) }
      .sorted { left, right in
        let (first, second) = (left.leader.severity, right.leader.severity)
        return first == second ? left.leader.place < right.leader.place : first > second
      }
  }

  /// What happened, as the worst of the rules says.
  var title: String { leader.worstTitle }

  /// `iam AddUserToGroup of Admins, mallory`, `ec2 AuthorizeSecurityGroupIngress of sg-a, sg-b, sg-c and 2 more`.
  var what: String {
    let resources = members.flatMap(\.resources).unique
    guard !resources.isEmpty else { return leader.call }
    let rest = resources.count > 3 ? " and \(resources.count - 3) more" : ""
    return "\(leader.call) of \(resources.prefix(3).joined(separator: ", "))\(rest)"
  }

  /// `111122223333 eu-west-1`.
  var place: String {
    [leader.account ?? "an unknown account", leader.region].joined(separator: " ")
  }

  /// `2026-11-20 21:03 UTC`, and of several calls the last.
  var when: String {
    guard let last = members.last, members.count > 1 else { return leader.at.minuteText }
    return "\(members.count) times, first \(leader.at.minuteText), last \(last.at.minuteText)"
  }
}

extension DriftReport.Alert {
  /// What happened, as the worst of its rules says.
  var worstTitle: String { rules.first { $0.severity == severity }?.title ?? "" }

  /// Where it stands among others: by its moment.
  fileprivate var place: (Timestamp, String) { (at, event) }
}

extension NoticeEntry {
  /// What a message says of calls that belong to none of its findings.
  init(_ group: AlertGroup) {
    let leader = group.leader
    subject = .calls
    ids = leader.rules.map(\.id).joined(separator: ", ").visible.cut(to: Self.mostInText)
    count = group.members.count
    severity = leader.severity
    what = Self.told(group.what)
    place = Self.told(group.place)
    status = Self.told(leader.error.map { "failed: \($0)" } ?? "carried out")
    (edits, hiddenEdits) = ([], 0)
    who = [Self.told(leader.actor)]
    when = group.when
    near = []
    let findings = Set(group.members.flatMap(\.findings)).sorted().prefix(Self.most).map {
      "F-\($0)"
    }
    notes = findings.isEmpty ? [] : ["it made edits of \(findings.joined(separator: ", "))"]
    alerts = Self.alerts(group.members)
    guardrails = []
    putBack = []
    next = Self.commands(leader, findings)
  }

  /// The rules that name calls, each once, the worst first.
  static func alerts(_ alerts: [DriftReport.Alert]) -> [Alert] {
    var seen: Set<String> = []
    let all = alerts.flatMap { alert in alert.rules.map { (alert.event, $0) } }
      .filter { seen.insert($0.1.id).inserted }
      .sorted { $0.1.severity > $1.1.severity }
    return all.prefix(most).map { call, rule in
      Alert(
        rule: told(rule.id), title: told(rule.title), severity: rule.severity,
        threshold: rule.threshold.map(told), call: told(call))
    }
  }

  private static func commands(_ alert: DriftReport.Alert, _ findings: [String]) -> [String] {
    let commands =
      [["activity", "show", alert.event]] + alert.rules.prefix(2).map { ["alert", "show", $0.id] }
      + findings.prefix(1).map { ["finding", "show", $0] }
    return commands.compactMap { (["plumb"] + $0).shellLine }
  }
}

extension NoticeEntry.Alert {
  /// `cis-5.10 A security group was changed (high), reached 5 in 10min, by actor`.
  var text: String {
    "\(rule) \(title) (\(severity.word))" + (threshold.map { ", reached \($0)" } ?? "")
  }

  var tree: JSONTree {
    [
      "rule": .string(rule), "title": .string(title), "severity": .string(severity.word),
      "threshold": .optional(threshold), "call": .string(call),
    ]
  }
}
