import ConfigurationModel
import PlumblineTestSupport

/// A change record as the documentation describes it.
struct OracleRecord {
  let number: String
  var kind: String
  var state: String
  var approvals: [Approval]
  var from: Timestamp?
  var until: Timestamp?
  var freezes: [String]
  /// Globs; empty where anybody may carry it out.
  var implementers: [String]
  /// In hours; 24 where absent.
  var due: Int?
  var allowances: [OracleAllowance]
  /// When what it says was registered, and whether it said something else before.
  var since: Timestamp
  var isRevised = false

  struct Approval: Hashable {
    let by: String
    let at: Timestamp
  }
}

struct OracleAllowance {
  let selector: OracleSelector
  let action: String
  let clauses: [OracleClause]
}

/// Globs; nil where it does not narrow.
struct OracleSelector {
  var type: String?
  var id: String?
  var name: String?
  var tags: [String: String] = [:]

  var yaml: String {
    var parts = [("type", type), ("id", id), ("name", name)].compactMap { key, glob in
      glob.map { "\(key): \"\($0)\"" }
    }
    if !tags.isEmpty {
      let pairs = tags.sorted { $0.key < $1.key }.map { "\($0.key): \"\($0.value)\"" }
      parts.append("tags: { \(pairs.joined(separator: ", ")) }")
    }
    return "{ \(parts.joined(separator: ", ")) }"
  }

  func selects(id: String, traits: OracleTraits) -> Bool {
    let found = id.hasPrefix("sg-") ? "AWS::EC2::SecurityGroup" : "AWS::IAM::Policy"
    return (type.map { found.fits($0) } ?? true) && (self.id.map { id.fits($0) } ?? true)
      && (name.map { traits.name.fits($0) } ?? true)
      && tags.allSatisfy { key, glob in traits.tags[key].map { $0.fits(glob) } ?? false }
  }

  /// "A freeze that selects by tags concerns a resource whose tags nobody has read."
  func mayConcern(id: String, traits: OracleTraits) -> Bool {
    var other = self
    if !traits.areTagsRead { other.tags = [:] }
    return other.selects(id: id, traits: traits)
  }
}

/// What rules select a resource by, as it was expected before the interval of an edit.
struct OracleTraits: Hashable {
  let name: String
  let tags: [String: String]
  /// The listing of IAM policies has none.
  let areTagsRead: Bool

  init(_ tree: Tree?) {
    let fields = tree?.fields ?? [:]
    areTagsRead = fields["PolicyName"] == nil
    name = (fields["GroupName"] ?? fields["PolicyName"])?.plain ?? ""
    tags = (fields["Tags"]?.fields ?? [:]).mapValues(\.plain)
  }
}

struct OracleClause {
  let word: TreeWord
  let path: [OracleStep]
  var condition: OracleCondition?
  var oldCondition: OracleCondition?
  var atMost: Int?

  var yaml: String {
    var parts = ["\(word.rawValue): \(path.text.quoted)"]
    if let condition { parts.append("\(word == .changed ? "to" : "where"): \(condition.yaml)") }
    if let oldCondition { parts.append("from: \(oldCondition.yaml)") }
    if let atMost { parts.append("atMost: \(atMost)") }
    return "{ \(parts.joined(separator: ", ")) }"
  }
}

/// A step of a path in a record.
enum OracleStep: Hashable, Sendable {
  case any
  /// A glob over a field's name.
  case key(String)
  /// A glob over a label.
  case member(String)
}

extension [OracleStep] {
  var text: String {
    reduce(into: "") { text, step in
      switch step {
      case .any: text += (text.isEmpty ? "" : ".") + "**"
      case .key(let key): text += (text.isEmpty ? "" : ".") + key
      case .member(let label): text += "[\(label)]"
      }
    }
  }
}

/// What a value must be.
indirect enum OracleCondition: Sendable {
  /// As it is written, without quotes where it could be a number.
  case scalar(String)
  case list([String])
  case glob(String)
  case block(String)
  case range(Int, Int)
  case subset([String])
  case actions([String])
  case fields([String: OracleCondition])
  case all([OracleCondition])

  var yaml: String {
    switch self {
    case .scalar(let text): text.plainOrQuoted
    case .list(let texts): "[\(texts.map(\.plainOrQuoted).joined(separator: ", "))]"
    case .glob(let glob): "{ glob: \(glob.quoted) }"
    case .block(let block): "{ within: \(block.quoted) }"
    case .range(let lower, let upper): "{ within: \"\(lower)-\(upper)\" }"
    case .subset(let texts): "{ subsetOf: [\(texts.map(\.plainOrQuoted).joined(separator: ", "))] }"
    case .actions(let texts): "{ actionsWithin: [\(texts.map(\.quoted).joined(separator: ", "))] }"
    case .fields(let fields):
      "{ \(fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.fieldYAML($0.key))" }.joined(separator: ", ")) }"
    case .all(let conditions): "{ all: [\(conditions.map(\.yaml).joined(separator: ", "))] }"
    }
  }

  /// `ports: 20-25` and the like.
  private func fieldYAML(_ field: String) -> String {
    guard case .range(let lower, let upper) = self,
      ["ports", "icmpType", "icmpCode"].contains(field)
    else { return yaml }
    return "\"\(lower == upper ? "\(lower)" : "\(lower)-\(upper)")\""
  }
}

extension String {
  fileprivate var quoted: String {
    "\"" + replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Without quotes where that is a number, so that what becomes of numbers is tried.
  fileprivate var plainOrQuoted: String { Double(self) == nil ? quoted : self }

  /// Whether the whole text fits a glob; written for clearness, not for speed.
  func fits(_ glob: String) -> Bool {
    func fits(_ text: Substring, _ glob: Substring) -> Bool {
      switch glob.first {
      case nil: text.isEmpty
      case "*"?: fits(text, glob.dropFirst()) || (!text.isEmpty && fits(text.dropFirst(), glob))
      // One sign, and not one that is itself any number of them.
      case "?"?: !text.isEmpty && text.first != "*" && fits(text.dropFirst(), glob.dropFirst())
      case "\\"?: text.first == glob.dropFirst().first && fits(text.dropFirst(), glob.dropFirst(2))
      case let mark?: text.first == mark && fits(text.dropFirst(), glob.dropFirst())
      }
    }
    return fits(self[...], glob[...])
  }
}

extension OracleRecord {
  var yaml: String {
    var lines = [
      "change: \(number)", "kind: \(kind)", "state: \(state)", "requestedBy: alice@example.com",
    ]
    if !approvals.isEmpty {
      let list = approvals.map { "{ by: \($0.by), at: \($0.at) }" }
      lines.append("approvals: [\(list.joined(separator: ", "))]")
    }
    let ends = [("from", from), ("until", until)].compactMap { key, at in at.map { "\(key): \($0)" }
    }
    if !ends.isEmpty { lines.append("window: { \(ends.joined(separator: ", ")) }") }
    if !freezes.isEmpty { lines.append("freezes: [\(freezes.joined(separator: ", "))]") }
    if !implementers.isEmpty {
      lines.append("implementers: [\(implementers.map(\.quoted).joined(separator: ", "))]")
    }
    if let due { lines.append("approvalDue: \(due)h") }
    lines.append("allows:")
    for allowance in allowances {
      lines += ["  - resource: \(allowance.selector.yaml)", "    action: \(allowance.action)"]
      if !allowance.clauses.isEmpty {
        lines.append("    edits:")
        lines += allowance.clauses.map { "      - \($0.yaml)" }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
