package import ConfigurationModel

extension ChangeRecord {
  /// The record as a YAML document that reads back as the same record. Elements in its values are
  /// written as lists or mappings.
  package var yaml: String { yamlText.document }

  private var yamlText: YAMLText {
    var fields: [(key: String, value: YAMLText)] = [("change", .text(number))]
    if let title { fields.append(("title", .text(title))) }
    fields += [("kind", .text(kind.rawValue)), ("state", .text(state.rawValue))]
    if let requestedBy { fields.append(("requestedBy", .text(requestedBy))) }
    if !approvals.isEmpty {
      let list = approvals.map { YAMLText.mapping([("by", .text($0.by)), ("at", .moment($0.at))]) }
      fields.append(("approvals", .list(list)))
    }
    if let window = window?.yamlFields { fields.append(("window", .mapping(window))) }
    if let reference { fields.append(("reference", .text(reference))) }
    if !implementers.isEmpty {
      fields.append(("implementers", .list(implementers.map { .text($0.pattern) })))
    }
    if !freezes.isEmpty { fields.append(("freezes", .list(freezes.map { .text($0) }))) }
    if approvalDue != Self.defaultApprovalDue {
      fields.append(("approvalDue", .scalar(approvalDue.durationText)))
    }
    fields.append(("allows", .list(allows.map(\.yamlText))))
    return .mapping(fields)
  }
}

extension GoldenDocument {
  /// The documents under one list `resources`, with their baseline where all name the same.
  package static func yaml(_ documents: [GoldenDocument]) -> String {
    let baselines = Set(documents.map(\.baseline))
    let common = baselines.count == 1 ? documents.first?.baseline : nil
    let list = documents.map { $0.yamlText(without: common) }
    let head = common.map { [("baseline", YAMLText.text($0))] } ?? []
    return YAMLText.mapping(head + [("resources", .list(list))]).document
  }

  private func yamlText(without common: String?) -> YAMLText {
    var fields: [(key: String, value: YAMLText)] = [
      ("type", .text(resource.id.type.name)), ("id", .text(resource.id.id)),
      ("account", .text(resource.id.account)), ("region", .text(resource.id.region)),
    ]
    if let name = resource.name { fields.append(("name", .text(name))) }
    if let baseline, common == nil { fields.append(("baseline", .text(baseline))) }
    if isPartial { fields.append(("match", .text("partial"))) }
    fields.append(("configuration", .value(configuration)))
    return .mapping(fields)
  }
}

extension Ignore {
  /// The ignore as a YAML document that reads back as the same but for its name.
  package var yaml: String {
    var fields: [(key: String, value: YAMLText)] = [("resource", resource.yamlText)]
    if let path { fields.append(("path", .text(path.text))) }
    if let predicate { fields.append(("where", predicate.yamlText)) }
    fields += [("owner", .text(owner)), ("reason", .text(reason)), ("until", .moment(until))]
    return YAMLText.mapping([("ignores", .list([.mapping(fields)]))]).document
  }
}

extension Freeze {
  /// The freeze as a YAML document that reads back as the same.
  package var yaml: String {
    var fields: [(key: String, value: YAMLText)] = [("name", .text(name))]
    fields += window.yamlFields ?? []
    if let resource { fields.append(("resource", resource.yamlText)) }
    return YAMLText.mapping([("freezes", .list([.mapping(fields)]))]).document
  }
}

extension Window {
  fileprivate var yamlFields: [(key: String, value: YAMLText)]? {
    let fields = [("from", from), ("until", until)].compactMap { key, moment in
      moment.map { (key: key, value: YAMLText.moment($0)) }
    }
    return fields.isEmpty ? nil : fields
  }
}

extension Int64 {
  /// A span in the largest unit that divides it.
  fileprivate var durationText: String {
    for (unit, seconds) in [("d", 86400), ("h", 3600), ("min", 60)] as [(String, Int64)]
    where self % seconds == 0 && self > 0 {
      return "\(self / seconds)\(unit)"
    }
    return "\(self)s"
  }
}

extension Allowance {
  fileprivate var yamlText: YAMLText {
    var fields: [(key: String, value: YAMLText)] = [
      ("resource", resource.yamlText), ("action", .text(action.rawValue)),
    ]
    if !edits.isEmpty { fields.append(("edits", .list(edits.map(\.yamlText)))) }
    return .mapping(fields)
  }
}

extension ResourceSelector {
  fileprivate var yamlText: YAMLText {
    let globs = [
      ("type", type), ("account", account), ("region", region), ("id", id), ("name", name),
    ]
    var fields = globs.compactMap { key, glob in
      glob.map { (key: key, value: YAMLText.text($0.pattern)) }
    }
    if !tags.isEmpty {
      let tags = tags.inKeyOrder.map { (key: $0.key, value: YAMLText.text($0.value.pattern)) }
      fields.append((key: "tags", value: .mapping(tags)))
    }
    return .mapping(fields)
  }
}

extension Clause {
  fileprivate var yamlText: YAMLText {
    var fields: [(key: String, value: YAMLText)] = [(word.rawValue, .text(path.text))]
    if let oldPredicate { fields.append(("from", oldPredicate.yamlText)) }
    if let predicate {
      fields.append((word == .changed ? "to" : "where", predicate.yamlText))
    }
    if let atMost { fields.append(("atMost", .scalar(String(atMost)))) }
    return .mapping(fields)
  }
}

extension Predicate {
  fileprivate var yamlText: YAMLText {
    switch self {
    case .equals(let value): value.isScalar ? .value(value) : operation(.equals, .value(value))
    case .oneOf(let values): .list(values.map { .value($0) })
    case .glob(let glob): operation(.glob, .text(glob.pattern))
    case .withinBlock(let block): operation(.within, .text(block.description))
    case .withinRange(let range): operation(.within, .text(range.description))
    case .subsetOf(let values): operation(.subsetOf, .list(values.map { .value($0) }))
    case .actionsWithin(let patterns):
      operation(.actionsWithin, .list(patterns.map { .text($0) }))
    case .fields(let fields): fieldsText(fields)
    case .all(let predicates): operation(.all, .list(predicates.map(\.yamlText)))
    }
  }

  private func operation(_ name: PredicateOperator, _ operand: YAMLText) -> YAMLText {
    .mapping([(name.rawValue, operand)])
  }

  /// Field names that could be taken for operators stand under `fields`.
  private func fieldsText(_ fields: [String: Predicate]) -> YAMLText {
    let pairs = fields.inKeyOrder.map { field, predicate in
      (
        key: field,
        value: Self.rangeFields.contains(field) ? predicate.rangeText : predicate.yamlText
      )
    }
    let isAmbiguous = fields.keys.contains { PredicateOperator(rawValue: $0) != nil }
    return isAmbiguous ? operation(.fields, .mapping(pairs)) : .mapping(pairs)
  }

  private static let rangeFields: Set = ["ports", "icmpType", "icmpCode"]

  /// A scalar there would be read as a range.
  private var rangeText: YAMLText {
    switch self {
    case .equals(let value): operation(.equals, .value(value))
    case .withinRange(let range): .text(range.description)
    case .oneOf, .glob, .withinBlock, .subsetOf, .actionsWithin, .fields, .all: yamlText
    }
  }
}

extension ConfigurationValue {
  fileprivate var isScalar: Bool { scalarText != nil }
}
