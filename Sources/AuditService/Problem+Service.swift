import ConfigurationModel

extension Problem {
  static func noSnapshot(_ store: String) -> Problem {
    Problem(
      "no-snapshot", "The store '\(store)' has no snapshot.",
      hint: "Import one with 'plumb snapshot import PATH'.")
  }
}

extension Problem {
  static func duplicateResource(_ resource: ResourceID, at place: Place) -> Problem {
    Problem(
      "duplicate-resource",
      "The resource \(resource) stands twice in this import, with different configurations.",
      hint: "Import the files one after the other, oldest first, or leave one of them out.",
      at: place)
  }
}
