/// Where in its resource a secret stands, in a form that is the same however the resource was read: a
/// token is made of it (decision 0023), and must not change when a list has another order.
package struct SecretPlace: Hashable, Sendable {
  /// The names of the fields that lead to it, in lower case, without the positions of lists; in the place
  /// of a pair's value its name.
  private var steps: [String] = []

  /// The top of a document.
  package init() {}

  /// AWS Config puts what the API gives into these.
  private static let wrappers: Set = ["configuration", "supplementaryconfiguration"]
  private static let tagLists: Set = ["tags", "taglist", "tagset"]

  func entering(_ name: String) -> SecretPlace {
    let folded = name.lowercased()
    if steps.isEmpty, Self.wrappers.contains(folded) { return self }
    var place = self
    place.steps.append(Self.tagLists.contains(folded) ? "tags" : folded)
    return place
  }

  /// The place as one text, that of no other place.
  package var text: String { steps.map { "\($0.utf8.count):\($0)" }.joined() }

  /// The name that the secret has, and whether it is a tag, which others may write than the rest.
  package var label: String {
    (steps.first == "tags" ? "tag " : "field ") + (steps.last ?? "")
  }
}
