import ConfigurationDiff
package import ConfigurationModel

/// The resource types that AWS Config can record, by its own list ("Supported resource types" of its developer guide).
package enum RecordedTypes {
  private static let names = table.split(separator: "\n").flatMap { line in
    let words = line.split(separator: " ")
    return words.dropFirst().map { "\(words[0])::\($0)" }
  }

  /// Whether a pattern stands for one of them, or for one that is read otherwise.
  package static func isKnown(_ pattern: Glob) -> Bool {
    names.contains(where: pattern.matches)
      || ResourceKind.all.contains { pattern.matches($0.type.name) }
  }
}
