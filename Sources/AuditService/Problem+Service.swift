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
      hint: "Import the files one after the other, oldest first, or leave one of them out."
        + " What changed between two pages is read by the next run.",
      at: place)
  }

  static func standsElsewhere(_ id: ResourceID, in other: Scope, at place: Problem.Place) -> Problem
  {
    Problem(
      "stands-elsewhere",
      "The resource '\(id.id)' of \(id.region) stands in \(other.region): no id is one of two regions.",
      hint: "Look whose answer the file holds. Where the other one was the mistake, retire it: "
        + "'plumb scope retire \(other.account)/\(other.region)/\(other.type)'.",
      at: place)
  }
}
