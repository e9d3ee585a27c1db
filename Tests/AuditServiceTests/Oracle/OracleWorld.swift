import PlumblineTestSupport

/// A few security groups and managed policies, as their own trees and as exports tell them.
struct OracleWorld {
  /// By id.
  var resources: [String: Tree] = [:]

  static let groups = ["sg-a", "sg-b", "sg-c", "sg-d", "sg-e"]
  static let policies = ["deploy", "read", "admin"]
  static let names = ["web-1", "web-2", "db-1", "ops"]
  static let tags = ["team": ["web", "data", "ops"], "stage": ["prod", "test"]]
  static let sources = [
    "10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.0.2.0/24", "0.0.0.0/0", "2001:db8::/32",
    "sg-z",
  ]
  static let actions = ["s3:GetObject", "s3:PutObject", "s3:*", "ec2:DescribeVpcs", "iam:PassRole"]
  static let targets = ["*", "arn:aws:s3:::a", "arn:aws:s3:::b"]
  static let sids = ["Read", "Write", "Deny delete"]

  static func arn(_ policy: String) -> String { "arn:aws:iam::111122223333:policy/\(policy)" }
  static let ids = groups + policies.map(arn)

  init(using random: inout SeededGenerator) {
    for id in Self.ids where Int.random(in: 0..<5, using: &random) > 0 {
      resources[id] = Self.resource(id, using: &random)
    }
  }

  private static func resource(_ id: String, using random: inout SeededGenerator) -> Tree {
    id.hasPrefix("sg-") ? group(id, using: &random) : policy(id, using: &random)
  }

  private static func group(_ id: String, using random: inout SeededGenerator) -> Tree {
    var rules: [String: Tree] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      let rule = rule(using: &random)
      rules[label(of: rule)] = rule
    }
    var tags: [String: Tree] = [:]
    for (key, values) in Self.tags where Bool.random(using: &random) {
      tags[key] = .text(values.randomElement(using: &random) ?? "")
    }
    return .record([
      "GroupId": .text(id), "GroupName": .text(names.randomElement(using: &random) ?? ""),
      "Description": .text(["d", "1.0", "10"].randomElement(using: &random) ?? ""),
      "VpcId": .text("vpc-1"), "Tags": .set(tags), "IpPermissions": .set(rules),
      "IpPermissionsEgress": .set([:]),
    ])
  }

  static func rule(using random: inout SeededGenerator) -> Tree {
    let kind =
      ["tcp", "tcp", "udp", "icmp", "icmpv6", "-1", "50", "132"].randomElement(using: &random) ?? ""
    var fields: [String: Tree] = [
      "IpProtocol": .text(kind),
      "source": .text(sources.randomElement(using: &random) ?? ""),
    ]
    let ranges =
      kind.hasPrefix("icmp")
      ? [(-1, -1), (3, 4), (5, 5), (8, -1), (8, 0)]
      : [(22, 22), (443, 443), (0, 65535), (20, 25), (8080, 8090)]
    if let (from, to) = ranges.randomElement(using: &random), kind != "-1", Int(kind) == nil {
      (fields["FromPort"], fields["ToPort"]) = (.number(from), .number(to))
    }
    if Int.random(in: 0..<4, using: &random) == 0 {
      fields["Description"] = .text(["office", "vpn"].randomElement(using: &random) ?? "")
    }
    return .record(fields)
  }

  /// `tcp 22 from 10.0.0.0/8`, `icmp 8/-1 from sg-z`, `all from 0.0.0.0/0`.
  static func label(of rule: Tree) -> String {
    guard case .record(let fields) = rule, case .text(let kind)? = fields["IpProtocol"],
      case .text(let source)? = fields["source"]
    else { return "" }
    var numbers = ""
    if case .number(let from)? = fields["FromPort"], case .number(let to)? = fields["ToPort"] {
      numbers =
        kind.hasPrefix("icmp") ? " \(from)/\(to)" : from == to ? " \(from)" : " \(from)-\(to)"
    }
    return "\(kind == "-1" ? "all" : kind)\(numbers) from \(source)"
  }

  private static func policy(_ arn: String, using random: inout SeededGenerator) -> Tree {
    var statements: [String: Tree] = [:]
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let statement = statement(using: &random)
      statements[label(ofStatement: statement)] = statement
    }
    return .record([
      "Arn": .text(arn), "PolicyName": .text(String(arn.split(separator: "/")[1])),
      "PolicyId": .text("ANPA"), "Path": .text("/"), "DefaultVersionId": .text("v1"),
      "OtherVersions": .set([:]),
      "Document": .record(["Version": .text("2012-10-17"), "Statement": .set(statements)]),
    ])
  }

  static func statement(using random: inout SeededGenerator) -> Tree {
    var fields: [String: Tree] = [
      "Effect": .text(Int.random(in: 0..<4, using: &random) == 0 ? "Deny" : "Allow")
    ]
    if Int.random(in: 0..<3, using: &random) > 0 {
      fields["Sid"] = .text(sids.randomElement(using: &random) ?? "")
    }
    let actions = some(Self.actions, using: &random).map { $0.lowercased() }
    fields[Int.random(in: 0..<6, using: &random) == 0 ? "NotAction" : "Action"] = set(of: actions)
    fields["Resource"] = set(of: some(targets, using: &random))
    if Int.random(in: 0..<3, using: &random) == 0 { fields["Condition"] = mfa }
    return .record(fields)
  }

  static let mfa = Tree.record([
    "Bool": .record(["aws:multifactorauthpresent": .set(["true": .text("true")])])
  ])

  static func some(_ texts: [String], using random: inout SeededGenerator) -> [String] {
    Array(texts.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)))
  }

  static func set(of texts: [String]) -> Tree {
    .set(Dictionary(texts.map { ($0, .text($0)) }) { first, _ in first })
  }

  /// The Sid, behind `Sid=` where it reads like what a statement without one is called; or what it says.
  static func label(ofStatement statement: Tree) -> String {
    let fields = statement.fields
    if case .text(let sid)? = fields["Sid"] { return sid.hasPrefix("Deny ") ? "Sid=" + sid : sid }
    guard case .text(let effect)? = fields["Effect"] else { return "" }
    let words = [("Action", " "), ("NotAction", " all but "), ("Resource", " on ")].compactMap {
      field, word in
      fields[field].map { word + $0.fields.keys.sorted().joined(separator: ", ") }
    }
    let condition = fields["Condition"] == nil ? "" : " if Bool aws:multifactorauthpresent true"
    return effect + words.joined() + condition
  }
}

extension OracleWorld {
  /// Changes a few things. Values of members that were added and are judged still stay as they are:
  /// `isSettled` says whether what stands at a path is expected everywhere.
  mutating func change(
    using random: inout SeededGenerator, isSettled: (_ id: String, _ path: [TreeStep]) -> Bool
  ) {
    let before = resources
    for _ in 0..<Int.random(in: 4...9, using: &random) {
      let id = Self.ids.randomElement(using: &random) ?? ""
      guard let tree = resources[id] else {
        resources[id] = Self.resource(id, using: &random)
        continue
      }
      guard isSettled(id, []) else { continue }
      if Int.random(in: 0..<14, using: &random) == 0 {
        resources[id] = nil
      } else {
        resources[id] =
          id.hasPrefix("sg-")
          ? changedGroup(tree, using: &random) { isSettled(id, $0) }
          : changedPolicy(tree, using: &random) { isSettled(id, $0) }
      }
    }
    keepUnsettled(since: before, isSettled)
    // An export without any policy looks filtered, and is not believed.
    if !resources.keys.contains(where: { !$0.hasPrefix("sg-") }) {
      resources.merge(before.filter { !$0.key.hasPrefix("sg-") }) { own, _ in own }
    }
  }

  /// What was taken away and put back in one go was changed all the same.
  private mutating func keepUnsettled(
    since before: [String: Tree], _ isSettled: (_ id: String, _ path: [TreeStep]) -> Bool
  ) {
    for (id, old) in before {
      guard let new = resources[id], new != old else { continue }
      guard isSettled(id, []) else {
        resources[id] = old
        continue
      }
      for place in [["IpPermissions"], ["Tags"], ["Document", "Statement"]] {
        let path = place.map { TreeStep.key($0) }
        for (label, value) in old.value(at: path)?.fields ?? [:] {
          let member = path + [.member(label)]
          // A description that was added to a rule, and stands, is no less open than a rule.
          let isSettled =
            isSettled(id, member)
            && (value.fields["Description"] == nil
              || isSettled(id, member + [.key("Description")]))
          guard let other = resources[id]?.value(at: member), other != value, !isSettled else {
            continue
          }
          resources[id] = resources[id]?.with(place + [label], value)
        }
      }
    }
  }

  private func changedGroup(
    _ tree: Tree, using random: inout SeededGenerator, isSettled: ([TreeStep]) -> Bool
  ) -> Tree? {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: return tree.with(["GroupName"], .text(Self.names.randomElement(using: &random) ?? ""))
    case 1, 2:
      let key = Self.tags.keys.sorted().randomElement(using: &random) ?? ""
      let value = (Self.tags[key] ?? []).randomElement(using: &random) ?? ""
      let isThere = tree.fields["Tags"]?.fields[key] != nil
      guard !isThere || isSettled([.key("Tags"), .member(key)]) else { return tree }
      return tree.with(["Tags", key], isThere && Bool.random(using: &random) ? nil : .text(value))
    case 3:
      guard
        let label = tree.fields["IpPermissions"]?.fields.keys.sorted().randomElement(
          using: &random),
        isSettled([.key("IpPermissions"), .member(label)])
      else { return tree }
      let text: Tree? = [.text("office"), .text("vpn"), nil].randomElement(using: &random) ?? nil
      return tree.with(["IpPermissions", label, "Description"], text)
    case 4:
      return tree.with(
        ["Description"], .text(["d", "1.0", "1", "10"].randomElement(using: &random) ?? ""))
    case 5, 6:
      guard
        let label = tree.fields["IpPermissions"]?.fields.keys.sorted().randomElement(using: &random)
      else { return tree }
      return tree.with(["IpPermissions", label], nil)
    default:
      let rule = Self.rule(using: &random)
      let label = Self.label(of: rule)
      guard tree.fields["IpPermissions"]?.fields[label] == nil else { return tree }
      return tree.with(["IpPermissions", label], rule)
    }
  }

  private func changedPolicy(
    _ tree: Tree, using random: inout SeededGenerator, isSettled: ([TreeStep]) -> Bool
  ) -> Tree? {
    let statements = tree.fields["Document"]?.fields["Statement"]?.fields ?? [:]
    let label = statements.keys.sorted().randomElement(using: &random) ?? ""
    let statement = statements[label]
    let place = ["Document", "Statement", label]
    let isNamed = statement?.fields["Sid"] != nil
    let path: [TreeStep] = [.key("Document"), .key("Statement"), .member(label)]
    switch Int.random(in: 0..<8, using: &random) {
    case 0 where statements.count > 1: return tree.with(place, nil)
    case 1, 2:
      let new = Self.statement(using: &random)
      let label = Self.label(ofStatement: new)
      return statements[label] == nil ? tree.with(["Document", "Statement", label], new) : tree
    case 3 where isNamed && isSettled(path):
      let isThere = statement?.fields["Condition"] != nil
      return tree.with(place + ["Condition"], isThere ? nil : Self.mfa)
    case _ where isNamed && isSettled(path):
      let field = statement?.fields["Action"] == nil ? "NotAction" : "Action"
      let action = (Self.actions.randomElement(using: &random) ?? "").lowercased()
      let actions = statement?.fields[field]?.fields ?? [:]
      guard actions[action] != nil else {
        return tree.with(place + [field, action], .text(action))
      }
      return actions.count > 1 ? tree.with(place + [field, action], nil) : tree
    default: return tree
    }
  }
}

extension Tree {
  /// With another value, or none, below; what leads there is there.
  fileprivate func with(_ place: [String], _ value: Tree?) -> Tree {
    guard let name = place.first else { return value ?? self }
    var fields = fields
    fields[name] =
      place.count == 1
      ? value : (fields[name] ?? .record([:])).with(Array(place.dropFirst()), value)
    if case .set = self { return .set(fields) }
    return .record(fields)
  }
}
