package import ConfigurationModel

extension ResourceType {
  /// The type in words: `security group`, `IAM group`, `VPC`. A name that is one common word is
  /// led by its service; a name of another form is returned as it is.
  package var words: String {
    let parts = name.split(separator: "::", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty }) else { return name }
    let words = camelCaseWords(parts[2])
    guard words.count == 1, words[0] != words[0].uppercased() else {
      return words.joined(separator: " ")
    }
    return "\(parts[1]) \(words[0])"
  }
}

/// The words of `RouteTable`, in lower case but for acronyms: `route`, `table`; `DBInstance` is
/// `DB`, `instance`.
private func camelCaseWords(_ text: Substring) -> [String] {
  var words: [String] = []
  let characters = Array(text)
  for (index, character) in characters.enumerated() {
    let isAfterSmall = index > 0 && !characters[index - 1].isUppercase
    let isBeforeSmall = index + 1 < characters.count && characters[index + 1].isLowercase
    let starts = character.isUppercase && (isAfterSmall || isBeforeSmall)
    if words.isEmpty || (starts && index > 0) { words.append("") }
    words[words.count - 1].append(character)
  }
  return words.map { word in
    if word.count > 1, word == word.uppercased() { return word }
    return acronyms.contains(word.lowercased()) ? word.uppercased() : word.lowercased()
  }
}

private let acronyms: Set<String> = ["acl", "api", "dns", "ip", "nat", "ssm", "url", "vpn"]

extension [String] {
  /// Each text once, at its first place.
  package var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

/// `1 scope`, `2 scopes`, `3 policies`.
package func counted(_ count: Int, _ noun: String) -> String {
  "\(count) \(count == 1 ? noun : plural(noun))"
}

/// The plural of an English noun phrase, by its last letters.
package func plural(_ noun: String) -> String {
  if noun.hasSuffix("s") || noun.hasSuffix("ch") { return noun + "es" }
  let endsInConsonantAndY =
    noun.hasSuffix("y") && !(noun.dropLast().last.map { "aeiou".contains($0) } ?? true)
  return endsInConsonantAndY ? noun.dropLast() + "ies" : noun + "s"
}

/// A span of time in its largest whole unit: `45 s`, `13 min`, `47 h`, `3 days`.
package func durationText(seconds: Int64) -> String {
  switch max(0, seconds) {
  case let seconds where seconds < 60: "\(seconds) s"
  case let seconds where seconds < 3600: "\(seconds / 60) min"
  case let seconds where seconds < 2 * 86400: "\(seconds / 3600) h"
  case let seconds: "\(seconds / 86400) days"
  }
}

extension Occurrence {
  /// `after 2026-11-20 20:45, by 21:15 UTC`: the date once where both moments share it, and to the second
  /// where they share the minute.
  package var words: String {
    guard let after else { return "by \(until.minuteText), not seen before" }
    if after.minuteText == until.minuteText {
      return "after \(after.date) \(after.exactClock), by \(until.exactClock) UTC"
    }
    let from = after.minuteText.dropLast(4)
    let by = after.date == until.date ? until.minuteText.dropFirst(11) : until.minuteText[...]
    return "after \(from), by \(by)"
  }
}

extension Timestamp {
  /// `21:15:02`, with a fraction only where there is one.
  fileprivate var exactClock: Substring { description.dropFirst(date.count + 1).dropLast() }
}

extension Passage {
  /// `made 2026-11-20 20:45:10 UTC, undone 2026-11-20 20:59:02 UTC; no snapshot shows it`.
  package var words: String {
    "made \(opened.at.date) \(opened.at.exactClock) UTC, undone \(isClosedExactly ? "" : "by ")"
      + "\(closed.at.date) \(closed.at.exactClock) UTC; no snapshot shows it"
  }
}

extension Resource {
  /// `web-prod (sg-0a1b2c3d)`, or the id alone where there is no other name.
  package var title: String {
    guard let name, !name.isEmpty, name != id.id else { return id.id }
    return "\(name) (\(id.id))"
  }
}

extension ChangeWord {
  /// The mark of a difference: `+`, `-`, `~`.
  package var sign: String {
    switch self {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }
}

extension Edit {
  /// The path; the whole resource's is said in words.
  package var pathText: String { path.steps.isEmpty ? "(the whole resource)" : path.text }
}

extension Problem {
  /// The sentence with its code, without hint and place: `AccessDenied … [access-denied]`.
  package var line: String { "\(message) [\(code)]" }
}

/// How many characters two texts may lose at their start so that their first difference is seen in
/// `room` characters for both; 0 where both fit whole. Enough before it is kept that a secret's
/// token is told from its start, whichever digits two of them share.
package func commonStart(_ old: String, _ new: String, room: Int) -> Int {
  guard old.count + new.count > room else { return 0 }
  return max(0, zip(old, new).prefix { $0 == $1 }.count - 16)
}

extension ConfigurationValue {
  /// The value as one line of JSON that shows every character: those nobody sees are escaped.
  package var line: String { canonicalJSON.visible }
}

extension JudgedEdit {
  /// What happened in one line: the sentence, or the values.
  package var detail: String {
    if let sentence { return sentence }
    return switch edit.change {
    case .added(let value), .removed(let value): value.line
    case .changed(let old, let new): "\(old.line) -> \(new.line)"
    }
  }
}
