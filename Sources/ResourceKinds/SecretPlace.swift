import ConfigurationModel

/// Where in its resource a secret stands, in a form that is the same however the resource was read: a
/// token is made of it (decision 0023), and must not change when a list has another order.
package struct SecretPlace: Hashable, Sendable {
  /// One field on the way; what it is called is folded only where somebody asks for the place, which is rare.
  private final class Step: Sendable {
    let name: String
    let before: Step?

    init(_ name: String, after before: Step?) { (self.name, self.before) = (name, before) }
  }

  private var last: Step?

  /// The top of a document.
  package init() {}

  /// AWS Config puts what the API gives into these.
  private static let wrappers: Set = ["configuration", "supplementaryconfiguration"]
  private static let tagLists: Set = ["tags", "taglist", "tagset"]

  func entering(_ name: String) -> SecretPlace {
    if last == nil, Self.wrappers.contains(name.lowercased()) { return self }
    var place = self
    place.last = Step(name, after: last)
    return place
  }

  /// The names of the fields that lead to it, in lower case, without the positions of lists; in the place
  /// of a pair's value its name.
  private var steps: [String] {
    sequence(first: last, next: { $0?.before }).prefix { $0 != nil }.reversed().map { step in
      let folded = (step?.name ?? "").lowercased()
      return Self.tagLists.contains(folded) ? "tags" : folded
    }
  }

  /// The place as one text, that of no other place.
  package var text: String { steps.lengthMarkedText }

  /// The name that the secret has, and whether it is a tag, which others may write than the rest.
  package var label: String {
    (steps.first == "tags" ? "tag " : "field ") + (steps.last ?? "")
  }

  /// Whether the way is the same.
  package static func == (left: SecretPlace, right: SecretPlace) -> Bool {
    left.steps == right.steps
  }

  /// Hashes the way.
  package func hash(into hasher: inout Hasher) { hasher.combine(steps) }
}
