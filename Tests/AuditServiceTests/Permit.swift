import ConfigurationModel
import PlumblineTestSupport

/// What a random change record permits, with a check of its own that knows nothing of the audit.
struct Permit {
  enum Kind {
    case add(port: Int, within: String)
    case remove(port: Int)
    case team(String)
    case create, delete
  }

  let number: String
  let kind: Kind
  /// Nil for any group.
  let group: String?
  /// Hours after the baseline.
  let window: ClosedRange<Int>
  let atMost: Int?

  init(_ number: Int, using random: inout SeededGenerator) {
    self.number = "CHG\(1000 + number)"
    let port = World.ports.randomElement(using: &random) ?? 0
    let kinds: [Kind] = [
      .add(port: port, within: World.sources.randomElement(using: &random) ?? ""),
      .add(port: port, within: "0.0.0.0/0"), .remove(port: port),
      .team(World.teams.randomElement(using: &random) ?? ""), .create, .delete,
    ]
    kind = kinds.randomElement(using: &random) ?? .create
    group = Bool.random(using: &random) ? World.names.randomElement(using: &random) : nil
    let from = Int.random(in: 0..<30, using: &random)
    window = from...(from + Int.random(in: 1...12, using: &random))
    let isLimited = Int.random(in: 0..<3, using: &random) == 0
    atMost = isLimited ? Int.random(in: 1...2, using: &random) : nil
  }

  var yaml: String {
    let selector = group.map { "type: AWS::EC2::SecurityGroup, id: \($0)" }
    return """
      change: \(number)
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: \(Permit.moment(-1)) }]
      window: { from: \(Permit.moment(window.lowerBound)), until: \(Permit.moment(window.upperBound)) }
      allows:
        - resource: { \(selector ?? "type: AWS::EC2::SecurityGroup") }
      \(clause)

      """
  }

  private var clause: String {
    let most = atMost.map { "\n        atMost: \($0)" } ?? ""
    func modify(_ edit: String) -> String {
      "    action: modify\n    edits:\n      - \(edit)\(most)"
    }
    switch kind {
    case .add(let port, let within):
      return modify(
        "added: IpPermissions\n        where: { IpProtocol: tcp, ports: \(port), "
          + "source: { within: \(within) } }")
    case .remove(let port):
      return modify("removed: IpPermissions\n        where: { FromPort: \(port) }")
    case .team(let team): return modify("changed: Tags[team]\n        to: \(team)")
    case .create: return "    action: create"
    case .delete: return "    action: delete"
    }
  }

  static func moment(_ hours: Int) -> Timestamp {
    Timestamp(seconds: 1_795_200_000 + Int64(hours) * 3600)
  }

  /// Whether this permits an edit that happened after one moment and by another.
  func permits(
    _ word: String, _ name: String, _ path: String, team: String?, _ occurred: Occurrence
  ) -> Bool {
    guard group == nil || group == name,
      Permit.moment(window.lowerBound) <= occurred.until,
      occurred.after.map({ Permit.moment(window.upperBound) > $0 }) ?? true
    else { return false }
    let rule = Permit.rule(path)
    switch kind {
    case .add(let port, let within):
      return word == "added" && rule?.port == port
        && rule.map { Permit.contains(within, $0.source) } ?? false
    case .remove(let port): return word == "removed" && rule?.port == port
    case .team(let wanted): return word == "changed" && path == "Tags[team]" && team == wanted
    case .create: return word == "added" && path.isEmpty
    case .delete: return word == "removed" && path.isEmpty
    }
  }

  private static func rule(_ path: String) -> World.Rule? {
    World.ports.flatMap { port in World.sources.map { World.Rule(port: port, source: $0) } }
      .first { $0.path == path }
  }

  /// Bit by bit, and by nothing that the program has for it.
  private static func contains(_ outer: String, _ inner: String) -> Bool {
    let (outer, inner) = (bits(outer), bits(inner))
    return inner.starts(with: outer)
  }

  private static func bits(_ block: String) -> [Bool] {
    let parts = block.split(separator: "/")
    let octets = parts[0].split(separator: ".").compactMap { UInt8($0) }
    var all: [Bool] = []
    for octet in octets {
      for place in 0..<8 { all.append(octet & (128 >> place) != 0) }
    }
    return Array(all.prefix(Int(parts[1]) ?? 32))
  }
}
