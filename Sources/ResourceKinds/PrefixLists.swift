import ConfigurationDiff
package import ConfigurationModel

/// The prefix lists that an edit of a group or a route names, with their address blocks.
struct PrefixLists {
  static let type: ResourceType = "AWS::EC2::PrefixList"
  /// Of no list anything is known.
  static let none = PrefixLists([])

  private let blocks: [String: [String]]

  /// Lists whose entries were not read are left out: nothing is known of what they hold.
  init(_ related: [RelatedResource]) {
    blocks = related.reduce(into: [:]) { blocks, list in
      guard list.resource.id.type == Self.type,
        case .elements(let entries)? = list.configuration["Entries"]
      else { return }
      blocks[list.resource.id.id] = entries.inKeyOrder.map(\.key)
    }
  }

  var isEmpty: Bool { blocks.isEmpty }

  /// Who is behind the peer or destination of that name: of a list whose entries are known, all that they hold.
  func audience(_ name: String) -> Audience {
    blocks[name].map { .list(name, $0.map(Audience.init)) } ?? Audience(name)
  }
}

extension Edit {
  /// The lists that an edit names in one of these fields of the document; nil where it names none.
  func prefixLists(within fields: [String]) -> ResourceKind.Related? {
    guard path == .root || isWithin(fields) else { return nil }
    let whole = path == .root ? fields.compactMap { (new ?? old)?[$0] } : [new ?? old ?? .null]
    let ids = Set((steps + whole.flatMap(\.allTexts)).filter { $0.hasPrefix("pl-") })
    return ids.isEmpty ? nil : .named(PrefixLists.type, ids: ids.sorted { $0.precedes($1) })
  }
}

extension ConfigurationValue {
  /// Every text in a value, at any depth, without the names of fields and the labels of elements; in no order.
  package var allTexts: [String] {
    switch self {
    case .string(let text): [text]
    case .list(let values): values.flatMap(\.allTexts)
    case .object(let fields): fields.values.flatMap(\.allTexts)
    case .elements(let elements): elements.values.flatMap(\.allTexts)
    case .null, .bool, .number: []
    }
  }
}

/// What an entry of a prefix list lets happen in the groups and route tables that name the list.
struct PrefixListUses {
  private struct Use {
    /// `tcp/22 into web (sg-1)`
    let text: String
    let severity: Severity
  }

  private let uses: [Use]

  /// - Parameters:
  ///   - list: The list's id.
  ///   - audience: Whom the entry holds.
  init(of list: String, for audience: Audience, in related: [RelatedResource]) {
    let found = related.flatMap { Self.uses(of: list, for: audience, in: $0) }
    uses = found.sorted { $0.severity > $1.severity }
  }

  /// How bad the worst of them is; low where there is none.
  var severity: Severity { uses.first?.severity ?? .low }

  /// `: tcp/22 into web (sg-1), everything out of app (sg-2) and 3 more`; empty where there is none.
  var text: String {
    guard !uses.isEmpty else { return "" }
    let shown = uses.prefix(3).map(\.text).joined(separator: ", ")
    return ": \(shown)" + (uses.count > 3 ? " and \(uses.count - 3) more" : "")
  }

  private static func uses(of list: String, for audience: Audience, in related: RelatedResource)
    -> [Use]
  {
    let (id, name) = (related.resource.id.id, related.resource.name)
    let place = name.map { "\($0) (\(id))" } ?? id
    func rules(_ field: String, _ peer: String) -> [ConfigurationValue] {
      let rules = related.configuration[field]?.members ?? []
      return rules.filter { $0[peer]?.string?.isIdentical(to: list) == true }
    }
    let ingress = rules("IpPermissions", "source").map(\.ports).map { ports in
      Use(
        text: "\(ports.text) into \(place)",
        severity: audience.isAnybody ? ports.severityWhenOpen : .medium)
    }
    let egress = rules("IpPermissionsEgress", "destination").map(\.ports).map { ports in
      Use(
        text: "\(ports.text) out of \(place)",
        severity: audience.isAnybody && ports.isEvery ? .high : .medium)
    }
    let routes = rules("Routes", "DestinationPrefixListId").map { route in
      let target = route.routeTarget ?? "its target"
      let isOpen = audience.isAnybody && target.hasPrefix("igw-")
      return Use(
        text: "the route of \(place) to \(target)", severity: isOpen ? .high : .medium)
    }
    return ingress + egress + routes
  }
}

extension ConfigurationValue {
  /// The ports of a security group's rule.
  var ports: Ports {
    Ports(
      ipProtocol: self["IpProtocol"]?.scalarText ?? "?", from: self["FromPort"], to: self["ToPort"])
  }
}
