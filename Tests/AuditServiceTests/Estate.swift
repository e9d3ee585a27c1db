import PlumblineTestSupport

/// A few resources of types with and without a kind: security groups with a team and rules, interfaces
/// that are renamed, and a cluster with a list in which order counts.
struct Estate {
  struct Group: Hashable {
    var team: String
    var rules: Set<Int>
  }

  struct Interface: Hashable {
    var name: String
    var keySource: String
  }

  var groups: [String: Group]
  var interface: Interface
  var members: [String]

  static let teams = ["web", "db"]
  static let names = ["payroll", "web-payroll", "web-shop"]
  static let letters = ["a", "b", "c"]
  static let ports = [22, 80, 443]

  init(using random: inout SeededGenerator) {
    groups = [:]
    for id in ["sg-1", "sg-2"] { groups[id] = Estate.group(using: &random) }
    interface = Interface(name: "payroll", keySource: "HEADER")
    members = (0..<3).map { _ in Estate.letter(using: &random) }
  }

  private static func group(using random: inout SeededGenerator) -> Group {
    Group(team: teams.randomElement(using: &random) ?? "", rules: [])
  }

  private static func letter(using random: inout SeededGenerator) -> String {
    letters.randomElement(using: &random) ?? ""
  }

  /// Several things at once, as they are done in one interval.
  mutating func edit(using random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      switch Int.random(in: 0..<8, using: &random) {
      case 0: interface.name = Estate.names.randomElement(using: &random) ?? ""
      case 1: interface.keySource = interface.keySource == "HEADER" ? "AUTHORIZER" : "HEADER"
      case 2: members.insert(Estate.letter(using: &random), at: index(using: &random))
      case 3 where !members.isEmpty:
        members.remove(at: min(members.count - 1, index(using: &random)))
      case 4 where !members.isEmpty:
        members[min(members.count - 1, index(using: &random))] = Estate.letter(using: &random)
      default: editGroup(using: &random)
      }
    }
  }

  private func index(using random: inout SeededGenerator) -> Int {
    Int.random(in: 0...members.count, using: &random)
  }

  private mutating func editGroup(using random: inout SeededGenerator) {
    let id = ["sg-1", "sg-2", "sg-3"].randomElement(using: &random) ?? ""
    guard var group = groups[id] else {
      groups[id] = Estate.group(using: &random)
      return
    }
    switch Int.random(in: 0..<9, using: &random) {
    case 0: groups[id] = nil
    case 1...3:
      group.team = Estate.teams.randomElement(using: &random) ?? ""
      groups[id] = group
    default:
      group.rules.formSymmetricDifference([Estate.ports.randomElement(using: &random) ?? 0])
      groups[id] = group
    }
  }

  /// The exports, by place.
  var files: [String: String] {
    let items = groups.sorted { $0.key < $1.key }.map { id, group in
      let rules = group.rules.sorted().map {
        """
        {"IpProtocol": "tcp", "FromPort": \($0), "ToPort": \($0), \
        "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
        """
      }
      return """
        {"GroupId": "\(id)", "GroupName": "\(id)", "OwnerId": "111122223333", "Description": "d",
         "VpcId": "vpc-1", "IpPermissionsEgress": [], "IpPermissions": [\(rules.joined(separator: ","))],
         "Tags": [{"Key": "team", "Value": "\(group.team)"}]}
        """
    }
    let place = "111122223333/eu-west-1"
    let list = members.map { "\"\($0)\"" }.joined(separator: ",")
    return [
      "\(place)/ec2-describe-security-groups.json":
        "{\"SecurityGroups\": [\(items.joined(separator: ","))]}",
      "\(place)/apigateway-get-rest-apis.json": """
      {"items": [{"id": "abc123", "name": "\(interface.name)",
        "apiKeySource": "\(interface.keySource)"}]}
      """,
      "cluster.json": """
      {"type": "AWS::MSK::Cluster", "id": "events", "account": "111122223333",
       "region": "eu-west-1", "configuration": {"Members": [\(list)]}}
      """,
    ]
  }
}

/// A random record of one part, with what selects its resources.
struct EstateRecord {
  enum Subject { case team(String), name(String), cluster }

  let number: String
  let subject: Subject
  let atMost: Int?
  private let edit: String
  private let window: ClosedRange<Int>

  init(_ number: Int, using random: inout SeededGenerator) {
    self.number = "CHG\(1000 + number)"
    let from = Int.random(in: 0..<20, using: &random)
    window = from...(from + Int.random(in: 4...30, using: &random))
    let isLimited = Int.random(in: 0..<2, using: &random) == 0
    atMost = isLimited ? Int.random(in: 1...2, using: &random) : nil
    switch Int.random(in: 0..<3, using: &random) {
    case 0:
      subject = .team(Estate.teams.randomElement(using: &random) ?? "")
      edit =
        ["added: IpPermissions", "removed: IpPermissions", "changed: Tags[team]"]
        .randomElement(using: &random) ?? ""
    case 1:
      subject = .name(["web-*", "payroll"].randomElement(using: &random) ?? "")
      edit = ["changed: name", "changed: apiKeySource"].randomElement(using: &random) ?? ""
    default:
      subject = .cluster
      let word = ["added", "removed", "changed"].randomElement(using: &random) ?? ""
      let letter = Estate.letters.randomElement(using: &random) ?? ""
      let index = Int.random(in: 0...3, using: &random)
      let isAnywhere = Int.random(in: 0..<3, using: &random) == 0
      edit = "\(word): \"Members[\(isAnywhere ? "*" : "#\(index)")]\"\n        where: \(letter)"
    }
  }

  var yaml: String {
    let selector =
      switch subject {
      case .team(let team): "type: AWS::EC2::SecurityGroup, tags: { team: \(team) }"
      case .name(let name): "type: AWS::ApiGateway::RestApi, name: \"\(name)\""
      case .cluster: "type: AWS::MSK::Cluster"
      }
    return """
      change: \(number)
      kind: standard
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: \(Permit.moment(-1)) }]
      window: { from: \(Permit.moment(window.lowerBound)), until: \(Permit.moment(window.upperBound)) }
      allows:
        - resource: { \(selector) }
          action: modify
          edits:
            - \(edit)\(atMost.map { "\n        atMost: \($0)" } ?? "")

      """
  }
}
