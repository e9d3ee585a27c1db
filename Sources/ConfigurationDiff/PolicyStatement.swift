import ConfigurationModel

/// One statement of a policy by what it means, in a partition of AWS. Fields that the grammar does not
/// know are kept.
func normalizedStatement(_ fields: [String: ConfigurationValue], in partition: String)
  -> ConfigurationValue
{
  var statement = fields
  for name in ["Action", "NotAction"] {
    // Service prefixes and action names are not case-sensitive (IAM User Guide, "Action").
    statement[name] = statement[name]?.textSet { $0.lowercased() }
  }
  for name in ["Resource", "NotResource"] { statement[name] = statement[name]?.textSet { $0 } }
  for name in ["Principal", "NotPrincipal"] {
    statement[name] = statement[name]?.principals(in: partition)
  }
  if let sid = statement["Sid"], sid == .null || sid == .string("") { statement["Sid"] = nil }
  let condition = statement["Condition"]?.conditions
  statement["Condition"] = condition == .object([:]) ? nil : condition
  return .object(statement)
}

extension ConfigurationValue {
  /// The texts of a scalar or of a list of scalars as a set; what is neither stays as it is.
  fileprivate func textSet(_ spelling: (String) -> String) -> ConfigurationValue {
    if case .null = self { return self }
    let values = members ?? [self]
    let texts = values.compactMap(\.scalarText).map(spelling)
    guard texts.count == values.count else { return self }
    let set = Dictionary(texts.map { ($0, ConfigurationValue.string($0)) }) { first, _ in first }
    // Texts that are canonically equivalent are one key of a dictionary, and two texts to AWS.
    guard !texts.allSatisfy({ set.value(exactly: $0) != nil }) else { return .elements(set) }
    let distinct = texts.sorted { $0.precedes($1) }.reduce(into: [String]()) { all, text in
      if !(all.last?.isIdentical(to: text) ?? false) { all.append(text) }
    }
    return .elements(membersByLabel(distinct.map { ($0, .string($0)) }))
  }

  /// Principals by their kind. `"*"` is `{"AWS": "*"}`, and an account's id is its root's ARN (IAM
  /// User Guide, "AWS JSON policy elements: Principal").
  fileprivate func principals(in partition: String) -> ConfigurationValue {
    if self == .string("*") { return .object(["AWS": .elements(["*": .string("*")])]) }
    guard case .object(let kinds) = self else { return self }
    var sets = kinds.mapValues { $0.textSet { $0 } }
    if let accounts = sets["AWS"], case .elements(let spelled) = accounts {
      sets["AWS"] = accounts.textSet { $0.asRootARN(among: spelled.keys, in: partition) ?? $0 }
    }
    return .object(sets)
  }

  /// Operators with their keys in lower case (key names are not case-sensitive) and the values as
  /// sets of texts: `true` and `"true"` are one.
  fileprivate var conditions: ConfigurationValue {
    guard case .object(let operators) = self else { return self }
    return .object(
      operators.mapValues { operands in
        guard case .object(let keys) = operands else { return operands }
        var lowered: [String: ConfigurationValue] = [:]
        let uses = keys.keys.reduce(into: [:]) { $0[$1.lowercased(), default: 0] += 1 }
        for (key, value) in keys {
          let name = key.lowercased()
          // Two spellings of one key beside each other are kept apart: nothing may be lost.
          lowered[uses[name] == 1 ? name : key] = value.textSet { $0 }
        }
        return .object(lowered)
      })
  }
}

extension String {
  /// The root ARN of an account that is named by its id, or by a root ARN of the partition `aws` where
  /// that cannot be meant: as it is spelled beside it, otherwise in the given partition. Nil for every
  /// other principal.
  fileprivate func asRootARN(among others: some Sequence<String>, in partition: String) -> String? {
    let common = "arn:aws:iam::"
    let rest =
      hasPrefix(common) && hasSuffix(":root") ? dropFirst(common.count).dropLast(5) : self[...]
    let account = String(rest)
    guard account.isAWSAccount else { return nil }
    return others.sorted { $0.precedes($1) }
      .first {
        $0.hasPrefix("arn:") && !$0.hasPrefix(common) && $0.hasSuffix(":iam::\(account):root")
      } ?? "arn:\(partition):iam::\(account):root"
  }
}
