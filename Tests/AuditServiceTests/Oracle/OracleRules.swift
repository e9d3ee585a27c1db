import ConfigurationModel

// The rules of Documentation/ChangeRecords.md a second time, as a reader understands them. Nothing here
// uses what the program has for it, but the moments.

extension OracleRecord {
  /// Whether it covers an edit of a resource that happened after one moment and by another, how often its
  /// parts were used aside. `leaves` are the values of a created resource.
  func covers(_ edit: OracleEdit, freezes: [OracleFreeze], at now: Timestamp) -> Bool {
    isInTime(edit, freezes: freezes, at: now)
      && allowances.contains { $0.covers(edit, isLimited: nil) }
  }

  /// The same by parts that have no limit.
  func coversWithoutLimit(_ edit: OracleEdit, freezes: [OracleFreeze], at now: Timestamp) -> Bool {
    isInTime(edit, freezes: freezes, at: now)
      && allowances.contains { $0.covers(edit, isLimited: false) }
  }

  /// "Time": state, approval, window, freezes.
  private func isInTime(_ edit: OracleEdit, freezes: [OracleFreeze], at now: Timestamp) -> Bool {
    guard state == "approved" || state == "closed" else { return false }
    guard let approval = approvals.first(where: { $0.by != "alice@example.com" }),
      approval.at <= now
    else { return false }
    // "An approval of a record that was edited counts from when the edit was registered."
    let counts = isRevised && since > approval.at ? since : approval.at
    if kind == "emergency" {
      guard counts <= edit.until.advanced(bySeconds: dueSeconds(of: edit)) else { return false }
    } else {
      guard counts <= edit.until, until.map({ counts <= $0 }) ?? true else { return false }
    }
    if state == "closed", until == nil { return false }
    if let from, from > edit.until { return false }
    if let until, until <= edit.after { return false }
    guard mayCarryOut(edit.callers) else { return false }
    return !freezes.contains { freeze in
      !self.freezes.contains(freeze.name)
        && freeze.selector.map { $0.mayConcern(id: edit.id, traits: edit.traits) } ?? true
        && freeze.concerns(edit, from: from, until: until)
    }
  }

  /// "Where no call gives the edit, one of the callers who may have made it has to fit."
  private func mayCarryOut(_ callers: Set<OracleCaller>) -> Bool {
    implementers.isEmpty || callers.isEmpty
      || callers.contains { caller in
        caller.names.contains { name in
          implementers.contains { glob in
            // A glob that does not speak of sessions is not about the names that callers give them.
            name.fits(glob) && (!name.contains("assumed-role/") || glob.contains(":assumed-role/"))
          }
        }
      }
  }

  /// "approvalDue counts where the record said so within 24 hours after the change; later it is 24
  /// hours at most."
  private func dueSeconds(of edit: OracleEdit) -> Int64 {
    let own = Int64(due ?? 24) * 3600
    return since > edit.until.advanced(bySeconds: 86400) ? min(own, 86400) : own
  }
}

struct OracleFreeze {
  let name: String
  let from: Timestamp
  let until: Timestamp
  let selector: OracleSelector?

  /// Whether the edit may have happened within both the freeze and the record's window.
  func concerns(_ edit: OracleEdit, from other: Timestamp?, until end: Timestamp?) -> Bool {
    let first = max(from, other ?? from)
    let last = min(until, end ?? until, edit.until)
    return first <= last && last > edit.after
  }
}

struct OracleIgnore {
  let name: String
  let selector: OracleSelector
  let path: [OracleStep]?
  let until: Timestamp

  /// A path leaves out what is there and below, and never a resource that came or went; tags never one
  /// that came.
  func hides(_ edit: OracleEdit, at now: Timestamp) -> Bool {
    guard now < until, selector.selects(id: edit.id, traits: edit.traits) else { return false }
    if edit.isCreation, !selector.tags.isEmpty { return false }
    guard let path else { return true }
    let steps = edit.edit.path
    return !steps.isEmpty && (0...steps.count).contains { path.matches(steps[..<$0]) }
  }
}

/// An edit of a resource, when it happened, and what it is held against.
struct OracleEdit: Hashable {
  let id: String
  let edit: TreeEdit
  var after: Timestamp
  var until: Timestamp
  let traits: OracleTraits
  /// Those of whom one made it; empty where that is not known.
  var callers: Set<OracleCaller> = []

  var isCreation: Bool { edit.path.isEmpty && edit.word == .added }
  var isDeletion: Bool { edit.path.isEmpty && edit.word == .removed }
  fileprivate var action: String { isCreation ? "create" : isDeletion ? "delete" : "modify" }
}

extension OracleAllowance {
  /// - Parameter isLimited: Whether only parts with, or only parts without `atMost` are asked; nil for
  ///   all.
  func covers(_ edit: OracleEdit, isLimited: Bool?) -> Bool {
    guard action == edit.action, selector.selects(id: edit.id, traits: edit.traits) else {
      return false
    }
    let clauses = clauses.filter { clause in isLimited.map { $0 == (clause.atMost != nil) } ?? true
    }
    switch action {
    case "create":
      let leaves = Tree?.edits(from: .record([:]), to: edit.edit.new)
      return self.clauses.isEmpty
        || leaves.allSatisfy { leaf in clauses.contains { $0.covers(leaf) } }
    case "delete": return true
    default: return clauses.contains { $0.covers(edit.edit) }
    }
  }
}

extension OracleClause {
  func covers(_ edit: TreeEdit) -> Bool {
    guard word == edit.word, path.names(edit.path), let value = edit.value else { return false }
    let field = edit.path.lastKey
    return (condition?.takes(value, field: field) ?? true)
      && (oldCondition.map { old in edit.old.map { old.takes($0, field: field) } ?? false } ?? true)
  }
}

extension [TreeStep] {
  /// The field that the value belongs to: its own, or that of the set it is a member of.
  fileprivate var lastKey: String {
    for case .key(let key) in reversed() { return key }
    return ""
  }
}

extension [OracleStep] {
  /// "A path covers what it names": the value itself, or a member of the list that stands there.
  func names(_ path: [TreeStep]) -> Bool {
    if matches(path[...]) { return true }
    guard case .member? = path.last else { return false }
    return matches(path.dropLast())
  }

  /// Whether it fits the whole path, step by step; `**` is any number of steps, none among them.
  func matches(_ path: ArraySlice<TreeStep>) -> Bool { Self.matches(self[...], path) }

  private static func matches(_ pattern: ArraySlice<OracleStep>, _ path: ArraySlice<TreeStep>)
    -> Bool
  {
    guard let step = pattern.first else { return path.isEmpty }
    let rest = pattern.dropFirst()
    switch step {
    case .any:
      return matches(rest, path) || (!path.isEmpty && matches(pattern, path.dropFirst()))
    case .key(let glob):
      guard case .key(let key)? = path.first else { return false }
      return key.fits(glob) && matches(rest, path.dropFirst())
    case .member(let glob):
      guard case .member(let label)? = path.first else { return false }
      let own = glob.hasPrefix("Key=") ? String(glob.dropFirst(4)) : glob
      return label.fits(own) && matches(rest, path.dropFirst())
    }
  }
}

extension OracleCondition {
  /// Whether a value is what is asked for. `field` says what kind of value it is.
  func takes(_ value: Tree, field: String) -> Bool {
    switch self {
    case .scalar(let written): return value.means(written, field: field)
    case .list(let written): return written.contains { value.means($0, field: field) }
    case .glob(let glob):
      switch value {
      case .text, .number: return value.plain.fits(glob)
      case .record, .set: return false
      }
    case .block(let block):
      guard case .text(let text) = value else { return false }
      return Address(block).flatMap { outer in Address(text).map(outer.contains) } ?? false
    case .range(let lower, let upper):
      guard let number = Int(value.plain), String(number) == value.plain else { return false }
      return lower <= number && number <= upper
    case .subset(let written):
      return value.membersOrSelf?.allSatisfy { member in
        written.contains { member.means($0, field: field) }
      } ?? false
    case .actions(let patterns):
      return value.membersOrSelf?.allSatisfy { member in
        guard case .text(let action) = member else { return false }
        return patterns.contains { Self.contains($0.lowercased(), action.lowercased()) }
      } ?? false
    case .fields(let fields):
      switch value {
      case .text, .number: return false
      case .record, .set:
        return fields.allSatisfy { field, condition in condition.takes(field: field, of: value) }
      }
    case .all(let conditions): return conditions.allSatisfy { $0.takes(value, field: field) }
    }
  }

  private func takes(field: String, of value: Tree) -> Bool {
    if let inner = value.fields[field] {
      // What a mapping inside another one does not name is not approved with it.
      if case .fields(let named) = self, case .record(let all) = inner,
        !named.keys.contains(where: { ["ports", "icmpType", "icmpCode"].contains($0) }),
        all.keys.contains(where: { named[$0] == nil })
      {
        return false
      }
      return takes(inner, field: field)
    }
    guard case .range(let lower, let upper) = self, case .record(let fields) = value,
      let found = Self.numbers(field, fields)
    else { return false }
    return lower <= found.lowerBound && found.upperBound <= upper
  }

  /// "Three words stand for what rules … write in two fields."
  private static func numbers(_ word: String, _ fields: [String: Tree]) -> ClosedRange<Int>? {
    let kind = fields["IpProtocol"]?.plain ?? ""
    let numbers = ["FromPort", "ToPort"].map { fields[$0].flatMap { Int($0.plain) } }
    func icmp(_ number: Int?) -> ClosedRange<Int>? {
      guard kind == "icmp" || kind == "icmpv6" else { return nil }
      return number.map { $0 == -1 ? 0...255 : $0...$0 } ?? 0...255
    }
    switch word {
    case "ports":
      guard kind == "tcp" || kind == "udp", let from = numbers[0], let to = numbers[1] else {
        return 0...65535
      }
      return from...to
    case "icmpType": return icmp(numbers[0])
    case "icmpCode": return icmp(numbers[1])
    default: return nil
    }
  }

  /// Of patterns whose only `*` is at their end.
  private static func contains(_ pattern: String, _ action: String) -> Bool {
    guard pattern.hasSuffix("*") else { return pattern == action }
    return action.hasPrefix(pattern.dropLast())
  }
}

extension Tree {
  fileprivate var membersOrSelf: [Tree]? {
    switch self {
    case .text, .number: [self]
    case .set(let members): Array(members.values)
    case .record: nil
    }
  }

  /// Whether what a record writes is this value, in any spelling that means the same for such a field.
  fileprivate func means(_ written: String, field: String) -> Bool {
    switch self {
    case .number(let number): Double(written) == Double(number)
    case .record: false
    case .set(let members):
      // One text is a list of one, where the grammar of policies takes either.
      ["Action", "NotAction", "Resource"].contains(field) && members.count == 1
        && members.values.allSatisfy { $0.means(written, field: field) }
    case .text(let text):
      switch field {
      case "IpProtocol":
        (["6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"][written] ?? written.lowercased())
          == text
      case "source": Address(written).map { $0 == Address(text) } ?? (written == text)
      case "Action", "NotAction": written.lowercased() == text
      default: written == text
      }
    }
  }
}

/// An address block, bit by bit.
private struct Address: Equatable {
  let bits: [Bool]
  let width: Int

  init?(_ text: String) {
    let parts = text.split(separator: "/")
    guard let first = parts.first else { return nil }
    let bytes = first.contains(":") ? Self.version6(first) : Self.version4(first)
    guard let bytes, let length = parts.count == 1 ? bytes.count * 8 : Int(parts[1]) else {
      return nil
    }
    width = bytes.count * 8
    bits = Array(bytes.flatMap { byte in (0..<8).map { byte & (128 >> $0) != 0 } }.prefix(length))
  }

  func contains(_ other: Address) -> Bool { width == other.width && other.bits.starts(with: bits) }

  private static func version4(_ text: Substring) -> [Int]? {
    let bytes = text.split(separator: ".").compactMap { Int($0) }
    return bytes.count == 4 ? bytes : nil
  }

  /// With one `::`, as the world has them.
  private static func version6(_ text: Substring) -> [Int]? {
    guard let gap = text.firstRange(of: "::") else { return nil }
    let head = text[..<gap.lowerBound].split(separator: ":").compactMap { Int($0, radix: 16) }
    let tail = text[gap.upperBound...].split(separator: ":").compactMap { Int($0, radix: 16) }
    let groups = head + Array(repeating: 0, count: max(0, 8 - head.count - tail.count)) + tail
    return groups.flatMap { [$0 >> 8, $0 & 255] }
  }
}
