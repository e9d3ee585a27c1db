import ChangeAudit
import ConfigurationModel

let group = Resource(
  ResourceID(
    account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup", id: "sg-0a"),
  name: "web-prod")

/// Hours after the last snapshot before the change; the change was seen one hour after it.
func hour(_ hours: Double) -> Timestamp {
  Timestamp(seconds: 1_795_200_000 + Int64(hours * 3600))
}

let seen = Occurrence(after: hour(0), until: hour(1))
let audit = hour(1000)

func approval(_ by: String = "bob@example.com", at hours: Double = -10) -> ChangeRecord.Approval {
  ChangeRecord.Approval(by: by, at: hour(hours))
}

func window(_ from: Double?, _ until: Double?) -> Window {
  Window(from: from.map(hour), until: until.map(hour))
}

let onlyGroup = ResourceSelector(type: Glob("AWS::EC2::SecurityGroup"), id: Glob("sg-0a"))

/// An allowance to modify the group; nil clauses are paths that do not parse.
func modify(_ clauses: Clause?..., resource: ResourceSelector = onlyGroup) -> [Allowance] {
  [Allowance(resource: resource, action: .modify, edits: clauses.compactMap { $0 })]
}

func clause(
  _ word: ChangeWord, _ path: String, _ predicate: Predicate? = nil, old: Predicate? = nil,
  atMost: Int? = nil
) -> Clause? {
  PathPattern(parsing: path).map {
    Clause(word: word, path: $0, predicate: predicate, oldPredicate: old, atMost: atMost)
  }
}

func block(_ text: String) -> Predicate {
  AddressBlock(parsing: text).map { .withinBlock($0) } ?? .oneOf([])
}

func range(_ lower: Int, _ upper: Int) -> Predicate {
  NumberRange(lower, upper).map { .withinRange($0) } ?? .oneOf([])
}

/// tcp/443 from within 10.0.0.0/8.
let httpsFromOffice = Predicate.fields([
  "IpProtocol": .equals(.string("tcp")), "FromPort": .equals(.number("443")),
  "ToPort": .equals(.number("443")), "source": block("10.0.0.0/8"),
])

func record(
  _ number: String = "CHG1", kind: ChangeRecord.Kind = .normal,
  state: ChangeRecord.State = .approved, requestedBy: String? = "alice@example.com",
  approvals: [ChangeRecord.Approval] = [approval()], window: Window? = nil,
  implementers: [String] = [], freezes: [String] = [], due: Int64 = 86400,
  allows: [Allowance] = modify(clause(.added, "IpPermissions", httpsFromOffice))
) -> ChangeRecord {
  ChangeRecord(
    number: number, kind: kind, state: state, requestedBy: requestedBy, approvals: approvals,
    window: window, implementers: implementers.map { Glob($0) }, freezes: freezes,
    approvalDue: due, allows: allows)
}

func rule(_ proto: String = "tcp", _ port: Int = 443, from source: String = "10.1.0.0/16")
  -> ConfigurationValue
{
  .object([
    "IpProtocol": .string(proto), "FromPort": .number(String(port)),
    "ToPort": .number(String(port)), "source": .string(source),
  ])
}

func added(_ value: ConfigurationValue, _ label: String = "rule") -> Edit {
  Edit(ConfigurationPath([.key("IpPermissions"), .element(label)]), .added(value))
}

func edit(_ path: String, _ change: Edit.Change) -> Edit {
  Edit(ConfigurationPath(parsing: path) ?? .root, change)
}

func candidate(
  _ edit: Edit = added(rule()), of resource: Resource = group, change: ResourceChange = .modified,
  tags: [String: String]? = [:], occurred: Occurrence = seen, authorship: Authorship = .unknown
) -> Candidate {
  Candidate(
    resource: resource, tags: tags, change: change, edit: edit, occurred: occurred,
    authorship: authorship)
}

extension RuleBook {
  func verdicts(_ candidates: [Candidate], usage: Usage = Usage(), at now: Timestamp = audit)
    -> [Verdict]
  {
    var usage = usage
    return judge(candidates, usage: &usage, at: now)
  }
}

extension Verdict {
  /// The verdict in a line: `approved by CHG1 0/0`, and for an unapproved edit its near misses.
  var line: String {
    switch self {
    case .approved(let cover, let isCorroborated):
      "approved by \(cover.record) \(cover.allowance)/\(cover.clause.map(String.init) ?? "-")"
        + (isCorroborated ? "" : ", time not corroborated")
    case .approvedOnPaper(let cover):
      "approved by \(cover.record) \(cover.allowance)/\(cover.clause.map(String.init) ?? "-"), on paper"
    case .ignored(let name): "ignored by \(name)"
    case .unapproved(let misses):
      (["unapproved"] + misses.map { "\($0.record) \($0.lacks)" }).joined(separator: " | ")
    }
  }
}

let yes = "approved by CHG1 0/0"
let perhaps = yes + ", time not corroborated"
let no = "unapproved | CHG1 "
