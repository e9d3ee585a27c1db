import ConfigurationDiff
import ConfigurationModel

/// The functions that conditions have beside those of SQLite. Each gives null where an argument is null.
package enum ConditionFunction: String, CaseIterable, Sendable {
  /// Whether a block of addresses contains another one.
  case cidrContains = "cidr_contains"
  /// The length of a block's prefix: 0 for all addresses.
  case cidrPrefix = "cidr_prefix"
  /// Whether two ranges of ports have one in common.
  case portsOverlap = "ports_overlap"
  /// Whether patterns of IAM actions name an action.
  case actionMatches = "action_matches"

  /// How many arguments the function takes.
  package var argumentCount: Int {
    switch self {
    case .cidrPrefix: 1
    case .cidrContains, .actionMatches: 2
    case .portsOverlap: 4
    }
  }

  /// How it is called, and what it says.
  package var meaning: String {
    switch self {
    case .cidrContains:
      "cidr_contains(outer, inner): 1 where every address of the inner block is in the outer one; null for what is no block"
    case .cidrPrefix: "cidr_prefix(block): the length of its prefix; null for what is no block"
    case .portsOverlap:
      "ports_overlap(from, to, first, last): 1 where the ranges have a port in common"
    case .actionMatches:
      "action_matches(actions, action): 1 where one of the patterns, a text or a JSON list of them, names the action or all that it names"
    }
  }

  /// What it gives for arguments of which none is null; nil for null.
  package func value(_ arguments: [String]) -> Int64? {
    switch self {
    case .cidrContains:
      guard let outer = AddressBlock(parsing: arguments[0]),
        let inner = AddressBlock(parsing: arguments[1])
      else { return nil }
      return outer.contains(inner) ? 1 : 0
    case .cidrPrefix: return AddressBlock(parsing: arguments[0]).map { Int64($0.prefix) }
    case .portsOverlap:
      let ports = arguments.compactMap { Int64($0) }
      guard ports.count == 4 else { return nil }
      return ports[0] <= ports[3] && ports[2] <= ports[1] ? 1 : 0
    case .actionMatches:
      return Self.texts(arguments[0]).contains { actionIsContained(arguments[1], in: $0) } ? 1 : 0
    }
  }

  /// The members of a JSON list of texts as views write it; a text that is none is one member. Actions have neither
  /// quotes nor backslashes (IAM User Guide, "Action").
  private static func texts(_ text: String) -> [String] {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return [text] }
    return text.dropFirst().dropLast().split(separator: ",").map { member in
      String(member.drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" })
    }
  }
}
