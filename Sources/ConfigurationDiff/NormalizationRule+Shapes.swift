import ConfigurationModel

// What the rules that change a value's shape do. Each leaves alone what it has already changed.
extension ConfigurationValue {
  func pairElements(from key: String, to field: String) -> ConfigurationValue {
    switch self {
    case .list(let values):
      let pairs = values.compactMap { member -> (String, ConfigurationValue)? in
        // Elements that are each their own label are written as a plain list of texts.
        if let text = member.string { return (text, member) }
        guard let label = member[key]?.scalarText, let value = member[field] else { return nil }
        return (label, value)
      }
      return pairs.count == values.count ? .elements(membersByLabel(pairs)) : self
    case .object(let fields): return .elements(fields)
    case .null: return .elements([:])
    case .elements, .bool, .number, .string: return self
    }
  }

  func picking(_ names: [String]) -> ConfigurationValue {
    guard case .object(let fields) = self else { return self }
    let found = names.compactMap { fields.value(exactly: $0) }
    return found.first { $0 != .null } ?? found.first ?? self
  }

  func leavingOut(_ field: String, beside other: String) -> ConfigurationValue {
    guard case .object(var fields) = self, fields.value(exactly: other).map({ $0 != .null }) == true
    else { return self }
    fields[field] = nil
    return .object(fields)
  }

  /// Keys that differ from one of these names in letter case only under that name.
  func naming(_ names: [String]) -> ConfigurationValue {
    naming(Dictionary(names.map { ($0.lowercased(), $0) }) { $1 })
  }

  /// Two keys that would have one name are both kept as they are: nothing may be lost.
  private func naming(_ names: [String: String]) -> ConfigurationValue {
    switch self {
    case .object(let fields):
      var named: [String: ConfigurationValue] = [:]
      for (key, value) in fields.inKeyOrder {
        let name = names[key.lowercased()] ?? key
        let isFree = name.isIdentical(to: key) || (fields[name] == nil && named[name] == nil)
        named[isFree ? name : key] = value.naming(names)
      }
      return .object(named)
    case .list(let values): return .list(values.map { $0.naming(names) })
    case .elements(let elements): return .elements(elements.mapValues { $0.naming(names) })
    case .null, .bool, .number, .string: return self
    }
  }

  var distinctMembers: ConfigurationValue {
    guard case .list(let values) = self else { return self }
    var seen: Set<ConfigurationValue> = []
    return .list(values.filter { seen.insert($0).inserted })
  }

  func keeping(_ names: [String]) -> ConfigurationValue {
    guard case .object(let fields) = self else { return self }
    return .object(fields.filter { names.contains($0.key) })
  }

  func leavingOut(_ field: String, holding texts: [String]) -> ConfigurationValue {
    func stays(_ member: ConfigurationValue) -> Bool {
      let text = member[field]?.scalarText ?? ""
      return !texts.contains { text.contains($0) }
    }
    switch self {
    case .list(let values): return .list(values.filter(stays))
    case .elements(let elements): return .elements(elements.filter { stays($0.value) })
    case .null, .bool, .number, .string, .object: return self
    }
  }

  /// A map whose values are no lists is inverted already.
  var inverted: ConfigurationValue {
    guard case .object(let fields) = self else { return self }
    var names: [String: ConfigurationValue] = [:]
    for (name, value) in fields.inKeyOrder {
      guard case .list(let texts) = value, texts.allSatisfy({ $0.string != nil }) else {
        return self
      }
      for text in texts.compactMap(\.string) { names[text] = names[text] ?? .string(name) }
    }
    return .object(names)
  }

  var onlyMember: ConfigurationValue {
    guard case .list(let values) = self, values.count == 1 else { return self }
    return values[0]
  }

  func spelled(by spellings: [String: String]) -> ConfigurationValue {
    guard case .string(let text) = self, let canonical = spellings.value(exactly: text) else {
      return self
    }
    return .string(canonical)
  }

  func promoting(_ path: FieldPath, flag: String, value field: String, to name: String)
    -> ConfigurationValue
  {
    guard case .key(let list)? = path.steps.last else { return self }
    return transformed(at: path.parent) { parent in
      guard case .object(var fields) = parent, fields[name] == nil,
        case .list(var members)? = fields.value(exactly: list),
        let index = members.firstIndex(where: { $0[flag] == .bool(true) }),
        let value = members[index][field]
      else { return parent }
      members.remove(at: index)
      fields[list] = .list(members)
      fields[name] = value
      return .object(fields)
    }
  }

  func marking(_ path: FieldPath, key: String, flag: String, to name: String) -> ConfigurationValue
  {
    guard case .key(let list)? = path.steps.last else { return self }
    return transformed(at: path.parent) { parent in
      guard case .object(var fields) = parent, fields[name] == nil,
        case .list(let members)? = fields.value(exactly: list)
      else { return parent }
      let marks = members.compactMap { member -> (ConfigurationValue, Bool)? in
        guard let key = member[key], case .bool(let isMarked)? = member[flag] else { return nil }
        return (key, isMarked)
      }
      guard marks.count == members.count else { return parent }
      fields[name] = .list(marks.filter(\.1).map(\.0))
      return .object(fields)
    }
  }

  func completed(by evidence: String, with normal: [String: ConfigurationValue])
    -> ConfigurationValue
  {
    guard case .object(let fields) = self,
      evidence.split(separator: "+").allSatisfy({ fields.value(exactly: String($0)) != nil })
    else { return self }
    return .object(fields.merging(normal) { there, _ in there })
  }
}
