import ConfigurationModel

extension Problem {
  static func noSnapshot(_ store: String) -> Problem {
    Problem(
      "no-snapshot", "The store '\(store)' has no snapshot.",
      hint: "Import one with 'plumb snapshot import PATH'.")
  }
}
