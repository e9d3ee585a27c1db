import Foundation

/// Checks a JSON value against the part of JSON Schema 2020-12 that report.schema.json uses. An
/// unknown keyword is an error: what is not checked must not seem to be.
struct JSONSchema {
  let root: [String: Any]

  /// What is wrong, each with its place; empty where the value meets the schema.
  func errors(in value: Any) -> [String] { check(value, root, "$") }

  private func check(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    schema.sorted { $0.key < $1.key }.flatMap { keyword, rule -> [String] in
      switch (keyword, rule) {
      case ("$schema", _), ("title", _), ("description", _), ("$defs", _): []
      case ("$ref", let name as String): checkReference(value, name, place)
      case ("type", let name as String): has(value, [name]) ? [] : ["\(place) is no \(name)"]
      case ("type", let names as [String]):
        has(value, names) ? [] : ["\(place) is none of \(names)"]
      case ("const", let text as String):
        value as? String == text ? [] : ["\(place) is not \(text)"]
      case ("enum", let texts as [String]):
        (value as? String).map(texts.contains) ?? false ? [] : ["\(place) is none of \(texts)"]
      case ("minimum", let least as Int):
        (value as? Int).map { $0 >= least } ?? true ? [] : ["\(place) is below \(least)"]
      case ("pattern", let pattern as String): checkPattern(value, pattern, place)
      case ("required", let keys as [String]): checkRequired(value, keys, place)
      case ("properties", let fields as [String: [String: Any]]): checkFields(value, fields, place)
      case ("additionalProperties", _): checkOnly(value, schema, place)
      case ("items", let item as [String: Any]): checkItems(value, item, place)
      case ("anyOf", let choices as [[String: Any]]):
        choices.contains { check(value, $0, place).isEmpty } ? [] : ["\(place) fits no choice"]
      default: ["the schema at \(place) has the unknown keyword \(keyword)"]
      }
    }
  }

  private func has(_ value: Any, _ types: [String]) -> Bool {
    switch value {
    case is NSNull: types.contains("null")
    case is String: types.contains("string")
    case is [Any]: types.contains("array")
    case is [String: Any]: types.contains("object")
    case let number as NSNumber:
      // swift-corelibs-foundation tells a Bool from a number only by its type code.
      types.contains(String(cString: number.objCType) == "c" ? "boolean" : "integer")
    default: false
    }
  }

  private func checkReference(_ value: Any, _ name: String, _ place: String) -> [String] {
    let definitions = root["$defs"] as? [String: [String: Any]]
    guard let schema = definitions?[String(name.dropFirst("#/$defs/".count))] else {
      return ["the schema at \(place) refers to \(name), which is not there"]
    }
    return check(value, schema, place)
  }

  private func checkPattern(_ value: Any, _ pattern: String, _ place: String) -> [String] {
    guard let text = value as? String, let regex = try? Regex(pattern) else { return [] }
    return text.firstMatch(of: regex) == nil ? ["\(place) does not fit \(pattern)"] : []
  }

  private func checkRequired(_ value: Any, _ keys: [String], _ place: String) -> [String] {
    guard let object = value as? [String: Any] else { return [] }
    return keys.filter { object[$0] == nil }.map { "\(place) lacks \($0)" }
  }

  private func checkFields(_ value: Any, _ fields: [String: [String: Any]], _ place: String)
    -> [String]
  {
    guard let object = value as? [String: Any] else { return [] }
    return fields.flatMap { key, schema in
      object[key].map { check($0, schema, "\(place).\(key)") } ?? []
    }
  }

  private func checkOnly(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
    guard let object = value as? [String: Any], let fields = schema["properties"] as? [String: Any]
    else { return [] }
    return object.keys.filter { fields[$0] == nil }.map { "\(place) has the unknown key \($0)" }
  }

  private func checkItems(_ value: Any, _ item: [String: Any], _ place: String) -> [String] {
    guard let values = value as? [Any] else { return [] }
    return values.enumerated().flatMap { check($1, item, "\(place)[\($0)]") }
  }
}
