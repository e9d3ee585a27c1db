import ConfigurationModel

extension Predicate {
  /// What the value lacks, each in a few words: `22 is not 443`, `0.0.0.0/0 is wider than 10.0.0.0/8`.
  /// Empty exactly where the value satisfies the predicate.
  func lacks(in value: ConfigurationValue) -> [String] {
    guard !isSatisfied(by: value) else { return [] }
    return switch self {
    case .fields(let fields): fieldLacks(fields, in: value)
    case .all(let predicates): predicates.flatMap { $0.lacks(in: value) }
    case .subsetOf(let wanted): value.strangers(to: wanted).map { "\($0) is \(wants)" }
    case .actionsWithin(let patterns): value.actionLacks(patterns)
    // `true` and `"true"` are two values with one text.
    case .equals(let wanted) where value.scalarText.map { $0 == wanted.scalarText } ?? false:
      ["\(value.canonicalJSON) is not \(wanted.canonicalJSON)"]
    case .equals, .oneOf, .glob, .withinBlock, .withinRange:
      ["\(value.shortText) is \(relation(to: value)) \(wants)"]
    }
  }

  /// What is wanted, to be read after "is" and "is not".
  private var wants: String {
    switch self {
    case .equals(let value): value.shortText
    case .oneOf(let values): "one of \(Self.text(of: values))"
    case .subsetOf(let values): "not one of \(Self.text(of: values))"
    case .glob(let glob): "like \(glob.pattern)"
    case .withinBlock(let block): block.description
    case .withinRange(let range): range.description
    case .actionsWithin(let patterns): patterns.joined(separator: ", ")
    case .fields, .all: "what was approved"
    }
  }

  private static func text(of values: [ConfigurationValue]) -> String {
    values.prefix(5).map(\.shortText).joined(separator: ", ") + (values.count > 5 ? ", …" : "")
  }

  /// How a value that does not satisfy the predicate stands to what is wanted.
  private func relation(to value: ConfigurationValue) -> String {
    switch self {
    case .withinBlock(let block):
      let found = value.string.flatMap(AddressBlock.init(parsing:))
      return found.map { $0.contains(block) } ?? false ? "wider than" : "not in"
    case .withinRange(let range): return range.lower == range.upper ? "not" : "not in"
    case .equals, .oneOf, .glob, .subsetOf, .actionsWithin, .fields, .all: return "not"
    }
  }

  private func fieldLacks(_ fields: [String: Predicate], in value: ConfigurationValue) -> [String] {
    guard value.hasFields else { return ["\(value.shortText) has no fields"] }
    var failing = fields.filter { !$0.value.isSatisfied(byField: $0.key, of: value) }
    var lacks: [String] = []
    if value.icmpName == nil, let range = fields.portRange,
      let ports = RuleWord.ports.range(in: value),
      failing.keys.contains("FromPort") || failing.keys.contains("ToPort")
    {
      (failing["FromPort"], failing["ToPort"]) = (nil, nil)
      lacks.append(rangeWords(.ports, ports, wanted: range))
    }
    for word in RuleWord.allCases {
      guard value[word.rawValue] == nil, let wanted = failing[word.rawValue] else { continue }
      failing[word.rawValue] = nil
      lacks.append(wanted.lack(of: word, in: value))
    }
    return lacks + failing.inKeyOrder.flatMap { $0.value.lacks(inField: $0.key, of: value) }
  }

  /// What a rule lacks whose numbers are not what this asks of them.
  private func lack(of word: RuleWord, in rule: ConfigurationValue) -> String {
    if word == .ports, let name = rule.icmpName {
      return "\(name) has types and codes, no ports: icmpType and icmpCode say which are approved"
    }
    guard let found = word.range(in: rule) else {
      return word == .ports ? "its ports cannot be told" : "it is not ICMP"
    }
    guard let wanted = range else { return "\(found) is not \(wants)" }
    return rangeWords(word, found, wanted: wanted)
  }

  private func lacks(inField field: String, of object: ConfigurationValue) -> [String] {
    guard let value = object[field] else { return ["\(field) is absent"] }
    return switch self {
    case .withinBlock: lacks(in: value)
    case .equals, .oneOf, .glob, .withinRange, .subsetOf, .actionsWithin, .fields, .all:
      (lacks(in: value) + unnamed(in: value).map { "has \($0) besides" }).map { "\(field) \($0)" }
    }
  }

  private var range: NumberRange? {
    switch self {
    case .withinRange(let range): range
    case .equals(let value): value.wholeNumber.flatMap { NumberRange($0, $0) }
    case .oneOf, .glob, .withinBlock, .subsetOf, .actionsWithin, .fields, .all: nil
    }
  }
}

/// `port 22 is not 443`, `ports 0-65535 are wider than 443`, `ICMP type 8 is not 3`.
private func rangeWords(_ word: RuleWord, _ found: NumberRange, wanted: NumberRange) -> String {
  let isOne = found.lower == found.upper
  let noun =
    switch word {
    case .ports: "port"
    case .icmpType: "ICMP type"
    case .icmpCode: "ICMP code"
    }
  let relation =
    found.contains(wanted) && !isOne
    ? "wider than" : wanted.lower == wanted.upper ? "not" : "not in"
  return "\(noun)\(isOne ? "" : "s") \(found) \(isOne ? "is" : "are") \(relation) \(wanted)"
}

extension Dictionary<String, Predicate> {
  /// The ports that `FromPort` and `ToPort` name together.
  var portRange: NumberRange? {
    guard case .equals(let from)? = self["FromPort"], case .equals(let to)? = self["ToPort"],
      let lower = from.wholeNumber, let upper = to.wholeNumber
    else { return nil }
    return NumberRange(lower, upper)
  }
}

extension ConfigurationValue {
  /// The value in one line of at most 60 characters.
  var shortText: String {
    let isPlain = scalarText?.unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control
    }
    let text = isPlain ?? false ? scalarText ?? "" : documentForm.canonicalJSON
    return text.count > 60 ? text.prefix(59) + "…" : text
  }

  /// The members that are none of the wanted ones, three at most.
  fileprivate func strangers(to wanted: [ConfigurationValue]) -> [String] {
    guard let members = membersOrSelf else { return [shortText] }
    let strangers = members.filter { member in !wanted.contains { member.equals(document: $0) } }
    return strangers.prefix(3).map(\.shortText)
  }

  fileprivate func actionLacks(_ patterns: [String]) -> [String] {
    let wanted = patterns.joined(separator: ", ")
    let lacks = (membersOrSelf ?? [self]).compactMap { member -> String? in
      guard let text = member.string else { return "\(member.shortText) is no action" }
      let action = ActionPattern(text)
      guard !patterns.contains(where: { ActionPattern($0).contains(action) }) else { return nil }
      let isWider = patterns.contains { action.contains(ActionPattern($0)) }
      return "\(text) is \(isWider ? "wider than" : "not within") \(wanted)"
    }
    return Array(lacks.prefix(3))
  }
}
