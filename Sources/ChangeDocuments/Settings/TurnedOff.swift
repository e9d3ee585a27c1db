package import ConfigurationModel

/// The ids of rules that are not wanted, each with the place where it stands.
package struct TurnedOff: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The ids in the order in which they are written; `all` for every rule that ships.
  package let ids: [String]
  /// Where an id stands; none for one that no document has.
  private let places: [String: Problem.Place]

  /// Ids that stand in no document.
  package init(arrayLiteral ids: String...) {
    self.ids = ids
    places = [:]
  }

  /// Ids with their places; each stands once.
  init(_ entries: [(id: String, place: Problem.Place)]) {
    ids = entries.map(\.id)
    places = Dictionary(entries.map { ($0.id, $0.place) }) { first, _ in first }
  }

  /// Whether a rule is not wanted.
  package func contains(_ id: String) -> Bool { ids.contains(id) }

  /// Where an id stands; nil where it stands in no document.
  package func place(of id: String) -> Problem.Place? { places[id] }
}

extension DocumentReading {
  mutating func turnedOff(_ node: DocumentNode) -> TurnedOff {
    var seen: Set<String> = []
    return TurnedOff(
      (members(node, "'off'") ?? []).compactMap { member in
        guard let id = text(member, "A member of 'off'") else { return nil }
        guard seen.insert(id).inserted else {
          report(.contradiction("'\(id)' stands twice in 'off'.", at: place(member.line)))
          return nil
        }
        return (id, place(member.line))
      })
  }
}
