import AuditReport
package import ConfigurationModel

/// A breach of a guardrail, as messages tell it.
package struct ToldBreach: Hashable, Sendable {
  /// The guardrail's id.
  package let guardrail: String
  /// What must hold.
  package let title: String
  /// Why it should hold.
  package let rationale: String
  /// How bad it is.
  package let severity: Severity
  /// `CIS 6.3`, `EC2.13`.
  package let controls: [String]
  /// What breaks it.
  package let resource: Resource
  /// What of the resource breaks it.
  package let rows: [String]
  /// When it was first seen so; nil where nobody knows.
  package let since: Timestamp?
  /// Whether it is of a change, and not of what stands.
  package let isChange: Bool
  /// Whether it stands no more.
  package let isOver: Bool
  /// Who changed the resource then, as far as activity tells.
  package let who: [String]
  /// The finding that tells it; nil where it stands for itself.
  package let finding: Int?

  /// Makes what is told.
  package init(
    guardrail: String, title: String, rationale: String, severity: Severity, controls: [String],
    resource: Resource, rows: [String], since: Timestamp?, isChange: Bool = false,
    isOver: Bool = false, who: [String] = [], finding: Int? = nil
  ) {
    self.guardrail = guardrail
    self.title = title
    self.rationale = rationale
    self.severity = severity
    self.controls = controls
    self.resource = resource
    self.rows = rows
    self.since = since
    self.isChange = isChange
    self.isOver = isOver
    self.who = who
    self.finding = finding
  }

  /// `ssh-open-to-world: No security group opens port 22 to everybody (critical)`.
  var text: String { "\(guardrail): \(title) (\(severity.word))" }
}

extension BreachSummary {
  /// `23 breaches of 40 guardrails that were not asked before; 412 checks pass`.
  var text: String {
    "\(counted(broken, "breach")) of \(counted(guardrails, "guardrail")) that were not asked before; "
      + "\(counted(passed, "check")) \(passed == 1 ? "passes" : "pass")"
  }
}

/// Breaches that messages tell as one: of one guardrail, by the same people.
struct BreachGroup: Hashable {
  /// At least one, in the order of their resources.
  let members: [ToldBreach]

  /// The member that stands for all.
  var leader: ToldBreach { members[0] }

  private struct Key: Hashable {
    let guardrail: String
    let title: String
    let who: [String]
    let isOver: Bool
  }

  /// The breaches in groups, the worst first.
  static func groups(_ breaches: [ToldBreach]) -> [BreachGroup] {
    let groups = Dictionary(grouping: breaches) { breach in
      Key(
        guardrail: breach.guardrail, title: breach.title, who: breach.who, isOver: breach.isOver)
    }
    return groups.values.map { members in
      BreachGroup(members: members.sorted { $0.resource.id < $1.resource.id })
    }.sorted { left, right in
      let (first, second) = (left.leader.severity, right.leader.severity)
      guard first == second else { return first > second }
      return (left.leader.guardrail, left.leader.resource.id)
        < (right.leader.guardrail, right.leader.resource.id)
    }
  }

  /// `security group web (sg-1) and 29 more`.
  var what: String {
    let resource = leader.resource
    let rest = members.count > 1 ? " and \(members.count - 1) more" : ""
    return "\(resource.id.type.words) \(resource.title)\(rest)"
  }

  /// `111122223333 eu-west-1`.
  var place: String {
    let places = Set(members.map { "\($0.resource.id.account) \($0.resource.id.region)" })
    return places.count == 1 ? places.first ?? "" : "\(places.count) places"
  }

  var status: String {
    if leader.isOver, !leader.isChange { return "broken no longer" }
    return leader.isChange ? "a change broke it" : "broken"
  }

  var when: String {
    guard let since = members.compactMap(\.since).min() else { return "since nobody knows when" }
    return leader.isChange ? "by \(since.minuteText)" : "since \(since.minuteText)"
  }
}

extension NoticeEntry {
  /// What a message says of breaches that belong to none of its findings.
  init(_ group: BreachGroup) {
    let leader = group.leader
    subject = .guardrails
    ids = Self.told(leader.guardrail)
    count = group.members.count
    severity = leader.severity
    what = Self.told(group.what)
    place = Self.told(group.place)
    status = group.status
    let rows = leader.rows.filter { !$0.isEmpty }
    edits = rows.prefix(Self.most).map { Line(sign: "!", path: Self.told($0), detail: "") }
    hiddenEdits = max(0, rows.count - Self.most)
    who = leader.who.prefix(Self.most).map(Self.told)
    when = group.when
    near = []
    notes = [
      Self.told("\(leader.title). \(leader.rationale)"),
      leader.controls.isEmpty
        ? nil : Self.told("controls: \(leader.controls.joined(separator: ", "))"),
    ].compactMap { $0 }
    alerts = []
    guardrails = []
    putBack = []
    next = [["guardrail", "explain", leader.guardrail], ["show", leader.resource.id.id]]
      .compactMap { (["plumb"] + $0).shellLine }
  }

  /// What a message says of guardrails that were not asked before.
  init(_ summary: BreachSummary) {
    subject = .guardrails
    ids = "guardrails"
    count = 1
    severity = summary.severity
    what = summary.text
    place = "all accounts"
    status = "first look"
    (edits, hiddenEdits, who, near, alerts, guardrails, putBack) = ([], 0, [], [], [], [], [])
    when = "since nobody knows when"
    notes = ["From now on each new breach is told by itself."]
    next = ["plumb report", "plumb guardrail list"]
  }

  /// The guardrails that breaches of findings' resources are of, each once, the worst first.
  static func guardrails(_ breaches: [ToldBreach]) -> [String] {
    var seen: Set<String> = []
    return breaches.filter { !$0.isOver || $0.isChange }.sorted { $0.severity > $1.severity }
      .map(\.text).filter { seen.insert($0).inserted }.prefix(most).map(told)
  }
}
