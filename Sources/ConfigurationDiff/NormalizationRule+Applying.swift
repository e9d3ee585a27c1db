package import ConfigurationModel
import ConfigurationJSON

extension NormalizationRule {
  /// The value with this rule applied. Pure, and idempotent: applying it again changes nothing.
  package func applied(to value: ConfigurationValue, _ context: NormalizationContext)
    -> ConfigurationValue
  {
    func at(_ path: FieldPath, _ change: (ConfigurationValue) -> ConfigurationValue?)
      -> ConfigurationValue
    {
      value.transformed(at: path, change)
    }
    return switch self {
    case .dropped(let path): at(path) { _ in nil }
    case .droppedMoment(let path): at(path) { $0.isMoment ? nil : $0 }
    case .renamed(let path, let name): value.renaming(path, to: name)
    case .defaulted(let path, let field, let normal): at(path) { $0.defaulting(field, to: normal) }
    case .document(let path): at(path) { $0.openedDocument }
    case .policy(let path): at(path) { normalizedPolicy($0, context) }
    case .policies: at("**") { $0.normalizedIfPolicy(context) }
    case .unordered(let path): at(path) { $0.isList ? $0.labelled(by: \.label) : $0 }
    case .set(let path): at(path) { $0.labelled(by: \.label) }
    case .keyed(let path, let fields): at(path) { $0.labelled { $0.label(fromFirstOf: fields) } }
    case .tags(let path): at(path) { $0.tagElements }
    case .permissions(let path, let way):
      at(path) { $0.permissionElements(way, account: context.account) }
    case .networkAclEntries(let path): at(path) { $0.networkAclEntries }
    case .addressBlock(let path): at(path) { $0.asAddressBlock }
    case .number(let path): at(path) { $0.asNumber }
    case .text(let path): at(path) { $0.asText }
    case .lowercased(let path): at(path) { $0.asLowercase }
    case .moment(let path): at(path) { $0.asMoment }
    case .withoutNulls(let path): at(path) { $0.withoutNulls }
    case .capitalized(let path, let others): at(path) { $0.capitalizingKeys(except: others) }
    case .lifted(let path): value.lifting(path)
    case .pairs(let path, let key, let field): at(path) { $0.pairElements(from: key, to: field) }
    case .picked(let path, let fields): at(path) { $0.picking(fields) }
    case .single(let path): at(path) { $0.onlyMember }
    case .spelled(let path, let spellings): at(path) { $0.spelled(by: spellings) }
    case .nullAs(let path, let meaning): at(path) { $0 == .null ? meaning : $0 }
    case .promoted(let path, let flag, let field, let name):
      value.promoting(path, flag: flag, value: field, to: name)
    case .marked(let path, let key, let flag, let name):
      value.marking(path, key: key, flag: flag, to: name)
    case .superseded(let field, let other): value.leavingOut(field, beside: other)
    case .named(let path, let names): at(path) { $0.naming(names) }
    case .distinct(let path): at(path) { $0.distinctMembers }
    case .only(let path, let names): at(path) { $0.keeping(names) }
    case .without(let path, let field, let texts): at(path) { $0.leavingOut(field, holding: texts) }
    case .inverted(let path): at(path) { $0.inverted }
    case .completed(let evidence, let fields): value.completed(by: evidence, with: fields)
    }
  }
}

extension ConfigurationValue {
  /// Whether this is a list, or the elements that were made of one, also written out as an object from
  /// label to member.
  fileprivate var isList: Bool {
    switch self {
    case .list, .elements: true
    case .object(let fields): fields.allSatisfy { $0.key.hasPrefix($0.value.label) }
    case .null, .bool, .number, .string: false
    }
  }

  fileprivate func renaming(_ path: FieldPath, to name: String) -> ConfigurationValue {
    guard case .key(let old)? = path.steps.last else { return self }
    return transformed(at: path.parent) { parent in
      guard case .object(var fields) = parent, let value = fields.value(exactly: old),
        fields[name] == nil
      else { return parent }
      fields[old] = nil
      fields[name] = value
      return .object(fields)
    }
  }

  fileprivate func lifting(_ path: FieldPath) -> ConfigurationValue {
    guard case .key(let name)? = path.steps.last else { return self }
    return transformed(at: path.parent) { parent in
      guard case .object(var fields) = parent,
        case .object(let inner)? = fields.value(exactly: name)
      else { return parent }
      fields[name] = nil
      return .object(fields.merging(inner) { outer, _ in outer })
    }
  }

  fileprivate func defaulting(_ field: String, to normal: ConfigurationValue) -> ConfigurationValue
  {
    guard case .object(var fields) = self, fields[field] == nil else { return self }
    fields[field] = normal
    return .object(fields)
  }

  fileprivate var withoutNulls: ConfigurationValue? {
    switch self {
    case .null: nil
    case .object(let fields): .object(fields.compactMapValues(\.withoutNulls))
    case .elements(let elements): .elements(elements.compactMapValues(\.withoutNulls))
    case .list(let values): .list(values.compactMap(\.withoutNulls))
    case .bool, .number, .string: self
    }
  }

  fileprivate func capitalizingKeys(except exceptions: [String]) -> ConfigurationValue {
    switch self {
    case .object(let fields):
      var renamed: [String: ConfigurationValue] = [:]
      for (key, value) in fields.inKeyOrder {
        let name = key.prefix(1).uppercased() + key.dropFirst()
        // Two keys that differ in the first letter only are kept apart: nothing may be lost.
        let free = fields[name] == nil || name.isIdentical(to: key) ? name : key
        renamed[free] =
          exceptions.contains(key) ? value : value.capitalizingKeys(except: exceptions)
      }
      return .object(renamed)
    case .list(let values): return .list(values.map { $0.capitalizingKeys(except: exceptions) })
    case .elements(let elements):
      return .elements(elements.mapValues { $0.capitalizingKeys(except: exceptions) })
    case .null, .bool, .number, .string: return self
    }
  }
}

extension FieldPath {
  var parent: FieldPath { FieldPath(steps: Array(steps.dropLast())) }

  init(steps: [Step]) { self.steps = steps }
}
