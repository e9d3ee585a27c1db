package import ConfigurationModel

extension StateMapping {
  /// The outermost keys of its document.
  static let keys = ["accounts", "regions", "resources"]

  /// The mapping in a YAML or JSON text (`accounts`, `regions`, `resources`: each from the name in the older
  /// state to that in the newer). Throws everything that is wrong, with its lines.
  package static func read(_ text: String, file: String) throws(Problems) -> StateMapping {
    var reading = DocumentReading(file: file)
    let fields = reading.document(text).flatMap { reading.fields($0, "A mapping", keys: keys) }
    let maps = keys.map { key in
      fields?[key].map { reading.names($0, "'\(key)'") } ?? [:]
    }
    return try reading.result(
      StateMapping(accounts: maps[0], regions: maps[1], resources: maps[2]))
  }

  /// The mapping in a file.
  package static func read(at path: String) throws(Problems) -> StateMapping {
    let all = try readFiles(at: path) { (text, file) throws(Problems) in
      [try read(text, file: file)]
    }
    return all.dropFirst().reduce(all.first ?? StateMapping()) { $0.joined(to: $1) }
  }
}

extension DocumentReading {
  /// Names to names, none of which two stand for.
  fileprivate mutating func names(_ node: DocumentNode, _ what: String) -> [String: String] {
    var (names, taken): ([String: String], [String: String]) = ([:], [:])
    for entry in entries(node, what) ?? [] {
      guard let name = text(entry.value, "the name of '\(entry.key)'") else { continue }
      if let other = taken[name] {
        report(.twiceMapped(other, entry.key, to: name, at: place(entry.keyLine)))
      }
      names[entry.key] = name
      taken[name] = entry.key
    }
    return names
  }
}

extension Problem {
  fileprivate static func twiceMapped(
    _ one: String, _ other: String, to name: String, at place: Place
  ) -> Problem {
    Problem(
      "mapped-twice", "Both '\(one)' and '\(other)' are mapped to '\(name)'.",
      hint: "Map each name to one of its own."
    ).at(place)
  }
}
