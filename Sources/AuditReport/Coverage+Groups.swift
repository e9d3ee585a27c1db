package import ConfigurationModel

/// Scopes that are not read for one reason, told as one: a role that cannot be assumed is one thing to
/// mend, whatever number of regions and types it hides.
package struct UnreadGroup: Hashable, Sendable {
  /// In order.
  package let accounts: [String]
  /// In order.
  package let regions: [String]
  /// In order, each once.
  package let types: [ResourceType]
  /// The sentence with its code; what is only of one scope (a call, a type) is said in general.
  package let reason: String
  /// The code of the problem that all its scopes have, as Problems.md lists it.
  package let code: String
  /// What can be done about it; nil where that is not known.
  package let hint: String?
  /// In order.
  package let scopes: [Scope]
  /// The file that is to blame, where the group is one scope and a file is.
  package let file: String?

  /// How many scopes it tells of; at least one.
  package var count: Int { scopes.count }

  /// How many names are told one by one.
  private static let told = 3

  /// `222222222222, eu-west-1 and us-east-1, 34 types (68 scopes)`.
  package var place: String {
    guard count > 1 else {
      return "\(accounts.joined()) \(regions.joined()) \(types.map(\.name).joined())"
    }
    let parts = [
      Self.named(accounts, "account"), Self.named(regions, "region"),
      Self.named(types.map(\.name), "type"),
    ]
    return parts.joined(separator: ", ") + " (\(count) scopes)"
  }

  private static func named(_ names: [String], _ noun: String) -> String {
    names.count <= told ? names.joined(separator: " and ") : counted(names.count, noun)
  }
}

extension Coverage {
  /// What is not read, by reason: the most scopes first, then by account.
  package var unreadGroups: [UnreadGroup] { UnreadGroup.groups(unread) }
}

extension UnreadGroup {
  fileprivate struct Key: Hashable {
    let code: String
    let reason: String
  }

  /// The scopes grouped by account and reason; where more than three accounts have the same reason, they
  /// are one group.
  package static func groups(_ unread: [(scope: Scope, problem: Problem)]) -> [UnreadGroup] {
    let byReason = Dictionary(grouping: unread) { member in
      Key(code: member.problem.code, reason: general(member.problem.message, member.scope))
    }
    let groups = byReason.flatMap { key, members -> [UnreadGroup] in
      let accounts = Dictionary(grouping: members, by: \.scope.account)
      guard accounts.count <= told else { return [group(members, key)] }
      return accounts.values.map { group($0, key) }
    }
    return groups.sorted {
      ($1.count, $0.accounts.first ?? "", $0.place) < ($0.count, $1.accounts.first ?? "", $1.place)
    }
  }

  private static func group(_ members: [(scope: Scope, problem: Problem)], _ key: Key)
    -> UnreadGroup
  {
    let messages = Set(members.map(\.problem.message))
    let message = messages.count == 1 ? messages.first ?? "" : key.reason
    return UnreadGroup(
      accounts: Set(members.map(\.scope.account)).sorted { $0.precedes($1) },
      regions: Set(members.map(\.scope.region)).sorted { $0.precedes($1) },
      types: Set(members.map(\.scope.type)).sorted(), reason: "\(message) [\(key.code)]",
      code: key.code, hint: members.first?.problem.hint, scopes: members.map(\.scope).sorted(),
      file: members.count == 1 ? members.first?.problem.place?.description : nil)
  }

  /// The sentence without what names this scope alone: its account, region, type, and the calls.
  private static func general(_ message: String, _ scope: Scope) -> String {
    let words = message.split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.isCall ? "…" : String(word)
    }
    return words.joined(separator: " ").replacing(scope.account, with: "…")
      .replacing(scope.type.name, with: "…").replacing("'\(scope.region)'", with: "…")
  }
}

extension Substring {
  /// Whether it names a call, as in `'ec2:DescribeAddresses'`.
  fileprivate var isCall: Bool {
    guard first == "'", let end = lastIndex(of: "'"), end > startIndex else { return false }
    let name = self[index(after: startIndex)..<end]
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy {
        !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
      }
  }
}
