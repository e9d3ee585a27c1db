import ConfigurationModel
import PlumblineTestSupport

/// Writes random records: of few names, values and moments, so that they meet edits often.
struct OracleWriter {
  var random: SeededGenerator
  /// What is about to be done: most records are about some of it, or about what is beside it.
  var plans: [Plan] = []
  private var count = 0

  struct Plan {
    let id: String
    let edit: TreeEdit
    let traits: OracleTraits
  }

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func pick<Value>(_ values: [Value]) -> Value {
    values[Int.random(in: 0..<values.count, using: &random)]
  }

  mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }

  /// A record that is written at a moment.
  mutating func record(at now: Timestamp) -> OracleRecord {
    count += 1
    let state = pick([
      "approved", "approved", "approved", "approved", "submitted", "closed", "draft",
    ])
    let from = chance(3) ? now.advanced(byHours: pick([-12, -2, 0, 3])) : nil
    let until = chance(3) ? (from ?? now).advanced(byHours: pick([2, 6, 12, 30])) : nil
    return OracleRecord(
      number: "C\(100 + count)", kind: pick(["normal", "standard", "emergency"]), state: state,
      approvals: approvals(state, at: now), from: from, until: until,
      freezes: chance(3) ? ["winter"] : [], implementers: implementers(),
      due: chance(3) ? pick([1, 6, 48]) : nil,
      allowances: allowances(), since: now)
  }

  private mutating func implementers() -> [String] {
    guard chance(4) else { return [] }
    return pick([
      ["arn:aws:iam::111122223333:role/Deploy*"], ["*:role/Ops", "*user/eve"],
      ["*:assumed-role/Ops/*"],
    ])
  }

  mutating func allowances() -> [OracleAllowance] {
    (0..<pick([1, 1, 2])).map { _ in allowance() }
  }

  mutating func approvals(_ state: String, at now: Timestamp) -> [OracleRecord.Approval] {
    guard state == "approved" || state == "closed" else { return [] }
    let at = now.advanced(byHours: pick([-30, -5, -1, -1, -1, 0, 2]))
    return [OracleRecord.Approval(by: pick(["bob@example.com", "dave@example.com"]), at: at)]
  }

  mutating func selector() -> OracleSelector {
    var selector = OracleSelector()
    switch Int.random(in: 0..<9, using: &random) {
    case 0: selector.id = pick(OracleWorld.ids)
    case 1: selector.id = pick(["sg-*", "sg-?", "*:policy/*"])
    case 2: selector.name = pick(OracleWorld.names + ["web-*", "deploy"])
    case 3: selector.tags = ["team": pick(["web", "data", "*"])]
    case 4: selector.tags = ["team": "web", "stage": "prod"]
    default: break
    }
    if selector.id == nil || chance(2) {
      selector.type = pick([
        "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroup", "AWS::IAM::*", "*",
      ])
    }
    return selector
  }

  private mutating func allowance() -> OracleAllowance {
    if !plans.isEmpty, !chance(4) { return allowance(for: pick(plans)) }
    return anyAllowance()
  }

  /// For what is planned, or nearly.
  private mutating func allowance(for plan: Plan) -> OracleAllowance {
    var selector = chance(5) ? selector() : OracleSelector(type: nil, id: plan.id)
    if chance(3) { selector.id = plan.id.hasPrefix("sg-") ? "sg-*" : "arn*" }
    if chance(4), !plan.traits.name.isEmpty { selector.name = plan.traits.name }
    if chance(4) { selector.tags = plan.traits.tags }
    guard !plan.edit.path.isEmpty else {
      let isCreation = plan.edit.word == .added
      let clauses = isCreation && chance(2) ? creation() : []
      return OracleAllowance(
        selector: selector, action: isCreation ? "create" : "delete", clauses: clauses)
    }
    let others = plans.filter { $0.id == plan.id && !$0.edit.path.isEmpty }
    let clauses = (0..<pick([1, 2, 3])).map { index in
      clause(for: index == 0 ? plan.edit : pick(others).edit)
    }
    return OracleAllowance(selector: selector, action: "modify", clauses: clauses)
  }

  private mutating func clause(for edit: TreeEdit) -> OracleClause {
    var path = edit.path.map { step -> OracleStep in
      switch step {
      case .key(let key): .key(key)
      case .member(let label): .member(label.escapingMarks)
      }
    }
    if chance(3) { path.removeLast() }
    if chance(8), path.count > 1 { path.removeLast() }
    if chance(5) {
      let place = Int.random(in: 0..<max(1, path.count), using: &random)
      if path.indices.contains(place), case .member = path[place] { path[place] = .member("*") }
    }
    if path.isEmpty || chance(8) { path.append(.any) }
    return OracleClause(
      word: chance(8) ? pick(TreeWord.allCases) : edit.word, path: path,
      condition: chance(2) ? nil : condition(for: edit), atMost: chance(5) ? pick([1, 2]) : nil)
  }

  /// What the value is, or something wider, narrower or beside it.
  private mutating func condition(for edit: TreeEdit) -> OracleCondition? {
    switch edit.value {
    case .text(let text)?:
      return pick([
        .scalar(text), .scalar(text.uppercased()), .list([text, "x"]),
        .glob(String(text.prefix(2)) + "*"),
        .subset([text]), .all([.scalar(text), .glob("*")]), .actions([text]),
      ])
    case .record(let fields)? where fields["IpProtocol"] != nil:
      guard case .fields(var wanted) = rule() else { return nil }
      if chance(2), let source = fields["source"] { wanted["source"] = .scalar(source.plain) }
      if chance(2), let kind = fields["IpProtocol"] { wanted["IpProtocol"] = .scalar(kind.plain) }
      return .fields(wanted)
    case .record(let fields)?:
      return fields["Effect"].map { .fields(["Effect": .scalar($0.plain)]) }
    case .number?, .set?, nil: return nil
    }
  }

  private mutating func anyAllowance() -> OracleAllowance {
    switch Int.random(in: 0..<9, using: &random) {
    case 0: OracleAllowance(selector: selector(), action: "delete", clauses: [])
    case 1: OracleAllowance(selector: selector(), action: "create", clauses: [])
    case 2: OracleAllowance(selector: selector(), action: "create", clauses: creation())
    default:
      OracleAllowance(
        selector: selector(), action: "modify",
        clauses: (0..<pick([1, 2, 3])).map { _ in clause() })
    }
  }

  private mutating func creation() -> [OracleClause] {
    guard !chance(3) else {
      return [OracleClause(word: .added, path: [.any], condition: nil)]
    }
    let plain = ["GroupId", "GroupName", "VpcId", "Description", "Tags"].map {
      OracleClause(word: .added, path: [.key($0)], condition: nil)
    }
    return plain + [OracleClause(word: .added, path: [.key("IpPermissions")], condition: rule())]
  }

  private mutating func clause() -> OracleClause {
    let most = chance(5) ? pick([1, 2]) : nil
    let word = pick(TreeWord.allCases)
    switch Int.random(in: 0..<12, using: &random) {
    case 0, 1, 2, 3, 10:
      return OracleClause(
        word: pick([.added, .added, .removed]), path: pick(Self.rulePaths),
        condition: chance(4) ? nil : rule(), atMost: most)
    case 4, 5: return tag(word, most)
    case 6: return text(word, most)
    case 7, 8: return policy(word, most)
    default:
      return OracleClause(word: word, path: pick(Self.anyPaths), condition: nil, atMost: most)
    }
  }

  private static let rulePaths: [[OracleStep]] = [
    [.key("IpPermissions")], [.key("IpPermissions")], [.key("IpPermissions"), .member("*")],
    [.key("IpPermissions"), .member("tcp *")], [.key("IpPermissions"), .member("icmp *")],
    [.key("IpPermissions"), .member("tcp 443 from 10.0.0.0/8")],
    [.key("IpPermissions"), .member("* from ?0.0.0.0/?")],
    [.key("IpPermissions"), .member("all from 0.0.0.0/0")], [.key("IpPermissions"), .any],
  ]

  private static let anyPaths: [[OracleStep]] = [
    [.any], [.key("*")], [.any, .key("Description")],
    [.key("IpPermissions"), .member("*"), .key("Description")],
    [.key("IpPermissions"), .member("*"), .key("*")], [.key("Document")], [.key("Document"), .any],
    [.any, .key("Action")], [.key("Tags"), .any],
  ]

  private mutating func tag(_ word: TreeWord, _ most: Int?) -> OracleClause {
    let paths: [[OracleStep]] = [
      [.key("Tags")], [.key("Tags"), .member("team")], [.key("Tags"), .member("Key=team")],
      [.key("Tags"), .member("*")], [.key("T*"), .member("st?ge")],
    ]
    let values = ["web", "data", "ops", "prod", "test"]
    let conditions: [OracleCondition?] = [
      nil, .scalar(pick(values)), .list([pick(values), pick(values)]),
      .glob(pick(["*", "?e*", "prod"])),
      .subset([pick(values), pick(values)]), .all([.glob("*"), .scalar(pick(values))]),
    ]
    let old = word == .changed && chance(3) ? OracleCondition.scalar(pick(values)) : nil
    return OracleClause(
      word: word, path: pick(paths), condition: pick(conditions), oldCondition: old, atMost: most)
  }

  private mutating func text(_ word: TreeWord, _ most: Int?) -> OracleClause {
    let values = ["1.0", "1", "10", "1e1", "d"]
    let conditions: [OracleCondition?] = [
      nil, .scalar(pick(values)), .list([pick(values), pick(values)]), .range(1, 5), .glob("1*"),
    ]
    return OracleClause(
      word: word, path: [.key(pick(["Description", "GroupName", "Desc*"]))],
      condition: pick(conditions), atMost: most)
  }

  private mutating func rule() -> OracleCondition {
    var fields: [String: OracleCondition] = [:]
    if chance(2) {
      fields["IpProtocol"] = pick([
        .glob("*"),
        .scalar("tcp"), .scalar("6"), .scalar("17"), .scalar("ICMP"), .list(["udp", "6"]),
        .glob("icmp*"), .scalar("50"),
      ])
    }
    if chance(3) {
      let (lower, upper) = pick([(443, 443), (22, 22), (0, 1024), (0, 65535), (0, 65535), (3, 5)])
      fields["ports"] = .range(lower, upper)
    }
    if chance(6) {
      let (lower, upper) = pick([(8, 8), (3, 5), (0, 255)])
      fields["icmpType"] = .range(lower, upper)
    }
    if chance(6) { fields["icmpCode"] = pick([.range(0, 255), .range(4, 4), .range(0, 0)]) }
    if chance(6) {
      fields["FromPort"] = pick([.scalar("443"), .scalar("4.43e2"), .range(0, 1000)])
    }
    if chance(6) { fields["Description"] = pick([.scalar("office"), .glob("*")]) }
    if chance(3) || fields.isEmpty {
      fields["source"] = pick([
        .block("10.0.0.0/8"), .block("10.1.0.0/16"), .block("0.0.0.0/0"), .block("2001:DB8::/30"),
        .scalar("10.9.9.9/8"), .scalar("2001:DB8::1/32"), .scalar("sg-z"), .scalar("0.0.0.0/0"),
        .list(["10.1.0.0/16", "192.0.2.7/24"]), .glob("10.*"),
        .all([.glob("10.*"), .block("10.0.0.0/8")]),
      ])
    }
    return .fields(fields)
  }

  private mutating func policy(_ word: TreeWord, _ most: Int?) -> OracleClause {
    let statement: [OracleStep] = [
      .key("Document"), .key("Statement"),
      .member(pick(["*", "Read", "Write", "Sid=Deny delete", "Allow s3:* on \\*", "Allow *"])),
    ]
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1:
      let conditions: [OracleCondition?] = [
        nil, .fields(["Effect": .scalar("Allow")]),
        .fields(["Action": .actions(["s3:*", "EC2:Describe*"])]),
        .fields([
          "Action": .scalar("s3:GetObject"),
          "Resource": .subset(["arn:aws:s3:::a", "arn:aws:s3:::b"]),
        ]),
        .fields(["Resource": .scalar("*")]),
        .fields([
          "Condition": .fields([
            "Bool": .fields([:].merging(["aws:multifactorauthpresent": .scalar("true")]) { $1 })
          ])
        ]),
      ]
      return OracleClause(
        word: word, path: chance(2) ? statement : statement.dropLast(), condition: pick(conditions),
        atMost: most)
    case 2:
      let conditions: [OracleCondition?] = [
        nil, .scalar("s3:PutObject"), .actions(["s3:*"]), .glob("s3:*"),
        .list(["s3:GetObject", "iam:PassRole"]),
        .subset(["S3:GetObject"]),
      ]
      return OracleClause(
        word: word, path: statement + [.key(pick(["Action", "*Action", "NotAction"]))],
        condition: pick(conditions), atMost: most)
    case 3:
      return OracleClause(
        word: word, path: statement + [.key("Condition")], condition: nil, atMost: most)
    default: return OracleClause(word: word, path: statement + [.any], condition: nil, atMost: most)
    }
  }
}

extension Timestamp {
  func advanced(byHours hours: Int) -> Timestamp { advanced(bySeconds: Int64(hours) * 3600) }
}
