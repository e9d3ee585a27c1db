/// The files `~/.aws/config` and `~/.aws/credentials` (AWS SDKs and Tools Reference, "Using shared
/// config and credentials files to globally configure AWS SDKs and tools").
package struct SharedConfiguration: Sendable {
  /// Settings by profile. The credentials file goes before the other.
  package private(set) var profiles: [String: [String: String]] = [:]
  /// Settings by the name of an `sso-session`.
  package private(set) var sessions: [String: [String: String]] = [:]
  /// Settings by the name of a `services` section: `s3.endpoint_url`.
  package private(set) var services: [String: [String: String]] = [:]

  /// Reads the texts of both files; lines that mean nothing are passed over, as AWS's tools do.
  package init(config: String, credentials: String) {
    for section in Self.sections(config) {
      let words = section.name.split(separator: " ", maxSplits: 1).map(Self.unquoted)
      switch (words.first, words.count > 1 ? words[1] : nil) {
      case ("profile", let name?): merge(section.settings, into: &profiles[name])
      case ("sso-session", let name?): merge(section.settings, into: &sessions[name])
      case ("services", let name?): merge(section.settings, into: &services[name])
      case ("default", nil): merge(section.settings, into: &profiles["default"])
      case (_, _): break
      }
    }
    for section in Self.sections(credentials) {
      merge(section.settings, into: &profiles[Self.unquoted(section.name[...])])
    }
  }

  private func merge(_ settings: [String: String], into old: inout [String: String]?) {
    old = (old ?? [:]).merging(settings) { _, new in new }
  }

  private struct Section {
    let name: String
    var settings: [String: String] = [:]
  }

  private static func sections(_ text: String) -> [Section] {
    var sections: [Section] = []
    var parent = ""
    for line in text.split(whereSeparator: \.isNewline) {
      let content = content(line)
      if content.isEmpty { continue }
      if content.hasPrefix("["), let end = content.firstIndex(of: "]") {
        sections.append(Section(name: trimmed(content[..<end].dropFirst())))
        parent = ""
      } else if let equals = content.firstIndex(of: "="), !sections.isEmpty {
        let isNested = line.first?.isWhitespace == true && !parent.isEmpty
        let key = trimmed(content[..<equals]).lowercased()
        let value = trimmed(content[equals...].dropFirst())
        // A setting without a value has others below it, set in.
        if !isNested { parent = value.isEmpty ? key + "." : "" }
        sections[sections.count - 1].settings[isNested ? parent + key : key] = value
      }
    }
    return sections
  }

  /// A line without its comment: a mark counts at the beginning, or after white space.
  private static func content(_ line: Substring) -> String {
    var kept = ""
    var isAfterSpace = true
    for character in line {
      if isAfterSpace, character == "#" || character == ";" { break }
      isAfterSpace = character.isWhitespace
      kept.append(character)
    }
    return trimmed(kept[...])
  }

  private static func trimmed(_ text: Substring) -> String {
    let rest = text.drop(while: \.isWhitespace)
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }

  private static func unquoted(_ text: Substring) -> String {
    trimmed(text).trimmingQuotes
  }
}

extension String {
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let first, first == last, first == "\"" || first == "'" else { return self }
    return String(dropFirst().dropLast())
  }
}
