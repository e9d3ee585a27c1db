import PlumblineTestSupport

/// A few security groups, with random edits, as an export tells them.
struct World {
  var groups: [String: Group] = [:]

  struct Group: Hashable {
    var rules: Set<Rule> = []
    var team = "web"
  }

  struct Rule: Hashable {
    let port: Int
    let source: String

    var path: String { "IpPermissions[tcp \(port) from \(source)]" }
  }

  static let names = ["sg-a", "sg-b", "sg-c", "sg-d"]
  static let ports = [22, 443, 8080]
  static let sources = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.0.2.0/24", "0.0.0.0/0"]
  static let teams = ["web", "data", "ops"]

  init(using random: inout SeededGenerator) {
    for name in World.names.dropLast() { groups[name] = World.group(using: &random) }
  }

  private static func group(using random: inout SeededGenerator) -> Group {
    let rules = (0..<Int.random(in: 0...3, using: &random)).map { _ in rule(using: &random) }
    return Group(rules: Set(rules), team: teams.randomElement(using: &random) ?? "")
  }

  private static func rule(using random: inout SeededGenerator) -> Rule {
    Rule(
      port: ports.randomElement(using: &random) ?? 0,
      source: sources.randomElement(using: &random) ?? "")
  }

  mutating func edit(using random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let name = World.names.randomElement(using: &random) ?? ""
      guard var group = groups[name] else {
        groups[name] = World.group(using: &random)
        continue
      }
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        groups[name] = nil
        continue
      case 1, 2: group.team = World.teams.randomElement(using: &random) ?? ""
      default: group.rules.formSymmetricDifference([World.rule(using: &random)])
      }
      groups[name] = group
    }
  }

  /// As `ec2 describe-security-groups` answers, in some order.
  func json(using random: inout SeededGenerator) -> String {
    let items = groups.sorted { $0.key < $1.key }.shuffled(using: &random).map { name, group in
      let rules = group.rules.sorted { $0.path < $1.path }.shuffled(using: &random).map { rule in
        """
        {"IpProtocol": "tcp", "FromPort": \(rule.port), "ToPort": \(rule.port), \
        "IpRanges": [{"CidrIp": "\(rule.source)"}]}
        """
      }
      return """
        {"GroupId": "\(name)", "GroupName": "name-\(name)", "OwnerId": "111122223333",
         "Description": "d", "VpcId": "vpc-1", "IpPermissionsEgress": [],
         "Tags": [{"Key": "team", "Value": "\(group.team)"}],
         "IpPermissions": [\(rules.joined(separator: ", "))]}
        """
    }
    return "{\"SecurityGroups\": [\(items.joined(separator: ",\n"))]}"
  }
}

extension World {
  /// What differs between two worlds, as `WORD RESOURCE PATH`.
  func edits(since old: World) -> Set<String> {
    var edits: Set<String> = []
    for name in World.names {
      switch (old.groups[name], groups[name]) {
      case (nil, nil): break
      case (nil, .some): edits.insert("added \(name) ")
      case (.some, nil): edits.insert("removed \(name) ")
      case (let old?, let new?):
        for rule in new.rules.subtracting(old.rules) { edits.insert("added \(name) \(rule.path)") }
        for rule in old.rules.subtracting(new.rules) {
          edits.insert("removed \(name) \(rule.path)")
        }
        if old.team != new.team { edits.insert("changed \(name) Tags[team]") }
      }
    }
    return edits
  }

  /// This world with one edit of another carried out.
  mutating func accept(_ word: String, _ name: String, _ path: String, of other: World) {
    guard !path.isEmpty else {
      groups[name] = other.groups[name]
      return
    }
    guard path != "Tags[team]" else {
      groups[name]?.team = other.groups[name]?.team ?? ""
      return
    }
    let rules = (groups[name]?.rules ?? []).union(other.groups[name]?.rules ?? [])
    for rule in rules where rule.path == path {
      if word == "added" {
        groups[name]?.rules.insert(rule)
      } else {
        groups[name]?.rules.remove(rule)
      }
    }
  }
}
