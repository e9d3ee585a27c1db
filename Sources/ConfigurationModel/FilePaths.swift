extension String {
  /// What stands after the last slash of a path or a key, whatever slashes it ends in; the same where there is nothing else.
  package var fileName: String { split(separator: "/").last.map(String.init) ?? self }

  /// The name of a log file as it is without its compression: `X.json` and `X.json.gz` are one log file of CloudTrail.
  package var uncompressedName: String { hasSuffix(".gz") ? String(dropLast(3)) : self }
}

extension Set<String> {
  /// Whether a log file is among these names, compressed or not.
  package func containsLog(_ name: String) -> Bool {
    contains(name.uncompressedName) || contains(name.uncompressedName + ".gz")
  }
}
