import Foundation

/// Says by itself whether an event matches a pattern: it knows what the guide says and shares nothing with the
/// program. It cuts the text at `||`, then at `&&`, and asks Foundation for JSON, numbers and expressions. It knows no escapes,
/// and no `|`, `&` or parenthesis in a text.
struct OtherEvaluator {
  let event: Any

  init(_ json: String) throws {
    event = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
  }

  func matches(_ pattern: String) -> Bool {
    let inner = pattern.trimmingCharacters(in: .whitespacesAndNewlines).dropFirst().dropLast()
    return holds(String(inner))
  }

  private func holds(_ text: String) -> Bool {
    let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
    let alternatives = Self.cut(text, at: "||")
    if alternatives.count > 1 { return alternatives.contains { holds($0) } }
    let parts = Self.cut(text, at: "&&")
    if parts.count > 1 { return parts.allSatisfy { holds($0) } }
    if text.hasPrefix("("), text.hasSuffix(")") {
      return holds(String(text.dropFirst().dropLast()))
    }
    return isTrue(text)
  }

  /// The pieces between the separators that stand in no parentheses.
  private static func cut(_ text: String, at separator: String) -> [String] {
    var (pieces, depth, index) = ([""], 0, text.startIndex)
    while index < text.endIndex {
      if depth == 0, text[index...].hasPrefix(separator) {
        pieces.append("")
        index = text.index(index, offsetBy: 2)
        continue
      }
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      pieces[pieces.count - 1].append(text[index])
      index = text.index(after: index)
    }
    return pieces
  }

  private func isTrue(_ test: String) -> Bool {
    let shape =
      /(?s)(\$[^\s=!<>]*(?:\['[^']*'\])?[^\s=!<>]*)\s*(IS NULL|IS TRUE|IS FALSE|NOT EXISTS|!=|<=|>=|=|<|>)\s*(.*)/
    guard let parts = test.wholeMatch(of: shape) else { return false }
    let found = Self.found(by: String(parts.1), in: event)
    let operand = String(parts.3)
    switch parts.2 {
    case "NOT EXISTS": return found.isEmpty
    case "IS NULL": return found.contains { $0 is NSNull }
    case "IS TRUE": return found.contains { Self.flag($0) == true }
    case "IS FALSE": return found.contains { Self.flag($0) == false }
    case "=": return found.contains { Self.isEqual($0, operand) == true }
    case "!=": return found.contains { Self.isEqual($0, operand) == false }
    default:
      return found.contains { value in
        guard let number = Self.number(value), let other = Decimal(string: operand) else {
          return false
        }
        switch parts.2 {
        case "<": return number < other
        case "<=": return number <= other
        case ">": return number > other
        default: return number >= other
        }
      }
    }
  }

  private static func found(by selector: String, in event: Any) -> [Any] {
    let steps = selector.dropFirst().matches(
      of: /\.?\['([^']*)'\]|\[([0-9]+|\*)\]|\.([A-Za-z0-9_*-]+)/)
    return steps.reduce([event]) { values, step in
      values.flatMap { value -> [Any] in
        if let index = step.2 {
          let list = value as? [Any] ?? []
          if index == "*" { return list }
          return Int(index).flatMap { list.indices.contains($0) ? [list[$0]] : nil } ?? []
        }
        let fields = value as? [String: Any] ?? [:]
        if step.3 == "*" { return Array(fields.values) }
        let name = step.1 ?? step.3 ?? ""
        return fields.filter { $0.key.utf8.elementsEqual(name.utf8) }.map(\.value)
      }
    }
  }

  private static func flag(_ value: Any) -> Bool? {
    guard let number = value as? NSNumber, CFGetTypeIDIsBoolean(number) else { return nil }
    return number.boolValue
  }

  private static func CFGetTypeIDIsBoolean(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
  }

  private static func number(_ value: Any) -> Decimal? {
    guard let number = value as? NSNumber, flag(value) == nil else { return nil }
    return number.decimalValue
  }

  /// Nil of what is neither text nor number.
  private static func isEqual(_ value: Any, _ operand: String) -> Bool? {
    let number = number(value)
    guard let text = value as? String ?? number.map({ "\($0)" }) else { return nil }
    if operand.hasPrefix("%") {
      let expression = operand.dropFirst().dropLast()
      return text.range(of: String(expression), options: .regularExpression) != nil
    }
    let isQuoted = operand.hasPrefix("\"")
    if !isQuoted, let number, operand.wholeMatch(of: /[+-]?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?/) != nil
    {
      return Decimal(string: operand) == number
    }
    return isLike(Array(text.utf8), isQuoted ? String(operand.dropFirst().dropLast()) : operand)
  }

  private static func isLike(_ text: [UInt8], _ wanted: String) -> Bool {
    if wanted == "*" { return true }
    let (before, after) = (wanted.hasPrefix("*"), wanted.hasSuffix("*"))
    let core = Array(wanted.utf8.dropFirst(before ? 1 : 0).dropLast(after ? 1 : 0))
    guard text.count >= core.count else { return false }
    let ends = (0...text.count - core.count).filter { Array(text[$0..<$0 + core.count]) == core }
    return ends.contains { (before || $0 == 0) && (after || $0 + core.count == text.count) }
  }
}
