import ConfigurationModel

extension ConfigurationValue {
  /// As PowerShell's ConvertTo-Json writes what is deeper than its -Depth.
  func cutBelow(_ depth: Int) -> ConfigurationValue {
    switch self {
    case .object(let fields):
      guard depth > 0 else {
        return .string(
          "@{" + fields.keys.sorted().map { "\($0)=" }.joined(separator: "; ") + "}")
      }
      return .object(fields.mapValues { $0.cutBelow(depth - 1) })
    case .list(let values):
      guard depth > 0 else { return .string(values.isEmpty ? "" : "System.Object[]") }
      return .list(values.map { $0.cutBelow(depth - 1) })
    case .null, .bool, .number, .string, .elements: return self
    }
  }

  /// The items of a list with another value in a column; without it where that is nil.
  func replacing(_ column: String, by value: ConfigurationValue?) -> ConfigurationValue {
    guard case .list(let items) = self else { return self }
    return .list(
      items.map { item in
        guard case .object(var fields) = item else { return item }
        fields[column] = value
        return .object(fields)
      })
  }

  /// The first list of an answer, in the order of names; nil where it has none.
  var firstList: [ConfigurationValue]? {
    guard case .object(let fields) = self else { return nil }
    return fields.sorted { $0.key < $1.key }.lazy.compactMap { $0.value.members }.first
  }

  /// A list of one as its item, as PowerShell's pipelines make it.
  var unwrapped: ConfigurationValue {
    guard case .list(let items) = self, items.count == 1, let only = items.first else {
      return self
    }
    return only
  }

  /// Whether two items of a list are one resource: the first of these fields that they have tells.
  func isSame(as other: ConfigurationValue) -> Bool {
    let field = [
      "GroupId", "RouteTableId", "VpcId", "SubnetId", "AllocationId", "VolumeId", "Name",
      "TableArn", "clusterArn", "FunctionArn", "KeyId", "name", "QueueArn", "GroupName",
    ].first { self[$0] != nil }
    return field.map { self[$0] == other[$0] } ?? false
  }

  /// Indented, with sorted keys.
  func prettyJSON(lineEnd: String, _ indent: String = "") -> String {
    let inner = indent + "  "
    switch self {
    case .object(let fields) where !fields.isEmpty:
      let members = fields.sorted { $0.key < $1.key }.map {
        "\(inner)\(ConfigurationValue.string($0.key).canonicalJSON): \($0.value.prettyJSON(lineEnd: lineEnd, inner))"
      }
      return "{\(lineEnd)\(members.joined(separator: ",\(lineEnd)"))\(lineEnd)\(indent)}"
    case .list(let values) where !values.isEmpty:
      let items = values.map { inner + $0.prettyJSON(lineEnd: lineEnd, inner) }
      return "[\(lineEnd)\(items.joined(separator: ",\(lineEnd)"))\(lineEnd)\(indent)]"
    case .object, .list, .null, .bool, .number, .string, .elements: return canonicalJSON
    }
  }

  /// As `--output yaml` prints it.
  func yaml(_ indent: String = "") -> String {
    switch self {
    case .object(let fields) where !fields.isEmpty:
      return fields.sorted { $0.key < $1.key }.map { key, value in
        "\(indent)\(key):" + value.yamlBelow(indent)
      }.joined()
    case .list(let values) where !values.isEmpty:
      return values.map { "\(indent)-" + $0.yamlBelow(indent) }.joined()
    case .object, .list, .null, .bool, .number, .string, .elements:
      return indent + canonicalJSON + "\n"
    }
  }

  private func yamlBelow(_ indent: String) -> String {
    switch self {
    case .object(let fields) where !fields.isEmpty: "\n" + yaml(indent + "  ")
    case .list(let values) where !values.isEmpty: "\n" + yaml(indent + "  ")
    case .object, .list, .null, .bool, .number, .string, .elements: " \(canonicalJSON)\n"
    }
  }

  /// As `--output text` prints it: a line of scalars for each object.
  var plainText: String {
    switch self {
    case .object(let fields):
      let scalars = fields.sorted { $0.key < $1.key }.compactMap { $0.value.scalarText }
      let inner = fields.sorted { $0.key < $1.key }.map { key, value in
        value.scalarText == nil ? "\(key.uppercased())\t\(value.plainText)" : ""
      }
      return scalars.joined(separator: "\t") + "\n" + inner.joined()
    case .list(let values): return values.map(\.plainText).joined()
    case .null, .bool, .number, .string, .elements: return (scalarText ?? "None") + "\n"
    }
  }

  /// As `--output table` prints it.
  func table(of call: String) -> String {
    let rule = String(repeating: "-", count: 40) + "\n"
    let rows = plainText.split(separator: "\n").map { line in
      "|" + line.split(separator: "\t").map { "  \($0)  " }.joined(separator: "|") + "|\n"
    }
    return rule + "|  \(call)  |\n" + rule + rows.joined(separator: "") + rule
  }
}
